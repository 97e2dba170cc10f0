"""Who has this reference? The person's conversation, in a unit of work."""

from __future__ import annotations

from bot.usecases.ports import Tools, Work
from bot.usecases.scene import Scene


class UnknownAccount(LookupError):
    """No account has this reference."""


async def find_person(work: Work, tools: Tools, reference: str) -> Scene:
    """The person with this reference. Raises UnknownAccount."""
    account = await work.accounts.get(reference=reference)
    thread = await work.conversations.get(account_id=account.id) if account else None
    if thread is None:
        raise UnknownAccount(f"no account has the reference {reference}")
    return await Scene.open(work, tools, thread.id)
