"""What do all actions share? One transaction, an answer kept with its effects, and the way on.

An action runs one use case and hands its answer to the dialogue as response keys. The answer is
kept in the same transaction as what it did, under the message and the step of the turn, so that
a turn that is run again (the engine died, the network failed) gets the same answer and does
nothing twice.
"""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActiveLoop, EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.reading.answers.reasons import a_thing_died
from bot.usecases.answer import Answer, Need
from bot.usecases.ports import Tools
from bot.usecases.records import ActionEffect
from bot.usecases.scene import Scene

FORM_OF: dict[Need, str] = {
    Need.IDENTITY: "identity_form",
    Need.CIRCUMSTANCES: "circumstances_form",
    Need.AFFORDABLE: "affordable_form",
    Need.BUDGET: "budget_form",
    Need.PROMISE_DATE: "promise_form",
    Need.RATING: "feedback_form",
}
"""Which form asks for what a use case needs."""
SLOTS_OF = {
    "identity_form": ("birth_date", "identity_code"),
    "circumstances_form": ("circumstances",),
    "affordable_form": ("affordable",),
    "budget_form": ("budget",),
    "promise_form": ("promise_date",),
    "feedback_form": ("rating",),
}
"""What each form asks, in order; the domain says the same (a test compares them)."""
WHY_IDENTITY = "utter_identity_why"
UNREADABLE = "unreadable"
"""Stands in a form's slots when its answers could not be read twice in a row."""
PASSING_FORMS = frozenset({"feedback_form"})
"""Forms that are dropped, not asked again, when the person talks about something else."""


class TurnAction(Action):
    """An action that answers the person's message through one use case."""

    action_name: ClassVar[str]
    resumes: ClassVar[bool] = True
    """Is this what the person wanted, to be taken up again once what it needs is known?"""
    explains: ClassVar[bool] = True
    """Does this say why identity is asked, when it is?"""
    keeps_question: ClassVar[bool] = False
    """Is a yes or no to the last question still awaited after this?"""
    understood: ClassVar[bool] = True
    """Does this action mean that the person was understood?"""

    def __init__(self, tools: Tools) -> None:
        self.tools = tools

    def name(self) -> str:
        """The name in the domain."""
        return self.action_name

    async def answer(self, scene: Scene, tracker: Tracker) -> Answer:
        """Run the use case."""
        raise NotImplementedError(self.action_name)

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        """Answer once: from the effects that were kept, or by doing it now."""
        answer = await self._once(tracker)
        for message in answer.says:
            dispatcher.utter_message(response=message.key, **message.facts)
        if answer.need is Need.IDENTITY and self.explains and not form_of(tracker):
            dispatcher.utter_message(response=WHY_IDENTITY)
        return self.after(answer, tracker)

    async def _once(self, tracker: Tracker) -> Answer:
        inbound_id, step = inbound_of(tracker), step_of(self.action_name, tracker)
        async with self.tools.open_work() as work:
            scene = await Scene.open(work, self.tools, uuid.UUID(tracker.sender_id))
            kept = await work.effects.get(inbound_id=inbound_id, step=step)
            if kept is not None:
                return Answer.from_json(kept.answer)
            row = await work.inbox.get(id=inbound_id)
            if row is not None and row.processed_at is not None:
                return Answer(ends_form=True)  # a new chat came meanwhile: nothing may change
            scene.channel = row.channel if row is not None else scene.channel
            if self.understood:
                scene.conversation.misunderstandings = 0
            answer = await self.answer(scene, tracker)
            effect = ActionEffect(
                inbound_id=inbound_id, step=step, answer=answer.as_json(), at=work.now
            )
            work.effects.add(effect)
            await work.commit()
            return answer

    def after(self, answer: Answer, tracker: Tracker) -> list[EventType]:
        """Where the dialogue goes from here."""
        open_form = form_of(tracker)
        events: list[EventType] = [SlotSet("unclear", None)] if tracker.get_slot("unclear") else []
        if answer.question is not None or not self.keeps_question:
            events.append(SlotSet("question", answer.question))
        if answer.need is not None:
            text = answer.wish or wish_text(tracker)
            return [*events, *self._ask(answer.need, open_form, text)]
        if tracker.get_slot("wish") == self.action_name:
            events += [SlotSet("wish", None), SlotSet("wish_text", None)]
        if answer.ends_form or open_form in PASSING_FORMS:
            return [*events, *forget(open_form)]
        if open_form:
            return [*events, FollowupAction(open_form)]
        return events

    def _ask(self, need: Need, open_form: str | None, text: str) -> list[EventType]:
        """Open the form that asks, and remember what to come back to, and with which words."""
        form = FORM_OF[need]
        events = [SlotSet(slot, None) for slot in SLOTS_OF[form]]
        if self.resumes:
            events += [SlotSet("wish", self.action_name), SlotSet("wish_text", text)]
        if open_form and open_form != form:
            events = [ActiveLoop(None), SlotSet("requested_slot", None), *events]
        return [*events, FollowupAction(form)]


