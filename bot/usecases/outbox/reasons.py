"""Why did a message end, as a code? The reason that a row keeps may quote a provider, or more; the
codes tell of no message, and messages that ended alike have the same."""

from __future__ import annotations

import re

OTHER = "other"
IN_DOUBT = "in_doubt"
_CODE = re.compile(r"[A-Za-z_]\w*")
_RULE = re.compile(r"([a-z_]+): (\w+)")
_PROVIDERS = re.compile(r"[A-Za-z]+: \w+ (?:HTTP )?(\d{3,5})\b")


def reason_codes(reason: str | None) -> tuple[str, ...]:
    """The codes of why a message ended or was turned away: names of errors, of rules' reasons."""
    if not reason:
        return (OTHER,)
    rules = [_RULE.fullmatch(part) for part in reason.split(", ")]
    if all(rules):
        return tuple(dict.fromkeys(found[2] for found in rules if found))
    if reason.startswith("may have arrived"):
        return (IN_DOUBT,)
    head = reason.partition(":")[0]
    return (head,) if _CODE.fullmatch(head) else (OTHER,)


def provider_code(error_code: str | None, reason: str | None) -> str | None:
    """The provider's own code: as it was told, else as our words for it name it."""
    found = _PROVIDERS.match(reason or "")
    return error_code or (found[1] if found else None)
