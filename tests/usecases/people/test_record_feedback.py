"""How was it? A rating from 1 to 5 and a word on why."""

import pytest

from bot.usecases.people.record_feedback import read_rating, record_feedback
from tests.usecases.world import keys


@pytest.mark.parametrize(
    ("text", "rating", "key"),
    [
        ("5", 5, "feedback_thanks"),
        ("4.", 4, "feedback_thanks"),
        ("1", 1, "feedback_low"),
        ("2, too slow", 2, "feedback_low"),
        ("five stars", 5, "feedback_thanks"),
        ("nota 3", 3, "feedback_thanks"),
    ],
)
async def test_a_rating_with_or_without_words(ada, text, rating, key):
    answer = await ada.does(record_feedback, text)
    assert keys(answer) == [key]
    (kept,) = await ada.look("feedback")
    assert kept.rating == rating
    assert kept.comment == (text if " " in text else None)
    assert (await ada.state())["feedback"]["rating"] == rating


async def test_words_alone_are_kept_too(ada):
    assert keys(await ada.does(record_feedback, "that was quick, thank you")) == ["feedback_thanks"]
    assert (await ada.state())["feedback"] == {
        "rating": None, "comment": "that was quick, thank you",
    }  # fmt: skip


async def test_a_comment_after_a_rating_belongs_to_it(world, ada):
    await ada.does(record_feedback, "5")
    await world.wait(seconds=5)
    await ada.does(record_feedback, "really quick and kind")
    feedback = (await ada.state())["feedback"]
    assert feedback == {"rating": 5, "comment": "really quick and kind"}


@pytest.mark.parametrize("text", ["0", "6", "55", "-1", "no", "", "2026-03-03", "100%"])
def test_what_is_no_rating(text):
    assert read_rating(text) is None
