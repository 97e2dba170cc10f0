"""Is this an answer to what was asked, or does the person talk about something else?

Every form decides alike. What matters more than any form (danger, a stop, a person, a right) always
interrupts. Then: an answer is taken. Else: another clear matter interrupts and the form is asked
again after it. What is neither is asked again with a hint; a second time running, a person is
asked.
"""

from __future__ import annotations

from typing import Any, ClassVar

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.actions.base import (
    SLOTS_OF,
    UNREADABLE,
    confidence_of,
    intent_of,
    something_done,
    text_of,
)
from bot.actions.sure import SURE, interrupts
from bot.usecases.conversation.divide import ALONE

ALWAYS = ALONE
"""Intents that interrupt every form."""
NEVER = frozenset({"affirm", "deny", "thank", "out_of_scope", "greet", "goodbye"})
"""Intents that say nothing by themselves while something is being asked."""


class FormValidation(Action):
    """The validation of one form: reads answers, recognises interruptions."""

    form: ClassVar[str]
    interrupts: ClassVar[frozenset[str]] = frozenset()
    """Further intents that interrupt this form even if the text could be an answer."""
    may_interrupt: ClassVar[bool] = True
    """Can matters other than those interrupt at all?"""
    opened_by: ClassVar[frozenset[str]] = frozenset()
    """The matter that the form belongs to: said again it is no other matter, but no answer yet."""
    insists: ClassVar[bool] = True
    """Is the question asked again when the answer is not understood?"""

    def name(self) -> str:
        """The name that Rasa gives to a form's validation."""
        return f"validate_{self.form}"

    def read(self, asked: str, tracker: Tracker) -> dict[str, Any]:
        """The slots that the text fills; empty when it is no answer."""
        raise NotImplementedError(self.form)

    def further(self, tracker: Tracker) -> frozenset[str]:
        """Those further intents, as things stand."""
        return self.interrupts

    def answered(self, text: str) -> bool:
        """Is the text beyond doubt an answer to this form, whatever else it could be?"""
        return False

    def can_answer(self, text: str) -> bool:
        """Is the text of the kind that was asked for? If not, those further intents need only be
        likelier than not."""
        return True

    def hint(self, asked: str, tracker: Tracker) -> str | None:
        """The key of what helps a person whose answer was not understood."""
        return None

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        """Slots for an answer; nothing, which rejects the form, for an interruption. On the way
        back from one the text was heard already."""
        asked = tracker.get_slot("requested_slot")
        if not asked or something_done(tracker, besides=self.form):
            return []
        intent = "" if only_figures(text_of(tracker)) else intent_of(tracker)
        own = frozenset() if self.answered(text_of(tracker)) else self.further(tracker)
        can_answer = self.can_answer(text_of(tracker))
        if interrupts(tracker, intent, ALWAYS | own, answers=can_answer):
            return []
        filled = self.read(asked, tracker)
        if filled:
            return [SlotSet(slot, value) for slot, value in {**filled, "unclear": None}.items()]
        other = intent not in NEVER | self.opened_by
        clear = self.may_interrupt and other and confidence_of(tracker) >= SURE
        if clear or not self.insists:
            return []
        return self._ask_again(dispatcher, asked, tracker)

    def _ask_again(
        self, dispatcher: CollectingDispatcher, asked: str, tracker: Tracker
    ) -> list[EventType]:
        """With a hint; the second answer in a row that nobody could read ends the form, and a
        person takes over. A question back, a yes or thanks are understood, though no answer."""
        talk = intent_of(tracker) in NEVER - {"out_of_scope"} and confidence_of(tracker) >= SURE
        read = talk or text_of(tracker).rstrip().endswith("?")
        unclear = int(tracker.get_slot("unclear") or 0) + (not read)
        if unclear > ONCE and not read:
            return [SlotSet(slot, UNREADABLE) for slot in SLOTS_OF[self.form]]
        key = self.hint(asked, tracker)
        if key:
            dispatcher.utter_message(response=key)
        return [SlotSet("unclear", unclear), SlotSet(asked, None)]


ONCE = 1
"""So often an answer that cannot be read is asked for again."""


def only_figures(text: str) -> bool:
    """A date, a code or a sum without a word: it answers, whatever the model makes of it."""
    return any(c.isdigit() for c in text) and not any(c.isalpha() for c in text)
