"""Are the policy files whole, and does a wrong row name its file, line and rule?"""

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

import bot.policies
from bot.policies import PolicyError, load_policies
from bot.rules.account import time_barred
from bot.rules.holds import HoldReason
from bot.rules.money import Money
from bot.rules.plan import Frequency

FOLDER = Path(bot.policies.__file__).parent
POLICIES = load_policies()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for file in FOLDER.glob("*.yml"):
        shutil.copy(file, tmp_path)
    return tmp_path


def change(folder: Path, name: str, old: str, new: str) -> int:
    """Replace the first `old`; the line on which it stands."""
    file = folder / name
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def test_every_country_has_its_policies() -> None:
    assert sorted(POLICIES.countries) == ["BR", "GB", "US"]
    for code, currency, lifeline in (
        ("us", "USD", "988"),
        ("gb", "GBP", "116 123"),
        ("br", "BRL", "188"),
    ):
        policy = POLICIES.for_country(code)
        assert (policy.country, policy.currency) == (code.upper(), currency)
        assert policy.facts.crisis_lines[0].phone == lifeline
        assert policy.facts.debt_advice
        assert {rule.reason for rule in policy.holds.rules} == set(HoldReason)
        assert all(row.source and row.line > 0 for row in policy.rows.values())
    assert [POLICIES.for_country(c).day_first for c in ("US", "GB", "BR")] == [False, True, True]
    assert POLICIES.for_country("FR").country == "FR"


def test_limits_of_the_brief() -> None:
    standard = POLICIES.for_country("US").plan_limits("standard", "USD")
    hardship = POLICIES.for_country("GB").plan_limits("hardship", "GBP")
    assert (standard.max_instalments, standard.smallest_instalment) == (12, Money(2500, "USD"))
    assert standard.most_instalments(Frequency.WEEKLY) == 52
    assert (hardship.max_instalments, hardship.token_payment) == (24, Money(100, "GBP"))
    assert (hardship.interest_waiver, hardship.fees_waiver) == (1, 1)
    first = POLICIES.for_country("BR").plan_limits("first_time_late", "BRL")
    assert first.full_payment_interest_waiver == first.full_payment_fees_waiver == 1
    assert first.max_instalments == 12
    unknown = POLICIES.for_country("US").plan_limits("no such segment", "USD")
    assert unknown.max_instalments == 12
    with pytest.raises(PolicyError, match=r"smallest_instalment.*XYZ"):
        POLICIES.for_country("US").plan_limits("standard", "XYZ")


