"""An answer becomes messages: introduced once, rendered for the channel, each written once."""

from bot.rules.contact import MessageKind
from bot.rules.money import Money
from bot.usecases.answer import Button, say, with_buttons
from bot.usecases.outbox.compose import compose

DISCLOSURE = "the automated assistant of Juniper & Oak"
HINT = "Reply STOP to opt out."


async def test_the_first_message_says_that_a_machine_writes_and_how_to_stop_it(ada):
    first, second = await ada.hears((say("thanks"),))
    assert DISCLOSURE in first
    assert "not a person" in first
    assert first.endswith(HINT)
    assert second == "You're welcome. I'm here if you need anything else."
    assert await ada.hears((say("thanks"),)) == [second]


async def test_a_greeting_introduces_itself(ada):
    (only,) = await ada.hears((say("greet"),))
    assert DISCLOSURE in only
    assert only.endswith(HINT)


async def test_in_portuguese_too(world):
    bia = await world.meet("B-1", country="BR")
    first, _ = await bia.hears((say("thanks"),))
    assert "assistente automático" in first
    assert first.endswith("Responda PARAR para não receber mais mensagens.")


async def test_help_and_confirmations_come_without_a_preface(world, ada):
    (line,) = await ada.hears((say("crisis", helpline="988"),), kind="safety")
    assert DISCLOSURE not in line
    assert HINT not in line
    bob = await world.meet("B-1")
    (line,) = await bob.writes("STOP")
    assert HINT not in line


async def test_a_turn_that_is_written_twice_is_one_set_of_messages(world, ada):
    says = [say("thanks"), say("goodbye")]
    first = await ada.does(compose, says, turn="in:1", channel="sms")
    again = await ada.does(compose, says, turn="in:1", channel="sms")
    assert len(first) == 3
    assert again == []
    await world.run()
    assert len(ada.phone()) == 3


async def test_where_nothing_can_be_tapped_choices_are_numbered_lines(ada):
    await ada.hears((say("greet"),))
    message = with_buttons(
        say("offer_person"),
        [Button(say("button_yes"), "request_human"), Button(say("button_no"), "deny")],
    )
    (text,) = await ada.hears((message,))
    assert text.splitlines()[-2:] == ["1. Yes", "2. No"]


async def test_elsewhere_they_are_buttons_with_a_token_that_tells_nothing(world):
    bob = await world.meet("B-1", channels=("whatsapp",))
    await bob.writes("hi", channel="whatsapp")
    message = with_buttons(say("offer_person"), [Button(say("button_yes"), "request_human")])
    (text,) = await bob.hears((message,), channel="whatsapp")
    assert "1. Yes" not in text
    sent = list(world.phones["whatsapp"].delivered.values())[-1]
    assert [button.label for button in sent.buttons] == ["Yes"]
    (button,) = (await bob.look("outbox"))[-1].buttons
    assert button["token"] == sent.buttons[0].token
    assert button["intent"] == "request_human"
    assert len(button["token"].encode()) <= 64
    assert "request_human" not in button["token"]


async def test_figures_are_written_as_in_the_persons_country(world):
    bia = await world.meet("B-1", country="BR", debts=(("1250.00", "0", "0"),))
    message = say("reason_more_than_owed", total=Money(125_000, "BRL"))
    assert (await bia.hears((message,)))[-1] == "o total a pagar é de apenas R$ 1.250,00"


async def test_kind_author_and_origin_are_kept(world, ada):
    row = await ada.sends("hello")
    await ada.does(
        compose,
        [say("greet")],
        turn="x",
        channel="sms",
        kind=MessageKind.HOLDING,
        inbound_id=row.id,
        author="agent:Ana",
    )
    (kept,) = await ada.look("outbox")
    assert (kept.kind, kept.inbound_id, kept.author) == ("holding", row.id, "agent:Ana")
    assert (kept.key, kept.status) == ("utter_greet", "queued")
