"""Why did a turn fail, and with which answer should the service hear of it?"""


class TurnError(Exception):
    """A turn that must not be committed. `status` is the HTTP answer."""

    status = 500


class BadTurnError(TurnError):
    """The request itself is wrong: the same request would fail again."""

    status = 400


class ActionFailedError(TurnError):
    """An action (or the dialogue around it) failed: its events would be lost."""

    status = 502


class ActionsUnreachableError(TurnError):
    """The service's action route did not answer: nobody's fault in this turn. Try again."""

    status = 503
