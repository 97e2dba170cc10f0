"""How is a conversation written down, and how is it held? Each turn says what must come of it.

A turn `says` something, `taps` a button, lets an `agent` act, `pays`, or moves the `clock`. What
it names after that must be so: `keys` of the replies in order (all of them), what the words show
and hide, and the state. The state that a turn does not name must stay as it was, so that nothing
happens that nobody wrote down. What holds in every turn is in `Talk.always`.
"""

import re
from decimal import Decimal
from typing import Any

from bot.reading import detect
from bot.rules.figures import money_in
from tests.dialogs.person import Person, World

STATE = {
    "owner": "bot",
    "verified": False,
    "cases": [],
    "holds": [],
    "opted_out": [],
    "plan": None,
    "promise": None,
    "feedback": None,
    "preferences": {},
    "offers": [],
}
DEEDS = {"says", "taps", "agent", "pays", "clock", "channel", "text"}
WORDS = {"keys", "shows", "hides", "buttons"}
LOOKS_LIKE_MONEY = re.compile(r"[$£€]\s?\d|R\$\s?\d|\d[.,]\d{2}(?!\d)")
AUTOMATED = ("automated assistant", "assistente automático")
NOT_INTRODUCED = {
    "utter_opted_out",
    "utter_opted_out_all",
    "utter_opted_out_named",
    "utter_wrong_person",
    "utter_crisis",
}
PIX_CODE = "000201"
"""With this every Pix code begins: it is in no language."""
ADVISED = {"sms": 320}
"""As in bot/policies (messages.advised): what carriers deliver without trouble."""
DISCLOSURE = "utter_disclosure"


class Talk:
    """One conversation that is being held."""

    def __init__(self, world: World, told: dict[str, Any]) -> None:
        self.person: Person = world.person(told["person"], **told.get("facts", {}))
        if "channel" in told:
            self.person.channel = told["channel"]
        facts = self.person.facts
        self.expected = {**STATE, "language": facts["language"]}
        self.expected["verified"] = facts.get("verified", False)
        self.buttons: list[dict[str, str]] = []
        self.seen = 0
        self.backed: set[Decimal] = set()

    def turn(self, turn: dict[str, Any]) -> None:
        """Do what the turn says and see that what came of it is what it names."""
        unknown = set(turn) - DEEDS - WORDS - set(self.expected)
        assert not unknown, f"no turn knows {unknown}"
        state = self._deed(turn)
        rows = self.person.left()[self.seen :]
        self.seen += len(rows)
        if state["replies"]:
            self.buttons = state["replies"][-1]["buttons"]
        said = "\n".join(row["text"] for row in rows)
        keys = [str(row["key"]).removeprefix("utter_") for row in rows]
        keys = [key for key in keys if key != "disclosure"]
        assert fits(keys, turn.get("keys", [])), f"{keys}: {said}"
        self.expected.update({name: turn[name] for name in self.expected if name in turn})
        short = {name: SHORT.get(name, same)(state[name]) for name in self.expected}
        assert short == self.expected, said
        for words in turn.get("shows", []):
            assert words in said, f"{words!r} is not in {said!r}"
        for words in turn.get("hides", []):
            assert words not in said
        if "buttons" in turn:
            assert [b["label"] for b in self.buttons] == turn["buttons"]
        self.always(turn, state, rows)

    def _deed(self, turn: dict[str, Any]) -> dict[str, Any]:
        if "says" in turn:
            return self.person.says(turn["says"], turn.get("channel"))
        if "taps" in turn:
            return self.person.says(self.buttons[turn["taps"] - 1]["token"], turn.get("channel"))
        if "agent" in turn:
            return self.person.agent(turn["agent"], turn.get("text"))
        if "pays" in turn:
            (debt, amount), *_ = turn["pays"].items()
            self.backed.add(Decimal(amount))
            return self.person.pay(debt, amount)
        self.person.world.clock(advance=turn["clock"])
        return self.person.state()

    def always(self, turn: dict[str, Any], state: dict[str, Any], rows: list[Any]) -> None:
        """What no turn of any conversation may break."""
        for row in rows:
            assert row["status"] in ("sent", "delivered", "read"), (row["reason"], row["text"])
            assert "{" not in row["text"], row["text"]
        long = [row["text"] for row in rows if len(row["text"]) > ADVISED.get(row["channel"], 9999)]
        assert long == []
        if "says" in turn or "taps" in turn:
            assert [row["text"] for row in rows] == [r["text"] for r in state["replies"]]
        texts = [row["text"] for row in rows if row["author"] == "bot"]
        if not state["verified"]:
            for text in texts:
                assert not LOOKS_LIKE_MONEY.search(text), text
        self._figures_are_backed(state, texts)
        for text in texts:
            guess = detect(text)
            spoken = None if text.startswith(PIX_CODE) or guess.strength < 2 else guess.language
            in_all = "utter_other_language" in {row["key"] for row in rows}
            assert in_all or spoken in (None, state["language"]), text
        first = rows[:1] if self.seen == len(rows) else []
        for row in first:
            if row["key"] not in NOT_INTRODUCED:
                assert any(words in row["text"] for words in AUTOMATED), row["text"]
        for offer in state["offers"]:
            parts = sum(Decimal(part["amount"]) for part in offer["instalments"])
            assert parts == Decimal(offer["total"])
        if state["plan"]:
            parts = [Decimal(part["amount"]) for part in state["plan"]["instalments"]]
            assert sum(parts) == Decimal(state["plan"]["total"])

    def _figures_are_backed(self, state: dict[str, Any], texts: list[str]) -> None:
        """Every sum that is named is the ledger's, an offer's, a plan's or a promise's."""
        self.backed |= amounts_of(state)
        for text in texts:
            for figure in money_in(text):
                meant = {Decimal(reading.decimal()) for reading in figure.readings}
                assert meant & self.backed, f"{figure.text} in {text!r} is backed by nothing"


