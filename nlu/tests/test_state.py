"""Does the window hide nothing that matters, and does the state stay small and tame?"""

from __future__ import annotations

import json
import random

import pytest
from fakes import Talk, keys

from engine import state
from engine.errors import BadTurnError

WORDS = ["greet", "promise", "ask_balance", "affirm", "chain", "odd", "request_human"]
TEXTS = ["250", "friday", "what", "something else"]


def plan(seed: int, turns: int = 30):
    """A wild conversation: forms opened, interrupted, filled, left and opened again."""
    chance = random.Random(seed)
    for _ in range(turns):
        if chance.random() < 0.5:
            yield {
                "intent": {"name": chance.choice(["promise", "affirm"])},
                "text": chance.choice(TEXTS),
            }
        else:
            yield {"intent": {"name": chance.choice(WORDS)}}


@pytest.mark.parametrize("seed", range(6))
def test_a_windowed_conversation_goes_like_a_whole_one(run, seed):
    async def story(engine):
        windowed, whole = Talk(engine()), Talk(engine(window=10**6))
        seen = set()
        for step in plan(seed):
            near, far = await windowed.say(**step), await whole.say(**step)
            for part in ("replies", "slots", "active_loop", "requested_slot"):
                assert near[part] == far[part], part
            assert states(windowed) == states(whole)
            seen.update(keys(near))
        assert len(seen) >= 5
        assert len(json.dumps(windowed.state)) < len(json.dumps(whole.state)) / 2

    run(story)


def states(talk: Talk, last: int = 5):
    """What the policies see of a conversation: the states of the last few steps."""
    domain = talk.engine.domain
    tracker = state.restore(talk.name, talk.state, domain)
    loop = tracker.active_loop  # its trigger message is read by nobody
    flags = (loop.name, loop.rejected, loop.is_interrupted) if loop else None
    return tracker.past_states(domain)[-last:], flags


def test_the_state_stays_small_and_holds_no_texts(run):
    async def story(engine):
        talk = Talk(engine())
        sizes = []
        for number in range(40):
            intent = "promise" if number % 4 == 0 else "ask_balance"
            await talk.mean(intent, text="my very private words")
            sizes.append(len(json.dumps(talk.state)))
        assert sizes[-1] < 6000
        assert max(sizes[20:]) == max(sizes[28:])
        assert "private" not in json.dumps(talk.state)

    run(story)


def test_a_state_of_an_older_model_is_understood(run):
    async def story(engine):
        talk = Talk(engine())
        for _ in range(8):
            await talk.mean("promise")
        talk.state["base"]["slots"]["vanished"] = 1
        talk.state["base"]["active_loop"] = "vanished_form"
        talk.state["events"].append({"event": "slot", "name": "vanished", "value": 2})
        user = {"event": "user", "parse_data": {"intent": {"name": "vanished"}, "entities": []}}
        done = [{"event": "action", "name": name} for name in ("action_vanished", "action_listen")]
        talk.state["events"] += [user, *done]
        assert keys(await talk.mean("greet"))[0] == "utter_greet"

    run(story)


@pytest.mark.parametrize(
    "bad", [{}, {"version": 99}, {"version": 1}, {"version": 1, "base": None, "events": [1]}]
)
def test_a_broken_state_is_refused(run, bad):
    async def story(engine):
        talk = Talk(engine())
        talk.state = bad
        with pytest.raises(BadTurnError, match="state"):
            await talk.mean("greet")

    run(story)


def test_an_answer_that_a_form_emptied_is_not_kept():
    from rasa.shared.core.domain import Domain
    from rasa.shared.core.events import ActionExecuted, SlotSet
    from rasa.shared.core.trackers import DialogueStateTracker

    domain = Domain.from_dict(
        {
            "slots": {
                "born": {
                    "type": "text",
                    "influence_conversation": False,
                    "mappings": [{"type": "custom"}],
                }
            }
        }
    )
    events = [ActionExecuted("action_listen"), SlotSet("born", "secret"), SlotSet("born", None)]
    tracker = DialogueStateTracker.from_events("c", events, domain.slots, domain=domain)
    assert "secret" not in str(state.capture(tracker, domain))
    assert state.restore("c", state.capture(tracker, domain), domain).get_slot("born") is None