def test_time_bars() -> None:
    due, today = date(2020, 5, 1), date(2025, 5, 14)
    barred = {
        (code, region): time_barred(due, code, today, POLICIES.for_country(code).time_bar, region)
        for code, region in [("GB", None), ("GB", "SCT"), ("BR", "SP"), ("US", "NY"), ("FR", None)]
    }
    assert [place for place, is_barred in barred.items() if is_barred] == [
        ("GB", "SCT"), ("BR", "SP"), ("US", "NY")
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        ("us.yml", "time_bar:", "time_barr:", "time_barr.everywhere: no rule has this name"),
        ("default.yml", "max_tries: {value: 3,", "max_tries: {value: three,", "whole number"),
        ("default.yml", "max_tries: {value: 3, source: product choice}", "max_tries: {value: 3}",
         "identity.max_tries: has no source"),
        ("default.yml", "grace_days: {value: 2,", "grace_dayz: {value: 2,",
         "no rule has this name"),
        ("default.yml", "interest_waiver: {value: 50%", "interest_waiver: {value: 150%",
         "0% to 100%"),
        ("default.yml", "interest_waiver: {value: 50%", "interest_waiver: {value: 90%",
         "is above full_payment_interest_waiver"),
        ("gb.yml", '"09:00-18:00"', '"07:00-18:00"', "reaches outside contact.legal_hours"),
        ("gb.yml", "Europe/London", "Europe/Londres", "unknown time zone"),
        ("br.yml", "ceiling_months: {value: 60", "ceiling_months: {value: 6", "ceiling"),
        ("br.yml", "{value: BRL,", "{value: XYZ,", "unknown currency"),
        ("us.yml", "nth: 3}", "nth: 3, moon: full}", "unknown key 'moon'"),
        ("default.yml", 'GBP: "1.00"', 'GBP: "99.00"', "is above smallest_instalment in GBP"),
        ("default.yml", "rest_within_days: {value: 90", "rest_within_days: {value: 401",
         "plans.standard.rest_within_days: is later than longest_days"),
        ("default.yml", "usual_counts: {value: [3, 6, 12]", "usual_counts: {value: [3, 6, 13]",
         "plans.standard.usual_counts: has a count above max_instalments (12)"),
        ("us.yml", "principal_waiver: {value: 10%", "principal_waiver: {value: 100%",
         "plans.old_debt.full_payment_principal_waiver: leaves nothing to pay"),
        ("default.yml", "payment_within_days: {value: 30", "payment_within_days: {value: 5",
         "first_payment_usual_days: is later than first_payment_within_days"),
        ("default.yml",
         "30, source: product choice}\n    first_payment_usual_days: {value: 14",
         "5, source: product choice}\n    first_payment_usual_days: {value: 3",
         "plans.standard.first_payment_within_days: is too short for a weekday to come"),
        ("us.yml", "  old_debt:", "  oldest_debt:", "no segment is named 'oldest_debt'"),
        ("default.yml", "  subscription:\n    standard:", "  subscriptions:\n    standard:",
         "products.names has no 'subscriptions'"),
        ("default.yml", "  subscription:\n    standard:", "  subscription:\n    standart:",
         "no segment is named 'standart'"),
        ("default.yml", "{segment: hardship,", "{segment: hardships,",
         "segment 'hardships' has no plan limits"),
        ("default.yml", "days_past_due_at_least: 365", "days_past_due_at_least: 0",
         "segment 'old_debt', days_past_due_at_least: needs a number at least 1"),
        ("default.yml", "owed_at_most: {USD: \"60.00\"", "owed_at_most: {USD: \"0\"",
         "segment 'small_balance', owed_at_most: needs sums above zero"),
        ("default.yml", "interest_free: {value: true", "interest_free: {value: 1", "true or false"),
        ("default.yml", "alignments: {value: [day,", "alignments: {value: [today,",
         "needs one of day, business_day, last_business_day, weekday"),
        ("us.yml", "weekday: mon, nth: 3}", "weekday: mon, nth: 0}", "needs an nth weekday"),
        ("default.yml", "waiver: {value: 50%", "waiver: {value: ٥٠%", "0% to 100%, not '٥٠%'"),
        ("default.yml", "more_time_days: {value: 30", "more_time_days: {value: 30000",
         "plans.standard.more_time_days: needs a number from 0 to 3650, not 30000"),
        ("default.yml", "max_instalments: {value: 12", "max_instalments: {value: 601",
         "plans.standard.max_instalments: needs a number from 1 to 600, not 601"),
        ("gb.yml", "valid_from: 2025-01-01", "valid_from: soon", "no date: 'soon'"),
        ("gb.yml", "valid_from: 2025-01-01", "valid_from: 2025-01-01\nvalid_until: 2024-12-31",
         "valid_until: is before valid_from"),
    ],
)  # fmt: skip
def test_a_wrong_row_says_where(folder: Path, name: str, old: str, new: str, message: str) -> None:
    line = change(folder, name, old, new)
    with pytest.raises(PolicyError) as error:
        load_policies(folder)
    assert message in str(error.value)
    file = "default.yml" if message == "ceiling" else name
    assert str(error.value).startswith(f"{file}:")
    if file == name and "above smallest" not in message and error.value.rule != "segments":
        assert abs(error.value.line - line) <= 3


@pytest.mark.parametrize(
    ("day", "message"),
    [
        (
            date(2024, 12, 31),
            "br.yml:3: valid_from: begins only on 2025-01-01; today is 2024-12-31",
        ),
        (date(2025, 1, 1), None),
        (date(2027, 6, 30), None),
        (date(2027, 7, 1), "br.yml:4: valid_until: ended on 2027-06-30; today is 2027-07-01"),
    ],
)
def test_a_file_holds_from_a_day_till_a_day(folder: Path, day: date, message: str | None) -> None:
    change(folder, "default.yml", "valid_from: 2025-01-01", "valid_from: 2020-01-01")
    change(folder, "br.yml", "valid_from: 2025-01-01",
           "valid_from: 2025-01-01\nvalid_until: 2027-06-30")  # fmt: skip
    if message is None:
        policy = load_policies(folder, day).for_country("BR")
        assert (policy.valid_from, policy.valid_until) == (date(2025, 1, 1), date(2027, 6, 30))
    else:
        with pytest.raises(PolicyError) as error:
            load_policies(folder, day)
        assert str(error.value) == message
    assert load_policies(folder).for_country("BR").valid_until == date(2027, 6, 30)


def test_a_limit_is_looked_up_for_product_and_segment(folder: Path) -> None:
    own = """
  subscription:
    company:
      more_time_days: {value: 7, source: the contract}
    standard:
      more_time_days: {value: 9, source: the contract}
"""
    change(folder, "default.yml", "\n  subscription:\n    standard:\n", own)
    policy = load_policies(folder).for_country("GB")
    rows = {
        (segment, product): policy.plan_row("more_time_days", segment, product)
        for segment in ("company", "high_value", "first_time_late", "standard")
        for product in ("", "subscription")
    }
    assert {place: row.value for place, row in rows.items()} == {
        ("company", ""): 30, ("company", "subscription"): 7,
        ("high_value", ""): 45, ("high_value", "subscription"): 45,
        ("first_time_late", ""): 30, ("first_time_late", "subscription"): 9,
        ("standard", ""): 30, ("standard", "subscription"): 9,
    }  # fmt: skip
    limits = policy.plan_limits("company", "GBP", "subscription")
    assert (limits.more_time_days, limits.source("more_time_days")) == (7, "the contract")
    assert (limits.product, limits.max_instalments) == ("subscription", 6)
    assert policy.plan_limits("company", "GBP", "never sold") == replace(
        policy.plan_limits("company", "GBP"), product="never sold"
    )


