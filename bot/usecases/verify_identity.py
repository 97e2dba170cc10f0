"""Is this the person whom the account belongs to? Nothing about a debt is said before that."""

from __future__ import annotations

from bot.rules import identity
from bot.usecases.answer import Answer, Need, say
from bot.usecases.escalate import escalate
from bot.usecases.scene import Scene


async def verify_identity(scene: Scene, birth_date: str, code: str) -> Answer:
    """Judge the two answers together, so that a wrong pair does not tell which one was wrong."""
    account, thread = scene.account, scene.conversation
    day_first = scene.policy.facts.day_first
    born = account.birth_date in identity.read_birth_dates(birth_date, day_first, scene.today)
    known = identity.code_matches(code, account.document_last, account.postcode)
    verdict = identity.judge(
        thread.identity_tries, account.birth_date is not None and born, known, scene.policy.identity
    )
    scene.log("identity_checked", verified=verdict.verified, tries_left=verdict.tries_left)
    if verdict.verified:
        thread.verified_at, thread.identity_tries = scene.now, 0
        return Answer((say("identity_verified"),))
    thread.identity_tries += 1
    if verdict.hand_over:
        await escalate(scene, "identity")
        return Answer((say("identity_handover"),), ends_form=True)
    return Answer((say("identity_failed", tries_left=verdict.tries_left),), need=Need.IDENTITY)
