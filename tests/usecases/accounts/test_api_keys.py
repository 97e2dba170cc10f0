"""Keys of the creditor's systems: shown once, kept as a digest, revoked at once."""

import pytest

from bot.usecases.accounts.api_keys import (
    KeyProblem,
    check_api_key,
    issue_api_key,
    list_api_keys,
    revoke_api_key,
)


async def test_a_key_opens_until_it_is_revoked(world):
    key = await issue_api_key(world.tools, " ledger ")
    assert await check_api_key(world.tools, key) == "ledger"
    await revoke_api_key(world.tools, "ledger")
    assert await check_api_key(world.tools, key) is None
    (row,) = await list_api_keys(world.tools)
    assert (row.name, row.created_at, row.revoked_at) == (
        "ledger", world.store.now, world.store.now
    )  # fmt: skip


async def test_only_a_digest_is_kept(world):
    key = await issue_api_key(world.tools, "ledger")
    (row,) = await list_api_keys(world.tools)
    assert key.startswith("gf_")
    assert len(key) > 40
    assert key not in repr(row)
    assert len(row.digest) == 64


async def test_no_two_keys_are_alike_and_none_but_they_open(world):
    keys = {await issue_api_key(world.tools, name) for name in ("a", "b", "c")}
    assert len(keys) == 3
    key = keys.pop()
    for wrong in ("", "gf_", key[:-1], key + "x", key.upper(), "\ud800"):
        assert await check_api_key(world.tools, wrong) is None


@pytest.mark.parametrize("name", ["", "  ", "x" * 61, "a\nb"])
async def test_a_key_needs_a_name(world, name):
    with pytest.raises(KeyProblem, match="name"):
        await issue_api_key(world.tools, name)
    assert await list_api_keys(world.tools) == []


async def test_a_name_is_used_once(world):
    await issue_api_key(world.tools, "ledger")
    with pytest.raises(KeyProblem, match="already"):
        await issue_api_key(world.tools, "ledger")
    await revoke_api_key(world.tools, "ledger")
    with pytest.raises(KeyProblem, match="already"):
        await issue_api_key(world.tools, "ledger")
    for name in ("ledger", "nobody"):
        with pytest.raises(KeyProblem, match="no key in force"):
            await revoke_api_key(world.tools, name)
