"""Does the most urgent case come first, and does each have its answer time?"""

from datetime import UTC, datetime, timedelta

from bot.policies import load_policies
from bot.rules.cases import CaseKind, by_priority, priority, respond_by

POLICY = load_policies().for_country("US").cases
NOW = datetime(2025, 5, 1, tzinfo=UTC)


def test_the_kinds_are_the_contract() -> None:
    names = (
        "dispute complaint hardship vulnerability crisis identity_theft bereavement "
        "representative privacy proof already_paid wrong_person"
    )
    assert [str(kind) for kind in CaseKind] == names.split()


def test_crisis_comes_first() -> None:
    assert by_priority(reversed(CaseKind), POLICY)[0] is CaseKind.CRISIS
    assert all(priority(k, POLICY) > 1 for k in CaseKind if k is not CaseKind.CRISIS)


def test_every_kind_promises_an_answer() -> None:
    for kind in CaseKind:
        assert NOW < respond_by(kind, NOW, POLICY) <= NOW + timedelta(days=15)
