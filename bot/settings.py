"""What can be set from outside, under which name, and what holds if nothing is said?

Everything is read from the environment. Names begin with GOODFAITH_, except those that a platform
or a provider has already named (PORT, DATABASE_URL, TELEGRAM_TOKEN, TWILIO_…). Nested values are
written with two underscores: GOODFAITH_CREDITOR__NAME. Reading the settings connects to nothing.
"""

import contextlib
import json
import os
import secrets
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit

import platformdirs
import pydantic_settings
from pydantic import (
    AliasChoices,
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    field_validator,
    model_validator,
)
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.addresses import web_address
from bot.paying.hosted import check_template
from bot.paying.pix import PixCharge, PixError, br_code
from bot.rules.money import Money
from bot.setting_names import complaint, no_json
from channels.credentials import (
    SENDER_ID,
    SHORT_CODE,
    TELEGRAM_SECRET,
    TELEGRAM_TOKEN,
    TWILIO_ACCOUNT,
    TWILIO_SENDER,
)

Mode = Literal["demo", "test", "production"]
ROOT = Path(__file__).resolve().parent.parent
ContentSid = Annotated[str, Field(pattern=r"^HX[0-9a-f]{32}$")]
Buttons = Annotated[int, Field(ge=1, le=10)]
KEPT_SECRETS = ("engine_secret", "session_secret")


class SettingsError(Exception):
    """A setting is missing or wrong; the text names it and says what is expected."""


class Creditor(BaseModel):
    """Whom the debts are owed to, as people may read it. The defaults are invented."""

    model_config = ConfigDict(frozen=True)

    name: str = "Juniper & Oak Home Supplies (demonstration)"
    legal_name: str = "Juniper & Oak Home Supplies Ltd. (an invented company)"
    address: str = "1 Example Street, Sampleton"
    tax_id: str = "DEMO-00-0000000"
    site: str = "https://juniper-oak.example"
    email: str = "accounts@juniper-oak.example"
    phone: str = "+1 202 555 0143"
    city: str = Field("Sampleton", description="stands in Pix codes")
    bank_details: str = "Example Bank, account 00000000 (demonstration, do not pay)"
    pix_key: str = "pix@juniper-oak.example"

    @model_validator(mode="after")
    def _can_be_paid_by_pix(self) -> Self:
        """Found out at the start, and not when somebody wants to pay; no key means no Pix."""
        if self.pix_key:
            try:
                br_code(PixCharge(self.pix_key, self.name, self.city, Money(1, "BRL")))
            except PixError as error:
                raise ValueError(
                    f"no Pix code can be made of PIX_KEY, NAME, CITY: {error}"
                ) from None
        return self


class Payment(BaseModel):
    """How links to pay are made, and which providers may tell us of payments.

    Our own page is always there; a provider is a button on it. docs/pay.md tells more.
    """

    model_config = ConfigDict(frozen=True)

    provider: Literal["page", "stripe", "hosted"] = "page"
    link_days: int = Field(14, ge=1, le=90, description="so long a link can be used")
    stripe_secret_key: SecretStr | None = None
    stripe_webhook_secret: SecretStr | None = None
    stripe_api_url: str | None = Field(None, description="another Stripe than the real one")
    hosted_url: str | None = Field(None, description="with {amount}, {reference}, {signature} …")
    hosted_secret: SecretStr | None = Field(None, description="signs the links")
    hosted_webhook_secret: SecretStr | None = Field(None, description="the provider signs with it")

    @field_validator("hosted_url")
    @classmethod
    def _can_be_filled_in(cls, url: str | None) -> str | None:
        return None if url is None else check_template(url)

    @model_validator(mode="after")
    def _complete(self) -> Self:
        """A provider without its credentials is found out at the start."""
        needed = {"stripe": ("stripe_secret_key",), "hosted": ("hosted_url", "hosted_secret")}
        names = [n for n in needed.get(self.provider, ()) if getattr(self, n) is None]
        if names:
            told = " and ".join(f"GOODFAITH_PAYMENT__{name.upper()}" for name in names)
            raise ValueError(f"the payment provider {self.provider} needs {told}")
        return self


