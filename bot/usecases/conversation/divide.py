"""Are two things asked at once? Then each is answered, and neither has to be asked again.

The model names one intent for a whole text. A message is divided only where a question that is
answered at once (what do I owe, is this a robot) stands beside another matter, each read with
certainty; every other message stays whole, so that a reason stays beside its wish. What must win
alone (danger, a stop, a person) does.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from bot.reading.letters.clauses import bare, clauses
from bot.usecases.conversation.rails import Meant
from bot.usecases.ports import Engine, EngineTurn, Understanding

ALONE = frozenset(
    {
        "crisis",
        "opt_out",
        "request_human",
        "upset",
        "complain",
        "wrong_person",
        "identity_theft",
        "has_representative",
        "hardship_bereavement",
    }
)
"""Intents beside which nothing else counts; they interrupt every form too."""
QUESTIONS = frozenset({"ask_balance", "ask_breakdown", "ask_how_to_pay", "ask_bot", "ask_who"})
"""Answered at once, whatever else is open."""
NO_DETAIL = frozenset({"ask_bot", "ask_who"})
"""Questions that are answered to anybody, and with no figure."""
MATTERS = frozenset(
    {
        "request_plan",
        "request_more_time",
        "ask_discount",
        "counter_offer",
        "promise_to_pay",
        "already_paid",
        "hardship_income",
        "hardship_health",
        "hardship_general",
        "dispute_debt",
        "request_proof",
        "privacy_request",
        "contact_time",
        "contact_channel",
    }
)
"""What may stand beside a question and is answered too."""
RHETORICAL: Mapping[str, frozenset[str]] = {
    "dispute_debt": frozenset({"ask_breakdown"}),
    "already_paid": frozenset({"ask_breakdown", "ask_how_to_pay"}),
    "hardship_income": frozenset({"ask_how_to_pay"}),
    "hardship_general": frozenset({"ask_how_to_pay"}),
    "hardship_health": frozenset({"ask_how_to_pay"}),
}
"""Questions that are none beside such a matter: "I lost my job, so how am I to pay?". The matter
is then what the whole means, if it is surer than the whole is."""
SURE, CERTAIN, PERHAPS = 0.8, 0.9, 0.35
"""How sure the model must be of a part; of what then stands alone; and from when on a text with
a sound of that is not divided."""
MOST_PIECES = 8

Means = Callable[[str], Meant | None]
"""What a text means as an answer to the last question, if it is unmistakably one."""


async def divide(engine: Engine, turn: EngineTurn, means: Means) -> list[EngineTurn]:
    """The turns that a message takes, in the order in which they are taken: mostly one."""
    pieces = clauses(turn.text or "")
    if turn.intent or not 1 < len(pieces) <= MOST_PIECES:
        return [turn]
    whole, *parts = await engine.parse([turn.text or "", *(bare(piece) for piece in pieces)])
    alone = [part for part in (whole, *parts) if part.intent in ALONE]
    if any(part.confidence >= PERHAPS for part in alone):
        return [_alone(turn, whole, alone)]
    asked = {p.intent: p for p in reversed(parts) if _asks(p)}
    asked = dict(reversed(asked.items()))
    rest = [text for text, p in zip(pieces, parts, strict=True) if not _asks(p)]
    other = await _other(engine, turn, " ".join(rest), means) if asked and rest else None
    hollow = RHETORICAL.get(other.matter or "", frozenset()) if other else frozenset()
    questions = [
        replace(turn, text=p.text, intent=name) for name, p in asked.items() if name not in hollow
    ]
    if not questions and other is not None and _wins(other, whole):
        return [replace(turn, intent=other.matter)]
    if len(questions) + (other is not None) < 2:
        return [turn]
    return _in_order(turn, questions, other.turn if other else None)


def _asks(part: Understanding) -> bool:
    """Is it, surely, a question that is answered at once?"""
    return part.intent in QUESTIONS and part.confidence >= SURE


def _alone(turn: EngineTurn, whole: Understanding, alone: list[Understanding]) -> EngineTurn:
    """The whole message as what must win, where a part says it beyond doubt; a death is never
    taken from a part."""
    sure = [p for p in alone if p.confidence >= CERTAIN and p.intent != "hardship_bereavement"]
    if whole.intent in ALONE or not sure:
        return turn
    return replace(turn, intent=sure[0].intent)


@dataclass(frozen=True, slots=True)
class Other:
    """What a message says besides its questions."""

    turn: EngineTurn
    matter: str | None = None
    confidence: float = 0.0


def _wins(other: Other, whole: Understanding) -> bool:
    """Is this what the message means, rather than the question that the whole sounds like?"""
    asked = whole.confidence if whole.intent in QUESTIONS else 0.0
    return other.confidence > max(CERTAIN, asked)


async def _other(engine: Engine, turn: EngineTurn, rest: str, means: Means) -> Other | None:
    """None when it is nothing sure: neither a matter nor an answer to what is open."""
    text = bare(rest)
    meant = means(text)
    if meant is not None and meant.intent in ("affirm", "deny"):
        return Other(replace(turn, text=text, intent=meant.intent, entities=meant.entities))
    (read,) = await engine.parse([text])
    if read.intent in MATTERS and read.confidence >= SURE:
        return Other(replace(turn, text=text), read.intent, read.confidence)
    answers = form_of(turn.state) is not None and any(c.isdigit() for c in text)
    return Other(replace(turn, text=text)) if answers else None


def _in_order(
    turn: EngineTurn, questions: list[EngineTurn], other: EngineTurn | None
) -> list[EngineTurn]:
    """What the open form asks is answered before questions; else a wish, which may ask something
    itself, comes after them. A yes can change every figure: questions about them wait for it, and
    how to pay is said with it."""
    if other is None:
        return questions
    if other.intent == "affirm":
        plain = [part for part in questions if part.intent in NO_DETAIL]
        figures = [p for p in questions if p.intent not in NO_DETAIL | {"ask_how_to_pay"}]
        return [*plain, other, *figures]
    return [other, *questions] if form_of(turn.state) else [*questions, other]


def form_of(state: Mapping[str, object] | None) -> object | None:
    """The form that is open in a dialogue's state."""
    return (state or {}).get("form")
