"""When are two telephone numbers one and the same? Numbers are in E.164: a plus and digits.

Brazil put a 9 in front of the eight digits of every mobile number (Anatel, Resolution 553/2010;
the last area followed in 2016). WhatsApp knows many people by the eight digits still, which they
registered with, and tells us those; a creditor's own list may have them too.
"""

from __future__ import annotations

import re
from typing import Final

_BRAZILIAN_MOBILE: Final = re.compile(r"\+55([1-9]{2})(9?)([689][0-9]{7})")
"""Area code, ninth digit, and the eight of old. Landlines begin with 2 to 5. The 7 is left out:
numbers of trunked radio kept eight digits, so that 7… and 9 7… were two people's."""


def other_form(number: str) -> str | None:
    """The same Brazilian mobile number with the ninth digit, or without; None for all others."""
    found = _BRAZILIAN_MOBILE.fullmatch(number)
    if found is None:
        return None
    area, ninth, old = found.groups()
    return f"+55{area}{old}" if ninth else f"+55{area}9{old}"


def is_same_number(one: str, another: str) -> bool:
    """Do both reach the same telephone?"""
    return one == another or other_form(one) == another
