"""Which words tell what comes in and what goes out in a household?

Patterns over folded text, English and Portuguese, for the reader of budgets.
"""

from __future__ import annotations

from typing import Final

INCOME: Final = (
    r"\b(?:earn(?:s|ing|ings)?|make(?! (?:it|a|the|payments?)\b)|makes|making|income|wages?|salary"
    r"|salaries|(?:get|gets|getting|am|i'?m|is|be) paid|my pay|take[ -]?home|takes? home"
    r"|bring(?:s|ing)? (?:home|in)|comes? in|coming in|come into|go(?:es)? in|receiv(?:e|es|ing)"
    r"|(?:i|we|and|he|she|only|just|also) get(?! paid)|benefits?|pension|universal credit|uc|pip"
    r"|esa|child benefit|tax credits?"
    r"|tips|child support|maintenance|side (?:job|gig)|second job|part[ -]?time job"
    r"|ganh(?:o|a|amos|ando)|receb(?:o|e|emos|endo)|salarios?|renda|rendimentos?|entra(?:m|ndo)?"
    r"|tiro|tira(?:mos)?|fatur(?:o|amos)|aposentadoria|aposentad[ao]|beneficio|bolsa(?: familia)?"
    r"|auxilio|bicos?|freelas?|comissao|pensao)\b"
)
GENERAL_OUT: Final = (
    r"\b(?:spend(?:s|ing)?|outgoings?|expenses?|expenditure|costs?|go(?:es)? out|going out|takes"
    r"|(?<!you )(?<!u )(?<!they )take|eats?(?: up)?|pay out|gasto"
    r"|gastos|gasta(?:mos)?|gastando|despesas?|sai|saem|saindo"
    r"|custos?)\b"
)
SPECIFIC_OUT: Final = (
    r"\b(?:rent|mortgage|bills?|food|groceries|shopping|council tax|gas|electric(?:ity)?|water"
    r"|energy|heating|utilities|childcare|nursery|day ?care|travel|transport|bus|train|fuel|petrol"
    r"|car|insurance|phone|internet|broadband|medicines?|meds|medication|kids|school|loans?"
    r"|credit cards?|cards?|clothes|other debts?|subscriptions?|aluguel|contas?|comida|mercado"
    r"|feira|luz|agua|energia|condominio|escola|creche|faculdade|transporte|onibus|passagem"
    r"|gasolina|combustivel|remedios?|plano de saude|convenio|cartao|cartoes|prestac\w+"
    r"|emprestimos?|financiamento|celular|telefone|carro|moto|criancas|filhos|fraldas?|iptu|ipva)\b"
)
ASIDE: Final = (
    r"\b(?:left(?: over)?|spare|spared|sobra(?:m|ndo|r)?|resta(?:m|ndo)?|disposable|owe[ds]?|owing"
    r"|devo|devendo|divida|debt|can|could|afford|manage|offer|posso|consigo|daria|dou|proponho"
    r"|ofereco|per day|a day|por dia|you (?:want|say|charge)|paguei|pagou|saved|savings"
    r"|(?<!get )(?<!gets )(?<!getting )(?<!'m )paid"
    r"|poupanca|guardado|limit|limite)\b"
)
PAST: Final = r"\b(?:used to|before|antes|ganhava|recebia|gastava|was|were|era|eram|last year)\b"
MONTHLY: Final = (
    r"\b(?:rent|mortgage|bills?|council tax|childcare|insurance|broadband|internet|phone|loans?"
    r"|outgoings|aluguel|contas?|luz|agua|energia|condominio|escola|faculdade|plano de saude"
    r"|convenio|cartao|prestac\w+|emprestimos?|financiamento)\b"
)
"""What is due by the month wherever nothing else is said."""
LIVING: Final = (
    r"\b(?:food|groceries|shopping|travel|transport|bus|petrol|fuel|takes?|spend(?:ing)?|comida"
    r"|mercado|feira|transporte|onibus|gasolina|gasto|gastos)\b"
)
"""What is spent by the day, so counted in the rhythm of the income."""
TOTAL: Final = (
    r"\b(?:in total|total|totals?|altogether|all in|in all|all together|no total|ao todo|tudo junto"
    r"|no fim|somando|dando|adds up|comes to)\b"
)
NOTHING_IN: Final = (
    r"\b(?:no|zero|without any|without|not any|haven'?t any|don'?t have any|have no|0) (?:income"
    r"|wages?|salary|earnings?|money coming in|pay coming in)\b"
    r"|\bnothing (?:is )?(?:comes|coming|goes|going) in\b|\b(?:don'?t|dont|do not|not) "
    r"(?:earn|earning|get|getting|receive|receiving|make|making) (?:anything|any money|a penny"
    r"|a cent|a dime)\b|\b(?:earn|make|get) nothing\b|\bno money (?:is )?(?:comes|coming) in\b"
    r"|\b(?:nao|n|num) (?:esta |ta )?(?:entra|entrando|ganho|recebo|tenho recebido)(?: mais)?"
    r" (?:nada|dinheiro|nenhum\w*)\b|\bnada entra\b|\b(?:sem|nenhuma|zero|nao tenho|n tenho)"
    r" (?:nenhuma )?(?:renda|salario|rendimentos?)\b|\bnao tem entrado nada\b"
    r"|\bganho (?:nada|zero)\b"
)
NOTHING_OUT: Final = (
    r"\b(?:no|zero|have no|without any|don'?t have any) (?:outgoings|expenses|bills|costs)\b"
    r"|\b(?:don'?t|dont) (?:spend|pay) (?:anything|nothing)\b|\bnothing (?:goes|going) out\b"
    r"|\b(?:nao|n) (?:gasto|tenho gastos|tenho despesas?)(?: com)?(?: nada)?(?=$|[ ]?[,.;!])"
    r"|\b(?:sem|zero|nenhuma) (?:despesas?|gastos?)\b"
)