class WhatsAppTemplate(BaseModel):
    """A text that WhatsApp has approved: its content SID, whose words it has, and its gaps."""

    model_config = ConfigDict(frozen=True)

    id: ContentSid
    key: str = Field(description="a response key, or utter_opener")
    language: Literal["en", "pt"]
    gaps: list[str] = []


def _named(*names: str) -> Any:
    """A field that the environment names otherwise than by prefix and field."""
    return AliasChoices(*names)


class Settings(BaseSettings):
    """The settings of every process. Given by name in tests: `Settings(mode="test")`."""

    model_config = SettingsConfigDict(
        env_prefix="GOODFAITH_",
        env_nested_delimiter="__",
        env_ignore_empty=True,
        populate_by_name=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
    )

    # where things are
    data: Path = Field(default=Path("var"), description="state of this machine: database, logs")
    database_url: str | None = Field(
        default=None,
        validation_alias=_named("database_url", "DATABASE_URL", "GOODFAITH_DATABASE_URL"),
        description="a PostgreSQL of your own; without it one is started in `data`",
    )
    models: Path = Field(
        default_factory=lambda: platformdirs.user_cache_path("goodfaith") / "models",
        description="trained models, each named by the fingerprint of its data",
    )
    mode: Mode = Field(
        default_factory=lambda data: "production" if data.get("database_url") else "demo",
        description="the simulator and the clock can be reached in demo and test only",
    )

    # the web
    host: str = "127.0.0.1"
    port: int = Field(
        default=8000, ge=0, le=65535, validation_alias=_named("port", "PORT", "GOODFAITH_PORT")
    )
    public_url: str | None = Field(
        default=None,
        description="how people and providers reach us; stands in links, covered by signatures",
    )
    session_secret: SecretStr | None = Field(
        default=None, description="signs the addresses of the pay page, and logins to come"
    )

    # the dialogue engine
    engine_url: str | None = None
    engine_port: int = Field(default=0, ge=0, le=65535, description="0 takes any free one")
    engine_secret: SecretStr | None = Field(
        default=None, description="between service and engine, in both directions"
    )

    # who speaks, and for whom
    assistant: str = "Robin"
    creditor: Creditor = Creditor()
    payment: Payment = Payment()

    # the channels' credentials, under the names that their providers use
    telegram_token: SecretStr | None = Field(
        default=None, validation_alias=_named("telegram_token", "TELEGRAM_TOKEN")
    )
    telegram_webhook_secret: SecretStr | None = Field(
        default=None, validation_alias=_named("telegram_webhook_secret", "TELEGRAM_WEBHOOK_SECRET")
    )
    twilio_account_sid: str | None = Field(
        default=None, validation_alias=_named("twilio_account_sid", "TWILIO_ACCOUNT_SID")
    )
    twilio_auth_token: SecretStr | None = Field(
        default=None, validation_alias=_named("twilio_auth_token", "TWILIO_AUTH_TOKEN")
    )
    twilio_earlier_auth_tokens: list[SecretStr] = Field(
        default=[],
        validation_alias=_named("twilio_earlier_auth_tokens", "TWILIO_EARLIER_AUTH_TOKENS"),
        description="also verify webhooks while the token is being replaced, as JSON",
        examples=['["…"]'],
    )
    twilio_sms_from: str | None = Field(
        default=None,
        validation_alias=_named("twilio_sms_from", "TWILIO_SMS_FROM"),
        description="a number, a short code, a sender ID, or a messaging service (MG…)",
    )
    twilio_whatsapp_from: str | None = Field(
        default=None, validation_alias=_named("twilio_whatsapp_from", "TWILIO_WHATSAPP_FROM")
    )
    twilio_sms_per_second: float = Field(
        default=10.0, gt=0, description="segments a second that the sender may send"
    )
    twilio_url: str | None = Field(
        default=None,
        validation_alias=_named("twilio_url", "TWILIO_URL"),
        description="another Twilio than the real one, for instance a stand-in for a load test",
    )
    whatsapp_templates: list[WhatsAppTemplate] = Field(
        default=[], description="approved texts, as JSON; docs/connect-whatsapp.md"
    )
    whatsapp_quick_replies: dict[Buttons, ContentSid] = Field(
        default={}, description="content with so many buttons, as JSON: number to content SID"
    )
    telegram_url: str | None = Field(
        default=None, description="another Telegram than the real one, for instance a local server"
    )

    # watching over it
    metrics_port: int | None = Field(
        default=None, ge=1, le=65535, description="where a worker shows its counts; else nowhere"
    )
    metrics_host: str = "127.0.0.1"

    @field_validator("public_url")
    @classmethod
    def _is_public(cls, url: str | None) -> str | None:
        return None if url is None else web_address(url, "https://pay.example.com")

    @field_validator("telegram_url")
    @classmethod
    def _is_a_telegram(cls, url: str | None) -> str | None:
        """As the library wants it, however it was written: with /bot or a slash at its end."""
        if url is None:
            return None
        root = web_address(url, "http://127.0.0.1:8081").rstrip("/")
        return f"{root.removesuffix('/bot')}/bot"

    @field_validator("telegram_token")
    @classmethod
    def _is_a_token(cls, token: SecretStr | None) -> SecretStr | None:
        """Found out at the start; the token itself is never said."""
        if token is not None and not TELEGRAM_TOKEN.fullmatch(token.get_secret_value()):
            raise ValueError("that is no Telegram token; copy it from @BotFather (123456:ABC…)")
        return token

    @field_validator("telegram_webhook_secret")
    @classmethod
    def _is_a_secret(cls, secret: SecretStr | None) -> SecretStr | None:
        if secret is not None and not TELEGRAM_SECRET.fullmatch(secret.get_secret_value()):
            raise ValueError("expected 1 to 256 characters of A-Z a-z 0-9 _ -")
        return secret

    @field_validator("twilio_url")
    @classmethod
    def _is_a_twilio(cls, url: str | None) -> str | None:
        """Paths are put behind it."""
        return None if url is None else web_address(url, "http://127.0.0.1:8090").rstrip("/")

    @field_validator("twilio_account_sid")
    @classmethod
    def _is_an_account(cls, sid: str | None) -> str | None:
        bare = None if sid is None else sid.strip()
        if bare is not None and not TWILIO_ACCOUNT.fullmatch(bare):
            raise ValueError("expected an account SID, AC and 32 of 0-9 a-f")
        return bare

    @field_validator("twilio_earlier_auth_tokens")
    @classmethod
    def _are_tokens(cls, tokens: list[SecretStr]) -> list[SecretStr]:
        if not all(token.get_secret_value().strip() for token in tokens):
            raise ValueError("an auth token is empty")
        return tokens

    @field_validator("twilio_sms_from")
    @classmethod
    def _is_an_sms_sender(cls, sender: str | None) -> str | None:
        """Twilio would refuse every message that is sent from anything else."""
        bare = None if sender is None else sender.strip()
        kinds = (TWILIO_SENDER, SHORT_CODE, SENDER_ID)
        if bare is not None and not any(kind.fullmatch(bare) for kind in kinds):
            raise ValueError(
                "expected a number such as +12025550143, a short code (3 to 8 digits), a sender ID "
                "(up to 11 letters, digits and spaces), or a messaging service (MG…)"
            )
        return bare

    @field_validator("twilio_whatsapp_from")
    @classmethod
    def _is_a_sender(cls, sender: str | None) -> str | None:
        """As Twilio's console shows it, or without the channel in front, as we keep it."""
        bare = None if sender is None else sender.removeprefix("whatsapp:").strip()
        if bare is not None and not TWILIO_SENDER.fullmatch(bare):
            raise ValueError("expected a number such as +12025550143, or a messaging service (MG…)")
        return bare

    @field_validator("data", "models")
    @classmethod
    def _absolute(cls, path: Path) -> Path:
        return Path(os.path.abspath(path.expanduser()))  # noqa: PTH100 - links stay as they are

    @field_validator("database_url")
    @classmethod
    def _with_driver(cls, url: str | None) -> str | None:
        """Platforms write postgres:// or postgresql://; we speak psycopg."""
        if url is None:
            return None
        scheme, separator, rest = url.partition("://")
        if not separator or scheme.split("+")[0] not in ("postgres", "postgresql"):
            raise ValueError("expected a PostgreSQL address such as postgresql://user@host/name")
        if not _has_readable_port(url):
            raise ValueError("the port of the PostgreSQL address is no number")
        return f"postgresql+psycopg://{rest}"

    @property
    def is_open_to_simulation(self) -> bool:
        """May the simulator and the movable clock be reached?"""
        return self.mode != "production"

    @property
    def base_url(self) -> str:
        """Where people reach our pages, without a slash at the end."""
        return (self.public_url or f"http://127.0.0.1:{self.port}").rstrip("/")


