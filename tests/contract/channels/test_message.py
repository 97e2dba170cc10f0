"""What people call themselves is kept as far as it can be; no message is refused for it."""

import pytest

from channels.message import LONGEST_PROFILE, profile_of


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        (("Ana",), "Ana"),
        (("Ana", "Souza"), "Ana Souza"),
        (("Ana", None), "Ana"),
        (("\u202eanA\u0000 \n", "\x1b[31m"), "anA [31m"),
        (("🙂",), "🙂"),
        (("half \ud83d",), "half"),
        (("x" * 500,), "x" * LONGEST_PROFILE),
        ((" ",), None),
        ((None, 7, {"a": 1}), None),
        ((), None),
    ],
)
def test_a_name_is_made_fit_to_be_kept_and_shown(told, kept):
    assert profile_of(*told) == kept
