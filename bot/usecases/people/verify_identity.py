"""Is this the person whom the account belongs to? Nothing about a debt is said before that.

The proof counts for the address where it was given, and for no other one: one conversation runs
over several channels, and who reads one of them need not be who reads the next.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from bot.rules import identity
from bot.usecases.answer import Answer, Need, say
from bot.usecases.people.escalate import escalate
from bot.usecases.people.identity_tries import CHECKED, forget_wrong_here, forget_wrong_on_page
from bot.usecases.records import ContactPoint
from bot.usecases.scene import Scene

ANSWERS: Final = ("birth_date", "identity_code")
"""The slots of the dialogue in which the two answers are kept till both are there."""


def born_then(scene: Scene, text: str) -> bool:
    """Does the text name this person's birth date? Never when none is on file."""
    readings = identity.read_birth_dates(text, scene.policy.facts.day_first, scene.today)
    return scene.account.birth_date is not None and scene.account.birth_date in readings


def code_fits(scene: Scene, text: str) -> bool:
    """Does the text name the last characters of this person's document, or their postcode?"""
    return identity.code_matches(text, scene.account.document_last, scene.account.postcode)


async def verify_identity(scene: Scene, birth_date: str, code: str) -> Answer:
    """Judge the two answers together, so that a wrong pair does not tell which one was wrong."""
    thread, policy = scene.conversation, scene.policy.identity
    born, known = born_then(scene, birth_date), code_fits(scene, code)
    verdict = identity.judge(thread.identity_tries, born, known, policy)
    told = {"verified": verdict.verified, "tries_left": verdict.tries_left}
    scene.log(CHECKED, channel=scene.channel, **told)
    if verdict.verified and scene.point is not None:
        keep_proof(scene.point, scene.now)
        await forget_wrong_here(scene)
        await forget_wrong_on_page(scene)
        return Answer((say("identity_verified"),))
    thread.identity_tries += 1
    if verdict.hand_over:
        await escalate(scene, "identity")
        return Answer((say("identity_handover"),), ends_form=True)
    return Answer((say("identity_failed", tries_left=verdict.tries_left),), need=Need.IDENTITY)


def keep_proof(point: ContactPoint, at: datetime) -> None:
    """Whoever is at this address proved at this instant who they are."""
    point.verified_at, point.verified_address = at, point.address


def forget_proof(point: ContactPoint) -> None:
    """Whoever is at this address has to prove who they are, whatever was proved there before."""
    point.verified_at = point.verified_address = None


def turn_to(scene: Scene, channel: str) -> None:
    """The person writes here now. Half a proof of who they are, given elsewhere, is none: both
    answers have to come from one address."""
    thread = scene.conversation
    if thread.last_channel != channel:
        thread.engine_state = _without_answers(thread.engine_state)
    thread.last_channel = scene.channel = channel


def _without_answers(state: dict[str, Any] | None) -> dict[str, Any] | None:
    """The dialogue's state without answers that were given so far: they are asked for again."""
    if state is None or not any(state.get("slots", {}).get(name) for name in ANSWERS):
        return state
    return {**state, "slots": {**state["slots"], **dict.fromkeys(ANSWERS)}}
