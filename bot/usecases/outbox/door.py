"""May a message leave, at the moment of sending? The one door of everything that reaches a person.

Here stand the contact rules for this kind of message, what is halted, and the figures: a figure
leaves only to a verified person, and only if the ledger, an offer, a plan or a recorded promise of
this account backs it.
"""

from __future__ import annotations

from dataclasses import replace

from bot.rules import figures
from bot.rules.contact import ContactVerdict, judge_contact
from bot.rules.delivery import State
from bot.usecases.outbox.backed_amounts import backed_amounts
from bot.usecases.outbox.channel_choice import (
    ANOTHER_ADDRESS,
    NO_ADDRESS,
    NOT_CONNECTED,
    channels_tried,
    is_written_for,
)
from bot.usecases.outbox.door_facts import facts_of
from bot.usecases.outbox.halts import halt_scope, is_halted
from bot.usecases.outbox.templates import still_fits, takes_another_way, window_shut
from bot.usecases.people.escalate import escalate
from bot.usecases.records import ContactPoint, Outbound
from bot.usecases.scene import Scene

UNBACKED = "figure_not_backed"
WINDOW = "channel_window"


async def at_the_door(scene: Scene, row: Outbound, point: ContactPoint | None) -> bool:
    """May this message leave, now? If not, the row says why, and till when it waits; one of ours
    to which only this channel is shut takes the next one."""
    shut = await _shut(scene, row, point)
    if point is None or shut is not None:
        await _refused_here(scene, row, shut or NO_ADDRESS)
        return False
    said = "\n".join([row.text, *(button["label"] for button in row.buttons)])
    discloses = bool(figures.money_in(said)) or _tells_of_debt(row)
    if not await _passes_the_rules(scene, row, point, discloses=discloses):
        return False
    loose = figures.unbacked(said, await backed_amounts(scene)) if discloses else ()
    if loose:
        row.status, row.reason = State.REFUSED, UNBACKED
        scene.log("figure_refused", figures=list(loose), key=row.key)
        await escalate(scene, UNBACKED)
        return False
    return True


async def _shut(scene: Scene, row: Outbound, point: ContactPoint | None) -> str | None:
    """Why this channel takes nothing of this kind, or not this message."""
    if row.channel not in scene.tools.channels:
        return NOT_CONNECTED
    if await is_halted(scene, row.channel, halt_scope(row)):
        return "halted: an administrator has to look"
    if row.template is not None and not still_fits(scene, row):
        return "template_unusable: a gap has no fact"
    if point is not None and not is_written_for(row, point):
        return f"{ANOTHER_ADDRESS}: written for an earlier address of this account"
    return None


async def _refused_here(scene: Scene, row: Outbound, reason: str) -> None:
    row.status, row.reason = State.REFUSED, reason
    scene.log("message_turned_away", key=row.key, reason=reason)
    await takes_another_way(scene, row)


def _tells_of_debt(row: Outbound) -> bool:
    """Does the message carry a sum of money in its facts?"""
    return any(isinstance(f, dict) and "money" in f for f in row.facts.values())


async def _passes_the_rules(
    scene: Scene, row: Outbound, point: ContactPoint, *, discloses: bool
) -> bool:
    """Does every contact rule let it go? Where only free text may not go, a template may."""
    tried = await channels_tried(scene, row) - {row.channel}
    facts = await facts_of(scene, row, point, discloses=discloses, tried=tried)
    verdict = judge_contact(facts, scene.policy.contact, scene.now)
    needs_template = WINDOW in {v.rule for v in verdict.stopped_by}
    if needs_template:
        facts = replace(facts, template=True)
        verdict = judge_contact(facts, scene.policy.contact, scene.now)
    row.verdicts = [
        {"rule": v.rule, "verdict": v.verdict, "reason": v.reason, "source": v.source}
        for v in verdict.rules
    ]
    if not verdict.allowed:
        await _turned_away(scene, row, point, verdict)
        return False
    if needs_template:
        await window_shut(scene, row)
    return not needs_template or row.template is not None


async def _turned_away(
    scene: Scene, row: Outbound, point: ContactPoint, verdict: ContactVerdict
) -> None:
    """A message of ours takes the next channel if only this one is shut; but not past somebody who
    said "stop" while it waited."""
    row.reason = ", ".join(f"{v.rule}: {v.reason}" for v in verdict.stopped_by)
    row.not_before = verdict.not_before
    row.status = State.HELD if verdict.not_before else State.REFUSED
    scene.log("message_turned_away", key=row.key, reason=row.reason)
    said_stop = point.opted_out_at is not None and point.opted_out_at >= row.created_at
    if verdict.is_of_channel and not said_stop:
        await takes_another_way(scene, row)
