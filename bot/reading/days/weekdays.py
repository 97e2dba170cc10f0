"""Which weekday: "next Friday", "Friday week", "sexta que vem", "segunda-feira"?

A weekday is the first one after today. "Next Friday" is that one too, unless it is tomorrow:
nobody calls tomorrow "next Friday".
"""

from __future__ import annotations

import re
from datetime import date

from bot.reading.days.almanac import coming, days_after, week_start
from bot.reading.days.when import ANY_MONTH, OF_MONTH, Context, Day, months_meant, rule
from bot.reading.letters.number_words import either

_FULL = {
    "monday": 0, "tuesday": 1, "tusday": 1, "tuseday": 1, "wednesday": 2, "wensday": 2,
    "wednsday": 2, "wendsday": 2, "thursday": 3, "thurday": 3, "thrusday": 3, "friday": 4,
    "firday": 4, "saturday": 5, "saterday": 5, "sunday": 6, "tues": 1, "weds": 2, "thurs": 3,
    "thur": 3, "fri": 4,
}  # fmt: skip
_SHORT = {"mon": 0, "tue": 1, "wed": 2, "thu": 3, "sat": 5, "sun": 6}
_PT_FULL = {
    "segunda": 0, "terca": 1, "quarta": 2, "quinta": 3, "sexta": 4, "sabado": 5, "sabadao": 5,
    "domingo": 6, "domingao": 6,
}  # fmt: skip
_PT_SHORT = {"seg": 0, "ter": 1, "qua": 2, "qui": 3, "sex": 4, "sab": 5, "dom": 6}
EN_DAY = either({**_FULL, **_SHORT})
PT_DAY = "(?:" + either(_PT_FULL) + r")s?(?:[ -]*feiras?)?"

_EN = rf"(?P<day>{either(_FULL)}|(?:{either(_SHORT)}))"
_EN_SAFE = rf"(?P<day>{either(_FULL)})"
_SOON = 62
_NO_SUM = r"(?![ ](?:quid|pounds?|dollars?|bucks|reais|real|conto|pila|mil|k|more|each|hundred)\b)"
_EN_SHORT = rf"(?P<day>{either(_SHORT)})"
_PT = (
    rf"(?P<day>(?:{either(_PT_FULL)})|[2-6][ ]?(?:a|ª)(?=[ .-]*feira|\b))"
    r"(?:[ -]*feira)?\b"
)
PT_NOT = (
    r"(?![ ]+(?:via|parcelas?|vez|chance|opcao|mensagem|pessoa|faturas?|partes?|prestacao|tentativa"
    r"|linha|casa|mao|onda|cobranca|conta|quinzena|semana|metade|dose|etapa|divida|reuniao|maior"
    r"|rua|aula|temporada|passad[ao]|retrasad[ao]))"
)
_DATED = (
    rf"(?=[ ,]{{1,3}}(?:the |dia |on the )?\d{{1,2}}(?:st|nd|rd|th|/\d|[ ]"
    rf"(?:of |de )?(?:{ANY_MONTH}))|[ ,]{{1,3}}(?:the |dia )\d)"
)


def weekday_number(name: str) -> int:
    """0 for Monday to 6 for Sunday, from any of the names."""
    if name[0].isdigit():
        return int(name[0]) - 2
    bare = re.sub(r"[ -]*feiras?$", "", name)
    names = {**_PT_SHORT, **_FULL, **_SHORT, **_PT_FULL}
    return names[bare] if bare in names else names[bare.removesuffix("s")]


def _weekday(match: re.Match[str]) -> int:
    return weekday_number(match["day"])


def _coming(match: re.Match[str], context: Context) -> Day:
    return Day(coming(context.today, _weekday(match)))


def _this(match: re.Match[str], context: Context) -> Day:
    weekday = _weekday(match)
    if weekday == context.today.weekday():
        return Day(context.today)
    return Day(coming(context.today, weekday))


def _next(match: re.Match[str], context: Context) -> Day:
    day = coming(context.today, _weekday(match))
    return Day(days_after(day, 7) if (day - context.today).days == 1 else day)


def _week_later(match: re.Match[str], context: Context) -> Day:
    return Day(days_after(coming(context.today, _weekday(match)), 7))


