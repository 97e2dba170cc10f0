"""The commands that explain and write: words that fit, JSON that is whole, one clear sentence."""

import asyncio
import io
import json
import re
import sys
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from pypdf import PdfReader
from rich.console import Console

from bot.cli import commands, explain, words
from bot.cli.shown_offers import show, show_made
from bot.launch import supervise
from bot.policies import PolicyError
from bot.policies.schema import PLAN
from bot.rules.holds import HoldReason
from bot.rules.offers import OfferKind
from bot.usecases.offers.accept_offer import accept_offer
from bot.usecases.offers.explain_offers import explain_offers
from bot.usecases.offers.propose_plan import Wish, propose_plan
from bot.usecases.offers.replay_offers import Verdict, replay_offers
from bot.usecases.offers.situation import NOT_NEGOTIABLE
from bot.usecases.people.assert_rights import dispute
from bot.usecases.people.tell_circumstances import tell_circumstances, tell_hardship
from tests.usecases.world import World


@pytest.fixture
def world(policies, wording, creditor):
    return World.make(policies, wording, creditor)


@pytest.fixture
def run(world, monkeypatch, capsys):
    """A command as the shell runs it: exit code, what it printed, what it complained."""

    def on_world(use):
        return asyncio.run(use(SimpleNamespace(tools=world.tools)))

    monkeypatch.setattr(commands, "on_product", on_world)
    monkeypatch.setattr(explain, "on_product", on_world)
    monkeypatch.setenv("COLUMNS", "100")

    def command(*words):
        monkeypatch.setattr(sys, "argv", ["goodfaith", *words])
        with pytest.raises(SystemExit) as ended:
            commands.main()
        said = capsys.readouterr()
        return ended.value.code or 0, said.out, said.err

    return command


def meet(world, reference="A-1", *, says=None, **given):
    async def arrive():
        person = await world.meet(reference, **given)
        if says is not None:
            await person.does(*says)
        return person

    return asyncio.run(arrive())


def shown(world, reference, width=100, using=(explain_offers, show)):
    usecase, render = using
    found = asyncio.run(usecase(world.tools, reference))
    out = io.StringIO()
    render(found, Console(file=out, width=width))
    return out.getvalue()


def flat(text):
    return re.sub(r"\s+", " ", text)


def test_words_name_segment_offers_schedule_rules_and_rows(world, run):
    loyal = {"lifetime_value": 1_000_000, "debts": (("287.45", "4.55", "8.00"),)}
    meet(world, "L-1", **loyal)
    code, said, _ = run("explain", "offers", "L-1")
    assert code == 0
    told = flat(said)
    assert "Segment high_value" in told
    assert "spent $10,000.00 with us; the rule asks $5,000.00 or more" in told
    assert "1. Pay in full: $287.45 by 2026-04-02" in told
    assert "waived: interest $4.55, fees $8.00" in told
    assert "2. Instalments: $287.45 in 3 monthly payments" in told
    assert "2026-03-17 $95.82 2026-04-17 $95.82 2026-05-17 $95.81" in told
    assert re.search(r"Token payments only in hardship .*default\.yml:\d+", told)
    assert re.search(r"decided by: agent \(product choice; default\.yml:\d+\)", told)


def test_money_is_written_as_in_the_persons_country(world):
    meet(world, "B-1", country="BR")
    assert "R$ 1.300,00" not in shown(world, "B-1")
    assert "R$ 330,00" in shown(world, "B-1")


@pytest.mark.parametrize("width", [60, 80, 120])
def test_nothing_is_wider_than_the_window(world, width):
    meet(world, says=(tell_hardship, "hardship_income", "I lost my job"))
    lines = shown(world, "A-1", width).splitlines()
    assert len(lines) > 50
    assert max(len(line) for line in lines) <= width


def test_no_colour_is_needed(world):
    meet(world)
    assert "\x1b" not in shown(world, "A-1")


def test_json_is_the_whole_explanation(world, run):
    meet(world)
    code, said, _ = run("explain", "offers", "A-1", "--json")
    found = json.loads(said)
    assert code == 0
    assert {"reference", "segment", "policy_version", "offers"} <= set(found)
    first = found["offers"][0]
    assert {"kind", "total", "currency", "instalments", "reasons"} <= set(first)
    assert {"rule", "value", "source", "shapes"} <= set(first["reasons"][0])


def test_when_nothing_is_open_it_says_why_and_who_decides(world):
    meet(world, says=(dispute, "I never ordered that"))
    told = flat(shown(world, "A-1"))
    assert "No offer is open. The debt is disputed: nobody is asked to pay it" in told
    assert "What happens next is decided by: person." in told
    meet(world, "N-1", debts=())
    assert "Nothing is owed, so there is nothing to offer." in shown(world, "N-1")


def test_offers_made_are_listed_with_what_computing_them_again_found(world, run):
    offered(world)
    code, said, _ = run("explain", "offers", "A-1", "--made")
    assert code == 0
    assert "A-1: 3 offers made so far" in said
    assert said.count("computed again: the same offer") == 3
    assert "2026-03-03 15:00 UTC, open, policy 20" in said


def offered(world, *, accept=None):
    """Ada, with offers; and a plan when one is accepted."""
    ada = meet(world, says=(tell_circumstances, "other", "my car broke"))
    asyncio.run(ada.does(propose_plan, Wish.PLAN, ""))
    if accept:
        asyncio.run(ada.does(accept_offer, accept))


def test_a_plan_that_runs_is_among_the_facts(world):
    offered(world, accept=1)
    told = flat(shown(world, "A-1"))
    assert re.search(r"plan active, \$30\d\.\d\d; the offers would take its place", told)


