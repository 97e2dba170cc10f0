"""Is this the person whom the account belongs to? Nothing about a debt is said before that."""

from __future__ import annotations

from bot.rules import identity
from bot.usecases.answer import Answer, Need, say
from bot.usecases.people.escalate import escalate
from bot.usecases.scene import Scene


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
    scene.log("identity_checked", verified=verdict.verified, tries_left=verdict.tries_left)
    if verdict.verified:
        thread.verified_at, thread.identity_tries = scene.now, 0
        return Answer((say("identity_verified"),))
    thread.identity_tries += 1
    if verdict.hand_over:
        await escalate(scene, "identity")
        return Answer((say("identity_handover"),), ends_form=True)
    return Answer((say("identity_failed", tries_left=verdict.tries_left),), need=Need.IDENTITY)
