"""A person who needs another language gets a kind line in both of ours, and a person."""

import pytest

from bot.rules.ownership import Owner
from bot.usecases.answer import say
from bot.usecases.conversation.agent_desk import hand_back, take_over
from bot.usecases.ports import Say

SPANISH = "Hola, no puedo pagar este mes, me quedé sin trabajo"
BOTH = ("I can only write in English and Portuguese", "só consigo escrever em inglês e português")


@pytest.fixture(autouse=True)
async def known(world, ada):
    async def script(turn):
        return (say("thanks"),)

    world.engine.script = script
    await ada.writes("hi there")


async def state(ada):
    thread = await ada.thread()
    return thread.owner, thread.owner_reason, thread.language


@pytest.mark.parametrize(
    "text",
    [
        SPANISH,
        "bonjour je ne peux pas payer ce mois-ci",
        "ich kann diesen Monat leider nicht zahlen",
        "nie mogę zapłacić w tym miesiącu",
        "mwen pa ka peye mwa sa a",
        "Не могу заплатить сейчас",
        "我现在付不起",
        "do you have anyone who speaks Spanish?",
        "en español por favor",
        "no hablo inglés",
    ],
)
async def test_one_kind_line_in_both_languages_and_a_person(world, ada, text):
    (line,) = await ada.writes(text)
    assert all(words in line for words in BOTH)
    assert await state(ada) == (Owner.WAITING, "other_language", "en")
    row = (await ada.look("inbox"))[-1]
    assert row.outcome == "other_language"
    assert len(world.engine.turns) == 1, "the dialogue is not asked"


async def test_the_agent_is_told_why(ada):
    await ada.writes(SPANISH)
    event = (await ada.look("events"))[-1]
    assert (event.kind, event.data) == ("escalated", {"reason": "other_language"})


async def test_the_line_is_said_once(world, ada):
    await ada.writes(SPANISH)
    (waiting,) = await ada.writes("¿hay alguien que me pueda ayudar?")
    assert BOTH[0] not in waiting
    assert await ada.writes("contésteme por favor, es urgente") == []
    assert (await ada.thread()).owner == Owner.WAITING


async def test_after_an_agent_the_line_comes_again(world, ada):
    await ada.writes(SPANISH)
    await take_over(world.tools, ada.thread_id, "Ana")
    await world.run()
    await hand_back(world.tools, ada.thread_id)
    await world.run()
    (line,) = await ada.writes("todavía no entiendo cuánto tengo que pagar")
    assert BOTH[0] in line


async def test_a_short_message_alone_is_not_enough_and_two_are(world, ada):
    assert await ada.writes("no tengo dinero") == [
        "You're welcome. I'm here if you need anything else."
    ]
    assert (await ada.thread()).owner == Owner.BOT
    (line,) = await ada.writes("no puedo pagar")
    assert BOTH[0] in line


@pytest.mark.parametrize(
    "text",
    ["gracias", "Juan de la Cruz Martínez", "María del Carmen López", "300", "hasta luego", "si",
     "gracias mate, you have been a great help", "I don't speak Spanish"],
)  # fmt: skip
async def test_a_name_a_figure_or_a_borrowed_word_is_not(ada, text):
    await ada.writes(text)
    assert await state(ada) == (Owner.BOT, None, "en")


async def test_a_button_decides_nothing(world, ada):
    label = say("button_yes").as_json()
    button = {"label": label, "intent": "request_human", "entities": {}}
    world.engine.answers = [(Say("utter_offer_person", {"buttons": [button]}),)]
    await ada.writes("what?")
    await ada.writes((await ada.look("outbox"))[-1].buttons[0]["token"])
    assert await state(ada) == (Owner.BOT, None, "en")


async def test_danger_comes_first(world, ada):
    world.engine.intents["ya no quiero vivir así, me quiero morir"] = "crisis"
    (help_,) = await ada.writes("ya no quiero vivir así, me quiero morir")
    assert "988" in help_
    assert await state(ada) == (Owner.WAITING, "crisis", "en")
    assert (await ada.state())["cases"] == ["crisis"]


@pytest.mark.parametrize(
    "text", ["parar", "BASTA", "¡Alto!", "No me escriban más.", "dejen de escribirme"]
)
async def test_stop_in_spanish_is_obeyed_before_anything(world, ada, text):
    (line,) = await ada.writes(text)
    assert "no more messages by SMS" in line
    assert (await ada.state())["opted_out"] == ["sms"]
    assert (await ada.thread()).owner == Owner.BOT
    assert world.engine.parsed == []


async def test_a_stop_in_free_words_is_obeyed_and_a_person_sees_it(world, ada):
    text = "por favor ya no quiero recibir más mensajes de ustedes"
    world.engine.intents[text] = "opt_out"
    (line,) = await ada.writes(text)
    assert "no more messages by SMS" in line
    assert (await ada.state())["opted_out"] == ["sms"]
    assert await state(ada) == (Owner.WAITING, "other_language", "en")


async def test_with_the_engine_down_the_person_is_called_all_the_same(world, ada):
    world.engine.down = True
    (line,) = await ada.writes(SPANISH)
    assert BOTH[0] in line
    assert await state(ada) == (Owner.WAITING, "other_language", "en")


async def test_in_a_portuguese_conversation_portuguese_comes_first(world):
    bia = await world.meet("B-2", country="BR")
    await bia.writes("oi, tudo bem?")
    (line,) = await bia.writes(SPANISH)
    assert line.startswith("Sinto muito, só consigo escrever em inglês e português.")


async def test_english_that_turns_portuguese_and_back(world, ada):
    for text, language in (
        ("pode ser", "pt"), ("ok", "pt"), ("300", "pt"), ("how much", "en"),
        ("quanto devo", "pt"), ("link", "pt"), ("thanks mate", "en"), ("pix", "en"),
    ):  # fmt: skip
        await ada.writes(text)
        assert await state(ada) == (Owner.BOT, None, language), text
