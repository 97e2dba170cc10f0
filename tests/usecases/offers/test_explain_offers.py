"""Every offer, limit and refusal is traced to a fact and a row of the policies."""

import json
from datetime import date
from pathlib import Path

import pytest

from bot.policies.schema import PLAN
from bot.rules.offers.terms import NUMBERS
from bot.usecases.find_person import UnknownAccount
from bot.usecases.offers.explain_offers import explain_offers
from bot.usecases.offers.propose_plan import Wish, propose_plan
from bot.usecases.payments.record_payment import record_payment
from bot.usecases.people.assert_rights import dispute
from bot.usecases.people.tell_circumstances import tell_circumstances, tell_hardship
from tests.usecases.world import Person, World

POLICIES = Path("bot/policies")


async def explained(person: Person):
    return await explain_offers(person.world.tools, person.reference)


def by(rows, name):
    return {row[name]: row for row in rows}


def line_of(row):
    return (POLICIES / row["file"]).read_text(encoding="utf-8").splitlines()[row["line"] - 1]


async def test_the_facts_as_the_records_have_them(ada):
    told = await explained(ada)
    assert (told["reference"], told["country"], told["today"]) == ("A-1", "US", "2026-03-03")
    assert told["facts"]["debts"] == [
        {
            "debt": "A-1-D1",
            "description": "Sofa, order 1",
            "product": None,
            "due_date": "2026-02-01",
            "days_past_due": 30,
            "currency": "USD",
            "principal": "300.00",
            "interest": "20.00",
            "fees": "10.00",
            "total": "330.00",
            "negotiable": True,
        }
    ]
    assert told["facts"]["circumstances"] == []
    assert told["facts"]["plan"] is None
    assert told["situation"]["owed"]["total"] == "330.00"


async def test_what_the_person_told_is_among_the_facts(ada):
    await ada.does(tell_circumstances, "other", "I can do 60 a month, I get paid on the 5th")
    told = await explained(ada)
    assert [c["told_on"] for c in told["facts"]["circumstances"]] == ["2026-03-03"]
    assert told["situation"]["affordable"] == "60.00"
    assert told["situation"]["frequency"] == "monthly"


async def test_why_this_segment_with_both_values_and_the_line(world: World):
    loyal = await world.meet("L-1", lifetime_value=1_000_000, debts=(("287.45", "4.55", "8.00"),))
    told = await explained(loyal)
    assert told["segment"] == "high_value"
    because = told["segment_because"]
    assert because["conditions"] == [
        {"condition": "lifetime_value_at_least", "fact": "10000.00 USD", "asked": "5000.00 USD"}
    ]
    assert because["source"] == "product choice: worth of the relationship"
    assert because["file"] == "default.yml"
    assert "value:" in line_of(because)


async def test_late_before(world: World):
    often = await world.meet("P-1", first_time_late=False)
    told = await explained(often)
    assert told["segment"] == "frequently_late"
    assert told["segment_because"]["conditions"] == [
        {"condition": "times_late_at_least", "fact": "2", "asked": "2"}
    ]


async def test_every_limit_stands_on_the_line_that_is_named(ada):
    limits = by((await explained(ada))["limits"], "limit")
    assert set(limits) == set(PLAN)
    for name, row in limits.items():
        assert line_of(row).strip().startswith((f"{name}:", "value:")), row
        assert row["rule"].endswith(f".{name}")
        assert row["source"]
    assert limits["interest_waiver"]["rule"] == "plans.first_time_late.interest_waiver"
    assert limits["interest_waiver"]["value"] == "3/4"
    assert limits["smallest_instalment"]["rule"] == "plans.standard.smallest_instalment"
    assert limits["smallest_instalment"]["value"] == "25.00"
    assert limits["frequencies"]["value"] == ["monthly", "fortnightly", "weekly"]


async def test_a_products_own_row_is_named(world: World):
    reader = await world.meet("S-1")

    async def subscribe(work, scene):
        (await scene.debts())[0].debt.product = "subscription"

    await reader.change(subscribe)
    limits = by((await explained(reader))["limits"], "limit")
    assert limits["max_instalments"]["rule"] == "products.subscription.standard.max_instalments"
    assert limits["max_instalments"]["value"] == 6
    assert limits["interest_waiver"]["rule"] == "plans.first_time_late.interest_waiver"


