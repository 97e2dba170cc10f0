"""What was agreed, at an address: nothing before the answer, the paper after it, few tries."""

import asyncio
import io
import re
from datetime import timedelta

import pytest
from pypdf import PdfReader

from bot.paying.page import AgreementTicket
from bot.usecases.payments.show_account import show_ways_to_pay
from bot.usecases.people.verify_identity import verify_identity
from bot.usecases.records import Plan
from tests.web.paying import agrees, application, client_of, token_for

RIGHT, WRONG = {"answer": "December 10, 1985"}, {"answer": "May 1, 1970"}


async def plan_of(person):
    (plan,) = await person.look("plans")
    return plan


def path_for(world, plan_id, *, language="en", days=14):
    expires = world.store.now + timedelta(days=days)
    ticket = AgreementTicket(plan_id, language, expires)
    return f"/agreements/{world.tools.pages.agreement_token(ticket)}"


async def test_nothing_is_told_before_the_answer(world):
    ada = await world.meet()
    path = await agrees(ada)
    async with client_of(application(world)) as client:
        answer = await client.get(path)
    assert answer.status_code == 200
    assert "Your date of birth" in answer.text
    assert "such as January 31, 1980" in answer.text
    assert "Juniper &amp; Oak Home Supplies" in answer.text
    shown = re.sub(r"[0-9a-z]{20,}", "", answer.text)
    for hidden in ("Ada", "Lovelace", "A-1", "Sofa", "305", "$", "1985", "4321", "2026", "debt"):
        assert hidden not in shown
    assert str((await plan_of(ada)).id)[:8] not in shown
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert "noindex" in answer.headers["x-robots-tag"]
    assert "default-src 'none'" in answer.headers["content-security-policy"]


@pytest.mark.parametrize("said", ["December 10, 1985", "12/10/1985", "1985-12-10", "10 dez 85"])
async def test_the_right_answer_opens_the_paper(world, said):
    ada = await world.meet()
    path = await agrees(ada)
    async with client_of(application(world)) as client:
        answer = await client.post(path, data={"answer": said})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/pdf"
    number = str((await plan_of(ada)).id)
    assert answer.headers["content-disposition"] == (
        f'inline; filename="payment-agreement-{number[:8]}.pdf"'
    )
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert "noindex" in answer.headers["x-robots-tag"]
    text = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
    for told in ("Ada Lovelace", "$305.00", number, "Sofa, order 1"):
        assert told in text
    assert (await ada.history())[-1] == "agreement_opened"


async def test_a_company_is_asked_for_its_number_or_postcode(world):
    firm = await world.meet("C-1", country="BR", person_type="company", postcode="01310-100")
    path = await agrees(firm)
    async with client_of(application(world)) as client:
        page = await client.get(path)
        assert "CNPJ" in page.text
        assert "data de nascimento" not in page.text
        assert (await client.post(path, data=RIGHT)).status_code == 422
        for code in ("final 4321", "01310100"):
            paper = await client.post(path, data={"answer": code})
            assert "acordo-de-pagamento-" in paper.headers["content-disposition"]
        assert (await client.post(path, data={"answer": "9999"})).status_code == 403


async def test_who_has_nothing_on_file_is_sent_to_the_conversation(world):
    eve = await world.meet("E-1", birth_date=None, document_last=None)
    path = await agrees(eve)
    async with client_of(application(world)) as client:
        assert "Let us do this in our conversation" in (await client.get(path)).text
        for said in ("", "None", "January 1, 1970", "4321"):
            answer = await client.post(path, data={"answer": said})
            assert (answer.status_code, answer.headers["content-type"][:9]) == (403, "text/html")


