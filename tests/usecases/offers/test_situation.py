"""In which segment is this person by their record, and which limits follow from it?"""

from datetime import date
from fractions import Fraction

import pytest

from bot.usecases.offers.situation import limits_for, negotiable, segment_for, situation_of
from bot.usecases.people.tell_circumstances import tell_hardship

OLD = date(2024, 11, 1)


async def judged(person):
    """(situation, limits, segment) as the offer rules see them."""

    async def look(scene):
        owed = await negotiable(scene)
        situation = await situation_of(scene, owed)
        segment = segment_for(
            scene, owed, hardship=situation.hardship, vulnerable=situation.vulnerable
        )
        return situation, limits_for(scene, situation), segment

    return await person.does(look)


@pytest.mark.parametrize(
    ("given", "segment", "reasons"),
    [
        ({}, "first_time_late", ("first_time_late",)),
        ({"first_time_late": False}, "frequently_late", ("times_late_at_least",)),
        ({"lifetime_value": 1_000_000}, "high_value", ("lifetime_value_at_least",)),
        ({"person_type": "company"}, "company", ("person_type",)),
        ({"debts": (("40.00", "10.00", "10.00"),)}, "small_balance", ("owed_at_most",)),
        ({"debts": (("40.00", "0", "0"), ("20.01", "0", "0"))}, "first_time_late",
         ("first_time_late",)),
        ({"due": OLD}, "old_debt", ("days_past_due_at_least",)),
    ],
)  # fmt: skip
async def test_the_record_names_the_segment(world, given, segment, reasons):
    situation, limits, found = await judged(await world.meet(**given))
    assert (situation.segment, limits.segment, found.name) == (segment, segment, segment)
    assert found.reasons == reasons
    assert found.source


async def test_who_falls_on_hard_times_keeps_what_was_open_before(world):
    person = await world.meet(due=OLD)
    _, before, _ = await judged(person)
    assert before.full_payment_principal_waiver == Fraction(1, 10)
    await person.does(tell_hardship, "hardship_income", "I lost my job")
    situation, limits, _ = await judged(person)
    assert (situation.segment, limits.max_instalments) == ("hardship", 24)
    assert limits.full_payment_principal_waiver == Fraction(1, 10)
    assert limits.source("full_payment_principal_waiver") == "product choice: settlement in full"


async def test_debts_of_several_products_are_bound_by_the_strictest(world):
    person = await world.meet(debts=(("300.00", "0", "0"), ("200.00", "0", "0")))
    _, limits, _ = await judged(person)
    assert (limits.product, limits.max_instalments) == ("", 12)

    async def sell(work, scene):
        debts = await scene.debts()
        debts[1].debt.product = "subscription"

    await person.change(sell)
    situation, limits, _ = await judged(person)
    assert [debt.product for debt in situation.owed] == ["", "subscription"]
    assert (limits.product, limits.max_instalments) == ("subscription", 6)
    assert limits.source("max_instalments") == "product choice: the next bills come meanwhile"
