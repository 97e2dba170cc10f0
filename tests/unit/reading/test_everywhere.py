"""Every channel is stopped when all are meant, and one when only this one is."""

import pytest

from bot.reading.wishes.everywhere import means_every_channel, means_more_than_named


@pytest.mark.parametrize(
    "text",
    [
        "stop all messages",
        "Don't contact me in any way",
        "do not text, call or write to me at all any more",
        "stop every message, every day it's something",
        "never contact me ever again",
        "parem todas as mensagens",
        "não quero receber nenhuma mensagem, todo dia é isso",
        "nunca mais me procurem",
        "não me mandem mensagem por qualquer canal",
        "remove my number from everything",
        "stop everything you send me",
        "I want out of the lot",
        "can you stop the whole lot of these",
        "take my name off everything please",
        "unsubscribe me from bills, adverts and everything",
        "I paid, so stop everything",
        "me descadastrem de tudo",
        "parem com tudo",
        "já paguei, cancelem tudo",
        "quero sair de tudo",
    ],
)
def test_all_are_meant(text):
    assert means_every_channel(text)


@pytest.mark.parametrize(
    "text",
    [
        "please do not text me any more",
        "I don't want these texts any longer",
        "stop texting me every single day",
        "stop messaging me all the time",
        "you write every few hours, stop",
        "pare de mandar mensagem toda hora",
        "não quero mensagem todo santo dia",
        "parem de me escrever todos os dias",
        "stop texting me",
        "I paid everything, stop",
        "I've paid off everything, take me off",
        "stop, everything is paid",
        "I paid it all, stop texting me",
        "I told you everything already so stop",
        "stop writing to me about everything",
        "you lot, stop it",
        "já paguei tudo, pare",
        "pare, tudo já foi pago",
        "já quitei todas as parcelas, parem",
        "tudo bem, pode parar",
        "obrigado por tudo, podem parar",
        "",
    ],
)
def test_this_one_is_meant(text):
    assert not means_every_channel(text)


@pytest.mark.parametrize(
    ("text", "more"),
    [
        ("stop all whatsapp messages", False),
        ("stop everything on whatsapp", False),
        ("no more sms at all", False),
        ("não quero nenhuma mensagem no telegram", False),
        ("stop whatsapp and all other channels", True),
        ("no whatsapp and everything else too", True),
        ("nem whatsapp nem nenhum canal", True),
    ],
)
def test_beside_a_name_all_are_those_of_that_channel(text, more):
    assert means_more_than_named(text) is more
