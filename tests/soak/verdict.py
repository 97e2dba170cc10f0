"""Was each message answered exactly once, and was nothing lost? Asked of the database and of the
provider's double, which knows what people got."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from bot.rules.delivery import GONE, State
from channels.twilio.webhooks import STATUSES
from tests.integration.product import rows
from tests.soak.outside import NAME
from tests.soak.plan import Call, phone
from tests.soak.provider import GONE_BAD, TRY_AGAIN

WATCH = (
    "CREATE TABLE soak_moves (n bigserial, id bigint, was text, now text)",
    """
    CREATE FUNCTION soak_note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        INSERT INTO soak_moves (id, was, now) VALUES (NEW.id, OLD.status, NEW.status);
        RETURN NEW;
    END $$
    """,
    """
    CREATE TRIGGER soak_note AFTER UPDATE OF status ON outbox FOR EACH ROW
    WHEN (OLD.status IS DISTINCT FROM NEW.status) EXECUTE FUNCTION soak_note()
    """,
)
"""Every step of every message is written down while the soak runs."""
SHOWN = 5


@dataclass(slots=True)
class Verdict:
    """The figures, and what must not be: empty when all is well."""

    figures: dict[str, Any] = field(default_factory=dict)
    violations: list[str] = field(default_factory=list)

    def expect_none(self, what: str, found: list[Any]) -> None:
        """These must not exist."""
        self.figures[what] = len(found)
        if found:
            self.violations.append(f"{len(found)} {what}: {found[:SHOWN]}")


async def judge(url: str, calls: list[Call], told: dict[str, Any]) -> Verdict:
    """All that has to hold at the end."""
    verdict = Verdict()
    genuine = {call.sid: call for call in calls if not call.forged}
    await _inbox(verdict, url, genuine, {call.sid for call in calls if call.forged})
    _answers(verdict, genuine, told["got"])
    await _statuses(verdict, url, told["got"])
    await _moves(verdict, url)
    return verdict


async def _inbox(verdict: Verdict, url: str, genuine: dict[str, Call], forged: set[str]) -> None:
    kept = await rows(url, "SELECT event_id, channel, text, outcome, processed_at FROM inbox")
    times = Counter(sid for sid, *_ in kept)
    verdict.figures["kept"] = len(kept)
    verdict.expect_none("inbound lost", [sid for sid in genuine if not times[sid]])
    verdict.expect_none("inbound kept twice", [sid for sid, n in times.items() if n > 1])
    verdict.expect_none("forged kept", [sid for sid in times if sid in forged])
    verdict.expect_none("kept from nowhere", [s for s in times if s not in {*genuine, *forged}])
    wrong = [
        (sid, outcome) for sid, _, _, outcome, done in kept if not done or outcome != "answered"
    ]
    verdict.expect_none("not processed as usual", wrong)


def _answers(verdict: Verdict, genuine: dict[str, Call], got: list[dict[str, Any]]) -> None:
    """What people got: each name once, at the address that wrote it; the first words once."""
    stays = [one for one in got if one["code"] != TRY_AGAIN]
    wanted = Counter((_address(call), call.name) for call in genuine.values())
    answered = Counter((o["to"], f.group()) for o in stays if (f := NAME.search(o["body"])))
    others = [one for one in stays if not NAME.search(one["body"])]
    verdict.figures["answered"] = len(answered)
    verdict.expect_none("lost", [key for key in wanted if not answered[key]])
    verdict.expect_none("twice", [key for key, n in answered.items() if n > 1])
    verdict.expect_none("answers nobody asked for", [key for key in answered if key not in wanted])
    # The other words are the introduction: once to each person, and on one channel. One that did
    # not arrive is said again.
    people = {one["to"].removeprefix("whatsapp:") for one in others}
    read = Counter(o["to"].removeprefix("whatsapp:") for o in others if o["code"] != GONE_BAD)
    verdict.figures["introductions"] = len(people)
    verdict.expect_none("introduced twice", [who for who, n in read.items() if n > 1])
    writers = {phone(call.person) for call in genuine.values()}
    verdict.expect_none("never introduced", [who for who in writers if who not in people])


def _address(call: Call) -> str:
    return f"whatsapp:{phone(call.person)}" if call.channel == "whatsapp" else phone(call.person)


async def _statuses(verdict: Verdict, url: str, got: list[dict[str, Any]]) -> None:
    """Each message stands where the provider says that it ended."""
    ends = {one["sid"]: STATUSES[one["end"]] for one in got if one["code"] != TRY_AGAIN}
    outbox = await rows(url, "SELECT id, status, provider_id, reason FROM outbox")
    verdict.figures["outbox"] = dict(Counter(status for _, status, *_ in outbox))
    wrong = [row for row in outbox if ends.get(row[2]) != row[1]]
    verdict.expect_none("in another state than the provider's", wrong)


async def _moves(verdict: Verdict, url: str) -> None:
    """What the provider has never goes back; but a message that it failed may be sent again."""
    moves = await rows(url, "SELECT id, was, now FROM soak_moves ORDER BY n")
    order = {str(state): place for place, state in enumerate(GONE)}
    back = [
        move
        for move in moves
        if move[1] in order
        and order.get(move[2], -1) < order[move[1]]
        and not (move[1] == State.SENT and move[2] in (State.QUEUED, State.FAILED))
    ]
    verdict.figures["moves"] = len(moves)
    verdict.expect_none("moved back", back)
    doubts = Counter(now for _, _, now in moves)
    verdict.figures["left in doubt meanwhile"] = doubts[State.UNKNOWN]
