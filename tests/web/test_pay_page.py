"""The pay page: what it shows, what it keeps to itself, and the payment of the demonstration."""

import html
import re
from datetime import date

import pytest

from bot.paying.pix import fields, is_valid
from bot.rules.money import Money
from bot.usecases.offers.accept_offer import accept_offer
from bot.usecases.offers.propose_plan import Wish, propose_plan
from bot.usecases.payments.ways_to_pay import how_to_pay_line
from bot.usecases.people.tell_circumstances import tell_circumstances
from bot.usecases.ports import ProviderDown, ProviderRefuses
from bot.usecases.records import Plan, PlanInstalment
from tests.web.paying import application, client_of, token_for


async def debt_of(person):
    (debt, *_) = await person.look("debts")
    return debt.id


async def agree(person, *amounts, currency="USD", state="active", paid=0):
    """A plan by hand; answers the ids of its instalments."""
    (debt, *_) = await person.look("debts")
    numbers = []
    share = {"debt": debt.reference, "payable": Money(sum(amounts), currency).decimal()}
    share |= dict.fromkeys(("waived_principal", "waived_interest", "waived_fees"), "0.00")

    async def agreed(work, scene):
        plan = Plan(
            account_id=scene.account.id, state=state, currency=currency, frequency="monthly",
            total=sum(amounts), policy_version="1", agreed_at=work.now,
            offer={"debts": [debt.reference], "kind": "instalments"},
            terms={"grace_days": 3, "interest_free": True, "shares": [share], "before": []},
        )  # fmt: skip
        work.plans.add(plan)
        for n, amount in enumerate(amounts, start=1):
            part = PlanInstalment(
                plan_id=plan.id, position=n, amount=amount, due_date=date(2026, 3 + n, 5), paid=paid
            )
            work.instalments.add(part)
            numbers.append(part.id)

    await person.change(agreed)
    return numbers


async def test_the_page_shows_creditor_sum_reference_and_nothing_about_the_person(world):
    ada = await world.meet()
    token = token_for(world, "debt", await debt_of(ada))
    async with client_of(application(world)) as client:
        answer = await client.get(f"/pay/{token}")
    assert answer.status_code == 200
    for told in (
        "$330.00", "A-1-D1", "February 1, 2026", "Juniper &amp; Oak Home Supplies",
        "(an invented company)", "1 Example Street", "DEMO-00-0000000", "Example Bank",
        "Pay now (demonstration)",
    ):  # fmt: skip
        assert told in answer.text
    for hidden in ("Ada", "Lovelace", "Sofa", "order 1", "1985", "4321", "sms:"):
        assert hidden not in re.sub(r"[0-9a-z]{20,}", "", answer.text)
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "noindex" in answer.headers["x-robots-tag"]


async def test_in_brazil_there_is_pix_to_copy_and_as_a_picture(world):
    bia = await world.meet("B-1", country="BR")
    token = token_for(world, "debt", await debt_of(bia), language="pt")
    async with client_of(application(world), **{"accept-language": "en"}) as client:
        answer = await client.get(f"/pay/{token}")
        picture = await client.get(f"/pay/{token}/qr.svg")
    assert '<html lang="pt"' in answer.text
    assert "R$ 330,00" in answer.text
    assert "1 de fevereiro de 2026" in answer.text
    code = html.unescape(re.search(r"<textarea[^>]*>([^<]+)</textarea>", answer.text)[1])
    assert is_valid(code)
    assert fields(code)["54"] == "330.00"
    assert "Example Bank" not in answer.text
    assert picture.status_code == 200
    assert picture.headers["content-type"] == "image/svg+xml"
    assert picture.text.rstrip().endswith("</svg>")


async def test_where_there_is_no_pix_there_is_no_picture(world):
    ada = await world.meet()
    token = token_for(world, "debt", await debt_of(ada))
    async with client_of(application(world)) as client:
        assert (await client.get(f"/pay/{token}/qr.svg")).status_code == 404


