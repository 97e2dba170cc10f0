"""The person says that it is paid: look, and leave them in peace while we look further."""

from bot.usecases.payments.record_payment import record_payment
from bot.usecases.payments.reverse_payment import reverse_payment
from bot.usecases.people.report_payment import report_payment
from tests.usecases.world import keys


async def test_nothing_found_opens_a_case_with_a_pause(ada):
    answer = await ada.does(report_payment)
    assert keys(answer) == ["payment_reported"]
    assert "within 3 days" in (await ada.hears(answer))[-1]
    state = await ada.state()
    assert state["cases"] == ["already_paid"]
    assert [hold["reason"] for hold in state["holds"]] == ["already_paid"]
    assert state["owner"] == "bot"


async def test_the_newest_payment_is_named(world, ada):
    await record_payment(world.tools, "A-1-D1", "10.00", "bank:1")
    await world.wait(seconds=5)
    await record_payment(world.tools, "A-1-D1", "20.00", "bank:2")
    (*_, text) = await ada.hears(await ada.does(report_payment))
    assert "$20.00, dated March 3, 2026" in text
    assert "Remaining balance: $300.00" in text


async def test_a_payment_that_was_taken_back_is_not_named(world, ada):
    await record_payment(world.tools, "A-1-D1", "10.00", "bank:1")
    await world.wait(seconds=5)
    await record_payment(world.tools, "A-1-D1", "20.00", "bank:2")
    await reverse_payment(world.tools, "bank:2", reason="no funds", reference="r-1")
    (*_, text) = await ada.hears(await ada.does(report_payment))
    assert "$10.00, dated March 3, 2026" in text
    await reverse_payment(world.tools, "bank:1", "4.00", reason="no funds", reference="r-2")
    (*_, text) = await ada.hears(await ada.does(report_payment))
    assert "$6.00, dated March 3, 2026" in text
    await reverse_payment(world.tools, "bank:1", reason="no funds", reference="r-3")
    assert keys(await ada.does(report_payment)) == ["payment_reported"]


async def test_all_paid(world, ada):
    await record_payment(world.tools, "A-1-D1", "330.00", "bank:1")
    assert keys(await ada.does(report_payment)) == ["nothing_owed"]
    assert (await ada.state())["cases"] == []


async def test_who_is_not_verified_learns_nothing_of_the_ledger(world, stranger):
    await record_payment(world.tools, "A-1-D1", "20.00", "bank:1")
    answer = await stranger.does(report_payment)
    assert keys(answer) == ["payment_reported"]
    assert "money" not in str(answer)


async def test_who_they_are_is_still_asked_of_who_has_paid(stranger):
    assert not (await stranger.does(report_payment)).ends_form


async def test_who_has_paid_all_is_asked_no_further(world, ada):
    assert (await ada.does(report_payment)).ends_form
    await record_payment(world.tools, "A-1-D1", "20.00", "bank:1")
    assert not (await ada.does(report_payment)).ends_form
    await record_payment(world.tools, "A-1-D1", "310.00", "bank:2")
    assert (await ada.does(report_payment)).ends_form
