"""Messages with more than words, invitations, strangers: what a provider tells is kept once."""

import asyncio
from datetime import timedelta

import pytest

from bot.usecases.answer import Button, say, with_buttons
from bot.usecases.conversation.enrol import LIVES, NoSuchAccount, invite
from bot.usecases.conversation.meet_stranger import ONCE_IN, SOON_SECONDS
from bot.usecases.conversation.receive_news import Outcome, receive_news
from channels.errors import Blocked
from channels.message import InboundMessage, Wish
from tests.usecases.world import TUESDAY


def news(text="", *, event="e-1", channel="telegram", address="700", **given):
    return InboundMessage("test", event, channel, address, text, TUESDAY, **given)


async def hears(world, message):
    """What is done with it, and what the phone then shows that was not there before."""
    phone = world.phones[message.channel]
    before = len(phone.delivered)
    outcome = await receive_news(world.tools, message)
    await world.run()
    await world.wait(seconds=SOON_SECONDS)
    return outcome, [sent.text for sent in list(phone.delivered.values())[before:]]


# -- more than words ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("media", "told"),
    [
        (("voice",), "listen"),
        (("image",), "pictures"),
        (("location",), "maps"),
        (("location", "image"), "pictures"),
        (("voice", "image"), "pictures"),
        ((), "read"),
    ],
)
async def test_a_message_without_words_is_answered_kindly(world, ada, media, told):
    message = news(channel="sms", address="sms:A-1", media=media)
    outcome, texts = await hears(world, message)
    assert outcome is Outcome.KEPT
    assert told in texts[-1]
    (row,) = await ada.look("inbox")
    assert row.media == list(media)


async def test_a_picture_with_words_is_taken_by_its_words(world, ada):
    await hears(world, news("hello", channel="sms", address="sms:A-1", media=("image",)))
    (row,) = await ada.look("inbox")
    assert row.outcome == "answered"


async def test_an_edited_message_is_kept_and_is_no_turn(world, ada):
    outcome, texts = await hears(world, news("no!", channel="sms", address="sms:A-1", edited=True))
    assert (outcome, texts) == (Outcome.KEPT, [])
    (row,) = await ada.look("inbox")
    assert (row.outcome, row.text) == ("edited", "no!")
    assert world.store.jobs == []


async def test_what_the_provider_heard_counts_whatever_the_words(world, ada):
    _, texts = await hears(world, news("arrête", channel="sms", address="sms:A-1", wish=Wish.STOP))
    (point,) = await ada.look("contact_points")
    assert point.opted_out_at == TUESDAY
    assert len(texts) == 1
    await hears(world, news("ok", event="e-2", channel="sms", address="sms:A-1", wish=Wish.START))
    (point,) = await ada.look("contact_points")
    assert point.opted_out_at is None


# -- invitations -------------------------------------------------------------------------------


async def test_an_invitation_binds_the_chat_and_greets(world, ada):
    token = await invite(world.tools, "A-1")
    outcome, texts = await hears(world, news("/start", invitation=token))
    assert outcome is Outcome.KEPT
    assert "automated assistant" in texts[0]
    assert "connected" in texts[1]
    chat = next(p for p in await ada.look("contact_points") if p.channel == "telegram")
    assert (chat.address, chat.consent, chat.consent_source) == ("700", True, "invitation")
    outcome, _ = await hears(world, news("hi", event="e-2"))
    assert outcome is Outcome.KEPT, "the chat is known from now on"


async def test_the_same_update_again_changes_nothing(world, ada):
    token = await invite(world.tools, "A-1")
    await hears(world, news("/start", invitation=token))
    assert await hears(world, news("/start", invitation=token)) == (Outcome.KNOWN, [])


async def test_an_invitation_counts_once(world, ada):
    token = await invite(world.tools, "A-1")
    await hears(world, news("/start", invitation=token))
    outcome, texts = await hears(
        world, news("/start", event="e-2", address="800", invitation=token)
    )
    assert outcome is Outcome.STRANGER
    assert "don't know this contact" in texts[0]
    chats = [p for p in await ada.look("contact_points") if p.channel == "telegram"]
    assert [chat.address for chat in chats] == ["700"]


async def test_an_invitation_counts_for_a_while(world, ada):
    token = await invite(world.tools, "A-1")
    world.store.clock += LIVES
    assert (await hears(world, news("/start", invitation=token)))[0] is Outcome.STRANGER


async def test_a_chat_of_somebody_else_stays_theirs(world, ada):
    await world.meet("B-1")
    await hears(world, news("/start", invitation=await invite(world.tools, "A-1")))
    token = await invite(world.tools, "B-1")
    outcome, _ = await hears(world, news("/start", event="e-2", invitation=token))
    assert outcome is Outcome.KEPT, "a message of the person whose chat it is"
    assert (await ada.look("inbox"))[-1].event_id == "e-2"


