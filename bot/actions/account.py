"""Topic account: balance, breakdown, ways to pay, payments made and promised."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet

from bot.actions.base import Submission, TurnAction, gave_up, intent_of, text_of, wish_text
from bot.actions.forms import FormValidation
from bot.actions.hearing import names_a_day
from bot.reading.answers.reasons import lost_income, unpaid
from bot.usecases.answer import Answer
from bot.usecases.conversation.small_talk import ask_a_person
from bot.usecases.offers.counter_offer import counter_several
from bot.usecases.offers.propose_plan import Wish, propose_plan
from bot.usecases.payments import show_account
from bot.usecases.people.report_payment import report_payment
from bot.usecases.people.tell_circumstances import tell_circumstances
from bot.usecases.plans import promise_payment as promising
from bot.usecases.scene import Scene


class ShowBalance(TurnAction):
    """What do I owe?"""

    action_name = "action_show_balance"
    keeps_question = True

    async def answer(self, scene: Scene, tracker: Tracker) -> Answer:
        """Run the use case."""
        return await show_account.show_balance(scene)


class ShowBreakdown(TurnAction):
    """Why is it so much?"""

    action_name = "action_show_breakdown"
    keeps_question = True

    async def answer(self, scene: Scene, tracker: Tracker) -> Answer:
        """Run the use case."""
        return await show_account.show_breakdown(scene)


class ShowWaysToPay(TurnAction):
    """Where and how can I pay?"""

    action_name = "action_show_ways_to_pay"
    keeps_question = True

    async def answer(self, scene: Scene, tracker: Tracker) -> Answer:
        """Run the use case."""
        return await show_account.show_ways_to_pay(scene)


class ReportPayment(TurnAction):
    """I have paid this."""

    action_name = "action_report_payment"

    async def answer(self, scene: Scene, tracker: Tracker) -> Answer:
        """Run the use case. "I forgot to pay" reports none: it is a reason, and offers follow."""
        text = wish_text(tracker)
        if not unpaid(text):
            return await report_payment(scene)
        kind = "hardship_income" if lost_income(text) else intent_of(tracker)
        heard = await tell_circumstances(scene, kind, text) if scene.verified else Answer()
        answer = await propose_plan(scene, Wish.PLAN, text)
        return replace(answer, says=(*heard.says, *answer.says))


class PromisePayment(TurnAction):
    """I will pay."""

    action_name = "action_promise_payment"

    async def answer(self, scene: Scene, tracker: Tracker) -> Answer:
        """Run the use case. Several payments are a plan, however they are announced; one takes the
        place of what was asked for a plan."""
        text = wish_text(tracker)
        plan = await counter_several(scene, text)
        answer = plan or await promising.promise_payment(scene, text)
        return replace(answer, ends_form=True) if plan is None and not answer.need else answer


class ValidatePromiseForm(FormValidation):
    """On which day?"""

    form = "promise_form"
    interrupts = frozenset({"already_paid", "dispute_debt"})
    opened_by = frozenset({"promise_to_pay"})

    def read(self, asked: str, tracker: Tracker) -> dict[str, Any]:
        """Any day that the text names; the use case reads it again with the person's own today."""
        text = text_of(tracker)
        return {"promise_date": text} if names_a_day(text) else {}

    def hint(self, asked: str, tracker: Tracker) -> str | None:
        """Ask for a day in another way."""
        return "utter_promise_date_unclear"


class RecordPromise(Submission):
    """The day is known: record the promise that the person began with."""

    action_name = "action_record_promise"
    form = "promise_form"

    async def answer(self, scene: Scene, tracker: Tracker) -> Answer:
        """Read amount and day from what was said in both messages; a person takes over when no
        day could be read."""
        if gave_up(tracker, self.form):
            return await ask_a_person(scene)
        said = f"{wish_text(tracker)} . {tracker.get_slot('promise_date')}"
        return await promising.promise_payment(scene, said)

    def after(self, answer: Answer, tracker: Tracker) -> list[EventType]:
        """The promise was the wish: it is fulfilled."""
        slots = ("promise_date", "wish", "wish_text")
        return [SlotSet("question", answer.question), *(SlotSet(slot, None) for slot in slots)]
