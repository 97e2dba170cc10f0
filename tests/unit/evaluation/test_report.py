"""The page: pictures that can be read aloud, every number, and what is said when one is missing."""

import re
from xml.etree import ElementTree as ET

import pytest

from bot.evaluation import charts, history
from bot.evaluation.report import advice, change, points, quantity, render, told
from tests.unit.evaluation.fake_result import bare, full

EMPTY = {
    "The learning curve was left out",
    "The conversations were left out",
    "This is the first run",
    "No pipelines were compared yet",
    "Nothing was confused",
    "No text was misread",
    "Every contrast case was read rightly",
    "There are no texts in nlu/evaluation/entities",
}


def pictures(page):
    drawn = re.findall(r'<svg class="chart.*?</svg>', page, re.DOTALL)
    return [ET.fromstring(one.replace("&nbsp;", " ")) for one in drawn]


def test_each_picture_has_a_title_and_a_description():
    found = pictures(render(full()))
    assert len(found) == 4
    names = []
    for one in found:
        assert (one.get("role"), one[0].tag, one[1].tag) == ("img", "title", "desc")
        assert one.get("aria-labelledby") == f"{one[0].get('id')} {one[1].get('id')}"
        assert one[0].text.strip()
        assert one[1].text.strip()
        names += one.get("aria-labelledby").split()
    assert len(names) == len(set(names))


def test_each_picture_has_its_table():
    assert render(full()).count("The same as a table") == 4


def test_texts_are_shown_and_never_run():
    page = render(full())
    assert "<script" not in page
    assert page.count("&lt;script&gt;") == 2


def test_the_page_needs_nothing_from_elsewhere():
    page = render(full())
    assert re.findall(r"(?:src|href)=\"(?!#)|url\(|@import", page) == []


def test_everything_that_was_measured_is_there():
    now = full()
    now["languages"]["en"]["macro_f1"] += 0.03
    now["previous"] = history.compare(now, full(at="2026-11-20T08:00:00+00:00"))
    page = " ".join(render(now).split())
    for words in ("20 November 2026, 08:00 UTC", "+3.0 points", "a second offer",
                  "2 of 3 passed", "opt_out (English)", "config.yml (in use)",
                  "amount 300.00 USD"):  # fmt: skip
        assert words.replace(" ", "") in page.replace("\N{NO-BREAK SPACE}", "").replace(" ", "")
    assert [words for words in EMPTY if words in page] == []


def test_what_is_missing_says_what_to_do():
    page = render(bare())
    assert [words for words in EMPTY if words not in page] == []


@pytest.mark.parametrize("state", ["missing", "broken"])
def test_conversations_that_could_not_be_held(state):
    page = render(full(dialogs={"state": state, "why": "no <database>"}))
    assert "could not be held. no &lt;database&gt;" in page


def test_ok_and_short_are_said_in_words():
    page = render(full())
    assert len(re.findall(r"</svg>ok</span>", page)) == 6
    assert len(re.findall(r"</svg>short</span>", page)) == 2


def test_the_confusion_matrix_is_square_and_shaded_by_share():
    drawing = charts.confusion(full()["languages"]["en"]["confusion"])
    assert [label["name"] for label in drawing["labels"]] == ["crisis", "opt_out", "thank"]
    cells = {(cell["truth"], cell["read"]): cell for cell in drawing["cells"]}
    missed = cells["opt_out", "crisis"]
    assert (missed["share"], missed["of"], missed["right"]) == (0.25, 4, False)
    assert (missed["x"], missed["y"]) == (charts.GUTTER, charts.GUTTER + charts.CELL)
    assert missed["shade"] < cells["thank", "opt_out"]["shade"] < cells["crisis", "crisis"]["shade"]


def test_the_most_common_confusions_first():
    pairs = [{"truth": "a", "read": r, "texts": n} for r, n in (("a", 9), ("b", 1), ("c", 3))]
    assert [pair["read"] for pair in charts.common(pairs)] == ["c", "b"]


def test_a_calibrated_model_lies_on_the_line():
    drawing = charts.calibration([{"confidence": v, "right": v, "texts": 1} for v in (0.0, 0.5, 1)])
    (start, middle, end) = drawing["points"]
    assert (start["x"], start["y"]) == (drawing["x0"], drawing["y0"])
    assert (end["x"], end["y"]) == (drawing["x1"], drawing["y1"])
    assert middle["x"] == pytest.approx((drawing["x0"] + drawing["x1"]) / 2, abs=0.1)


def curve(half, whole):
    return [{"percent": 50, "macro_f1": {"en": half, "pt": half}},
            {"percent": 100, "macro_f1": {"en": whole, "pt": whole}}]  # fmt: skip


def test_what_the_curve_advises():
    assert "more examples are the next step" in advice(curve(0.6, 0.65))
    assert "a better model is the next step" in advice(curve(0.65, 0.66))
    assert "a better model is the next step" in advice(curve(0.66, 0.65))
    assert advice([]) is None
    assert advice(curve(0.6, 0.7)[1:]) is None


def test_names_at_the_ends_of_lines_stay_apart():
    rows = [{"percent": 100, "macro_f1": {"en": 0.7, "pt": 0.701}}]
    first, second = (line["label_y"] for line in charts.learning(rows)["lines"])
    assert abs(first - second) >= 18


def test_figures_as_they_are_written():
    assert points(-0.0123) == "\N{MINUS SIGN}1.2\N{NO-BREAK SPACE}points"
    assert points(0.0001) == "0.0\N{NO-BREAK SPACE}points"
    assert quantity(1350, "MB") == "1,350\N{NO-BREAK SPACE}MB"
    assert change(-2.25, "ms") == "\N{MINUS SIGN}2.2\N{NO-BREAK SPACE}ms"
    span = {"entity": "date", "value": "2026-12-01", "latest": "2026-12-31"}
    assert told(span) == "date 2026-12-01 to 2026-12-31"
