"""STOP, START and HELP are obeyed wherever they wait, whatever else cannot be answered."""

from __future__ import annotations

from enum import StrEnum

from bot.reading.wishes.stops import channels_after
from bot.rules.contact import MessageKind, is_opt_in
from bot.rules.ownership import Owner
from bot.usecases.answer import Answer, say
from bot.usecases.conversation import rails
from bot.usecases.outbox.compose import reply
from bot.usecases.people import opt_out
from bot.usecases.people.opt_in import Start, opt_in
from bot.usecases.records import Inbound
from bot.usecases.scene import Scene
from channels.message import Wish

WISHES = {
    Wish.STOP: rails.Rail.OPT_OUT,
    Wish.START: rails.Rail.OPT_IN,
    Wish.HELP: rails.Rail.HELP,
}


class Outcome(StrEnum):
    """What was done with a message that the channel's own app told, or its own button sent."""

    BLOCKED = "blocked"
    UNBLOCKED = "unblocked"
    STARTED = "started"
    HELPED = "helped"


async def obey(scene: Scene, row: Inbound) -> None:
    """Obey a STOP, START or HELP, also one behind a message that cannot be answered yet."""
    if row.wish == Wish.BLOCKED:
        opt_out.shut_out(scene, row.channel, inbound=row.id)  # nothing may be said there any more
        scene.done(row, Outcome.BLOCKED)
    elif row.wish == Wish.UNBLOCKED:
        await opt_out.let_in(scene, row.channel)  # nothing was said, so nothing is answered
        scene.done(row, Outcome.UNBLOCKED)
    elif row.wish == Wish.HELPED:
        scene.done(row, Outcome.HELPED)  # the provider has answered, and nobody is answered twice
    else:
        await _obey_words(scene, row)


async def _obey_words(scene: Scene, row: Inbound) -> None:
    rail = _wished(row) or rails.rail(row.text, scene.policy, opted_out=True)
    if rail is rails.Rail.OPT_OUT:
        await _opt_out(scene, row)
    elif rail is rails.Rail.OPT_IN and await _opted_in(scene, row):
        scene.done(row, rails.Rail.OPT_IN)
    elif rail is rails.Rail.HELP:
        await _help(scene, row)
    elif row.wish == Wish.START and _is_command(row):
        await _greet_again(scene, row)


def _wished(row: Inbound) -> rails.Rail | None:
    """What the provider itself heard, whatever the text says."""
    return WISHES.get(Wish(row.wish)) if row.wish else None


async def _opt_out(scene: Scene, row: Inbound) -> None:
    answer = await _stopped(scene, row)
    confirms = {message.key for message in answer.says} <= opt_out.CONFIRMS
    kind = MessageKind.CONFIRMATION if confirms else MessageKind.REPLY
    await reply(scene, row, answer, kind=kind)
    row.intent, row.confidence = "opt_out", 1.0
    scene.done(row, "opt_out")


async def _stopped(scene: Scene, row: Inbound) -> Answer:
    """By a word of the policy, alone or before the names of channels; or, where the provider heard
    the stop, by words around it. A network that heard one has shut its own channel."""
    heard, everywhere = row.wish == Wish.STOP and not _is_command(row), False
    named = rails.named_by_stop(row.text, scene.policy.contact)
    if row.wish == Wish.STOP and not named:
        said = opt_out.stop_said(scene, row.text)
        everywhere, named = said.everywhere, said.channels
        heard = heard or said.here or said.instead
    here = frozenset({row.channel}) if heard else frozenset()
    return await opt_out.opt_out(
        scene, row.channel, everywhere=everywhere, named=named | here, inbound=row.id
    )


async def _opted_in(scene: Scene, row: Inbound) -> bool:
    """A word that was written undoes what a word had stopped; a button (/start) opens its chat.
    False when nothing is undone by it."""
    words = scene.policy.contact.opt_in_words
    named = channels_after(row.text, words)
    written = is_opt_in(row.text, words) and not _is_command(row)
    start = Start(row.channel, written, named, row.id or 0, row.received_at)
    answer = await opt_in(scene, start)
    if answer is not None and Owner(scene.conversation.owner) is not Owner.AGENT:
        await reply(scene, row, answer)
    return answer is not None


async def _help(scene: Scene, row: Inbound) -> None:
    """Who writes, how to reach a person, how to stop; what is asked just now stays asked."""
    if Owner(scene.conversation.owner) is not Owner.AGENT:
        await reply(scene, row, Answer((say("help"),)))
    scene.done(row, rails.Rail.HELP)


async def _greet_again(scene: Scene, row: Inbound) -> None:
    """The app's own buttons in a chat that is open: a kind line, and never an answer to what is
    asked just now, which stays asked."""
    if Owner(scene.conversation.owner) is not Owner.AGENT:
        await reply(scene, row, Answer((say("greet"),)))
    scene.done(row, Outcome.STARTED)


def _is_command(row: Inbound) -> bool:
    return row.text.strip().startswith(rails.COMMAND)
