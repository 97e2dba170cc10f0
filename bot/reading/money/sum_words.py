"""Which words around a sum tell what it is there for?

Patterns over folded text, English and Portuguese, for the reader of sums.
"""

from __future__ import annotations

import re
from typing import Final

CLAUSE_END: Final = re.compile(
    r"[.;!?\n](?=\s|$)|[,:](?=\s)|\b(?:but|so|then|mas|so que|entao|porem|however|while|though"
    r"|although|because|cos|cuz|porque|pq|e (?=posso|pago|consigo|eu|dou|so)"
    r"|and (?=i|we|can|could|would))\b"
)
LIMIT: Final = re.compile(
    r"(?:\b(?:no|not|any|nao|nem|never|nothing|nada|can'?t|cant|cannot|couldn'?t|won'?t|don'?t)\b"
    r".*\b(?:more|higher|mais|acima|above|over|beyond|past|passar?)(?: than| que| do que| de)?"
    r"|\bat most|\bmax(?:imum|imo)?(?: is| e| de)?|\bup to|\bate)[ ]$"
)
_FILLERS: Final = (
    r"(?:[ ](?:really|even|possibly|quite|manage|do|pay|afford|give|go|to|you|u|it|the|a|full|for"
    r"|have|got|consigo|posso|pagar|dar|tenho|da|pra|para|como|fazer|chego|em|os|as|esses|essas"
    r"|those|that|about|like|uns|umas|be|able|eu|mais|isso|de|so|mim|um|uma|of|at|each|sao|is|e"
    r"|i|we|can|could))*"
)
REFUSED_BEFORE: Final = re.compile(
    r"\b(?:can'?t|cannot|cant|couldn'?t|can not|(?<!why )(?<!if )not|won'?t|don'?t|dont"
    r"|(?<!se )nao|(?:n|num) (?=tenho|posso|consigo|da\b|dou)|nem|nunca|never"
    r"|no way|there'?s no way)"
    rf"{_FILLERS}[ ](?:r\$ ?|£|\$)?$"
    r"|\b(?:instead of|rather than|em vez d[eo]s?|ao inves d[eo]s?|in place of|em lugar de"
    r"|no lugar de)(?:[ ](?!(?:do|make|give|can|could|i|faz|posso|pago|consigo)\b)"
    r"[\w'$£]+){0,5}[ ]$"
)
NO_BEFORE: Final = re.compile(r"\b(?:no|n(?:o|ao) (?:to|a|pra|para|aos?))[ ](?:r\$ ?|£|\$)?$")
NO_AFTER: Final = re.compile(
    r"[ ]?(?:reais |quid |pounds |dollars )?(?:nao|no|nope|nah)[ ]*(?:$|[,.;!])"
)
TOTALS: Final = re.compile(
    r"=|\b(?:mak\w+|total\w*|in all|altogether|comes? to|so|that'?s|both|together|da|dao|dando|tudo"
    r"|som(?:a|am|ando|ados)|ou seja|fica|ficam|igual|junt[oa]s?)\b"
)
REFUSED_AFTER: Final = re.compile(
    r"[ ]?(?:(?:a|per|each|por|ao)[ ]\w+[ ]|(?:reais|quid|pounds|dollars|bucks)[ ]|monthly |weekly "
    r"|mensais )?(?:that'?s |is |are |would be |e |ta |esta |fica |seria |it'?s |sounds |eu )?"
    r"(?:way |just |far |still |a bit |muito |mt |bem |simply )?"
    r"(?:too (?:much|high|steep|dear|expensive|many|big)|impossible|not possible|no good"
    r"|out of (?:the question|reach)|beyond me|muito\b|demais|puxad\w+|pesad\w+|caro|alt[ao]\b"
    r"|nao (?:da|consigo|posso|tenho|rola|cabe|dou|chego)|eu nao|i can'?t|i cannot|i cant"
    r"|won'?t work|doesn'?t work|not happening|sem chance|impossivel)"
)
TOLD_BEFORE: Final = re.compile(
    r"\b(?:owe[ds]?|owing|devo|devendo|deve|debt|balance|bill|invoice|arrears|fatura|divida"
    r"|(?<!if i )(?<!if we )(?:paid|sent|gave)|already|took|taken|charged|paguei|pagou|pagamos"
    r"|mandei|dei|depositei|quitei|debitaram|cobraram|cobram|cobrando|querem|quer que eu pague"
    r"|(?:you|they|y'?all|yous|u) (?:said|say|want|wanted|asked|are asking|charge)|asking(?!:)"
    r"|ask for|pedem|pediram|pedindo|earn(?:s|ed|ing)?|(?<!from my )(?<!of my )wages?"
    r"|(?<!from my )salary|income|takes? home|bring home|brings in|comes? in|coming in|rent"
    r"|mortgage|food|groceries|bills|outgoings|expenses|spend(?:s|ing)?|costs?|childcare"
    r"|council tax|ganho|ganha|recebo|recebemos|(?<!do meu )(?<!com o )(?<!com meu )salario|renda"
    r"|aposentadoria|aluguel|comida|mercado|contas|gasto|gasta|gastos|sobra|sobram|despesas?|luz"
    r"|worth"
    r"|limit"
    r"|knock|waive|desconto de|discount of|multa(?: e| foi| de)|juros(?: de| sao)|fees? of"
    r"|fees? (?:is|was|are|were)|interest of|a tarifa|left with|used to|(?:i|we) get|moro"
    r"|live at|endereco|address|says|quoted|was for|(?<!i )(?<!i'm )said|supposed|combinado|era"
    r"|eram|was|were|antes|before|custa|custam|custou|foi|remedio|transferi|enviei|deposited"
    r"|transferred|acertei|lost|losing|(?:i'?m|we'?re|am|are|went|gone|go|goes|is) (?:down|up"
    r"|short)"
    r"|aumentou|subiu|caiu|perdi|sobrou|(?:i'?m|we'?re) on|sick pay|strike pay|entra|entram|entrou"
    r"|tava|estava|negativa|overdrawn|stuck with|missing)\b"
)
OFFER_BEFORE: Final = re.compile(
    r"\b(?:pay|do|can|could|afford|manage|give|offer|put|spare|stretch|accept|settle|make it"
    r"|(?:you|u|they|please|just|i) take"
    r"|i'?ll|i'?d|send|have|i'?ve|got|only|just|pago|pagar|pagaria|posso|consigo|dou|dar|daria"
    r"|mando|aceitam?|fecho|fechar|fechamos|tenho|so|proponho|ofereco|bota|que tal|what about"
    r"|how about|entrada|deposit|upfront|instalments? of|payments? of|parcelas? de|faco|vamos"
    r"|cabe|aguento|each on|what if|e se|if (?:i|we)|se eu|realistic\w*|maybe|talvez"
    r"|perhaps|i'?m saying|da pra|mandando|pagando|pagava|best|most|serve|quito|acerto|thinking"
    r"|offering|suggest|propose|max|tops|limite|maximo|passo|envio|transfiro|deposito|separo|arrumo"
    r"|arranjo|consegui(?:a|ria)|pensando|pensei|rola|mandaria|faria|conseguimos|podemos|pagamos"
    r"|entro com|aceitarem|aceitar|baixarem|chegando|chego|my budget|topa|garanto)\b"
)
TOLD_AFTER: Final = re.compile(
    r"[ ]?(?:(?:a|per|each|por|ao)[ ]\w+[ ])?(?:(?:reais|quid|pounds|dollars|bucks)[ ])?"
    r"(?:(?:that |which )?(?:i|we) (?:sent|paid|gave)|que (?:eu )?(?:mandei|paguei|dei)"
    r"|less\b|a menos|a mais|extra\b|short\b|on top\b|to my name|gone\b|showing|de multa|de taxa"
    r"|(?:that )?i owe|(?:que )?(?:eu )?devo|outstanding|owed|owing|in arrears|off\b|discount"
    r"|(?:a menos )?de (?:desconto|juros|multa)|(?:in |of )?(?:fees|interest|charges)\b"
    r"|left(?: over)? (?:at|after|once|when)|comes in|coming in|goes (?:out|on|to)"
    r"|(?:on |in |de |of )?(?:my |o |the )?(?:rent|mortgage"
    r"|food|groceries|childcare|aluguel|comida|mercado|feira)\b|de salario|de renda)"
)
OFFER_AFTER: Final = re.compile(
    r"[^,;.]{0,16}?\b(?:is (?:what|all) (?:i|we)|i can (?:do|manage|pay|afford)|(?:e|e so) (?:o"
    r"|a) que"
    r"|(?:eu )?(?:consigo|aguento|garanto)|eu (?:pago|posso|dou))\b"
)
CORRECTED: Final = re.compile(
    r"\?[ ]*(?:no|nope|nah|nao)\b|\b(?:no wait|wait|sorry|i mean|i meant|actually|correction"
    r"|make (?:it|that)|scratch that"
    r"|quer dizer|quero dizer|ou melhor|melhor|digo|alias|ops|oops|perai|pera|minto|na verdade"
    r"|or rather|corrigindo)\b"
)
OTHERWISE: Final = re.compile(
    r"\b(?:or|ou|otherwise|senao|se nao)(?: (?:maybe|else|i|can|do|could|pay|posso|talvez|ate|pago"
    r"|dou|just|even))*[ ](?:r\$ ?|£|\$)?$"
)
TO: Final = re.compile(
    r"[ ]?(?:to|or|a|ate|ou|-|,? ?(?:maybe|perhaps|possibly|talvez|quem sabe)(?: even)?)[ ]?"
)
BETWEEN: Final = re.compile(r"\b(?:between|entre|somewhere between|btw)[ ]$")
