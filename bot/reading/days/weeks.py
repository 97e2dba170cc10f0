"""Which week or weekend: "next week", "early next week", "the week after", "fim de semana que vem"?

A week runs from Monday to Sunday; what has passed of this one is cut off.
"""

from __future__ import annotations

import re

from bot.reading.days.almanac import days_after, week_start
from bot.reading.days.when import Context, Day, period, rule

_MIDWEEK = 3
"""From Thursday on nobody calls the weekend at hand the next one."""
_NEXT_WEEK = (
    r"(?:(?:next|nxt|the following) (?:wk|week)|(?:na |da |pra |a )?(?:semana "
    r"(?:que|q) vem|(?:proxim[ao]|prox) semana|semana seguinte|outra semana)"
    r"|pra semana(?! (?:que|q|do|da|de|toda|inteira|santa)\b))"
)
_THIS_WEEK = r"(?:this (?:wk|week)|the week|n?d?[ae]ss?ta semana|n?d?essa semana|da semana)"
_NO_WISH = (
    r"(?<!bom )(?<!boa )(?<!otimo )(?<!um )(?<!lindo )(?<!todo )(?<!nos )(?<!cada )(?<!so )(?<!no )"
    r"(?<!este )(?<!esse )(?<!ate o )"
)
_WEEKEND = r"(?:weekend|wkend|fim de semana|final de semana|fds)"


def _week(ahead: int, first: int, last: int, context: Context) -> Day:
    monday = week_start(context.today, ahead)
    if days_after(monday, last) < context.today:
        monday = days_after(monday, 7)
    return period(days_after(monday, first), days_after(monday, last), context.today)


def _week_after(match: re.Match[str], context: Context) -> Day:
    """ "The week after": after the week that was named, or after this one."""
    return _week(_weeks_named(match), 0, 6, context)


def _weeks_named(match: re.Match[str]) -> int:
    return 2 if re.search(rf"\b{_NEXT_WEEK}\b", match.string[: match.start()]) else 1


RULES = (
    rule(rf"\b(?:sometime |any ?time )?{_NEXT_WEEK}\b", lambda _, ctx: _week(1, 0, 6, ctx)),
    rule(
        rf"\b(?:early|(?:the )?(?:start|beginning) of|(?:no )?(?:comeco|inicio)) {_NEXT_WEEK}",
        lambda _, ctx: _week(1, 0, 1, ctx),
    ),
    rule(
        r"\b(?:early|(?:the )?(?:start|beginning) of) the week after\b",
        lambda match, ctx: _week(_weeks_named(match), 0, 1, ctx),
    ),
    rule(
        rf"\b(?:mid|mid-?week,?(?: of)?|(?:the )?middle of|(?:no )?meio) {_NEXT_WEEK}",
        lambda _, ctx: _week(1, 2, 3, ctx),
    ),
    rule(
        rf"\b(?:by |until |at )?(?:late|(?:the )?end of|(?:no |ate o )?(?:fim|final)) {_NEXT_WEEK}",
        lambda _, ctx: _week(1, 4, 6, ctx),
    ),
    rule(
        rf"\b(?:by |until |at )?(?:(?:the )?end of|(?:no |ate o )?(?:fim|final)) {_THIS_WEEK}",
        lambda _, ctx: _week(0, 4, 6, ctx),
    ),
    rule(
        r"\b(?:later )?this week\b|\bwithin the week\b|\b(?:n?esta|n?essa|ainda essa"
        r"|ainda nesta) semana\b",
        lambda _, ctx: _week(0, 0, 6, ctx),
    ),
    rule(
        r"\b(?:the )?week after next\b|\bna outra semana sem ser a que vem\b",
        lambda _, ctx: _week(2, 0, 6, ctx),
    ),
    rule(
        rf"\b(?:this|this coming|over the|at the|by the|n?este|n?esse|no|ate o) {_WEEKEND}\b"
        r"(?! (?:que vem|nao|shift))",
        lambda _, ctx: _week(0, 5, 6, ctx),
    ),
    rule(
        rf"{_NO_WISH}\b(?:fim|final) de semana\b(?! (?:passado|que vem|sim|nao|inteiro))",
        lambda _, ctx: _week(0, 5, 6, ctx),
    ),
    rule(
        r"\b(?:the|on the|for the) weekend\b(?! (?:shift|just|off|before))",
        lambda _, ctx: _week(0, 5, 6, ctx),
    ),
    rule(
        r"\b(?:the week after(?: that)?\b(?! (?:next|i|we|my|christmas|the|payday|that i))"
        r"|(?:na|a) semana (?:depois|seguinte)(?: dessa| disso)?\b(?! d[aeo]\b))",
        _week_after,
    ),
    rule(
        r"\b(?:n?essa|n?esta) semana(?: agora)?(?: nao)?,? (?:mas |so |e )?na outra\b",
        lambda _, ctx: _week(1, 0, 6, ctx),
    ),
    rule(
        r"\b(?:n?essa|n?esta) semana\b[^.;!?]{2,30}?(?P<s>\bna outra)\b(?! [a-z]+a\b)",
        lambda _, ctx: _week(1, 0, 6, ctx),
    ),
    rule(
        rf"\b(?:next {_WEEKEND}|(?:no )?(?:proximo )?{_WEEKEND} (?:que vem|proximo)"
        rf"|(?:no )?outro {_WEEKEND})\b",
        lambda _, ctx: _week(0 if ctx.today.weekday() < _MIDWEEK else 1, 5, 6, ctx),
    ),
)
