"""Is what was said up to here told as past: "I paid on …", "paguei no dia …", "since the …"?

A day told as past is no day to come, and no day of every month.
"""

from __future__ import annotations

import re
from typing import Final

_TOLD: Final = re.compile(
    r"\b(?:charged|billed|debited|deducted|garnished|took|descontaram|descontou|tiraram"
    r"|cobraram|cobrou|debitaram"
    r"|(?<!get )(?<!gets )(?<!getting )(?<!be )(?<!is )(?<!am )(?<!i'm )(?<!im )(?<!are )"
    r"(?<!have it )(?<!being )(?<!'s )paid(?! in arrears| weekly| monthly| fortnightly)|cashed"
    r"|sent|(?<!be )settled"
    r"|transferred|deposited|cleared|went|left"
    r"|was|were|said|told|promised|agreed|started|did|posted|received|bought"
    r"|signed|happened|had(?! to)|lost|rang|filed|remitted|diagnosed|died"
    r"|passed|sorted|perdi|enterrei|descobri|fui|comecei|morreu|faleceu"
    r"|efetuad[ao]|realizad[ao]|nasceu"
    r"|matei|liquidei|zerei|acertei"
    r"|paguei|pagou|pagamos|mandei|fiz|transferi|depositei|quitei|foi|foram|saiu|caiu|recebi"
    r"|ligaram|ligou|mandaram|falaram|enviei|falei|disse|prometi|combinei|comprei|debitou|compensou|venceu)\b"
    r"(?!.*\b(?:will|can|could|gonna|going|but|so|then|i'll|ill|we'll|make|next|rest|remaining"
    r"|vou|vai|vao|posso|pago|mas|resto|restante|quero|consigo|entao)\b)"
    r"[^;,]*(?:,[ ])?$"
)
_DEADLINE: Final = re.compile(
    r"\b(?:by|until|till?|ate|from(?! (?:u|you|me|us|them|him|her)\b)|before|antes d[aeo])"
    r"(?: the| o| a| dia)?[ ]"
)
_SINCE: Final = re.compile(
    r"\b(?:since|desde)(?: about| around| at least)?(?: the| o| a| dia| o dia)?[ ]$"
)
_TODAY: Final = re.compile(r"(?:later )?today|hoje")
_TIMES_OVER: Final = re.compile(
    r"\b(?:vez(?:es)?(?: que)?|mensage(?:m|ns)|ligac(?:ao|oes)|(?:\dth|\d[nr]d|second|third"
    r"|fourth) time|times|texts?|messages?|calls?"
    r"|emails?)\b"
    r"(?!.*\b(?:will|can|could|pay|i'll|pago|posso|vou)\b)"
)
"""What happened many times today is told, not promised."""
_PAID: Final = re.compile(r"\b(?:paid|settled|cleared|sorted)(?: off| up| in full)?[ ]$")
_AHEAD: Final = re.compile(
    r"(?:with)?in (?:the next |about |another |like )?(?:\d|(?:an?|one|two|three|four|five|six"
    r"|seven|eight"
    r"|nine|ten|couple|few)\b)|daqui|dentro de|n?[ao]s? proxim|(?:the |over the )?next "
)


def told_as_past(before: str, day: str = "") -> bool:
    """Do the words before tell this day as one gone by? `day`: how it is written."""
    if _SINCE.search(before) or (_TODAY.match(day) and _TIMES_OVER.search(before)):
        return True
    if _AHEAD.match(day) and _PAID.search(before):
        return False
    if _DEADLINE.search(before[-12:]) or _DEADLINE.match(day):
        return False
    return bool(_TOLD.search(before))