def test_products_can_be_paid_in_one_rhythm(folder: Path) -> None:
    monthly = "    standard:\n      frequencies: {value: [monthly], source: x}\n"
    change(folder, "default.yml", "  subscription:\n    standard:\n",
           "  subscription:\n" + monthly)  # fmt: skip
    load_policies(folder)
    change(folder, "default.yml", "frequencies: {value: [monthly, fortnightly, weekly]",
           "frequencies: {value: [fortnightly, weekly]")  # fmt: skip
    with pytest.raises(PolicyError, match=r"products\.subscription\.standard\.frequencies: has no"):
        load_policies(folder)


def test_offers_remember_the_version() -> None:
    limits = POLICIES.for_country("BR").plan_limits("standard", "BRL")
    base, own = POLICIES.default.version, POLICIES.for_country("BR").version
    assert limits.version == own
    assert own.startswith(f"{base}+br.")


def test_limits_are_put_together_once_and_never_for_names_from_outside(folder: Path) -> None:
    policy = load_policies(folder).for_country("GB")
    first = policy.limits_for("company", "GBP", ("", "subscription"), "high_value")
    assert policy.limits_for("company", "GBP", ("", "subscription", ""), "high_value") is first
    others = [
        policy.limits_for("company", "GBP", (), "high_value"),
        policy.limits_for("company", "EUR", ("", "subscription"), "high_value"),
        policy.limits_for("company", "GBP", ("", "subscription"), "small_balance"),
        policy.limits_for("company", "GBP", ("", "subscription")),
    ]
    assert all(other != first for other in others)
    assert [each.max_instalments for each in (others[0], others[3])] == [18, 6]
    sold = policy.limits_for("standard", "GBP", ("sofas",))
    assert policy.limits_for("standard", "GBP", ("sofas",)) is not sold
    assert replace(sold, product="") == policy.limits_for("standard", "GBP")


def test_another_folder_is_read(folder: Path) -> None:
    change(folder, "default.yml", "max_tries: {value: 3", "max_tries: {value: 4")
    assert load_policies(folder).for_country("GB").identity.max_tries == 4


def test_a_missing_row_and_a_row_that_stands_twice(folder: Path) -> None:
    change(folder, "default.yml", "  grace_days: {value: 2", "  # {value: 2")
    with pytest.raises(PolicyError, match=r"default.yml:1: promise.grace_days: is missing"):
        load_policies(folder)
    change(folder, "default.yml", "  # {value: 2", "  max_broken: {value: 1, source: x}\n  # {")
    with pytest.raises(PolicyError, match=r"promise.max_broken: stands here twice"):
        load_policies(folder)


def test_no_yaml_and_no_file(tmp_path: Path, folder: Path) -> None:
    (folder / "us.yml").write_text("a: [", encoding="utf-8")
    with pytest.raises(PolicyError, match=r"us.yml:\d+: file: no YAML"):
        load_policies(folder)
    with pytest.raises(PolicyError, match=r"default.yml:0: file: cannot be read"):
        load_policies(tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b'version: "1"\nvalid_from: \xff\n', "us.yml:2: file: is not UTF-8"),
        (b'version: "1"\n# \x07\n', "us.yml:2: file: no YAML: special characters are not allowed"),
        (b'version: "1"\n? [a, b]\n: {value: 1, source: x}\n', "us.yml:2: file: a name is no text"),
        (b'version: "1"\nvalid_from: 2025-01-01\nfacts: &loop\n  facts: *loop\n',
         "us.yml:1: file: an alias holds itself"),
    ],
)  # fmt: skip
def test_what_is_no_text_and_what_has_no_end(folder: Path, data: bytes, message: str) -> None:
    (folder / "us.yml").write_bytes(data)
    with pytest.raises(PolicyError) as error:
        load_policies(folder)
    assert str(error.value) == message


@pytest.mark.parametrize("name", ["us-old.yml", "US.yml", "usa.yml", "gb.yaml"])
def test_a_file_that_no_country_would_read_is_refused(folder: Path, name: str) -> None:
    shutil.copy(folder / "gb.yml", folder / "copy")
    (folder / "copy").rename(folder / name)
    with pytest.raises(PolicyError) as error:
        load_policies(folder)
    assert str(error.value) == (
        f"{name}:0: file: is read for no country; its name is two small letters, as us.yml"
    )