async def test_two_wrong_answers_lock_the_page_and_do_nothing_in_the_conversation(world):
    ada = await world.meet()
    path = await agrees(ada)
    before = ada.phone()
    async with client_of(application(world)) as client:
        first = await client.post(path, data=WRONG)
        assert (first.status_code, "Tries left: 1." in first.text) == (403, True)
        for data in (WRONG, RIGHT, WRONG, RIGHT):
            answer = await client.post(path, data=data)
            assert (answer.status_code, "in our conversation" in answer.text) == (403, True)
        assert (await client.get(path)).status_code == 403
    thread = await ada.thread()
    assert (thread.identity_tries, thread.owner, thread.owner_reason) == (2, "bot", None)
    await world.run()
    assert ada.phone() == before
    refused = await ada.look("events", kind="agreement_refused")
    assert [event.data["tries_left"] for event in refused] == [1, 0]
    assert "1970" not in str([event.data for event in refused])


async def test_a_locked_page_leaves_the_conversation_its_try_and_opens_again_by_it(world):
    ada = await world.meet()
    path = await agrees(ada)
    await world.wait(hours=2)
    assert not (await ada.state())["verified"]
    async with client_of(application(world)) as client:
        for _ in range(5):
            await client.post(path, data=WRONG)
        answer = await ada.does(verify_identity, "December 10, 1985", "4321")
        assert answer.says[0].key == "utter_identity_verified"
        assert (await client.post(path, data=RIGHT)).status_code == 200


async def test_who_is_verified_and_asks_again_gets_the_tries_back(world):
    ada = await world.meet()
    path = await agrees(ada)
    async with client_of(application(world)) as client:
        for _ in range(2):
            await client.post(path, data=WRONG)
        (_, line, _) = await ada.hears(await ada.does(show_ways_to_pay))
        new = re.search(r"Payment agreement\nhttps://pay\.test(/agreements/a[a-z2-7]+)", line)[1]
        assert (await client.post(new, data=RIGHT)).status_code == 200


async def test_asking_how_to_pay_forgets_no_wrong_answer_of_another_channel(world):
    ada = await world.meet(channels=("sms", "telegram"))
    path = await agrees(ada)

    async def guessed(scene):
        scene.channel = "telegram"
        return await verify_identity(scene, "January 1, 1970", "0000")

    await ada.does(guessed)
    async with client_of(application(world)) as client:
        await client.post(path, data=WRONG)
        assert (await ada.thread()).identity_tries == 2
        await ada.does(show_ways_to_pay)
        assert (await ada.thread()).identity_tries == 1
        await ada.does(show_ways_to_pay)
        assert (await ada.thread()).identity_tries == 1


async def test_tries_in_the_conversation_count_here_too(world):
    ada = await world.meet()
    path = await agrees(ada)
    await world.wait(hours=2)
    await ada.does(verify_identity, "May 1, 1970", "4321")
    async with client_of(application(world)) as client:
        assert "Tries left" not in (await client.get(path)).text
        locked = await client.post(path, data=WRONG)
        assert "in our conversation" in locked.text
        await ada.does(verify_identity, "May 1, 1970", "4321")
        assert (await client.post(path, data=RIGHT)).status_code == 403
    assert (await ada.thread()).owner == "waiting"


async def test_many_wrong_answers_at_once_count_one_by_one(world):
    ada = await world.meet()
    path = await agrees(ada)
    async with client_of(application(world)) as client:
        answers = await asyncio.gather(*(client.post(path, data=WRONG) for _ in range(8)))
    assert {answer.status_code for answer in answers} == {403}
    assert (await ada.thread()).identity_tries == 2


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"answer=",
        b"answer=hello",
        b"answer=%ff%fe%00",
        b"\xff\xfe",
        b"other=December+10,+1985",
        b"answer=1985",
        b"answer=" + b"December+10,+1985" + b"+" * 200,
        b"answer=" + b"9" * 100_000,
        b"&".join(b"answer=%d" % n for n in range(1000)),
        b"answer=1/1/80+2/1/80+3/1/80+12/10/85",
        b'{"answer": "December 10, 1985"}',
    ],
)
async def test_what_cannot_be_read_is_no_try_and_no_answer(world, body):
    ada = await world.meet()
    path = await agrees(ada)
    form = {"content-type": "application/x-www-form-urlencoded"}
    async with client_of(application(world)) as client:
        answer = await client.post(path, content=body, headers=form)
    assert answer.status_code == 422
    assert "with the month in letters" in answer.text
    assert (await ada.thread()).identity_tries == 0