async def test_paying_books_once_and_says_thanks(world):
    ada = await world.meet()
    url = f"/pay/{token_for(world, 'debt', await debt_of(ada))}"
    async with client_of(application(world)) as client:
        stand = stand_of(await client.get(url))
        for _ in range(2):
            answer = await client.post(url, data={"stand": stand})
            assert answer.status_code == 200
            assert "Your payment has arrived" in answer.text
        assert await ada.owes() == "0.00"
        after = await client.get(url)
    assert after.status_code == 410
    assert "This is paid" in after.text
    (payment,) = await ada.look("payments")
    assert (payment.method, payment.amount) == ("page", 33000)


def stand_of(answer):
    return re.search(r'name="stand" value="([0-9a-f]+)"', answer.text)[1]


async def test_an_instalment_is_paid_and_the_next_one_is_not(world):
    ada = await world.meet()
    first, second = await agree(ada, 16500, 16500)
    async with client_of(application(world)) as client:
        url = f"/pay/{token_for(world, 'instalment', first)}"
        page = await client.get(url)
        assert "$165.00" in page.text
        assert "April 5, 2026" in page.text
        for _ in range(3):
            await client.post(url, data={"stand": stand_of(page)})
        assert await ada.owes() == "165.00"
        assert (await client.get(url)).status_code == 410
        other = await client.get(f"/pay/{token_for(world, 'instalment', second)}")
        assert "May 5, 2026" in other.text


async def test_a_page_that_is_out_of_date_books_nothing(world):
    from bot.usecases.payments.record_payment import record_payment

    ada = await world.meet()
    url = f"/pay/{token_for(world, 'debt', await debt_of(ada))}"
    async with client_of(application(world)) as client:
        stand = stand_of(await client.get(url))
        await record_payment(world.tools, "A-1-D1", "30.00", "bank:1")
        answer = await client.post(url, data={"stand": stand})
        assert "$300.00" in answer.text
        assert await ada.owes() == "300.00"
        for wrong in ({}, {"stand": ""}, {"stand": "x" * 5000}):
            await client.post(url, data=wrong)
    assert await ada.owes() == "300.00"


async def test_several_debts_are_paid_in_one_sum(world):
    bob = await world.meet("B-1", debts=(("100.00", "0", "0"), ("200.00", "5.00", "0")))
    url = f"/pay/{token_for(world, 'account', bob.account_id)}"
    async with client_of(application(world)) as client:
        page = await client.get(url)
        assert "$305.00" in page.text
        await client.post(url, data={"stand": stand_of(page)})
        assert (await client.get(url)).status_code == 410
    assert (await bob.owes(0), await bob.owes(1)) == ("0.00", "0.00")


@pytest.mark.parametrize("state", ["cancelled", "renegotiated", "proposed"])
async def test_an_agreement_that_holds_no_longer_says_so(world, state):
    ada = await world.meet()
    (first,) = await agree(ada, 33000, state=state)
    async with client_of(application(world)) as client:
        answer = await client.get(f"/pay/{token_for(world, 'instalment', first)}")
    assert answer.status_code == 410
    assert "What was agreed has changed" in answer.text


async def test_an_agreed_plan_is_paid_page_by_page_to_its_end(world):
    ada = await world.meet()
    await ada.does(tell_circumstances, "other", "my car broke")
    await ada.does(propose_plan, Wish.PLAN, "")
    await ada.does(accept_offer, None)
    agreed = (await ada.state())["plan"]
    assert len(agreed["instalments"]) > 1
    async with client_of(application(world)) as client:
        for part in agreed["instalments"]:
            line = await ada.does(how_to_pay_line)
            assert line.facts["amount"]["money"] == part["amount"]
            assert line.facts["due_date"] == {"date": part["due_date"]}
            path = line.facts["link"].removeprefix("https://pay.test")
            stand = stand_of(await client.get(path))
            for _ in range(2):
                assert (await client.post(path, data={"stand": stand})).status_code == 200
    assert (await ada.state())["plan"]["state"] == "completed"
    assert await ada.does(how_to_pay_line) is None


