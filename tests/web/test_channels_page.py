"""The operator's page of the channels: its figures, its two languages, and what it never shows."""

import inspect
import re
from dataclasses import replace

import pytest

from bot.cli import channels
from bot.rules import contact_rules
from bot.settings import Settings
from bot.usecases.outbox.channel_report import DAYS
from bot.usecases.outbox.door import UNBACKED
from bot.web.channels.why import WHY
from bot.web_app import web
from channels.errors import ChannelError
from tests.web.channels_story import application, halts, hears, story, writes
from tests.web.paying import client_of


async def page(world, address="/channels", **headers):
    async with client_of(application(world), **headers) as client:
        answer = await client.get(address)
    assert answer.status_code == 200
    return answer.text


def tile(text, name):
    """One channel's part of the page, without its tags."""
    (found,) = [one for one in re.findall(r"<article.*?</article>", text, re.DOTALL) if name in one]
    return flat(found)


def flat(text):
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


# -- the figures -------------------------------------------------------------------------------


async def test_the_figures_of_each_channel(world):
    await story(world)
    text = await page(world)
    sms = tile(text, "SMS")
    for row in (
        "Received from people 131",
        "Messages sent 433",
        "Messages delivered 412 95%",
        "Messages read not told",
        "Waiting for their turn 3",
        "Held for a time or a word 14",
        "Turned away by a rule 9",
        "Failed for good 7",
        "Given up 1",
        "Segments to pay for 866",
    ):
        assert row in sms
    assert "6 × Failed for good: This address takes no messages (30006)" in sms
    assert "9 × Turned away by a rule: The person has opted out" in sms
    assert "Segments" not in tile(text, "WhatsApp")
    assert "Messages read 188 75%" in tile(text, "WhatsApp")
    assert "May have arrived 2" in tile(text, "Telegram")


async def test_the_picture_has_a_title_a_description_and_a_bar_for_each_thing_told(world):
    await story(world)
    text = await page(world)
    pictures = re.findall(r"<svg class=\"flow\".*?</svg>", text, re.DOTALL)
    assert [one.count('class="rest"') for one in pictures] == [2, 3, 1]
    for name, picture in zip(("sms", "whatsapp", "telegram"), pictures, strict=True):
        assert f'<title id="flow-{name}">' in picture
        assert f'<desc id="flow-{name}-words">' in picture
    assert 'width="95.2%"' in pictures[0]
    assert "Of 251 messages sent, 245 were delivered and 188 read." in pictures[1]


async def test_what_is_told_against_custom_is_shown_all_the_same(world):
    ada = await world.meet()
    await writes(ada, channel="telegram", status="read")
    assert "Messages read 1 100%" in tile(await page(world), "Telegram")


async def test_only_the_days_that_were_chosen(world):
    ada = await world.meet()
    await writes(ada, status="delivered", days_ago=8)
    await hears(ada, "sms", days_ago=8, times=4)
    assert "No message came or left" in tile(await page(world, "/channels?days=7"), "SMS")
    for address in ("/channels", "/channels?days=30", "/channels?days=nonsense"):
        month = await page(world, address)
        assert "Received from people 4" in tile(month, "SMS")
        assert re.search(r'href="/channels\?days=30" aria-current="true"', month)


def test_the_page_and_the_command_count_the_same_days():
    assert inspect.signature(channels.report).parameters["days"].default == DAYS


# -- what waits for somebody -------------------------------------------------------------------


async def test_a_halt_says_what_to_do(world):
    ada = await world.meet()
    await halts(ada, "utter_plan_reminder", error_code="30007")
    text = flat(await page(world))
    assert "SMS: utter_plan_reminder is halted" in text
    assert ".venv/bin/goodfaith channels resume sms utter_plan_reminder" in text
    assert "(today)" in text
    assert text.count("30007") == 1


@pytest.mark.parametrize(
    ("language", "title", "follows"),
    [
        ("en", "WhatsApp: buttons are halted", "choices leave as numbered lines. What shows it"),
        ("pt-BR", "WhatsApp: os botões estão suspensos", "linhas numeradas. O que a exibe"),
    ],
)
async def test_halted_buttons_stop_nothing_and_the_page_says_so(world, language, title, follows):
    ada = await world.meet()
    paused = {"reason": "Twilio 63041: the template is paused", "error_code": "63041"}
    await halts(ada, "buttons", channel="whatsapp", **paused)
    text = flat(await page(world, **{"accept-language": language}))
    assert title in text
    assert follows in text
    assert "(63041)" in text
    assert ".venv/bin/goodfaith channels resume whatsapp buttons" in text


