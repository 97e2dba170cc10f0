"""Who are we at Twilio? One account: its credentials, its connections, its signature.

Both channels may share one account, and then share its connections.
"""

from __future__ import annotations

from collections.abc import Awaitable, Iterable
from typing import Any, TypeVar

from pydantic import SecretStr
from twilio.base.exceptions import TwilioException, TwilioRestException
from twilio.request_validator import RequestValidator
from twilio.rest import Client

from channels.errors import ChannelError, RetryLater, Unsure
from channels.twilio import faults
from channels.twilio.http import PooledHttp, Wire

T = TypeVar("T")

# Twilio's client looks for missing credentials in the environment unless it is given another.
NO_ENVIRONMENT = {"": ""}
UNREADABLE = (TwilioException, ValueError, KeyError, TypeError, AttributeError)


class TwilioAccount:
    """An account at Twilio, and where it reaches us: `public_url` as the world sees it.

    `earlier_tokens` still verify webhooks while an auth token is being replaced.
    """

    def __init__(
        self,
        sid: str,
        auth_token: SecretStr | str,
        public_url: str,
        *,
        earlier_tokens: Iterable[SecretStr | str] = (),
        wire: Wire | None = None,
    ) -> None:
        tokens = [_open(token) for token in (auth_token, *earlier_tokens)]
        if not sid or not all(tokens):
            raise ValueError("a Twilio account needs its SID and its auth token")
        self.sid = sid
        self.public_url = public_url.rstrip("/")
        self._http = PooledHttp(wire or Wire())
        self._validators = [RequestValidator(token) for token in tokens]
        self.client = Client(sid, tokens[0], http_client=self._http, environment=NO_ENVIRONMENT)

    def __repr__(self) -> str:
        return f"TwilioAccount({self.sid!r}, {self.public_url!r})"

    async def ask(self, call: Awaitable[T], *, sending: bool = False) -> T:
        """What Twilio answers. Raises the errors of `channels.errors` and no others."""
        try:
            return await call
        except ChannelError as error:
            # Without its way through the client, whose variables hold the password.
            fault = error.with_traceback(None)
        except TwilioRestException as refused:
            fault = faults.from_answer(refused.status, refused.code, sending=sending)
        except UNREADABLE as error:
            told = f"Twilio answered something unreadable ({type(error).__name__})"
            fault = Unsure(told) if sending else RetryLater(told)
        raise fault

    def signed(self, url: str, params: Any, signature: str, algorithm: str) -> bool:
        """Did this account sign that? Every token is tried, so that the time tells nothing."""
        right = [v.validate(url, params, signature, algorithm) for v in self._validators]
        return any(right)

    async def close(self) -> None:
        """Close the connections; the next request opens new ones."""
        await self._http.close()


def _open(token: SecretStr | str) -> str:
    return token.get_secret_value() if isinstance(token, SecretStr) else token