def _next_week(match: re.Match[str], context: Context) -> Day:
    return Day(days_after(week_start(context.today, 1), _weekday(match)))


def _dated(_: re.Match[str], context: Context) -> Day:
    """A weekday before a written date only repeats it, one after an unknown payday is not the
    coming one: read as a day gone by, so dropped."""
    return Day(days_after(context.today, -1))


_PAYDAY = (
    r"(?:(?:my|the|our|his|her) )?(?:pay ?day|wages"
    r"|(?:i|we|he|she)(?:'?m| am| get|'?re| gets) paid)\b"
)
_NTH = {
    "first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4,
    "last": 5, "primeira": 1, "primeiro": 1, "segunda": 2, "segundo": 2, "terceira": 3,
    "terceiro": 3, "ultima": 5, "ultimo": 5,
}  # fmt: skip


def _nth(match: re.Match[str], context: Context) -> Day:
    """The second Friday of the month, or of the next once it has passed."""
    for year, month in months_meant(match, context.today):
        first = coming(days_after(date(year, month, 1), -1), _weekday(match))
        day = days_after(first, 7 * (_NTH[match["nth"]] - 1))
        if (day.year, day.month) != (year, month):
            day = days_after(day, -7)
        if day >= context.today:
            return Day(day)
    raise ValueError(match[0])


def _numbered(match: re.Match[str], context: Context) -> Day | None:
    """ "Friday 27": a day of the month if it falls on that weekday soon, else another figure."""
    for ahead in range(1, _SOON):
        day = days_after(context.today, ahead)
        if (day.weekday(), day.day) == (_weekday(match), int(match["number"])):
            return Day(day)
    return None


_NEXT_WEEK_PT = r"(?:da|na) (?:semana que vem|proxima semana|outra semana|semana seguinte)"
NO_RATE = (
    r"(?<!\d )(?<!\dk )(?<!quid )(?<!pounds )(?<!pound )(?<!dollars )(?<!bucks )(?<!hundred"
    r" )(?<!ty )"
    r"(?<!teen )(?<!ten )(?<!fiver )(?<!tenner )(?<!each )(?<!once )(?<!twice )"
)
"""In "20 a week from Monday" the week is a rhythm."""
_PT_ANY = rf"(?P<day>(?:{either(_PT_FULL)}|{either(_PT_SHORT)})\b|[2-6][ ]?(?:a|ª))(?:[ .-]*feira)?"
_OR = r"(?:(?:,|/)? ?(?:or|and|n|&)? |/)"
_ON = r"(?:on |by |until |till? |before |for |from |this |come )"

