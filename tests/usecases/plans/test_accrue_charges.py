"""Interest and late fees, as diaries: exact to the cent, the same however often time is told."""

from datetime import date, timedelta

import pytest

from bot.rules.holds import HoldReason
from bot.usecases.clock.run_due import run_due
from bot.usecases.offers.accept_offer import accept_offer
from bot.usecases.offers.propose_plan import Wish, propose_plan
from bot.usecases.payments.correct_debt import correct_debt
from bot.usecases.payments.record_payment import record_payment
from bot.usecases.payments.reverse_payment import reverse_payment
from bot.usecases.people.tell_circumstances import tell_circumstances
from bot.usecases.records import HoldRecord
from tests.usecases.world import TUESDAY

TODAY = date(2026, 3, 3)
TWELVE = {"annual_rate": "12%"}


async def owes(world, terms=TWELVE, principal="1000.00", **given):
    """Someone whose debt falls due today."""
    return await world.meet(debts=((principal, "0", "0"),), due=TODAY, terms=terms, **given)


async def balance(person):
    (one,) = (await person.state())["balance"]
    return {
        name: one[name]
        for name in ("principal", "interest", "fees", "credit")
        if one[name] != "0.00"
    }


async def entries(person):
    async with person.world.tools.open_work() as work:
        debts = await work.debts.find(account_id=person.account_id)
        rows = await work.ledger.find(debt_id=[debt.id for debt in debts])
    return [(row.kind, row.amount, row.source) for row in rows]


async def hold(person, days, reason=HoldReason.HARDSHIP):
    async def add(work, scene):
        row = HoldRecord(
            account_id=scene.account.id, reason=reason, starts=scene.now, set_by="test",
            until=scene.now + timedelta(days=days),
        )  # fmt: skip
        work.holds.add(row)

    await person.change(add)


@pytest.mark.parametrize("step", [1, 7, 30])
async def test_twelve_per_cent_over_thirty_days_however_time_passes(world, step):
    ada = await owes(world)
    for left in range(30, 0, -step):
        await world.wait(days=min(step, left))
    assert await balance(ada) == {"principal": "1000.00", "interest": "9.86"}


async def test_a_day_is_charged_once(world):
    ada = await owes(world)
    await world.wait(days=1)
    before = await entries(ada)
    assert before[1:] == [("interest", 33, "interest:A-1-D1:2026-03-04")]
    for _ in range(3):
        await world.wait(hours=4)
        await run_due(world.tools)
    assert await entries(ada) == before


async def test_the_day_changes_where_the_person_lives(world):
    ada = await owes(world)
    await world.wait(hours=13, minutes=59)  # 23.59 in New York, four hours into the day in UTC
    assert await balance(ada) == {"principal": "1000.00"}
    await world.wait(minutes=1)
    assert await balance(ada) == {"principal": "1000.00", "interest": "0.33"}


async def test_no_terms_no_charges(world):
    ada = await owes(world, terms={})
    await world.wait(days=60)
    assert await balance(ada) == {"principal": "1000.00"}


async def test_a_late_fee_in_brazil_is_two_per_cent_at_most_and_comes_once(world):
    ada = await owes(world, {"late_fee": "10%"}, "1234.56", country="BR")
    assert await balance(ada) == {"principal": "1234.56"}
    await world.wait(days=1)
    assert await balance(ada) == {"principal": "1234.56", "fees": "24.69"}
    await world.wait(days=1)
    await world.wait(days=40)
    assert await balance(ada) == {"principal": "1234.56", "fees": "24.69"}
    assert (await ada.history()).count("charges_changed") == 1


async def test_what_was_late_when_it_came_has_its_charges_already(world):
    """Due 30 days ago, handed over today: one day of interest tomorrow, no late fee."""
    ada = await world.meet(
        debts=(("1000.00", "9.86", "20.00"),), due=date(2026, 2, 1),
        terms={"annual_rate": "12%", "late_fee": "2%"},
    )  # fmt: skip
    await world.wait(days=1)
    assert await balance(ada) == {"principal": "1000.00", "interest": "10.19", "fees": "20.00"}


async def test_ten_days_of_a_hold_in_the_middle_cost_nothing(world):
    ada = await owes(world)
    await world.wait(days=10)
    await hold(ada, 10)
    for _ in range(20):
        await world.wait(days=1)
    assert await balance(ada) == {"principal": "1000.00", "interest": "6.58"}


async def test_the_late_fee_waits_for_the_end_of_a_hold(world):
    ada = await owes(world, {"late_fee": {"amount": "5.00"}})
    await hold(ada, 10, HoldReason.BREATHING_SPACE)
    await world.wait(days=10)
    assert await balance(ada) == {"principal": "1000.00"}
    await world.wait(days=1)
    assert await balance(ada) == {"principal": "1000.00", "fees": "5.00"}


