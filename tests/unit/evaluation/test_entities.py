"""Figures read against what a careful reader finds: missed and made up cost the same."""

from datetime import date

from bot.evaluation.entities import Case, measure, read, score

TODAY = date(2026, 11, 26)
FIVE = {"entity": "amount", "value": "5.00"}
TEN = {"entity": "amount", "value": "10.00"}
FRIDAY = {"entity": "date", "value": "2026-11-27"}


def case(gold, found, part="tune"):
    return Case("a text", part, gold, found)


def test_read_as_the_parse_command_does():
    gold = [{"entity": "amount", "value": "80.00", "currency": "GBP"}, FRIDAY]
    assert read({"text": "80 quid friday", "set": "tune", "entities": gold}, TODAY).right()
    missed = read({"text": "hello", "set": "tune", "entities": gold}, TODAY)
    assert (missed.found, missed.right()) == ([], False)


def test_the_currency_and_the_last_day_count():
    dollars = {**FIVE, "currency": "USD"}
    assert not case([FIVE], [dollars]).right("amount")
    assert not case([{**FRIDAY, "latest": "2026-11-29"}], [FRIDAY]).right("date")


def test_each_kind_by_itself_and_the_whole_text():
    found = score(
        [
            case([FIVE, FRIDAY], [FIVE, FRIDAY]),
            case([FIVE, FRIDAY], [TEN, FRIDAY], "held_out"),
            case([FRIDAY], [FIVE, FRIDAY], "held_out"),  # made up
            case([], []),
        ]
    )
    assert (found["texts"], found["right"], found["share"]) == (4, 2, 0.5)
    amount, day = found["kinds"]["amount"], found["kinds"]["date"]
    assert (amount["texts"], amount["right"]) == (3, 1)
    assert (day["texts"], day["right"]) == (3, 3)
    assert amount["sets"]["held_out"] == {"texts": 2, "right": 0, "share": 0.0}
    assert [miss["found"] for miss in found["misses"]] == [[TEN, FRIDAY], [FIVE, FRIDAY]]
    assert "rating" not in found["kinds"]


def test_two_sums_in_the_wrong_order_are_wrong():
    assert not case([FIVE, TEN], [TEN, FIVE]).right()


def test_all_files_of_a_folder_with_progress(tmp_path):
    content = "reference_date: 2026-11-26\ncases:\n- {text: 5 dollars, set: tune, entities: []}\n"
    for name in ("en", "pt"):
        (tmp_path / f"{name}.yml").write_text(content)
    seen = []
    found = measure(tmp_path, lambda done, of: seen.append((done, of)))
    assert seen == [(1, 2), (2, 2)]
    assert {name: row["share"] for name, row in found.items()} == {"en": 0.0, "pt": 0.0}
    assert measure(tmp_path / "nothing") == {}
