"""Which numbers do the rules work with, and where does each come from?

`load_policies` reads `default.yml` and one file for each country from this folder (or another),
checks every row, and hands out the dataclasses that `bot.rules` takes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from bot.policies.checks import check
from bot.policies.country import CountryPolicy
from bot.policies.rows import PolicyError, PolicyFile, Row, read_file
from bot.policies.schema import missing_in, reader_for

__all__ = ["CountryPolicy", "Policies", "PolicyError", "Row", "load_policies"]

DEFAULT = "default.yml"
_COUNTRY_FILE: Final = re.compile(r"[a-z]{2}\.yml")


@dataclass(frozen=True, slots=True)
class Policies:
    """The policies of every country that has a file, and the default for all others."""

    default: CountryPolicy
    countries: dict[str, CountryPolicy]

    @property
    def version(self) -> str:
        """The version of the default file."""
        return self.default.version

    def for_country(self, code: str) -> CountryPolicy:
        """The policy of a country (ISO 3166 alpha-2, any case); the default where it has no file.

        Built once for each country that has a file.
        """
        known = self.countries.get(code.upper())
        if known is not None:
            return known
        base = self.default
        return CountryPolicy(
            code.upper(), base.version, base.valid_from, base.rows, base.read, base.valid_until
        )


def load_policies(folder: Path | None = None, today: date | None = None) -> Policies:
    """Read and check all policy files of a folder (by default this one).

    PolicyError, with file, line and rule, on the first thing that is wrong: an unknown rule, a
    missing one, a value that the rule cannot take, a row without a source, rows that contradict
    each other, or, with `today`, a file that does not hold yet on that day, or no more.
    """
    place = folder or Path(__file__).parent
    base = _read(place / DEFAULT, today)
    read = _read_rows(base)
    if missing := missing_in(base.rows):
        raise PolicyError(base.name, 1, missing, "is missing")
    default = _checked("", base.version, base, base.rows, read)
    countries = {}
    for path in sorted((*place.glob("*.yml"), *place.glob("*.yaml"))):
        if path.name != DEFAULT:
            _must_name_a_country(path)
            own = _read(path, today)
            rows, values = base.rows | own.rows, read | _read_rows(own)
            code, version = path.stem.upper(), f"{base.version}+{path.stem}.{own.version}"
            countries[code] = _checked(code, version, own, rows, values)
    return Policies(default, countries)


def _must_name_a_country(path: Path) -> None:
    if not _COUNTRY_FILE.fullmatch(path.name):
        what = "is read for no country; its name is two small letters, as us.yml"
        raise PolicyError(path.name, 0, "file", what)


def _read(path: Path, today: date | None) -> PolicyFile:
    file = read_file(path)
    if today is not None:
        file.must_hold_on(today)
    return file


def _read_rows(file: PolicyFile) -> dict[str, object]:
    values = {}
    for rule, row in file.rows.items():
        reader = reader_for(rule)
        if reader is None:
            raise PolicyError(row.file, row.line, rule, "no rule has this name")
        try:
            values[rule] = reader(row.value)
        except (TypeError, ValueError) as error:
            raise PolicyError(row.file, row.line, rule, str(error)) from None
    return values


def _checked(
    code: str, version: str, file: PolicyFile, rows: dict[str, Row], read: dict[str, object]
) -> CountryPolicy:
    policy = CountryPolicy(code, version, file.valid_from, rows, read, file.valid_until)
    check(policy)
    return policy