class Submission(TurnAction):
    """An action that ends a form: it uses what was asked, then takes up the person's wish."""

    form: ClassVar[str]
    explains = False
    default_wish: ClassVar[str | None] = None

    def after(self, answer: Answer, tracker: Tracker) -> list[EventType]:
        """Go back to what the person wanted, or open what is needed first."""
        emptied: list[EventType] = [SlotSet(slot, None) for slot in SLOTS_OF[self.form]]
        if answer.need is not None:
            resumed = [SlotSet("question", answer.question), *emptied]
            return [*resumed, FollowupAction(FORM_OF[answer.need])]
        emptied.append(SlotSet("question", answer.question))
        wish = tracker.get_slot("wish") or self.default_wish
        if answer.ends_form or not answer.done or not wish:
            return [*emptied, SlotSet("wish", None), SlotSet("wish_text", None)]
        return [*emptied, FollowupAction(wish)]


def form_of(tracker: Tracker) -> str | None:
    """The form that is open, or None."""
    return (tracker.active_loop or {}).get("name")


def forget(open_form: str | None) -> list[EventType]:
    """Close the open form and forget what it was for."""
    if open_form is None:
        return []
    return [
        ActiveLoop(None),
        SlotSet("requested_slot", None),
        SlotSet("wish", None),
        SlotSet("wish_text", None),
        *(SlotSet(slot, None) for slot in SLOTS_OF[open_form]),
    ]


def gave_up(tracker: Tracker, form: str) -> bool:
    """Did the form give up, because it could not read what the person answered?"""
    return any(tracker.get_slot(slot) == UNREADABLE for slot in SLOTS_OF[form])


def text_of(tracker: Tracker) -> str:
    """What the person wrote now."""
    return str(tracker.latest_message.get("text") or "")


def something_done(tracker: Tracker, besides: str = "") -> bool:
    """Did an action run in this turn already? A form counts itself while it validates."""
    done = (event.get("name") for event in tracker.events if event.get("event") == "action")
    return any(name != besides for name in done)


def wish_text(tracker: Tracker) -> str:
    """What the person wrote when they asked for what is being done: now, or before a form."""
    earlier = tracker.get_slot("wish_text") if something_done(tracker) else None
    return str(earlier or text_of(tracker))


def intent_of(tracker: Tracker) -> str:
    """The intent of what the person wrote now. A boiler that died is no bereavement."""
    name = str((tracker.latest_message.get("intent") or {}).get("name") or "")
    if name == "hardship_bereavement" and a_thing_died(text_of(tracker)):
        return "hardship_general"
    return name


def chance_of(tracker: Tracker, intent: str) -> float:
    """How likely the model thinks this intent, be it its first choice or one of the next."""
    ranking = tracker.latest_message.get("intent_ranking") or []
    return max((float(r["confidence"]) for r in ranking if r["name"] == intent), default=0.0)


def confidence_of(tracker: Tracker) -> float:
    """How sure the model is of that intent."""
    return float((tracker.latest_message.get("intent") or {}).get("confidence") or 0)


def entity_of(tracker: Tracker, name: str) -> Any:
    """The value of an entity that a typed intent carries, or None."""
    for entity in tracker.latest_message.get("entities") or []:
        if entity["entity"] == name:
            return entity["value"]
    return None


def inbound_of(tracker: Tracker) -> int:
    """The number of the message that is being answered."""
    return int(str(tracker.latest_message["message_id"]).partition(".")[0])


def step_of(action: str, tracker: Tracker) -> str:
    """This action's place in the turn: the same when the turn runs again. A message of several
    parts has a turn for each (take_parts)."""
    part = str(tracker.latest_message["message_id"]).partition(".")[2]
    done = sum(1 for event in tracker.events if event.get("event") == "action")
    return f"{part}/{done}:{action}" if part else f"{done}:{action}"
