"""Which channels does a wish to stop mean? Each text is known to say stop."""

import pytest

from bot.reading import is_portuguese
from bot.reading.wishes.stops import OURS, channels_after, refused_channels, stop_of

SMS, WA, TG = "sms", "whatsapp", "telegram"


def stop(text, language="en"):
    return stop_of(text, portuguese=is_portuguese(text, language))


NAMED = [
    ("no more telegram messages", "en", {TG}),
    ("don't text me on telegram anymore", "en", {TG}),
    ("please stop texting me on telegram", "en", {TG}),
    ("please stop sending me whatsapp messages", "en", {WA}),
    ("stop sms", "en", {SMS}),
    ("stop sms and whatsapp", "en", {SMS, WA}),
    ("stop sms, whatsapp please", "en", {SMS}),
    ("don't message me on whatsapp or sms", "en", {SMS, WA}),
    ("take me off whatsapp", "en", {WA}),
    ("I don't want to hear from you on whatsapp", "en", {WA}),
    ("lose my telegram", "en", {TG}),
    ("telegram messages must stop", "en", {TG}),
    ("get off my telegram", "en", {TG}),
    ("We withdraw our consent to be contacted through WhatsApp", "en", {WA}),
    ("I never signed up for whatsapp messages", "en", {WA}),
    ("stop all whatsapp messages", "en", {WA}),
    ("stop whatsapp only", "en", {WA}),
    ("stop everything except sms", "en", {WA, TG}),
    ("não me mande mensagem no telegram", "pt", {TG}),
    ("pare de me mandar mensagem no telegram", "pt", {TG}),
    ("não quero mais receber mensagem pelo telegram", "pt", {TG}),
    ("me tira do telegram por favor", "pt", {TG}),
    ("telegram eu não quero, obrigado", "pt", {TG}),
    ("não aguento mais esse zap", "pt", {WA}),
    ("vaza do meu whats", "pt", {WA}),
    ("não quero sms nem whatsapp", "pt", {SMS, WA}),
    ("por favor não usem mais o meu whatsapp", "pt", {WA}),
    ("no me escriban por telegram", "en", {TG}),
]


@pytest.mark.parametrize(("text", "language", "channels"), NAMED)
def test_those_that_are_named(text, language, channels):
    read = stop(text, language)
    assert (read.channels, read.here, read.everywhere, read.instead) == (
        channels,
        False,
        False,
        False,
    )


@pytest.mark.parametrize(
    "text",
    ["stop texting me", "stop the texts", "no emails please", "stop calling me", "don't ring me"],
)
def test_without_a_name_of_ours_it_is_the_one_that_it_was_written_on(text):
    """Messages are "texts" on every channel, and e-mail and phone are none of ours."""
    read = stop(text)
    assert (read.here, read.channels, read.everywhere) == (True, frozenset(), False)


@pytest.mark.parametrize("text", ["I don't use telegram, leave me be", "não uso telegram, chega"])
def test_in_doubt_the_one_that_is_spoken_of_too(text):
    read = stop(text)
    assert (read.here, read.channels) == (True, {TG})


@pytest.mark.parametrize(
    "text",
    [
        "nem sms nem zap nem telegram",
        "stop sms, whatsapp and telegram",
        "stop sms, whatsapp, telegram, the lot",
        "withdraw my permission for whatsapp and everything else",
    ],
)
def test_all_by_name_or_more_than_the_named(text):
    assert stop(text).everywhere


@pytest.mark.parametrize(
    "text",
    ["no whatsapp, use sms", "não manda sms, manda no zap", "stop sms, whatsapp is fine",
     "sms not telegram", "sms only, no whatsapp", "só whatsapp, nada de sms"],
)  # fmt: skip
def test_another_one_instead_is_no_stop(text):
    assert stop(text).instead
    assert refused_channels(text, portuguese=is_portuguese(text, None)) == frozenset()


@pytest.mark.parametrize(
    ("text", "channels"),
    [
        ("telegram não", {TG}),
        ("no telegram", {TG}),
        ("nada de sms", {SMS}),
        ("no email please", set()),
        ("I don't use telegram", set()),
        ("can't open whatsapp here", set()),
        ("there's no whatsapp on this phone", set()),
        ("não tenho zap", set()),
        ("don't message me on sms while I work", set()),
        ("não me chama no whatsapp hoje", set()),
        ("parem de me ligar", set()),
    ],
)
def test_a_wish_turns_away_only_what_it_refuses(text, channels):
    assert refused_channels(text, portuguese=is_portuguese(text, "en")) == channels


@pytest.mark.parametrize(
    ("text", "channels"),
    [
        ("STOP TELEGRAM", {TG}),
        ("stop sms.", {SMS}),
        ("Parar WhatsApp", {WA}),
        ("SAIR DO TELEGRAM", {TG}),
        ("stop sms & whats app!", {SMS, WA}),
        ("/stop telegram", {TG}),
        ("stop all sms, whatsapp and telegram messages", OURS),
        ("STOP", set()),
        ("stop telegram, use sms", set()),
        ("stop and", set()),
        ("stop email", set()),
        ("unstoppable telegram", set()),
        ("telegram stop", set()),
    ],
)
def test_a_word_and_names_alone(text, channels):
    assert channels_after(text, ("STOP", "STOP ALL", "PARAR", "SAIR")) == channels
