"""Does the door let the right message through, at the right hour, and say why?"""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.policies import load_policies
from bot.rules.contact import (
    EVERY_CHANNEL,
    ContactFacts,
    ContactPolicy,
    ContactVerdict,
    MessageKind,
    Verdict,
    is_opt_in,
    is_opt_out,
    judge_contact,
)
from bot.rules.holds import Hold, HoldReason
from bot.rules.hours import Window
from bot.rules.ownership import Owner

POLICIES = load_policies()
US, GB, BR = (POLICIES.for_country(code).contact for code in ("US", "GB", "BR"))
WEDNESDAY = datetime(2025, 5, 14, 16, tzinfo=UTC)  # noon in New York
REMINDER = ContactFacts(MessageKind.REMINDER, "sms", "US", time_zones=("America/New_York",))
REPLY = replace(REMINDER, kind=MessageKind.REPLY)


def reasons(verdict: ContactVerdict) -> list[tuple[str, str]]:
    return [(r.rule, r.reason) for r in verdict.stopped_by]


def ask(
    facts: ContactFacts, now: datetime = WEDNESDAY, policy: ContactPolicy = US
) -> ContactVerdict:
    return judge_contact(facts, policy, now)


@pytest.mark.parametrize(
    "text", ["STOP", " stop. ", "Stop!!!", "opt out", "Opt-Out", "PARAR", "pare!", "Sair", "END"]
)
def test_opt_out_words(text: str) -> None:
    assert is_opt_out(text, US.opt_out_words)


@pytest.mark.parametrize(
    "text", ["", "!!!", "stop it please", "don't stop", "I will end this", "?"]
)
def test_no_opt_out_words(text: str) -> None:
    assert not is_opt_out(text, US.opt_out_words)


def test_opt_in_words() -> None:
    assert is_opt_in("começar", US.opt_in_words)
    assert is_opt_in("Comecar!", US.opt_in_words)
    assert not is_opt_in("start tomorrow", US.opt_in_words)


def test_a_reminder_on_a_working_day_passes_every_rule() -> None:
    verdict = ask(REMINDER)
    assert verdict.allowed
    assert verdict.not_before is None
    assert len(verdict.rules) == 13
    assert all(rule.source for rule in verdict.rules)


@pytest.mark.parametrize(
    ("kind", "confirmed", "allowed"),
    [("reply", False, False), ("holding", False, False), ("agent", False, False),
     ("reminder", False, False), ("confirmation", False, True), ("confirmation", True, False),
     ("safety", True, True)],
)  # fmt: skip
@pytest.mark.parametrize("where", ["sms", EVERY_CHANNEL])
def test_opt_out(kind: str, confirmed: bool, allowed: bool, where: str) -> None:
    owner = Owner.AGENT if kind == "agent" else Owner.BOT
    facts = replace(REMINDER, kind=MessageKind(kind), opted_out=frozenset({where}), owner=owner,
                    opt_out_confirmed=confirmed)  # fmt: skip
    verdict = ask(facts)
    assert verdict.allowed is allowed
    assert verdict.not_before is None
    assert ask(replace(facts, channel="telegram")).allowed is (allowed or where == "sms")


@pytest.mark.parametrize("kind", list(MessageKind))
def test_no_debt_detail_before_identity(kind: MessageKind) -> None:
    facts = replace(REMINDER, kind=kind, discloses=True,
                    owner=Owner.AGENT if kind is MessageKind.AGENT else Owner.BOT)  # fmt: skip
    assert ("identity", "identity_not_verified") in reasons(ask(facts))
    assert ask(replace(facts, verified=True)).allowed


def test_who_may_speak() -> None:
    assert ask(replace(REPLY, owner=Owner.WAITING)).allowed
    assert reasons(ask(replace(REPLY, owner=Owner.AGENT))) == [
        ("ownership", "agent_has_the_conversation")
    ]
    agent = replace(REPLY, kind=MessageKind.AGENT)
    assert reasons(ask(agent)) == [("ownership", "not_claimed")]
    assert ask(replace(agent, owner=Owner.AGENT)).allowed
    assert not ask(replace(REMINDER, owner=Owner.WAITING)).allowed


def test_replies_go_at_any_hour_and_through_holds() -> None:
    night = datetime(2025, 5, 17, 4, tzinfo=UTC)
    hold = Hold(HoldReason.DISPUTE, None, night - timedelta(days=1))
    for kind in (MessageKind.REPLY, MessageKind.HOLDING, MessageKind.SAFETY):
        facts = replace(REMINDER, kind=kind, holds=(hold,), sent_at=(night,) * 9, time_barred=True)
        assert ask(facts, night).allowed


@pytest.mark.parametrize(
    ("at", "opens"),
    [
        ("2025-05-14T12:59+00:00", "2025-05-14T13:00+00:00"),  # 08:59 in New York
        ("2025-05-14T22:00+00:00", "2025-05-15T13:00+00:00"),  # 18:00
        ("2025-05-16T22:30+00:00", "2025-05-19T13:00+00:00"),  # Friday evening
        ("2025-05-26T15:00+00:00", "2025-05-27T13:00+00:00"),  # Memorial Day
    ],
)
def test_hours_wait_for_the_next_opening(at: str, opens: str) -> None:
    verdict = ask(REMINDER, datetime.fromisoformat(at))
    assert not verdict.allowed
    assert verdict.not_before == datetime.fromisoformat(opens)
    assert ask(REMINDER, datetime.fromisoformat(opens)).allowed