def _has_readable_port(url: str) -> bool:
    try:
        return urlsplit(url).port != 0
    except ValueError:
        return False


def load(**given: Any) -> Settings:
    """The settings from the environment; `SettingsError` in one sentence when one is wrong."""
    try:
        return Settings(**given)
    except ValidationError as error:
        raise SettingsError(complaint(Settings, error)) from error
    except pydantic_settings.SettingsError as error:
        raise SettingsError(no_json(Settings, error)) from error


def with_secrets(settings: Settings) -> Settings:
    """The same settings with every secret of ours known, and the engine of a running demo.

    In demo and test a missing secret is made once and kept in `data/secrets.json`, which only its
    owner may read. In production each must be given.
    """
    if settings.engine_url is None and settings.mode != "production":
        settings = settings.model_copy(update={"engine_url": running_engine(settings.data)})
    missing = [name for name in KEPT_SECRETS if getattr(settings, name) is None]
    if not missing:
        return settings
    if settings.mode == "production":
        names = " and ".join(f"GOODFAITH_{name.upper()}" for name in missing)
        raise SettingsError(f"In production {names} must be set.")
    kept = _kept_secrets(settings.data)
    return settings.model_copy(update={name: SecretStr(kept[name]) for name in missing})


def with_passing_secrets(settings: Settings) -> Settings:
    """The same settings for a command that neither speaks with the engine nor makes an address:
    in production it needs no secret of ours. One that is not given is made up and forgotten."""
    if settings.mode != "production":
        return with_secrets(settings)
    missing = [name for name in KEPT_SECRETS if getattr(settings, name) is None]
    made = {name: SecretStr(secrets.token_urlsafe(32)) for name in missing}
    return settings.model_copy(update=made)


def running_engine(data: Path) -> str | None:
    """Where the engine of a demonstration is that runs on this data, if one does."""
    try:
        told = json.loads((data / "run" / "demo.json").read_text())
        os.kill(int(told["pid"]), 0)
        return str(told["engine_url"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _kept_secrets(data: Path) -> dict[str, str]:
    """Made by whoever comes first; all others read what the first has made."""
    path = data / "secrets.json"
    if not path.exists():
        data.mkdir(parents=True, exist_ok=True)
        fresh = path.with_name(f".secrets.{os.getpid()}.{secrets.token_hex(4)}")
        made = {name: secrets.token_urlsafe(32) for name in KEPT_SECRETS}
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            json.dump(made, file, indent=2)
        with contextlib.suppress(FileExistsError):
            os.link(fresh, path)
        fresh.unlink()
    kept: dict[str, str] = json.loads(path.read_text())
    absent = [name for name in KEPT_SECRETS if name not in kept]
    if absent:
        raise SettingsError(f"{path} lacks {' and '.join(absent)}; remove it to have it made anew.")
    return kept