async def test_each_number_of_each_offer_has_a_rule(ada):
    await ada.does(tell_hardship, "hardship_income", "I lost my job")
    offers = (await explained(ada))["offers"]
    assert {offer["kind"] for offer in offers} >= {"instalments", "token", "pause", "pay_in_full"}
    for offer in offers:
        shaped = {name for reason in offer["reasons"] for name in reason["shapes"]}
        wanted = {"total", "until"} | (
            {"count", "amount", "dates"} if offer["instalments"] else set()
        )
        assert wanted <= shaped <= set(NUMBERS), offer
        assert all(reason["source"] for reason in offer["reasons"])


async def test_what_is_not_open_and_which_row_closes_it(ada):
    shut = by((await explained(ada))["closed"], "what")
    assert set(shut) == {"token", "pause", "principal_waiver"}
    assert shut["token"]["why"] == "care_only"
    assert shut["token"]["limits"][0]["source"] == "product choice: in hardship only"
    (principal,) = shut["principal_waiver"]["limits"]
    assert (shut["principal_waiver"]["why"], principal["value"]) == ("policy_none", "0")


async def test_in_hardship_token_and_pause_are_open(ada):
    await ada.does(tell_hardship, "hardship_income", "I lost my job")
    told = await explained(ada)
    assert told["segment"] == "hardship"
    assert set(by(told["closed"], "what")) == {"principal_waiver"}


async def test_a_row_that_care_keeps_is_named_where_it_stands(world: World):
    loyal = await world.meet("L-1", lifetime_value=1_000_000)
    await loyal.does(tell_hardship, "hardship_income", "I lost my job")
    told = await explained(loyal)
    assert told["segment"] == "hardship"
    for row in told["limits"]:
        assert row["rule"].split(".")[1] in {"hardship", "high_value", "standard"}


async def test_too_small_a_debt_has_no_plan(world: World):
    penny = await world.meet("S-1", debts=(("12.00", "0.00", "0.00"),))
    shut = by((await explained(penny))["closed"], "what")
    assert shut["instalments"]["why"] == "too_small"
    (smallest,) = shut["instalments"]["limits"]
    limits = world.tools.policies.for_country("US").plan_limits("small_balance", "USD")
    assert smallest["value"] == limits.smallest_instalment.decimal()


async def test_a_wish_below_every_plan_is_said(ada):
    await ada.does(tell_circumstances, "other", "I can do 5 a month")
    shut = by((await explained(ada))["closed"], "what")
    assert shut["instalments"]["why"] == "above_affordable"
    assert [row["limit"] for row in shut["instalments"]["limits"]] == [
        "affordable_share",
        "max_instalments",
    ]


async def test_charges_alone_are_not_waived(world: World):
    rest = await world.meet("C-1", debts=(("0.00", "120.00", "30.00"),))
    shut = by((await explained(rest))["closed"], "what")
    assert shut["charges_waiver"]["why"] == "charges_only"


async def test_who_decides_beyond_the_limits(ada):
    beyond = (await explained(ada))["beyond"]
    assert beyond["decides"] == "agent"
    assert "approver" in line_of(beyond)


async def test_nothing_owed_nothing_offered(world, ada):
    await record_payment(world.tools, "A-1-D1", "330.00", "bank:1")
    told = await explained(ada)
    assert (told["segment"], told["policy_version"], told["offers"]) == (None, None, [])
    assert (told["nothing"], told["decides"]) == ("nothing_owed", None)


async def test_a_dispute_stops_offers_and_a_person_decides(ada):
    await ada.does(dispute, "I never ordered that sofa")
    told = await explained(ada)
    assert told["offers"] == []
    assert (told["nothing"], told["decides"]) == ("dispute", "person")
    assert [debt["negotiable"] for debt in told["facts"]["debts"]] == [False]


async def test_explaining_changes_nothing_and_is_plain_json(ada):
    await ada.does(tell_circumstances, "other", "my car broke")
    await ada.does(propose_plan, Wish.PLAN, "")
    before = [row.offer for row in await ada.look("offers")]
    told = await explained(ada)
    assert json.loads(json.dumps(told)) == told
    assert [row.offer for row in await ada.look("offers")] == before
    assert date.fromisoformat(told["today"]) == date(2026, 3, 3)


async def test_nobody_has_that_reference(world):
    with pytest.raises(UnknownAccount, match="no account has the reference NOBODY"):
        await explain_offers(world.tools, "NOBODY")