async def test_stuck_messages_with_their_number_and_the_command(world):
    ada = await world.meet()
    await writes(ada, status="unknown", reason="may have arrived: no answer")
    await writes(ada, status="failed", reason="Rejected: no", error_code="21617")
    (first, second) = await ada.look("outbox")
    text = flat(await page(world))
    assert f"{first.id} May have arrived SMS A-1" in text
    assert f"{second.id} Failed for good SMS A-1" in text
    assert "The provider does not take this message (21617)" in text
    assert "The provider gave no clear answer" in text
    assert "1 day ago" in text
    assert ".venv/bin/goodfaith channels resend NUMBER" in text
    assert ".venv/bin/goodfaith channels dismiss NUMBER" in text
    assert "goodfaith channels stuck" not in text


async def test_of_many_stuck_messages_the_newest(world):
    ada = await world.meet()
    await writes(ada, status="dead", times=25)
    text = await page(world)
    assert text.count("badge waiting") == 20
    assert "goodfaith channels stuck" in text


async def test_no_word_of_a_message_and_no_address(world):
    ada = await world.meet()
    await writes(ada, status="failed", reason="Rejected: no", text="the sofa, $330.00")
    text = await page(world)
    assert "sofa" not in text
    assert "sms:A-1" not in text
    assert "Lovelace" not in text


# -- empty, escaped, down ----------------------------------------------------------------------


async def test_nothing_happened_yet(world):
    text = await page(world)
    assert text.count("No message came or left in these days.") == 3
    assert "Nothing waits." in text
    assert 'class="flow"' not in text


async def test_no_channel_is_connected(world):
    world.tools = replace(world.tools, channels={})
    text = await page(world)
    assert "No channel is connected" in text
    assert "<article" not in text


async def test_a_channel_that_was_disconnected_keeps_its_figures(world):
    ada = await world.meet()
    await writes(ada, status="delivered")
    world.tools = replace(world.tools, channels={})
    sms = tile(await page(world), "SMS")
    assert "Not connected" in sms
    assert "Messages delivered 1 100%" in sms


async def test_whatever_a_provider_says_is_text(world):
    evil = "<script>alert(1)</script>"
    ada = await world.meet(evil)
    await writes(ada, channel=evil, status="failed", reason=evil, error_code=evil)
    await halts(ada, evil, reason=evil, error_code='"><img src=x>')
    text = await page(world)
    assert "<script>alert" not in text
    assert "<img" not in text
    assert text.count("&lt;script&gt;") >= 3


async def test_a_kind_word_when_the_database_is_down(world):
    def shut():
        raise ConnectionError("no database")

    world.tools = replace(world.tools, open_work=shut)
    async with client_of(application(world)) as client:
        answer = await client.get("/channels")
    assert answer.status_code == 503
    assert "The database did not answer." in answer.text
    assert "ConnectionError" not in answer.text


# -- readers -----------------------------------------------------------------------------------


async def test_in_portuguese(world):
    await story(world)
    text = await page(world, **{"accept-language": "pt-BR"})
    assert '<html lang="pt"' in text
    sms = tile(text, "SMS")
    assert "Mensagens entregues 412 95%" in sms
    assert "Falha definitiva 7" in sms
    assert "Messages" not in sms
    assert "Este endereço não recebe mensagens (30006)" in text
    assert "A pessoa pediu para não receber mensagens" in text
    assert '<span lang="en">' not in text


def test_every_reason_has_words():
    """Of rules, of errors, and of the door itself."""
    rules = inspect.getsource(contact_rules)
    codes = set(re.findall(r'_(?:refuses|waits)\("\w+", policy, "(\w+)"', rules))
    codes |= {one.__name__ for one in (ChannelError, *ChannelError.__subclasses__())}
    codes |= {"Halted", "HaltedContent", "WindowShut", UNBACKED} - {"ChannelError"}
    assert len(codes) > 20
    assert codes - {"ChannelError"} - set(WHY) == set()


async def test_language_and_light_lead_back_to_the_days_that_were_chosen(world):
    async with client_of(application(world)) as client:
        back = {"referer": "http://test/channels?days=30"}
        answer = await client.get("/channels/reader?language=pt", headers=back)
        assert answer.headers["location"] == "/channels?days=30"
        await client.get("/channels/reader?theme=dark", headers=back)
        text = (await client.get("/channels")).text
    assert '<html lang="pt" data-theme="dark">' in text


async def test_the_browser_may_run_nothing_and_keep_nothing(world):
    async with client_of(application(world)) as client:
        answer = await client.get("/channels")
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["cache-control"] == "no-store"
    assert "<script" not in answer.text


@pytest.mark.parametrize(("mode", "there"), [("test", True), ("production", False)])
async def test_it_is_not_there_in_production(mode, there):
    secrets = {"engine_secret": "e" * 32, "session_secret": "s" * 32}
    app = web(Settings(mode=mode, **secrets), "postgresql+psycopg://nobody@127.0.0.1:1/none")
    async with client_of(app) as client:
        answer = await client.get("/channels")
    assert (answer.status_code != 404) is there