async def test_a_body_too_large_is_413(world):
    ada = await world.meet()
    path = await agrees(ada)
    async with client_of(application(world)) as client:
        answer = await client.post(path, content=b"answer=" + b"x" * 1_000_001)
    assert answer.status_code == 413


async def test_expired_and_forged_addresses_are_told_kindly(world):
    ada = await world.meet()
    path = await agrees(ada)
    debt = (await ada.look("debts"))[0]
    async with client_of(application(world), **{"accept-language": "pt"}) as client:
        token = path.rsplit("/", 1)[1]
        for other in ("nothing", token[:-1], f"{token}a", token.upper(), f"g{token[1:]}", "é"):
            for answer in (
                await client.get(f"/agreements/{other}"),
                await client.post(f"/agreements/{other}", data=RIGHT),
            ):
                assert answer.status_code == 404
                assert "Não há nada neste endereço" in answer.text
        assert (await client.get(path_for(world, debt.id))).status_code == 404
        await world.wait(days=14)
        for answer in (await client.get(path), await client.post(path, data=RIGHT)):
            assert (answer.status_code, "This address has expired" in answer.text) == (410, True)


async def test_neither_page_opens_with_the_others_token(world):
    ada = await world.meet()
    path = await agrees(ada)
    plan = await plan_of(ada)
    agreed = path.rsplit("/", 1)[1]
    async with client_of(application(world)) as client:
        assert (await client.get(f"/pay/{agreed}")).status_code == 404
        assert (await client.get(f"/pay/g{agreed[1:]}")).status_code == 404
        for kind in ("account", "debt", "instalment"):
            paid = token_for(world, kind, plan.id)
            for token in (paid, f"a{paid[1:]}"):
                answer = await client.post(f"/agreements/{token}", data=RIGHT)
                assert answer.status_code == 404


@pytest.mark.parametrize("state", ["cancelled", "renegotiated", "broken", "completed"])
async def test_a_record_can_be_read_when_the_plan_is_over(world, state):
    ada = await world.meet()
    path = await agrees(ada)
    async with client_of(application(world)) as client:
        before = (await client.post(path, data=RIGHT)).content

        async def end(work, scene):
            plan = await work.plans.get(account_id=scene.account.id)
            plan.state = state

        await ada.change(end)
        answer = await client.post(path, data=RIGHT)
    assert (answer.status_code, answer.content) == (200, before)


async def test_without_payments_there_is_nothing_to_read(world):
    ada = await world.meet()

    async def bare(work, scene):
        plan = Plan(
            account_id=scene.account.id, state="active", currency="USD", total=0, frequency=None,
            policy_version="1", offer={"debts": [], "kind": "pause"}, agreed_at=work.now,
        )  # fmt: skip
        work.plans.add(plan)

    await ada.change(bare)
    path = path_for(world, (await plan_of(ada)).id)
    async with client_of(application(world)) as client:
        assert (await client.get(path)).status_code == 404
        assert (await client.post(path, data=RIGHT)).status_code == 404


async def test_the_page_speaks_the_language_of_the_conversation(world):
    rita = await world.meet("R-1", country="BR")
    path = await agrees(rita)
    async with client_of(application(world), **{"accept-language": "en"}) as client:
        page = await client.get(path)
        assert '<html lang="pt"' in page.text
        assert "por exemplo 31 de janeiro de 1980" in page.text
        assert "Isso não bate" in (await client.post(path, data=WRONG)).text
        paper = await client.post(path, data={"answer": "10/12/1985"})
    assert 'filename="acordo-de-pagamento-' in paper.headers["content-disposition"]
