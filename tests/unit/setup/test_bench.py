"""The benchmarks measure what they say, on accounts that are the same in every run."""

from itertools import islice

import pytest

from tests.bench.people import cases
from tests.bench.rules import TODAY, bench_accrual, bench_counter_offers, bench_offers


@pytest.fixture
def said(monkeypatch):
    monkeypatch.setenv("GOODFAITH_BENCH_ACCOUNTS", "200")
    lines = {}
    for bench in (bench_offers, bench_counter_offers, bench_accrual):
        bench(lambda what, **figures: lines.update({what: figures}))
    return lines


def test_each_names_how_much_it_did_and_how_fast(said):
    assert (said["offers"]["accounts"], said["counter-offers"]["accounts"]) == (200, 20)
    assert said["offers"]["p50_ms"] <= said["offers"]["p99_ms"] <= said["offers"]["slowest_ms"]
    assert 0 <= said["offers"]["share_above_2_ms"] <= 1
    assert said["offers"]["offers_per_second"] > said["offers"]["accounts_per_second"] > 0
    assert said["accrual"]["days_per_second"] > 0


def test_the_accounts_are_the_same_every_time_and_differ_among_themselves(policies):
    once, again = (list(islice(cases(policies, TODAY, 60), 60)) for _ in range(2))
    assert once == again
    assert len({str(case.situation) for case in once}) == 60
    assert {case.situation.country for case in once} == {"US", "GB", "BR"}
    assert {case.situation.needs_care for case in once} == {True, False}