def test_a_forged_offer_stands_out(world):
    offered(world)

    async def forged(tools, reference):
        found = await replay_offers(tools, reference)
        found["offers"][0]["replay"] = {"verdict": "outside", "codes": ["waives_too_much"]}
        return found

    told = shown(world, "A-1", using=(forged, show_made))
    assert "computed again: OUTSIDE the rules (waives_too_much)" in told


def test_the_agreement_is_written_where_it_was_asked_for(world, run, tmp_path):
    offered(world, accept=1)
    file = tmp_path / "mine.pdf"
    code, said, _ = run("agreement", "A-1", "--out", str(file))
    assert code == 0
    assert said.startswith(f"{file} holds the agreement ")
    assert "Ada Lovelace" in PdfReader(file).pages[0].extract_text()


@pytest.mark.parametrize("words", [("explain", "offers"), ("agreement",)])
def test_an_unknown_person_is_one_clear_sentence(run, words):
    code, said, complaint = run(*words, "NOBODY")
    assert (code, said) == (1, "")
    assert complaint == "goodfaith: no account has the reference NOBODY\n"


def test_a_broken_policy_file_ends_the_demonstration_before_anything_starts(run, monkeypatch):
    def broken(today):
        raise PolicyError("us.yml", 109, "plans.old_debt.more_time_days", f"is odd in {today.year}")

    monkeypatch.setattr(commands, "load_policies", broken)
    monkeypatch.setattr(supervise, "demo", lambda settings: 0)
    code, said, complaint = run("demo")
    assert (code, said) == (1, "")
    year = datetime.now(UTC).year
    assert complaint == f"goodfaith: us.yml:109: plans.old_debt.more_time_days: is odd in {year}\n"


def test_without_an_agreement_there_is_nothing_to_write(world, run, tmp_path):
    meet(world)
    code, _, complaint = run("agreement", "A-1", "--out", str(tmp_path / "none.pdf"))
    assert code == 1
    assert complaint == "goodfaith: nothing was agreed in writing with A-1\n"
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_cannot_be_written_is_one_clear_sentence(world, run, tmp_path):
    offered(world, accept=1)
    code, _, complaint = run("agreement", "A-1", "--out", str(tmp_path / "no" / "where.pdf"))
    assert code == 1
    assert "cannot be written: No such file or directory." in complaint


def test_every_code_has_words():
    assert set(PLAN) <= set(words.LIMITS)
    assert {str(kind) for kind in OfferKind} <= set(words.KINDS)
    assert {str(reason) for reason in NOT_NEGOTIABLE} <= set(words.NOTHING)
    assert {str(verdict) for verdict in Verdict} == set(words.VERDICTS)
    assert set(NOT_NEGOTIABLE) <= set(HoldReason)


@pytest.mark.parametrize(
    ("code", "raw", "said"),
    [
        ("interest_waiver", "3/4", "75 %"),
        ("interest_waiver", "1/3", "1/3"),
        ("smallest_instalment", "25.00", "$25.00"),
        ("longest_days", 400, "400 days"),
        ("token_payment", None, "none"),
        ("interest_free", False, "no"),
        ("frequencies", ["monthly", "weekly"], "monthly, weekly"),
        ("payday", "business_day:5", "business day 5 of the month"),
        ("payday", "day:31", "day 31 of the month"),
        ("payday", "last_business_day", "last business day of the month"),
        ("payday", "weekday:4", "Friday"),
        ("one_payment", "1", ""),
    ],
)
def test_values_as_people_write_them(code, raw, said):
    assert words.value(code, raw, "USD", "en_US") == said


def test_contact_in_words_channel_by_channel_and_rule_by_rule(world, run):
    meet(world, channels=("sms", "whatsapp"))
    code, said, _ = run("explain", "contact", "A-1")
    told = flat(said)
    assert code == 0
    assert "A-1, US, a reminder at Tue 2026-03-03 10:00 their time (America/New_York)" in told
    assert "May be contacted: yes, by sms." in told
    assert re.search(r"whatsapp NO needs template", told)
    assert re.search(r"legal hours yes 12 CFR 1006\.6\(b\)\(1\)", told)


@pytest.mark.parametrize(
    ("at", "told"),
    [
        ("2026-03-04T03:00", "not yet. By sms from Wed 2026-03-04 09:00 their time."),
        ("2026-03-03T22:00-05:00", "not yet. By sms from Wed 2026-03-04 09:00 their time."),
        ("2026-03-04T15:00:00Z", "yes, by sms."),
    ],
)
def test_contact_at_another_instant(world, run, at, told):
    meet(world)
    code, said, _ = run("explain", "contact", "A-1", "--at", at)
    assert code == 0
    assert f"May be contacted: {told}" in flat(said)


def test_contact_as_json_has_what_scripts_build_on(world, run):
    meet(world, says=(dispute, "I never ordered that"))
    code, said, _ = run("explain", "contact", "A-1", "--kind", "reminder", "--json")
    found = json.loads(said)
    assert code == 0
    assert {"allowed", "channels", "not_before", "rules"} <= set(found)
    assert not found["allowed"]
    assert all(set(r) == {"rule", "verdict", "reason", "source"} for r in found["rules"])


def test_a_contact_that_no_waiting_allows_says_so(world, run):
    meet(world, debts=())
    _, said, _ = run("explain", "contact", "A-1")
    assert "May be contacted: no, and not by waiting." in said
    assert "NO nothing owed" in flat(said)


@pytest.mark.parametrize("at", ["yesterday", "", "0001-01-01T00:00+14:00"])
def test_an_instant_that_is_none_is_one_sentence(world, run, at):
    meet(world)
    code, said, complained = run("explain", "contact", "A-1", "--at", at)
    assert (code, said) == (1, "")
    assert complained.startswith("goodfaith: --at")
    assert complained.count("\n") == 1
