"""Which state follows, and which steps cannot happen at all?"""

from __future__ import annotations


class IllegalTransition(ValueError):
    """The event cannot happen in this state."""
