"""The rails: few, exact, and never in the way. They take any text at all."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.usecases.answer import Question
from bot.usecases.conversation.rails import Rail, clean, meant, rail
from bot.usecases.conversation.receive_message import storable
from bot.usecases.records import Outbound, new_id
from tests.usecases.world import TUESDAY

ANY_TEXT = st.text(max_size=200) | st.text(
    alphabet=st.characters(categories=["Cc", "Cf", "Cs", "Co", "Zl", "Zp", "Mn", "Nd", "So"]),
    max_size=60,
)


@pytest.fixture(scope="module")
def policy(policies):
    return policies.for_country("US")


def shown(*buttons):
    """A message with these (label, intent) choices under it."""
    return Outbound(
        conversation_id=new_id(), channel="whatsapp", kind="reply", turn="t", text="x",
        created_at=TUESDAY,
        buttons=[
            {"token": f"tok-{n}", "label": label, "intent": intent, "entities": {"option": n}}
            for n, (label, intent) in enumerate(buttons, start=1)
        ],
    )  # fmt: skip


@given(text=ANY_TEXT, opted_out=st.booleans())
@example(text="\ud83d", opted_out=False)
@example(text="\x00", opted_out=True)
def test_any_text_has_a_rail(policies, text, opted_out):
    policy = policies.for_country("BR")
    taken = rail(text, policy, opted_out=opted_out)
    assert isinstance(taken, Rail)
    if taken is Rail.ENGINE:
        assert 0 < len(clean(text)) <= policy.messages.inbound


@given(text=ANY_TEXT)
def test_what_is_clean_is_readable_one_line_and_stays_as_it_is(text):
    once = clean(text)
    assert clean(once) == once
    assert once == once.strip()
    assert not set(once) & {"\x00", "\n", "\r", "\t", "\x1b", "\u2028", "\u200b", "\ufeff"}
    once.encode()


@given(text=ANY_TEXT)
def test_what_is_storable_can_be_stored(text):
    kept = storable(text)
    kept.encode()
    assert "\x00" not in kept
    if "\x00" not in text and not any("\ud800" <= c <= "\udfff" for c in text):
        assert kept == text


@given(text=ANY_TEXT, question=st.none() | st.sampled_from(Question) | st.just("nonsense"))
def test_any_text_means_something_or_nothing(text, question):
    meant(text, None, question)
    meant(text, shown(("Yes", "affirm"), ("No", "deny")), question)


@pytest.mark.parametrize(
    ("text", "opted_out", "taken"),
    [
        ("STOP", False, Rail.OPT_OUT),
        ("stop!", True, Rail.OPT_OUT),
        ("Parar", False, Rail.OPT_OUT),
        ("please stop the interest", False, Rail.ENGINE),
        ("stop it", False, Rail.ENGINE),
        ("START", True, Rail.OPT_IN),
        ("START", False, Rail.ENGINE),
        ("", False, Rail.EMPTY),
        ("\u0301", False, Rail.EMPTY),
        ("a" * 1000, False, Rail.ENGINE),
        ("a" * 1001, False, Rail.TOO_LONG),
        ("a" * 1000 + " " * 5000, False, Rail.ENGINE),
        ("?", False, Rail.ENGINE),
        ("👍", False, Rail.ENGINE),
    ],
)
def test_each_rail(policy, text, opted_out, taken):
    assert rail(text, policy, opted_out=opted_out) is taken


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("  a \n b\t c ", "a b c"),
        ("a\u200bb", "ab"),
        ("👩\u200d🍳", "👩\u200d🍳"),
        ("\x1b[31mred", "[31mred"),
        ("ação", "ação"),
    ],
)
def test_what_is_taken_out(text, cleaned):
    assert clean(text) == cleaned


def test_a_choice_is_taken_by_token_label_or_number():
    last = shown(("3 x $100", "affirm"), ("Talk to a person", "request_human"))
    for text in ("tok-2", "talk to a PERSON", "2", "option 2", "the second one", " 2. "):
        found = meant(text, last, None)
        assert (found.intent, found.entities) == ("request_human", {"option": 2}), text
    assert meant("3", last, None) is None
    assert meant("tok-9", last, None) is None


@pytest.mark.parametrize(
    ("text", "question", "intent"),
    [
        ("yes", Question.OFFERS, "affirm"),
        ("Sim!", Question.PERSON, "affirm"),
        ("não, obrigado", Question.OFFERS, "deny"),
        ("blz fecha", Question.OFFERS, "affirm"),
        ("sim, pode registrar, obrigada", Question.OFFERS, "affirm"),
        ("pode ser 100", Question.OFFERS, None),
        ("kkk", Question.OFFERS, None),
        ("k k k", Question.OFFERS, None),
        ("yes", None, None),
        ("yes", "rating", None),
        ("yes but not that much", Question.OFFERS, None),
    ],
)
def test_a_plain_yes_or_no_answers_an_open_question(text, question, intent):
    found = meant(text, None, question)
    assert (found.intent if found else None) == intent


@pytest.mark.parametrize("text", ["/restart", '/affirm{"x":1}', "  /x", "\u200b/stop"])
def test_a_command_is_no_speech(text):
    assert meant(text, shown(("/restart", "affirm")), Question.OFFERS).intent == "out_of_scope"
