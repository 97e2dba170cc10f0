"""Topic smalltalk: what is said besides the matter itself."""

from __future__ import annotations

from dataclasses import replace

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet

from bot.actions.base import TurnAction, form_of, text_of
from bot.actions.hearing import correction
from bot.actions.plan import CounterOffer
from bot.usecases.answer import Answer, Question, say
from bot.usecases.conversation import small_talk
from bot.usecases.offers.counter_offer import counter_instead
from bot.usecases.offers.show_offers import show_again
from bot.usecases.plans.promise_payment import FEW_WORDS
from bot.usecases.scene import Scene


class _Say(TurnAction):
    """Says one thing and changes nothing."""

    key: str
    resumes = False
    keeps_question = True

    async def answer(self, scene: Scene, tracker: Tracker) -> Answer:
        """The one thing."""
        return Answer((say(self.key),))


class Greet(_Say):
    """Hello."""

    action_name = "action_greet"
    key = "greet"


class Thank(_Say):
    """Thanks, ok."""

    action_name = "action_thank"
    key = "thanks"

    async def answer(self, scene: Scene, tracker: Tracker) -> Answer:
        """Thanks back; offers that are still open are shown again, so that nobody takes thanks for
        a yes."""
        heard = await super().answer(scene, tracker)
        return await _with_offers(scene, tracker, heard)


class AskBot(_Say):
    """Am I talking to a machine?"""

    action_name = "action_ask_bot"
    key = "ask_bot"


class AskWho(_Say):
    """Who is this?"""

    action_name = "action_ask_who"
    key = "ask_who"


class StepBack(_Say):
    """No, while nothing was asked that a no answers."""

    action_name = "action_step_back"
    key = "stepped_back"
    keeps_question = False

    async def answer(self, scene: Scene, tracker: Tracker) -> Answer:
        """Nothing changes, but for a promise that is corrected ("no, Monday")."""
        corrected = await correction(scene, tracker)
        return corrected or await super().answer(scene, tracker)


class SayGoodbye(TurnAction):
    """Good-bye."""

    action_name = "action_goodbye"
    resumes = False

    async def answer(self, scene: Scene, tracker: Tracker) -> Answer:
        """Run the use case."""
        return await small_talk.say_goodbye(scene)


class NotUnderstood(TurnAction):
    """Anything else."""

    action_name = "action_not_understood"
    resumes = False
    understood = False

    async def answer(self, scene: Scene, tracker: Tracker) -> Answer:
        """Run the use case. A promise may be corrected in any words; offers stay open."""
        corrected = await correction(scene, tracker)
        if corrected is not None:
            scene.conversation.misunderstandings = 0
            return corrected
        offered = await counter_instead(scene, text_of(tracker)) if _short(tracker) else None
        if offered is not None:
            scene.conversation.misunderstandings = 0
            return offered
        answer = await small_talk.not_understood(scene)
        return answer if answer.question else await _with_offers(scene, tracker, answer)

    def after(self, answer: Answer, tracker: Tracker) -> list[EventType]:
        """Figures that wait for an answer of the person are taken up after it."""
        events = super().after(answer, tracker)
        if answer.need is None:
            return events
        wish = SlotSet("wish", CounterOffer.action_name)
        return [wish, SlotSet("wish_text", text_of(tracker)), *events]


def _short(tracker: Tracker) -> bool:
    """A few words outside any form, such as "3x": figures in them are a proposal."""
    return form_of(tracker) is None and len(text_of(tracker).split()) <= FEW_WORDS


async def _with_offers(scene: Scene, tracker: Tracker, heard: Answer) -> Answer:
    """The answer, and after it the offers that the person was asked about."""
    if tracker.get_slot("question") != Question.OFFERS:
        return heard
    again = await show_again(scene)
    return heard if again is None else replace(again, says=(*heard.says, *again.says))