async def test_a_new_chat_takes_the_place_of_the_old_one_and_undoes_a_stop(world, ada):
    await hears(world, news("/start", invitation=await invite(world.tools, "A-1")))
    await hears(world, news("/stop", event="e-2", wish=Wish.STOP))
    token = await invite(world.tools, "A-1")
    await hears(world, news("/start", event="e-3", address="900", invitation=token))
    chat = next(p for p in await ada.look("contact_points") if p.channel == "telegram")
    assert (chat.address, chat.opted_out_at) == ("900", None)


async def test_only_the_digest_of_an_invitation_is_kept(world, ada):
    token = await invite(world.tools, "A-1")
    async with world.tools.open_work() as work:
        (row,) = await work.invitations.find()
    assert token not in repr(row)
    assert len(token) <= 64


async def test_nobody_is_invited_whom_we_do_not_know(world):
    with pytest.raises(NoSuchAccount):
        await invite(world.tools, "Z-9")


# -- strangers ---------------------------------------------------------------------------------


async def test_a_stranger_hears_one_kind_line_and_nothing_is_kept(world):
    outcome, texts = await hears(world, news("who are you?"))
    assert outcome is Outcome.STRANGER
    assert len(texts) == 1
    assert await hears(world, news("hello??", event="e-2")) == (Outcome.STRANGER, [])
    async with world.tools.open_work() as work:
        assert await work.inbox.find() == []
        (row,) = await work.strangers.find()
    assert "who are you" not in repr(row)


async def test_a_stranger_is_answered_in_their_language(world):
    _, (text,) = await hears(world, news("oi, quem é você? não entendi essa mensagem"))
    assert "assistente automático" in text


async def test_after_a_while_the_line_is_said_again(world):
    await hears(world, news("hello"))
    world.store.clock += ONCE_IN + timedelta(seconds=1)
    _, texts = await hears(world, news("hello", event="e-2"))
    assert len(texts) == 1


async def test_a_stranger_who_unblocks_us_has_said_nothing(world):
    assert await hears(world, news(wish=Wish.UNBLOCKED)) == (Outcome.STRANGER, [])


@pytest.mark.parametrize(
    "stop", [{"text": "STOP"}, {"text": "parar tudo"}, {"wish": Wish.STOP}, {"wish": Wish.BLOCKED}]
)
async def test_a_stranger_who_says_stop_hears_nothing_ever(world, stop):
    assert (await hears(world, news(**stop)))[1] == []
    world.store.clock += 2 * ONCE_IN
    assert (await hears(world, news("hello", event="e-2")))[1] == []


async def test_a_stranger_who_says_stop_before_the_line_left_does_not_hear_it(world):
    await receive_news(world.tools, news("hello"))
    await receive_news(world.tools, news("STOP", event="e-2"))
    await world.wait(seconds=SOON_SECONDS)
    assert not world.phones["telegram"].delivered


async def test_a_channel_that_fails_a_stranger_is_not_tried_again(world):
    world.phones["telegram"].fail_next(Blocked("blocked"))
    assert (await hears(world, news("hello")))[1] == []
    assert world.store.jobs == []


async def test_a_line_that_may_have_left_is_not_said_again(world):
    """The worker died after it had said the line, and its job is taken back."""
    await receive_news(world.tools, news("hello"))
    (job,) = world.store.jobs
    await world.wait(seconds=SOON_SECONDS)
    world.store.jobs.append(job)
    world.phones["telegram"].delivered.clear()
    await world.wait(seconds=SOON_SECONDS)
    assert not world.phones["telegram"].delivered


async def test_two_calls_at_once_a_week_later_are_one_line(world):
    await hears(world, news("hello"))
    world.store.clock += ONCE_IN + timedelta(seconds=1)
    await asyncio.gather(*(receive_news(world.tools, news("hi", event=n)) for n in "bc"))
    world.phones["telegram"].delivered.clear()
    await world.wait(seconds=SOON_SECONDS)
    assert len(world.phones["telegram"].delivered) == 1


# -- buttons -----------------------------------------------------------------------------------


async def shown(ada):
    message = with_buttons(say("offer_person"), [Button(say("button_yes"), "request_human")])
    await ada.writes("hi")
    await ada.hears((message,))
    return (await ada.look("outbox"))[-1].buttons[0]


async def test_a_tap_on_the_last_message_is_its_button(world, ada):
    button = await shown(ada)
    tap = {"channel": "sms", "address": "sms:A-1", "pressed": button["token"]}
    await hears(world, news("some label", event="e-9", **tap))
    assert world.engine.turns[-1].intent == "request_human"


async def test_a_tap_that_says_nothing_is_neither_kept_nor_answered(world, ada):
    message = news(address="701", acknowledge="q-1")
    assert await hears(world, message) == (Outcome.IGNORED, [])
    async with world.tools.open_work() as work:
        assert (await work.inbox.find(), await work.strangers.find()) == ([], [])


async def test_a_tap_on_a_button_of_somebody_elses_making_is_what_stood_on_it(world, ada):
    tap = {"channel": "sms", "address": "sms:A-1", "pressed": "payload-of-a-template"}
    await shown(ada)
    await hears(world, news("Second offer", event="e-9", **tap))
    assert (world.engine.turns[-1].intent, world.engine.turns[-1].text) == (None, "Second offer")
