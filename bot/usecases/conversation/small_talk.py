"""What is said besides the matter itself: not understood, good-bye, a yes to nothing."""

from __future__ import annotations

from bot.rules.ownership import Owner, OwnerEvent, after
from bot.usecases.answer import Answer, Button, Need, Question, say, with_buttons
from bot.usecases.people.escalate import escalate
from bot.usecases.scene import Scene

A_PERSON_FROM = 2
"""A second misunderstanding in a row brings in a person (CFPB 2023, "doom loops")."""
NOT_UNDERSTOOD = "not_understood"
"""Why the person was asked."""


async def not_understood(scene: Scene) -> Answer:
    """Say what the assistant can do; a second time running, hand over."""
    scene.conversation.misunderstandings += 1
    if scene.conversation.misunderstandings < A_PERSON_FROM:
        return Answer((say("can_do"),))
    return await ask_a_person(scene)


async def ask_a_person(scene: Scene) -> Answer:
    """Hand over, and ask whether that is all right: a no goes on with the assistant."""
    await escalate(scene, NOT_UNDERSTOOD)
    buttons = (
        Button(say("button_yes"), "request_human"),
        Button(say("button_no"), "deny"),
    )
    asked = with_buttons(say("offer_person"), buttons)
    return Answer((asked,), question=Question.PERSON, ends_form=True)


def goes_on(scene: Scene, meant: str | None) -> bool:
    """Does this answer whether a person is all right? The thread comes back when it is not."""
    thread = scene.conversation
    if thread.owner_reason != NOT_UNDERSTOOD or meant not in ("affirm", "deny", "request_human"):
        return False
    if meant == "deny":
        thread.owner, thread.owner_reason = after(Owner(thread.owner), OwnerEvent.HAND_BACK), None
    return True


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
