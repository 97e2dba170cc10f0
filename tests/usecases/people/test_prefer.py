"""How and when the person wants to be contacted."""

import pytest

from bot.usecases.people.prefer import prefer
from tests.usecases.world import keys


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("please use whatsapp", {"channel": "whatsapp"}),
        ("only by email please", {"channel": "email"}),
        ("only in the morning", {"time_window"}),
        ("not before Monday", {"not_before"}),
    ],
)
async def test_what_is_said_is_said_back_and_kept(ada, text, wish):
    answer = await ada.does(prefer, text)
    assert set(keys(answer)) <= {"contact_channel", "contact_time"}
    assert len(await ada.hears(answer)) == 2
    kept = (await ada.state())["preferences"]
    assert set(kept) == set(wish)
    if isinstance(wish, dict):
        assert kept == wish


async def test_a_second_wish_stands_beside_the_first(ada):
    await ada.does(prefer, "please use whatsapp")
    await ada.does(prefer, "only in the morning")
    assert set((await ada.state())["preferences"]) == {"channel", "time_window"}
    await ada.does(prefer, "sms is better")
    assert (await ada.state())["preferences"]["channel"] == "sms"


async def test_what_is_not_clear_is_asked(ada):
    assert keys(await ada.does(prefer, "not like this")) == ["contact_unclear"]
    assert (await ada.state())["preferences"] == {}