async def test_a_hold_that_freezes_no_charges(world):
    ada = await owes(world)
    await hold(ada, 10, HoldReason.REPRESENTATIVE)
    await world.wait(days=10)
    assert await balance(ada) == {"principal": "1000.00", "interest": "3.29"}


@pytest.mark.parametrize("step", [1, 5, 15])
async def test_a_payment_in_the_middle(world, step):
    """4.93 of 400.00 is interest; 604.93 x 12 % x 15 / 365 = 2.98; 7.91 in all."""
    ada = await owes(world)
    for _ in range(15 // step):
        await world.wait(days=step)
    await record_payment(world.tools, "A-1-D1", "400.00", "bank:1")
    assert await balance(ada) == {"principal": "604.93"}
    for _ in range(15 // step):
        await world.wait(days=step)
    assert await balance(ada) == {"principal": "604.93", "interest": "2.98"}


async def test_a_payment_that_is_told_late_gives_the_interest_back(world):
    """Paid on the tenth day, told on the thirtieth: 3.31 of interest instead of 9.86."""
    ada = await owes(world)
    await world.wait(days=30)
    at = TUESDAY + timedelta(days=10)
    await record_payment(world.tools, "A-1-D1", "1000.00", "bank:1", at)
    assert (await ada.owes(), (await entries(ada))[-1]) == (
        "3.31", ("credit", 655, "interest:A-1-D1:correction-1"),
    )  # fmt: skip
    await run_due(world.tools)
    assert await ada.owes() == "3.31"
    await world.wait(days=1)
    assert await ada.owes() == "3.31"


async def test_money_that_is_taken_back_counted_while_it_was_there(world):
    """1.64 in five days, then 501.64 for ten: 3.29; then 1,000.00 for fifteen: 8.22."""
    ada = await owes(world)
    await world.wait(days=5)
    await record_payment(world.tools, "A-1-D1", "500.00", "bank:1")
    await world.wait(days=10)
    assert await ada.owes() == "503.29"
    await reverse_payment(world.tools, "bank:1", reason="no funds", reference="r-1")
    assert await ada.owes() == "1003.29"
    await world.wait(days=15)
    assert await ada.owes() == "1008.22"


async def test_a_credit_note_lowers_what_bears_interest(world):
    """500.00 x 12 % x 30 / 365 = 4.93."""
    ada = await owes(world)
    await correct_debt(world.tools, "A-1-D1", "500.00", reference="c-1", reason="goods came back")
    await world.wait(days=30)
    assert await balance(ada) == {"principal": "500.00", "interest": "4.93"}


async def offered(person, wish=Wish.PLAN):
    await person.proves_identity()
    await person.does(tell_circumstances, "other", "my car broke")
    await person.does(propose_plan, wish, "")


async def test_a_plan_that_is_kept_bears_no_interest_and_one_that_breaks_does(world):
    """Agreed after ten days: 3.29, of which 75 % is waived: 2.47. Three instalments of 333.61 from
    27 March. Three days of grace: broken on 31 March. Ten days on 1,000.00 again: 3.29."""
    ada = await owes(world)
    await world.wait(days=10)
    await offered(ada)
    await ada.does(accept_offer, None)
    plan = (await ada.state())["plan"]
    assert plan["total"] == "1000.82"
    assert plan["instalments"][0] == {
        "amount": "333.61", "due_date": "2026-03-27", "paid": "0.00", "credited": "0.00",
    }  # fmt: skip
    await world.wait(days=17)
    assert ((await ada.state())["plan"]["state"], await ada.owes()) == ("active", "1000.82")
    await world.wait(days=10)
    assert (await ada.state())["plan"]["state"] == "broken"
    assert await ada.owes() == "1004.11"
    await record_payment(world.tools, "A-1-D1", "333.61", "bank:1")
    cured = (await ada.state())["plan"]
    assert (cured["state"], cured["instalments"][-1]["credited"]) == ("active", "0.00")
    assert await ada.owes() == "667.21"
    await world.wait(days=5)
    assert await ada.owes() == "667.21"


async def test_an_offer_that_was_shown_is_kept_though_days_go_by(world):
    """Shown at 1,003.29 less 2.47; two days on, 0.66 has come up and is waived."""
    ada = await owes(world)
    await world.wait(days=10)
    await offered(ada)
    await world.wait(days=2)
    assert await ada.owes() == "1003.95"
    await ada.proves_identity()
    await ada.does(accept_offer, None)
    assert (await ada.state())["plan"]["total"] == "1000.82"
    assert await ada.owes() == "1000.82"
    assert "quote_kept" in await ada.history()


async def test_terms_that_cannot_be_read_are_not_taken(world):
    with pytest.raises(ValueError, match="annual_rate is a percentage"):
        await owes(world, {"annual_rate": "12"})