def amounts_of(state: dict[str, Any]) -> set[Decimal]:
    """What the state backs, worked out apart from the product's own check."""
    sums: set[Decimal] = set()
    parts = ("total", "principal", "interest", "fees")
    for part in parts:
        each = [Decimal(debt[part]) for debt in state["balance"]]
        sums |= {*each, sum(each, Decimal())}
    for offer in state["offers"]:
        interest, fees = Decimal(offer["waived_interest"]), Decimal(offer["waived_fees"])
        sums |= {Decimal(offer["total"]), interest, fees, interest + fees}
        sums |= {Decimal(part["amount"]) for part in offer["instalments"]}
    if state["plan"]:
        sums |= {Decimal(state["plan"]["total"])}
        sums |= {Decimal(part["amount"]) for part in state["plan"]["instalments"]}
    if state["promise"]:
        sums.add(Decimal(state["promise"]["amount"]))
    return sums


def fits(keys: list[str], wanted: list[str]) -> bool:
    """`a|b` where the outcome is the same and only the words of sympathy differ."""
    pairs = zip(keys, wanted, strict=False)
    return len(keys) == len(wanted) and all(key in want.split("|") for key, want in pairs)


def same(value: Any) -> Any:
    return value


def _holds(holds: list[dict[str, Any]]) -> list[str]:
    """`dispute sofa`, or `hardship` where the whole account is meant."""
    named = [f"{hold['reason']} {(hold['debt'] or '').partition('/')[2]}".strip() for hold in holds]
    return sorted(named)


def _parts(of: dict[str, Any]) -> str:
    """`3 x 127.70 = 383.10 from 2027-03-24`."""
    parts = of["instalments"]
    if not parts:
        return f"till {of['until']}"
    return f"{len(parts)} x {parts[0]['amount']} = {of['total']} from {parts[0]['due_date']}"


def _plan(plan: dict[str, Any] | None) -> str | None:
    return plan and f"{plan['state']} {_parts(plan)}"


def _promise(promise: dict[str, Any] | None) -> str | None:
    if promise is None:
        return None
    kept = "" if promise["state"] == "open" else f" {promise['state']}"
    return f"{promise['amount']} on {promise['date']}{kept}"


def _offers(offers: list[dict[str, Any]]) -> list[str]:
    return [f"{offer['kind']} {_parts(offer)}" for offer in offers]


def _feedback(feedback: dict[str, Any] | None) -> Any:
    return feedback and feedback["rating"]


SHORT = {
    "holds": _holds,
    "plan": _plan,
    "promise": _promise,
    "offers": _offers,
    "feedback": _feedback,
}
