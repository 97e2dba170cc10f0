"""What Telegram tells us, of every kind, and what is none of our business."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.errors import Unreadable
from channels.message import InboundMessage, Wish
from channels.telegram import updates
from channels.telegram.contents import COMPANIONS, ENVELOPE, KINDS, SERVICE
from tests.contract.channels import telegram_rules
from tests.contract.channels.kits import NOW
from tests.contract.channels.telegram_kit import PERSON, chat, person, said, tapped


def read(update):
    return updates.read(update, NOW)


def one(update):
    [told] = read(update)
    return told


def test_a_message():
    assert one(said(7, text="Olá 🙂")) == InboundMessage(
        provider="telegram",
        event_id="7",
        channel="telegram",
        address=PERSON,
        text="Olá 🙂",
        received_at=NOW,
        profile_name="Ana",
    )


def test_a_changed_message_says_so():
    update = {"update_id": 8, "edited_message": said(text="I pay on Friday")["message"]}
    told = one(update | {"update_id": 8})
    assert (told.event_id, told.text, told.edited) == ("8", "I pay on Friday", True)


def test_a_changed_message_is_no_new_start_but_may_be_a_stop():
    wishes = {}
    for text in ("/start", "/start abc", "/stop"):
        told = one({"update_id": 1, "edited_message": said(text=text)["message"]})
        assert told.invitation is None
        wishes[text] = told.wish
    assert wishes == {"/start": None, "/start abc": None, "/stop": Wish.STOP}


@pytest.mark.parametrize(
    ("text", "wish", "invitation", "read_as"),
    [
        ("/start Ab_-9", None, "Ab_-9", "/start"),
        ("/start@goodfaith_bot Ab_-9", None, "Ab_-9", "/start"),
        ("/start  " + "x" * 64, None, "x" * 64, "/start"),
        ("/start", Wish.START, None, "/start"),
        ("/start@goodfaith_bot", Wish.START, None, "/start@goodfaith_bot"),
        ("/START ", Wish.START, None, "/START "),
        ("/start hello there", Wish.START, None, "/start hello there"),
        ("/start " + "x" * 65, Wish.START, None, "/start …"),
        ("/start " + "aB3_" * 8 + " please", Wish.START, None, "/start … please"),
        ("/start please\n" + "aB3_" * 8, Wish.START, None, "/start please\n…"),
        ("https://t.me/a_bot?start=" + "aB3-" * 8, None, None, "https://t.me/a_bot?start=…"),
        ("/stop /start " + "aB3_" * 8, Wish.STOP, None, "/stop /start …"),
        ("my receipt " + "E607" * 8, None, None, "my receipt " + "E607" * 8),
        ("/stop", Wish.STOP, None, "/stop"),
        ("/stop please", Wish.STOP, None, "/stop please"),
        ("/Stop@goodfaith_bot", Wish.STOP, None, "/Stop@goodfaith_bot"),
        ("/help", Wish.HELP, None, "/help"),
        ("/started", None, None, "/started"),
        ("/balance", None, None, "/balance"),
        ("please /stop", None, None, "please /stop"),
        ("stop", None, None, "stop"),
    ],
)
def test_commands(text, wish, invitation, read_as):
    told = one(said(text=text))
    assert (told.wish, told.invitation, told.text) == (wish, invitation, read_as)


def test_a_tapped_button():
    told = one(tapped(9, "tok-1", "Não"))
    assert (told.event_id, told.address, told.pressed) == ("9", PERSON, "tok-1")
    assert (told.text, told.acknowledge) == ("Não", "query-9")


@pytest.mark.parametrize(
    "shown",
    [
        {"message_id": 4, "date": 0, "chat": chat()},
        {"message_id": 4, "date": 1, "chat": chat(), "reply_markup": None},
        {"message_id": 4, "date": 1, "chat": chat(), "reply_markup": {"inline_keyboard": [[{}]]}},
    ],
)
def test_a_button_of_a_message_that_is_no_longer_seen_has_no_label(shown):
    told = one(tapped(message=shown))
    assert (told.text, told.pressed) == ("", "tok-1")


@pytest.mark.parametrize(
    "strange",
    [{"message": None}, {"data": None, "game_short_name": "chess"}, {"inline_message_id": "1"}],
)
def test_a_tap_that_is_not_on_our_buttons_is_acknowledged_and_no_more(strange):
    update = tapped(**strange)
    if "inline_message_id" in strange:
        del update["callback_query"]["message"]
    told = one(update)
    assert (told.says_nothing, told.acknowledge, told.address) == (True, "query-1", PERSON)


@pytest.mark.parametrize(("field", "kind"), sorted(KINDS.items()))
def test_what_is_no_text_has_a_kind_and_its_caption(field, kind):
    assert one(said(**{field: {"file_id": "x"}})).media == (kind,)
    told = one(said(**{field: [{}]}, caption="my receipt"))
    assert (told.media, told.text) == ((kind,), "my receipt")


@pytest.mark.parametrize(("field", "companion"), COMPANIONS.items())
def test_what_stands_beside_another_is_not_told_twice(field, companion):
    assert one(said(**{field: {}, companion: {}})).media == (KINDS[field],)


def test_what_was_invented_later_is_something():
    assert one(said(hologram={"file_id": "x"})).media == ("other",)


@pytest.mark.parametrize("field", sorted(SERVICE))
def test_what_telegram_notes_in_a_chat_was_said_by_nobody(field):
    assert read(said(**{field: True})) == []


def test_every_field_of_a_message_has_its_place():
    telegram_rules.needs()
    fields = {one["name"] for one in telegram_rules.SPEC["types"]["Message"]["fields"]}
    assert len(fields) > 90
    assert fields == {*ENVELOPE, *SERVICE, *KINDS}
    assert len(fields) == len(ENVELOPE) + len(SERVICE) + len(KINDS)


def moved(status, kind="private"):
    old = {"user": person(1), "status": "member"}
    change = {"chat": chat(kind=kind), "from": person(), "date": 1, "old_chat_member": old}
    return {
        "update_id": 3,
        "my_chat_member": change | {"new_chat_member": old | {"status": status}},
    }


@pytest.mark.parametrize(("status", "wish"), [("kicked", Wish.BLOCKED), ("member", Wish.UNBLOCKED)])
def test_blocking_the_bot_and_letting_it_back_are_no_words(status, wish):
    told = one(moved(status))
    assert (told.wish, told.text, told.address, told.media) == (wish, "", PERSON, ())


@pytest.mark.parametrize("status", ["left", "administrator", "restricted", "something new"])
def test_other_changes_say_nothing(status):
    assert read(moved(status)) == []


@pytest.mark.parametrize("kind", ["group", "supergroup", "channel", "something new"])
def test_groups_and_channels_are_nobodys_answer(kind):
    shared = chat(-100123, kind)
    assert read(said(text="hello", chat=shared)) == []
    assert read({"update_id": 1, "edited_message": said(text="x", chat=shared)["message"]}) == []
    assert one(tapped(message={"message_id": 1, "date": 1, "chat": shared})).says_nothing
    assert read(moved("kicked", kind)) == []


def test_a_bot_is_nobody():
    assert read(said(text="hello", **{"from": person() | {"is_bot": True}})) == []


def test_every_other_kind_of_update_is_none_of_our_business():
    telegram_rules.needs()
    fields = {one["name"] for one in telegram_rules.SPEC["types"]["Update"]["fields"]}
    others = fields - set(updates.WANTED) - {"update_id"}
    assert set(updates.WANTED) < fields
    assert len(others) > 15
    assert [kind for kind in others if read({"update_id": 1, kind: {"text": "hello"}})] == []


def test_unknown_fields_do_no_harm():
    update = said(text="hello", mood={"happy": [1]}, entities="not a list", reply_markup=7)
    assert one(update | {"novelty": 1}).text == "hello"


@pytest.mark.parametrize(
    ("sent", "kept"), [("a\0b", "ab"), ("\ud83d\ude42", "🙂"), ("half \ud83d", "half �")]
)
def test_what_cannot_be_stored_is_mended(sent, kept):
    update = json.loads(json.dumps(said(text=sent)))
    assert one(update).text == kept


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"7",
        b"null",
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"message": {}}',
        b'{"update_id": "7"}',
        b'{"update_id": true}',
        b'{"update_id": 1, "message": null}',
        b'{"update_id": 1, "message": []}',
        b'{"update_id": 1, "message": {"text": "no chat"}}',
        b'{"update_id": 1e999}',
        b'{"update_id": 99999999999999999999}',
        b'{"update_id": 1, "message": {"chat": {"type": "private", "id": 1e999}, "text": "x"}}',
        b'{"update_id": 1, "message": {"chat": {"type": "private", "id": 1.5}, "text": "x"}}',
        b'{"update_id": 1, "callback_query": {"id": "", "data": "x"}}',
        b'{"update_id": 1, "message": {"chat": {"type": "private"}}}',
        b'{"update_id": 1, "message": {"chat": {"type": "private", "id": "x"}, "text": "x"}}',
        b'{"update_id": 1, "callback_query": {"data": "x", "message": {}}}',
        b'{"update_id": 1, "my_chat_member": {"chat": {"id": 1, "type": "private"}}}',
    ],
    ids=lambda body: body[:60].decode("latin-1"),
)
def test_garbage_is_unreadable(telegram, body):
    with pytest.raises(Unreadable):
        telegram.channel.parse(telegram.call(body))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)
FIELDS = st.sampled_from(["chat", "from", "text", "caption", "photo", "data", "id", "message"])


@given(st.sampled_from(updates.WANTED), st.dictionaries(FIELDS, JSON) | JSON, st.booleans())
def test_nothing_else_is_ever_raised(kind, content, in_a_chat):
    if in_a_chat and isinstance(content, dict):
        content = content | {"chat": {"id": 1, "type": "private"}}
    try:
        news = read({"update_id": 1, kind: content})
    except Unreadable:
        return
    assert all(isinstance(told.text, str) for told in news)
    assert all(told.address == "1" or told.says_nothing for told in news)
