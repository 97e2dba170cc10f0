"""Which of the creditor's own systems may call? Those with a key; only its digest is kept."""

from __future__ import annotations

import secrets

from bot.usecases.digests import digest_of
from bot.usecases.ports import Tools
from bot.usecases.records import ApiKey, Event

PREFIX = "gf_"
_BYTES = 32
LONGEST_NAME = 60


class KeyProblem(ValueError):
    """The key cannot be made or revoked; the text says why."""


async def issue_api_key(tools: Tools, name: str) -> str:
    """Make a key for the system of this name, and answer it: nobody can read it again.

    Raises KeyProblem when the name is empty, too long or taken, by a revoked key as well.
    """
    name = name.strip()
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise KeyProblem(f"a key needs a name of at most {LONGEST_NAME} characters")
    key = PREFIX + secrets.token_urlsafe(_BYTES)
    async with tools.open_work() as work:
        row = ApiKey(name=name, digest=digest_of(key), created_at=work.now)
        if not await work.api_keys.add_once(row):
            raise KeyProblem(f"there is a key with the name {name} already")
        log = Event(account_id=None, kind="api_key_made", at=work.now, data={"name": name})
        work.events.add(log)
        await work.commit()
    return key


async def list_api_keys(tools: Tools) -> list[ApiKey]:
    """All keys that were made, revoked ones as well, by their names."""
    async with tools.open_work() as work:
        return sorted(await work.api_keys.find(), key=lambda row: row.name)


async def revoke_api_key(tools: Tools, name: str) -> None:
    """The key opens nothing any more. Raises KeyProblem when no such key is in force."""
    async with tools.open_work() as work:
        row = await work.api_keys.get(name=name, revoked_at=None)
        if row is None:
            raise KeyProblem(f"no key in force has the name {name}")
        row.revoked_at = work.now
        log = Event(account_id=None, kind="api_key_revoked", at=work.now, data={"name": name})
        work.events.add(log)
        await work.commit()


async def check_api_key(tools: Tools, key: str) -> str | None:
    """The name of the system whose key this is; None when it opens nothing."""
    async with tools.open_work() as work:
        row = await work.api_keys.get(digest=digest_of(key), revoked_at=None)
        return row.name if row else None