RULES = (
    rule(
        rf"\b(?:on |by )?(?:the )?(?P<nth>{either(_NTH)}) {_EN} (?:of|in) (?:the )?"
        rf"(?:{OF_MONTH}|(?:every|each) month)",
        _nth,
    ),
    rule(rf"\b(?:n?[ao] )?(?P<nth>{either(_NTH)}) {_PT} d?[eo]? ?{OF_MONTH}", _nth),
    rule(
        rf"\b(?:{_ON}|na |no )?{_EN},? (?P<number>\d\d?)(?![\w%/:]|[.,]\d){_NO_SUM}",
        _numbered,
    ),
    rule(
        rf"\b(?:na |no )?{_PT},? (?P<number>\d\d?)(?![\w%/:]|[.,]\d){_NO_SUM}",
        _numbered,
    ),
    rule(rf"(?<!off )\b{_EN_SHORT}(?={_OR}(?:{EN_DAY})\b)", _coming),
    rule(rf"(?<=\bdo |\bay )(?:on )?{_EN_SHORT}\b(?! \w+ing)", _coming),
    rule(rf"(?<!off )\b(?:{EN_DAY}){_OR}(?P<s>{_EN_SHORT})\b", _coming),
    rule(rf"(?<=\d ){_EN_SHORT}(?= \d)", _coming),
    rule(rf"\b{_EN_SHORT}(?= (?:morning|afternoon|evening|night|am|pm|next week)\b)", _coming),
    rule(rf"\A[ ]*(?:ok |yes |yeah |say )*{_EN_SHORT}\b(?=[ ]*(?:[.,!?]|\Z))", _coming),
    rule(rf"\b{_ON}?(?:{either(_FULL)}|{either(_SHORT)})(?P<day>$^)?\b{_DATED}", _dated),
    rule(rf"\b(?:na |ate )?(?:{either(_PT_FULL)})(?:[ -]*feira)?\b{_DATED}", _dated),
    rule(rf"\b{_ON}?{_EN_SAFE}\b(?!-(?!ish))", _coming),
    rule(rf"\b{_ON}{_EN_SHORT}\b(?!-)", _coming),
    rule(rf"\b(?:on |by )?(?:this |coming |this coming ){_EN}\b", _this),
    rule(rf"\b{_EN_SAFE} coming\b", _coming),
    rule(rf"\bthe {_EN_SAFE} (?:after|before) {_PAYDAY}", _dated),
    rule(
        rf"\b{_EN}(?:,? (?:but|so|then|its|it's|no|not|or|and|rather|maybe|possibly))* "
        r"(?P<s>the (?:next )?one after)\b",
        _week_later,
    ),
    rule(
        rf"\b{_PT}[ ,]{{1,3}}(?:mas |e |so |na |sim )*"
        r"(?P<s>a (?:proxima|seguinte|outra))\b(?! \w+a\b)",
        _week_later,
    ),
    rule(rf"\b(?:on |by |until |till? )?(?:next|nxt) {_EN}\b", _next),
    rule(rf"\b{_EN_SAFE} next\b(?! (?:week|month))", _next),
    rule(rf"(?<!each )(?<!every )(?<!per )(?<!/)\bweek (?:on|this) {_EN}\b", _week_later),
    rule(rf"{NO_RATE}\ba week (?:on|from|this) {_EN}\b", _week_later),
    rule(rf"\b{_ON}?{_EN} week\b", _week_later),
    rule(
        rf"\b(?:the )?{_EN} after next\b",
        lambda match, context: Day(days_after(_next(match, context).first, 7)),
    ),
    rule(
        rf"\bthe {_EN_SAFE} after\b(?=[ ]?(?:$|[^ \w]|that|this|instead|pls|please))", _week_later
    ),
    rule(rf"\b{_ON}?{_EN} (?:of |in )?(?:the )?(?:next|following) week\b", _next_week),
    rule(rf"\bnext week,? (?:on )?{_EN}\b", _next_week),
    rule(rf"\b(?:na |no |ate |pra |pro |ate a )?{_PT}{PT_NOT}", _coming),
    rule(rf"\b(?:na|ate|pra|pro|nesta|essa) (?P<day>{either(_PT_SHORT)})\b", _coming),
    rule(rf"\A[ ]*(?:na |no |so |pago )?(?P<day>{either(_PT_SHORT)})\b(?=[ ]*[.!?]*\Z)", _coming),
    rule(rf"\b(?:na |no )?(?P<day>{either(_PT_SHORT)})[ .-]*feira\b", _coming),
    rule(rf"\b(?P<day>{either(_PT_SHORT)}) (?:agora|ou (?:{either(_PT_SHORT)}))\b", _coming),
    rule(rf"\b(?:n?esta|n?essa|n?este|n?esse) {_PT}{PT_NOT}", _this),
    rule(rf"\b(?:na |no |ate )?{_PT} agora\b", _this),
    rule(rf"\b(?:na |no |ate |pra )?{_PT_ANY},? (?:que vem|q vem|proxim[ao])\b", _next),
    rule(rf"\b(?:na |no |ate |pra )?(?:a )?proxim[ao] {_PT}{PT_NOT}", _next),
    rule(rf"\b(?:na |no |ate )?{_PT_ANY} {_NEXT_WEEK_PT}", _next_week),
    rule(
        rf"\b(?:na )?(?:semana que vem|proxima semana|outra semana),? (?:na |no )?{_PT_ANY}",
        _next_week,
    ),
    rule(rf"\b(?:na |no )?{_PT} (?:sem ser ess[ae]|depois dess[ae]|da outra)\b", _week_later),
    rule(rf"\b(?:na|no) outr[ao] {_PT}", _week_later),
)