@pytest.mark.parametrize("kind", ["debt", "account"])
async def test_a_plan_takes_the_place_of_what_was_owed(world, kind):
    ada = await world.meet()
    number = await debt_of(ada) if kind == "debt" else ada.account_id
    url = f"/pay/{token_for(world, kind, number)}"
    async with client_of(application(world)) as client:
        stand = stand_of(await client.get(url))
        await agree(ada, 16500, 16500)
        answer = await client.get(url)
        assert (answer.status_code, "has changed" in answer.text) == (410, True)
        assert (await client.post(url, data={"stand": stand})).status_code == 410
    assert await ada.owes() == "330.00"


async def test_expired_and_forged_addresses_are_told_kindly(world):
    ada = await world.meet()
    number = await debt_of(ada)
    async with client_of(application(world), **{"accept-language": "pt"}) as client:
        gone = await client.get(f"/pay/{token_for(world, 'debt', number, days=0)}")
        assert (gone.status_code, "This address has expired" in gone.text) == (410, True)
        assert "330" not in gone.text
        old = token_for(world, "debt", number)
        await world.wait(days=14)
        assert (await client.get(f"/pay/{old}")).status_code == 410
        assert (await client.post(f"/pay/{old}", data={"stand": "x"})).status_code == 410
        for token in ("nothing", old[:-1], old.upper(), token_for(world, "debt", ada.thread_id)):
            answer = await client.get(f"/pay/{token}")
            assert answer.status_code == 404
        assert "Não há nada neste endereço" in (await client.get("/pay/nothing")).text
    assert await ada.owes() == "330.00"


async def test_in_production_nobody_pays_by_a_button(world):
    ada = await world.meet()
    url = f"/pay/{token_for(world, 'debt', await debt_of(ada))}"
    async with client_of(application(world, simulates=False)) as client:
        page = await client.get(url)
        assert page.status_code == 200
        assert "Pay now" not in page.text
        assert "<form" not in page.text
        assert (await client.post(url, data={"stand": "x"})).status_code == 404
    assert await ada.owes() == "330.00"


class Provider:
    """A provider that remembers what it was asked."""

    def __init__(self, error=None):
        self.asked, self.error = [], error

    async def link(self, request):
        self.asked.append(request)
        if self.error:
            raise self.error
        return "https://provider.example/checkout"

    async def close(self):
        """Nothing is open."""


async def test_the_way_to_the_provider_asks_for_what_the_page_shows(world):
    ada = await world.meet()
    url = f"/pay/{token_for(world, 'debt', await debt_of(ada), language='pt')}"
    provider = Provider()
    async with client_of(application(world, links=provider)) as client:
        assert f"{url}/provider" in (await client.get(url)).text
        for _ in range(2):
            answer = await client.get(f"{url}/provider")
            assert answer.status_code == 303
            assert answer.headers["location"] == "https://provider.example/checkout"
    first, second = provider.asked
    assert (str(first.amount), first.reference, first.language) == ("330.00 USD", "A-1-D1", "pt")
    assert first.idempotency_key == second.idempotency_key
    assert "Lovelace" not in str(first)


@pytest.mark.parametrize("error", [ProviderDown("busy"), ProviderRefuses("no such key")])
async def test_a_provider_that_fails_is_told_kindly(world, error):
    ada = await world.meet()
    url = f"/pay/{token_for(world, 'debt', await debt_of(ada))}"
    async with client_of(application(world, links=Provider(error))) as client:
        answer = await client.get(f"{url}/provider")
    assert answer.status_code == 503
    assert "does not answer" in answer.text
    assert url in answer.text
    assert str(error) not in answer.text


async def test_without_a_provider_there_is_no_way_to_it(world):
    ada = await world.meet()
    url = f"/pay/{token_for(world, 'debt', await debt_of(ada))}"
    async with client_of(application(world)) as client:
        assert (await client.get(f"{url}/provider")).status_code == 404
        assert "/provider" not in (await client.get(url)).text
