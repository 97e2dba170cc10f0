"""Where does a debtor live, as far as a portfolio file says?

Regions are ISO 3166-2 codes without the country (SP, AZ, SCT). The time zone of a region is the
one in which most of its people live; a file that knows better states the zone itself.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final
from zoneinfo import available_timezones

_UNITED_STATES: Final = {
    "America/New_York": "CT DC DE FL GA KY MA MD ME NC NH NJ NY OH PA RI SC VA VT WV",
    "America/Detroit": "MI",
    "America/Indiana/Indianapolis": "IN",
    "America/Chicago": "AL AR IA IL KS LA MN MO MS ND NE OK SD TN TX WI",
    "America/Denver": "CO MT NM UT WY",
    "America/Boise": "ID",
    "America/Phoenix": "AZ",
    "America/Los_Angeles": "CA NV OR WA",
    "America/Anchorage": "AK",
    "Pacific/Honolulu": "HI",
    "America/Puerto_Rico": "PR",
    "America/St_Thomas": "VI",
    "Pacific/Guam": "GU MP",
    "Pacific/Pago_Pago": "AS",
}
_UNITED_KINGDOM: Final = {"Europe/London": "ENG NIR SCT WLS"}
_BRAZIL: Final = {
    "America/Sao_Paulo": "DF ES GO MG PR RJ RS SC SP",
    "America/Bahia": "BA",
    "America/Fortaleza": "CE MA PB PI RN",
    "America/Recife": "PE",
    "America/Maceio": "AL SE",
    "America/Belem": "AP PA",
    "America/Araguaina": "TO",
    "America/Campo_Grande": "MS",
    "America/Cuiaba": "MT",
    "America/Manaus": "AM",
    "America/Porto_Velho": "RO",
    "America/Boa_Vista": "RR",
    "America/Rio_Branco": "AC",
}


def _by_region(zones: dict[str, str]) -> dict[str, str]:
    return {region: zone for zone, regions in zones.items() for region in regions.split()}


REGIONS: Final[dict[str, dict[str, str]]] = {
    "US": _by_region(_UNITED_STATES),
    "GB": _by_region(_UNITED_KINGDOM),
    "BR": _by_region(_BRAZIL),
}
"""For each country: its regions and the time zone of each."""

COUNTRY_ZONES: Final[dict[str, str]] = {
    "US": "America/New_York",
    "GB": "Europe/London",
    "BR": "America/Sao_Paulo",
}
"""The time zone of a person whose region is not known."""

REGION_NAMES: Final[dict[str, str]] = {
    "ENGLAND": "ENG",
    "NORTHERN IRELAND": "NIR",
    "SCOTLAND": "SCT",
    "WALES": "WLS",
}
"""Names of regions that people write instead of the code."""

POSTCODES: Final[dict[str, re.Pattern[str]]] = {
    "US": re.compile(r"([0-9]{5})(?:-?([0-9]{4}))?"),
    "GB": re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?) ?([0-9][A-Z]{2})"),
    "BR": re.compile(r"([0-9]{5})-?([0-9]{3})"),
}
"""The form of a postcode in each country, in capitals."""

POSTCODE_EXAMPLES: Final[dict[str, str]] = {
    "US": "02139 or 02139-4307",
    "GB": "SW1A 1AA",
    "BR": "01310-100",
}
_POSTCODE_JOINTS: Final = {"US": "-", "GB": " ", "BR": "-"}


def region_of(text: str, country: str) -> str | None:
    """The code of a region of `country`, from "sp", "BR-SP" or "Scotland"; None if unknown."""
    code = text.strip().upper().removeprefix(f"{country}-")
    if country == "GB":
        code = REGION_NAMES.get(code, code)
    return code if code in REGIONS.get(country, {}) else None


def default_zone(country: str, region: str | None) -> str:
    """The IANA time zone in which most people of the region, or else of the country, live."""
    return REGIONS[country].get(region or "", COUNTRY_ZONES[country])


def postcode_of(text: str, country: str) -> str | None:
    """The postcode as the country writes it; None if it has another form."""
    found = POSTCODES[country].fullmatch(" ".join(text.upper().split()))
    if found is None:
        return None
    return _POSTCODE_JOINTS[country].join(part for part in found.groups() if part)


@lru_cache(maxsize=1)
def zone_names() -> frozenset[str]:
    """The names of the IANA time zones that this machine knows."""
    return frozenset(available_timezones())
