"""Is the channel that was asked for read, not the one refused, and are hours normalised?"""

from __future__ import annotations

from datetime import date

import pytest

from bot.reading import read

TODAY = date(2026, 3, 4)


def values(text: str, entity: str) -> list[str | int]:
    return [one.value for one in read(text, TODAY) if one.entity == entity]


CHANNELS = [
    ("email me instead", ["email"]),
    ("prefiro por e-mail", ["email"]),
    ("can we do this on whatsapp rather than sms", ["whatsapp"]),
    ("I don't really use WhatsApp, SMS me", ["sms"]),
    ("manda no zap", ["whatsapp"]),
    ("não me liga, manda no zap", ["whatsapp"]),
    ("só whats", ["whatsapp"]),
    ("me chama no wpp", ["whatsapp"]),
    ("hit me on telegram", ["telegram"]),
    ("don't ring, text", ["sms"]),
    ("texting is fine", ["sms"]),
    ("me liga depois das 6", ["phone"]),
    ("prefer to talk on the phone tbh", ["phone"]),
    ("no voice calls please", []),
    ("no email please", []),
    ("nada de telefone, só e-mail", ["email"]),
    ("parem de me mandar sms", []),
    ("não me mande mensagem no telegram", []),
    ("manda mensagem no telegram", ["telegram"]),
    ("don't send me anything on telegram", []),
    ("stop sending me whatsapp messages", []),
    ("don't text me on telegram any more", []),
    ("text me on telegram", ["telegram"]),
    ("telegram não", []),
    ("nada de whats", []),
    ("no sms or whatsapp", []),
    ("no sms and telegram is fine", ["telegram"]),
    ("no whatsapp, use sms", ["sms"]),
    ("nao manda sms manda no zap", ["whatsapp"]),
    ("nothing but an email, never call me except by whatsapp", ["email", "whatsapp"]),
    ("my phone number is wrong", []),
    ("tell me whats owing", []),
    ("hey, just got your text", []),
]


@pytest.mark.parametrize(("text", "channels"), CHANNELS)
def test_channel(text: str, channels: list[str]) -> None:
    assert values(text, "channel") == channels


HOURS = [
    ("evenings", ["evenings"]),
    ("after 6pm", ["after 18:00"]),
    ("text me after 6", ["after 18:00"]),
    ("depois das 18h", ["after 18:00"]),
    ("depois das 8 da noite", ["after 20:00"]),
    ("a partir das 19h30", ["after 19:30"]),
    ("weekends only", ["weekends"]),
    ("só nos fins de semana", ["weekends"]),
    ("de noite", ["evenings"]),
    ("só de manhã", ["mornings"]),
    ("I'd prefer you reached me in the afternoon", ["afternoons"]),
    ("fora do horário de trabalho", ["outside work hours"]),
    ("not while I'm at work please", ["outside work hours"]),
    ("não me mande mensagem no trabalho", ["outside work hours"]),
    ("please write during office hours", ["work hours"]),
    ("nothing before 4pm", ["after 16:00"]),
    ("never before ten in the morning", ["after 10:00"]),
    ("Please don't write after 8 at night", ["before 20:00"]),
    ("between 9 and 12", ["09:00-12:00"]),
    ("das 8 às 12", ["08:00-12:00"]),
    ("best time to reach me is lunch, 12 to 1", ["12:00-13:00"]),
    ("Tuesday to Thursday", ["tuesdays-thursdays"]),
    ("segunda a sexta", ["weekdays"]),
    ("I only check this on Saturdays", ["saturdays"]),
    ("Don't text me on Sundays", ["not sundays"]),
    ("aos sábados", ["saturdays"]),
    ("good evening", []),
    ("boa noite", []),
    ("after 6 months", []),
    ("after 50 quid", []),
    ("we went from two incomes to one", []),
]


@pytest.mark.parametrize(("text", "windows"), HOURS)
def test_time_window(text: str, windows: list[str]) -> None:
    assert values(text, "time_window") == windows
