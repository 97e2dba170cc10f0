"""What is said besides the matter itself: not understood, good-bye, a yes to nothing."""

from __future__ import annotations

from bot.usecases.answer import Answer, Button, Need, Question, say, with_buttons
from bot.usecases.scene import Scene

OFFER_A_PERSON_FROM = 2
"""A second misunderstanding in a row offers a person (CFPB 2023, "doom loops")."""


async def not_understood(scene: Scene) -> Answer:
    """Say what the assistant can do; a second time running, offer a person."""
    scene.conversation.misunderstandings += 1
    if scene.conversation.misunderstandings < OFFER_A_PERSON_FROM:
        return Answer((say("can_do"),))
    buttons = (
        Button(say("button_yes"), "request_human"),
        Button(say("button_no"), "deny"),
    )
    return Answer((with_buttons(say("offer_person"), buttons),), question=Question.PERSON)


async def say_goodbye(scene: Scene) -> Answer:
    """Close kindly; ask for a rating if something was settled and none was given yet."""
    if await settled(scene) and not await scene.work.feedback.find(account_id=scene.account.id):
        return Answer((say("goodbye"),), need=Need.RATING)
    return Answer((say("goodbye"),), ends_form=True)


async def settled(scene: Scene) -> bool:
    """Was a plan agreed or a promise made with this person?"""
    plan = await scene.work.plans.get(account_id=scene.account.id)
    promise = await scene.work.promises.get(account_id=scene.account.id)
    return plan is not None or promise is not None


def nothing_was_asked() -> Answer:
    """A yes to nothing: say what can be done."""
    return Answer((say("nothing_open"),))
