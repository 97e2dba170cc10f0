"""Every channel is stopped when all are meant, and one when only this one is."""

import pytest

from bot.reading.wishes.everywhere import means_every_channel


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
        "",
    ],
)
def test_this_one_is_meant(text):
    assert not means_every_channel(text)