def test_every_possible_zone_must_be_open() -> None:
    anywhere = replace(REMINDER, time_zones=())
    assert not ask(anywhere).allowed
    assert ask(anywhere).not_before == datetime(2025, 5, 14, 19, tzinfo=UTC)  # 09:00 in Honolulu
    assert ask(replace(anywhere, region="ny")).allowed
    lost = judge_contact(
        replace(anywhere, country="FR"), POLICIES.for_country("FR").contact, WEDNESDAY
    )
    assert ("hours", "time_zone_unknown") in reasons(lost)


@pytest.mark.parametrize(
    ("region", "at", "allowed"),
    [
        ("SP", "2025-05-17T13:59-03:00", True), ("SP", "2025-05-17T14:00-03:00", False),
        ("SP", "2025-05-14T08:00-03:00", True), ("RJ", "2025-05-14T08:30-03:00", False),
        ("RJ", "2025-05-17T10:00-03:00", False), ("SP", "2025-05-18T10:00-03:00", False),
        ("SP", "2025-05-01T10:00-03:00", False), ("ES", "2025-05-14T18:59-03:00", True),
        ("ES", "2025-05-14T19:00-03:00", False), (None, "2025-05-14T09:00-03:00", False),
        (None, "2025-05-14T11:00-03:00", True), ("AL", "2025-05-17T13:00-03:00", True),
    ],
)  # fmt: skip
def test_brazilian_hours(region: str | None, at: str, allowed: bool) -> None:
    facts = ContactFacts(MessageKind.REMINDER, "sms", "BR", region=region)
    assert ask(facts, datetime.fromisoformat(at), BR).allowed is allowed


def test_caps_as_a_diary() -> None:
    first = WEDNESDAY
    sent = replace(REMINDER, sent_at=(first,))
    assert reasons(ask(sent, first + timedelta(hours=2))) == [("caps", "cap_1_in_1_days")]
    assert ask(sent, first + timedelta(days=1)).allowed
    twice = replace(REMINDER, sent_at=(first, first + timedelta(days=1)))
    waiting = ask(twice, first + timedelta(days=2))
    assert reasons(waiting) == [("caps", "cap_2_in_7_days")]
    assert waiting.not_before == first + timedelta(days=7)
    assert ask(twice, first + timedelta(days=7)).allowed


def test_a_hold_waits_and_lands_in_business_hours() -> None:
    saturday = datetime(2025, 5, 17, 16, tzinfo=UTC)
    hold = Hold(HoldReason.PROMISE, None, WEDNESDAY, saturday)
    verdict = ask(replace(REMINDER, holds=(hold,)))
    assert reasons(verdict) == [("hold", "hold_promise")]
    assert verdict.not_before == datetime(2025, 5, 19, 13, tzinfo=UTC)
    never = ask(replace(REMINDER, holds=(Hold(HoldReason.DISPUTE, "D-1", WEDNESDAY),), debt="D-1"))
    assert (never.not_before, reasons(never)) == (None, [("hold", "hold_dispute")])
    assert ask(
        replace(REMINDER, holds=(Hold(HoldReason.DISPUTE, "D-1", WEDNESDAY),), debt="D-2")
    ).allowed


def test_what_the_person_asked_for_is_obeyed() -> None:
    evening = replace(REMINDER, windows=tuple(Window(d, time(18), time(22)) for d in range(7)))
    assert ask(evening).not_before == datetime(2025, 5, 14, 22, tzinfo=UTC)
    late = ask(evening, datetime(2025, 5, 15, 1, 30, tzinfo=UTC))  # 21:30: past the law's hours
    assert not late.allowed
    night = replace(REMINDER, windows=(Window(2, time(22), time(23)),))
    assert ("hours", "no_allowed_hour_asked") in reasons(ask(night))
    assert not ask(replace(REMINDER, channels=frozenset({"whatsapp"}))).allowed
    after = ask(replace(REMINDER, not_before_day=date(2025, 5, 20)))
    assert after.not_before == datetime(2025, 5, 20, 13, tzinfo=UTC)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"owes": False}, ("nothing_owed", "nothing_owed")),
        ({"time_barred": True}, ("time_barred", "time_barred")),
        ({"address_ok": False}, ("address", "bad_address")),
        ({"address_checked_at": WEDNESDAY - timedelta(days=61)}, ("address", "recheck_due")),
        ({"channel": "whatsapp", "template": True}, ("consent", "no_consent")),
    ],
)
def test_refusals(change: dict[str, object], reason: tuple[str, str]) -> None:
    verdict = ask(replace(REMINDER, **change))  # type: ignore[arg-type]
    assert (reasons(verdict), verdict.not_before) == ([reason], None)


def test_whatsapp_window() -> None:
    chat = replace(REPLY, channel="whatsapp", last_inbound_at=WEDNESDAY - timedelta(hours=23))
    assert ask(chat).allowed
    assert reasons(ask(chat, WEDNESDAY + timedelta(hours=2))) == [
        ("channel_window", "needs_template")
    ]
    assert ask(replace(chat, template=True), WEDNESDAY + timedelta(days=9)).allowed


def test_a_naive_instant_is_an_error() -> None:
    with pytest.raises(ValueError, match="time zone"):
        ask(REMINDER, WEDNESDAY.replace(tzinfo=None))


instants = st.datetimes(datetime(2025, 1, 1), datetime(2026, 12, 31)).map(  # noqa: DTZ001
    lambda d: d.replace(tzinfo=UTC)
)


@given(instants, st.sampled_from([US, GB, BR]))
def test_not_before_is_never_early_and_truly_open(now: datetime, policy: ContactPolicy) -> None:
    facts = ContactFacts(MessageKind.REMINDER, "sms", policy.country, sent_at=(now,))
    verdict = judge_contact(facts, policy, now)
    assert verdict.not_before is not None
    assert verdict.not_before >= now + timedelta(days=1)
    later = judge_contact(facts, policy, verdict.not_before)
    assert all(rule.verdict is Verdict.PASS for rule in later.rules)
