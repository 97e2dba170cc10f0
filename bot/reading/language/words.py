"""Which words give a language away?

Clear words (weight 2) hardly occur in the other language's messages; common ones (weight 1)
only add up. Names, figures, "ok" and borrowed words ("link", "boleto" in an English text) decide
nothing by themselves. All in folded letters, except the marks.
"""

from __future__ import annotations

CLEAR = {
    "en": """
        yes yeah hi hiya yep yup nope the you your what when where why how which who would could
        should please thanks thank hello hey sorry can't don't won't i'm i'll i've it's didn't isn't
        want need money owe debt payment payments bill bills invoice pay paid tomorrow today week
        month friday monday tuesday wednesday thursday saturday sunday afford because with have
        my this that much many about know think talk speak someone person good morning
        afternoon evening night nothing english whats dont cant wont pls plz gonna wanna ain't
        y'all quid mate instalments installments settle
        """,
    "pt": """
        sim nao vc vcs voce voces obrigado obrigada obg brigado quero queria posso consigo pagar
        pago paguei divida parcela parcelas parcelar boleto amanha hoje ontem depois ainda tambem
        tb tbm muito muita meu minha estou tou isso esse essa este esta sexta quinta quarta
        terca segunda sabado domingo mes semana dinheiro reais conto ajuda falar atendente oi ola
        bom boa tarde noite dia voces cobranca cobrar fatura conta juros desconto acordo salario
        desempregado desempregada pfv pra pros uma dois tres vezes quanto qual quando onde porque pq
        entao beleza blz valeu vlw tchau gente senhor senhora moca moco faz fazer tem tenho
        nunca agora mais alguem tudo bem nada pessoa atrasado atrasada
        sem grana tava tamo nem trampo ingles portugues parar pare sair nome vou vamos claro
        certo fechado fechou manda mande chama
        """,
    "es": """
        hola gracias usted ustedes puedo quiero quisiera deuda cuotas manana hoy pero muy estoy
        buenos buenas dias tardes noches dinero yo donde cuando cuanto el los las una del necesito
        ayuda hablar espanol tengo pagar pague mi mis esto eso porque siempre ahora tambien
        factura señor
        """,
    "fr": """
        bonjour bonsoir merci je vous nous suis est pas le les une des payer dette peux veux
        avec pour dans demain aujourd'hui oui s'il plait parlez français francais mois argent
        combien comment pourquoi ne ai c'est j'ai
        """,
    "de": """
        hallo danke bitte ich sie nicht und ist das der die ein eine kann zahlen schulden heute
        morgen ja nein wir haben habe mein meine deutsch rechnung geld monat woche guten tag mit
        """,
    "it": """
        ciao grazie buongiorno buonasera sono non posso voglio pagare debito domani oggi per il
        gli della che cosa quando quanto soldi prego italiano mese rata rate perche mio mia
        """,
    "pl": "dzien dobry dziekuje prosze nie tak jestem moge zaplacic dlug jutro dzisiaj mam czy",
    "ro": "buna multumesc vreau sunt platesc datorie maine astazi pot nu este pentru",
    "ht": "bonjou mesi mwen pa kapab peye lajan jodi a demen nou tanpri",
    "nl": "hallo dank bedankt ik niet betalen schuld morgen vandaag kan wij het een geld",
}
COMMON = {
    "en": """
        i a an is it of to in on for and or be do we me us so if at by not no can will get got was
        were are been but from they he she his her has had just more less any some all let make
        take give send after before next till until now then there here out off up down half
        """,
    "pt": """
        o a os as um e de do da dos das em no na nos nas por para com sem que se eu ele ela me te
        lhe mas pro ja so ate ta ou ser foi era ter ir vai ver dar dou qual seu sua quem como pode
        """,
    "es": """
        la de en que es con por para me te se lo le al un su y o mas ya como no si aqui
        """,
    "fr": "la un et en il elle on mon ma mes sur par ce que qui de du a au",
    "de": "es in zu auf den dem des im am er wie was so bei aus von fur",
    "it": "la un una e in di da con mi si ho ha lo le i",
    "pl": "w z na i do sie to jak za po",
    "ro": "si de la cu in un o ca am nu",
    "ht": "ki yon sa se w ou pou",
    "nl": "de van en in te op met voor is dat die",
}
ACCENTED = {
    "pt": "só já tá até dá é são às à tô vô né",
    "es": "sí qué está aquí más",
    "fr": "à où été très",
}
MARKS = {
    "pt": ("ã", "õ", "ção", "ções", "ê", "â", "kkk", "rsrs"),
    "es": ("ñ", "¿", "¡", "sí ", "ción"),
    "de": ("ß", "ü", "ö"),
    "fr": ("œ", "qu'", "l'a", "d'u", "où"),
    "pl": ("ł", "ż", "ś", "ą", "ę"),
    "ro": ("ț", "ș", "ă"),
}
BORROWED = """
    ok okay okey k kk kkk kkkk kkkkk haha hahaha lol hm hmm ah oh
    link email e-mail mail sms whatsapp whats zap zapp wpp telegram pix boleto app site online
    chat bot pdf internet wifi web login pin paypal visa mastercard netflix uber
    nubank santander itau bradesco stop start usd brl gbp eur
    """
"""Used in either language: in a message of its own they decide nothing."""
COURTESIES = "sorry please pls plz bye help friday"
"""English words that Portuguese messages borrow: alone they decide nothing."""
NAMES = """
    maria silva joao jose ana paula souza sousa santos oliveira pereira costa ferreira rodrigues
    rodriguez almeida nascimento lima araujo fernandes carvalho gomes martins rocha ribeiro alves
    monteiro mendes barros freitas barbosa pinto moura cavalcanti castro campos cardoso
    antonio francisco carlos paulo pedro lucas luiz luis marcos gabriel rafael daniel marcelo bruno
    eduardo felipe rodrigo manoel mateus matheus gustavo fernando jorge ricardo roberto sergio
    antonia adriana juliana marcia fernanda patricia aline sandra camila amanda bruna jessica
    leticia julia luciana vanessa mariana gabriela larissa rafaela luiza beatriz claudia
    juan miguel luisa carmen garcia martinez lopez gonzalez hernandez perez sanchez ramirez torres
    flores rivera gomez diaz cruz morales reyes gutierrez ortiz ramos ruiz alvarez
    john james robert michael william david richard joseph thomas charles christopher matthew
    anthony donald steven andrew kenneth joshua kevin brian george timothy ronald jason edward
    jeffrey ryan jacob gary nicholas eric jonathan stephen larry justin scott brandon benjamin
    samuel gregory alexander patrick frank raymond jack dennis jerry tyler aaron adam henry
    oliver harry noah liam owen dylan grace emily mary patricia jennifer linda elizabeth barbara
    susan sarah karen lisa nancy betty sandra ashley kimberly donna michelle carol emma
    deborah stephanie rebecca sharon laura cynthia kathleen amy angela anna sophie chloe lucy
    smith johnson williams jones davis miller wilson anderson taylor moore jackson martin
    thompson harris clark lewis robinson walker hall allen wright king
    """
PARTICLES = "de da do das dos e del la las los y van von of the mac di du le"
"""What stands between names."""
