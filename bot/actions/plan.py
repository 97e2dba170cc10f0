"""Topic plan: circumstances, offers, counter-offers, yes and no."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, ClassVar

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet

from bot.actions.base import (
    Submission,
    TurnAction,
    confidence_of,
    entity_of,
    intent_of,
    text_of,
    wish_text,
)
from bot.actions.forms import FormValidation
from bot.actions.hearing import (
    correction,
    names_a_day,
    names_a_sum,
    reason_beside,
    sounds_promised,
)
from bot.actions.sure import SURE
from bot.reading.answers import answers
from bot.reading.answers.reasons import death_in_family
from bot.usecases.answer import Answer, Question
from bot.usecases.conversation.small_talk import nothing_was_asked
from bot.usecases.offers import accept_offer as accepting
from bot.usecases.offers.counter_offer import (
    counter_instead,
    counter_offer,
    tell_affordable,
    tell_budget,
)
from bot.usecases.offers.propose_plan import Wish, change_plan, keep_plan, propose_plan
from bot.usecases.people.escalate import hand_over
from bot.usecases.people.tell_circumstances import (
    KIND_OF_INTENT,
    hear_hardship,
    tell_circumstances,
    tell_hardship,
)
from bot.usecases.plans.promise_payment import promise_payment
from bot.usecases.scene import Scene


class _Propose(TurnAction):
    wish: ClassVar[Wish]

    async def answer(self, scene: Scene, tracker: Tracker) -> Answer:
        """Run the use case. Who was just asked whether to change their plan has said so."""
        changing = tracker.get_slot("question") == Question.CHANGE_PLAN
        text = wish_text(tracker)
        heard = await hear_hardship(scene, reason_beside(tracker, text), text)
        offered = await counter_instead(scene, text_of(tracker)) if _offers_why(tracker) else None
        answer = offered or await propose_plan(scene, self.wish, text, changing=changing)
        return replace(answer, says=(*heard, *answer.says))


class RequestPlan(_Propose):
    """Can I pay in parts?"""

    action_name = "action_request_plan"
    wish = Wish.PLAN


class RequestMoreTime(_Propose):
    """Can I pay later? Who has promised a day may name another."""

    action_name = "action_request_more_time"
    wish = Wish.MORE_TIME

    async def answer(self, scene: Scene, tracker: Tracker) -> Answer:
        """Run the use case."""
        corrected = await correction(scene, tracker)
        return corrected or await super().answer(scene, tracker)


class AskDiscount(_Propose):
    """Can I settle for less?"""

    action_name = "action_ask_discount"
    wish = Wish.DISCOUNT


class CounterOffer(TurnAction):
    """I can pay so much, so often. One sum outside any bargaining may be a promise."""

    action_name = "action_counter_offer"

    async def answer(self, scene: Scene, tracker: Tracker) -> Answer:
        """Run the use case."""
        text = wish_text(tracker)
        if death_in_family(text):
            return await tell_hardship(scene, "hardship_bereavement", text)
        corrected = await correction(scene, tracker)
        if corrected is not None:
            return corrected
        if sounds_promised(tracker):
            return await promise_payment(scene, text)
        heard = await hear_hardship(scene, reason_beside(tracker, text), text)
        answer = await counter_offer(scene, text)
        return replace(answer, says=(*heard, *answer.says))

    def after(self, answer: Answer, tracker: Tracker) -> list[EventType]:
        """What a promise needs is asked for the promise."""
        events = super().after(answer, tracker)
        if not sounds_promised(tracker):
            return events
        own = {"name": "wish", "value": self.action_name}
        return [
            SlotSet("wish", "action_promise_payment") if own.items() <= event.items() else event
            for event in events
        ]


class AcceptOffer(TurnAction):
    """Yes, to what was offered."""

    action_name = "action_accept_offer"

    async def answer(self, scene: Scene, tracker: Tracker) -> Answer:
        """The option that was tapped, or named in words; else the first, unless a yes comes with
        figures of its own. After identity was asked: what was chosen before."""
        text = wish_text(tracker)
        if accepting.was_chosen(text):
            return await accepting.accept_chosen(scene, text)
        option = entity_of(tracker, "option") or answers.choice(text, 3)
        other = None if option else await counter_instead(scene, text, days=True)
        if other is not None:
            return other
        answer = await accepting.accept_offer(scene, int(option) if option else None)
        own_figures = option is None and (names_a_sum(text) or names_a_day(text))
        return replace(answer, wish=None) if own_figures else answer


class DeclineOffers(TurnAction):
    """No, to what was offered; what comes with the no is a proposal ("no, monthly")."""

    action_name = "action_decline_offers"

    async def answer(self, scene: Scene, tracker: Tracker) -> Answer:
        """Run the use case."""
        other = await counter_instead(scene, text_of(tracker), days=True)
        return other or await accepting.decline_offers(scene)


class ChangePlan(TurnAction):
    """Yes, another plan than the one that runs."""

    action_name = "action_change_plan"

    async def answer(self, scene: Scene, tracker: Tracker) -> Answer:
        """Run the use case."""
        return await change_plan(scene)


class KeepPlan(TurnAction):
    """No, the plan stays."""

    action_name = "action_keep_plan"
    resumes = False

    async def answer(self, scene: Scene, tracker: Tracker) -> Answer:
        """Say so."""
        return keep_plan()


class AffirmNothing(TurnAction):
    """Yes, while nothing was asked that a yes answers."""

    action_name = "action_affirm"

    async def answer(self, scene: Scene, tracker: Tracker) -> Answer:
        """Say what can be done."""
        return nothing_was_asked()


PROMISE = frozenset({"promise_to_pay"})


class ValidateCircumstancesForm(FormValidation):
    """What makes it hard? Whatever the person says is an answer, unless it is another matter."""

    form = "circumstances_form"
    interrupts = frozenset(
        {
            "hardship_health",
            "dispute_debt",
            "already_paid",
            "ask_bot",
            "ask_who",
            "ask_balance",
            "ask_breakdown",
            "ask_how_to_pay",
            "privacy_request",
            "request_proof",
        }
    )
    may_interrupt = False

    def further(self, tracker: Tracker) -> frozenset[str]:
        """Another wish than the one that is open, and a promise with its day, are no reasons."""
        wished = tracker.get_slot("wish") == AskDiscount.action_name
        other = frozenset() if wished else frozenset({"ask_discount"})
        return self.interrupts | other | (PROMISE if names_a_day(text_of(tracker)) else frozenset())

    def read(self, asked: str, tracker: Tracker) -> dict[str, Any]:
        """Any words, also the wish not to say."""
        return {"circumstances": text_of(tracker)} if text_of(tracker) else {}


class KeepCircumstances(Submission):
    """Keep what was told as a kind and go on to the offers."""

    action_name = "action_keep_circumstances"
    form = "circumstances_form"
    default_wish = RequestPlan.action_name

    async def answer(self, scene: Scene, tracker: Tracker) -> Answer:
        """Run the use case."""
        return await tell_circumstances(scene, _told(tracker), text_of(tracker))


class ValidateAffordableForm(FormValidation):
    """What could you manage? An amount, or that one does not know."""

    form = "affordable_form"
    interrupts = ValidateCircumstancesForm.interrupts
    may_interrupt = False

    def read(self, asked: str, tracker: Tracker) -> dict[str, Any]:
        """Any words: without an amount the offers begin with the smallest."""
        return {"affordable": text_of(tracker)} if text_of(tracker) else {}

    def answered(self, text: str) -> bool:
        """Not to know is an answer."""
        return answers.unsure(text)

    def can_answer(self, text: str) -> bool:
        """A sum is."""
        return names_a_sum(text)


class KeepAffordable(Submission):
    """Keep the amount and go on to the offers."""

    action_name = "action_keep_affordable"
    form = "affordable_form"
    default_wish = RequestPlan.action_name

    async def answer(self, scene: Scene, tracker: Tracker) -> Answer:
        """Run the use case."""
        return await tell_affordable(scene, text_of(tracker))


class ValidateBudgetForm(FormValidation):
    """What comes in and goes out in a month? Any words: who would rather not say need not."""

    form = "budget_form"
    interrupts = ValidateCircumstancesForm.interrupts
    may_interrupt = False

    def read(self, asked: str, tracker: Tracker) -> dict[str, Any]:
        """Any words: without figures the offers begin with the smallest."""
        return {"budget": text_of(tracker)} if text_of(tracker) else {}

    def answered(self, text: str) -> bool:
        """Not to know is an answer."""
        return answers.unsure(text)

    def can_answer(self, text: str) -> bool:
        """A sum is."""
        return names_a_sum(text)


class KeepBudget(Submission):
    """Keep what was told and go on to the offers."""

    action_name = "action_keep_budget"
    form = "budget_form"
    default_wish = RequestPlan.action_name

    async def answer(self, scene: Scene, tracker: Tracker) -> Answer:
        """Run the use case."""
        return await tell_budget(scene, text_of(tracker))


class AcceptPerson(TurnAction):
    """Yes, to a person."""

    action_name = "action_accept_person"
    resumes = False

    async def answer(self, scene: Scene, tracker: Tracker) -> Answer:
        """Run the use case."""
        return await hand_over(scene, Question.PERSON)


def _offers_why(tracker: Tracker) -> bool:
    """Did the person answer the question why with what they can pay?"""
    sure = intent_of(tracker) == "counter_offer" and confidence_of(tracker) >= SURE
    return sure and any(e.get("name") == KeepCircumstances.action_name for e in tracker.events)


def _told(tracker: Tracker) -> str:
    """The intent; unclear hardship is general: illness and death are never guessed. Hardship told
    in one breath with a wish counts."""
    intent = intent_of(tracker)
    if intent in KIND_OF_INTENT:
        return "hardship_general" if confidence_of(tracker) < SURE else intent
    beside = reason_beside(tracker, text_of(tracker))
    return f"hardship_{beside}" if beside else intent
