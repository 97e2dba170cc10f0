"""An invitation was taken up: the chat becomes an address of the account that it was made for.

A bot cannot write first on Telegram, so the person comes to us: a link that the creditor gives
them carries a token that counts once and for a while. It says which account is meant and proves
nothing about who taps it. So in a chat that is new to the account nothing that was proved, asked
or about to be sent elsewhere counts: identity is asked for as on any other channel.
"""

from __future__ import annotations

import secrets
from datetime import timedelta

from bot.usecases.answer import Answer, say
from bot.usecases.conversation.obey import obey
from bot.usecases.conversation.receive_message import inbound
from bot.usecases.digests import digest_of
from bot.usecases.outbox.channel_choice import ANOTHER_ADDRESS
from bot.usecases.outbox.compose import reply
from bot.usecases.people.verify_identity import forget_proof, turn_to
from bot.usecases.ports import Tools, Work
from bot.usecases.records import ContactPoint, Inbound, Invitation
from bot.usecases.scene import Scene
from channels.message import ChannelName, InboundMessage

TOKEN_BYTES = 24
"""32 characters of A-Z a-z 0-9 _ -; Telegram takes at most 64."""
LIVES = timedelta(days=14)
"""A choice of the product: as long as a link to pay."""
SOURCE = "invitation"


class NoSuchAccount(LookupError):
    """Nobody has this reference."""


async def invite(tools: Tools, reference: str, channel: str = ChannelName.TELEGRAM) -> str:
    """Make an invitation and answer its token: nobody can read it again, it counts once.

    Raises NoSuchAccount.
    """
    token = secrets.token_urlsafe(TOKEN_BYTES)
    async with tools.open_work() as work:
        account = await work.accounts.get(reference=reference)
        if account is None:
            raise NoSuchAccount(f"no account has the reference {reference}")
        row = Invitation(
            account_id=account.id,
            channel=channel,
            digest=digest_of(token),
            created_at=work.now,
            expires_at=work.now + LIVES,
        )
        work.invitations.add(row)
        await work.commit()
    return token


async def enrol(tools: Tools, message: InboundMessage) -> bool | None:
    """Bind the chat to the account of the invitation and greet.

    True when it was done, False when this very message had done it before, None when the
    invitation is not in force: unknown, used, too old, or the chat belongs to somebody else.
    """
    async with tools.open_work() as work:
        invitation = await work.invitations.get(digest=digest_of(message.invitation or ""))
        if invitation is None or invitation.channel != message.channel:
            return None
        thread = await work.conversations.get(account_id=invitation.account_id)
        if thread is None:
            return None
        scene = await Scene.open(work, tools, thread.id)
        row = inbound(thread.id, message, work.now)
        if not await work.inbox.add_once(row):
            return False
        if not await _in_force(work, invitation, message):
            return None
        invitation.used_at = work.now
        await _greet(scene, row, is_new=await _bind(scene, row, message.address))
        await work.commit()
        return True


async def _in_force(work: Work, invitation: Invitation, message: InboundMessage) -> bool:
    """Judged with the conversation's row locked: of two taps at once the second finds it used."""
    fresh = await work.invitations.get(id=invitation.id, used_at=None)
    if fresh is None or invitation.used_at is not None or invitation.expires_at <= work.now:
        return False
    owner = await work.contact_points.get(channel=message.channel, address=message.address)
    return owner is None or owner.account_id == invitation.account_id


async def _greet(scene: Scene, row: Inbound, *, is_new: bool) -> None:
    turn_to(scene, row.channel)
    await reply(scene, row, Answer((say("connected"),)))
    scene.done(row, SOURCE)
    scene.log("enrolled", channel=row.channel, new_chat=is_new)


async def _bind(scene: Scene, row: Inbound, address: str) -> bool:
    """The chat takes the place of an earlier one; the wish to be reached here is a new one.

    True when the chat is new to the account, and False when it was its own already.
    """
    point = scene.point_on(row.channel)
    is_new = point is None or point.address != address
    if is_new:
        await _leave_behind(scene, row)
    if point is None:
        point = ContactPoint(account_id=scene.account.id, channel=row.channel, address=address)
        scene.work.contact_points.add(point)
        scene.points.append(point)
    if is_new:
        forget_proof(point)
    point.address = address
    point.consent, point.consent_source = True, SOURCE
    point.opted_out_at = point.wrong_at = point.unreachable_at = None
    return is_new


async def _leave_behind(scene: Scene, row: Inbound) -> None:
    """Nobody knows who sits in the new chat: who writes is said again, what was asked is open no
    more, and what was written in the earlier one is not answered here. What was to be said there is
    turned away at the door.
    """
    scene.conversation.introduced_at = None
    scene.conversation.engine_state = None
    waiting = await scene.work.inbox.find(
        conversation_id=scene.conversation.id, channel=row.channel, processed_at=None
    )
    for earlier in waiting:
        if earlier.id != row.id:
            await obey(scene, earlier)
            if earlier.processed_at is None:
                scene.done(earlier, ANOTHER_ADDRESS)
