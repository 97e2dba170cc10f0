"""A text that is too long for one message is cut where a reader would pause."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.telegram.texts import LONGEST, split, units

LETTERS = st.characters(exclude_categories=["Cs"])
PROSE = st.text(st.sampled_from("abc é🙂.!?\n 。\u0301\u200d"), max_size=400)


@given(st.text(LETTERS, max_size=400) | PROSE, st.integers(8, 60))
def test_each_part_fits_and_nothing_but_white_space_is_lost(text, longest):
    parts = split(text, longest)
    assert all(1 <= units(part) <= longest and part == part.strip() for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())


@given(st.lists(st.text("abcdefg", min_size=1, max_size=8), min_size=1, max_size=60))
def test_no_word_is_cut_that_fits(words):
    parts = split(" ".join(words), 20)
    assert [word for part in parts for word in part.split()] == words


@given(st.text(LETTERS, max_size=200))
def test_what_fits_stays_whole(text):
    assert split(text) == ([text.strip()] if text.strip() else [])


@pytest.mark.parametrize(("length", "parts"), [(1, 1), (LONGEST, 1), (LONGEST + 1, 2)])
def test_the_limit_itself_fits(length, parts):
    assert len(split("x" * length)) == parts


def test_an_emoji_counts_twice_and_is_never_halved():
    parts = split("🙂" * 2049)
    assert [units(part) for part in parts] == [4096, 2]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("One two. Three four. Five six.", ["One two. Three four.", "Five six."]),
        ("You owe 12.50 euros. Thank you.", ["You owe 12.50 euros.", "Thank you."]),
        ("One two three\nfour five six seven", ["One two three", "four five six seven"]),
        ("One. two three four five six", ["One. two three four", "five six"]),
        ("“Is that so?” Yes, it is, it is.", ["“Is that so?”", "Yes, it is, it is."]),
        ("一二三四五六七八九十。一二三四五六七八九十。", ["一二三四五六七八九十。"] * 2),
        ("x" * 45, ["x" * 20, "x" * 20, "x" * 5]),
    ],
)
def test_sentences_stay_together_then_words(text, parts):
    assert split(text, 20) == parts


def test_an_accent_stays_on_its_letter():
    parts = split("e\u0301" * 15, 21)
    assert [len(part) for part in parts] == [20, 10]


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\u2003"])
def test_nothing_is_nothing(text):
    assert split(text) == []
