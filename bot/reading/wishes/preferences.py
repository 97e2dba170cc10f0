"""On which channel and at what times does the person want to be reached?

A channel that is refused ("no calls", "não me liga") is not read as a wish. Hours are written in
one small vocabulary, so that the contact rules need not understand language:
`mornings afternoons evenings nights lunchtime weekends weekdays mondays … sundays`,
`after HH:MM`, `before HH:MM`, `HH:MM-HH:MM`, `work hours`, `outside work hours`, and the same
with `not ` before it for a time that is refused.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.reading.entity import Found
from bot.reading.letters.fold import Folded
from bot.reading.wishes import channels, hours


def preferences(folded: Folded, portuguese: bool) -> Iterator[Found]:
    """Every wish about channel and time; in Portuguese "no" is no refusal ("no zap")."""
    for one in channels.named(folded, portuguese):
        if one.stand in channels.WISHED:
            yield Found("channel", one.channel, one.start, one.end)
    yield from hours.windows(folded, portuguese)
