"""Can the templates be sent that the settings name? Keys, facts, openers."""

import pytest

from bot.check_templates import check_templates
from bot.settings import WhatsAppTemplate
from bot.wording import DIALOGS, Responses
from channels.message import Aside

WORDS = Responses(DIALOGS, {"creditor": "Juniper & Oak", "assistant": "Robin"})
SID = "HX" + "0" * 32


def template(key="utter_opener", language="en", gaps=("assistant", "creditor")):
    return WhatsAppTemplate(id=SID, key=key, language=language, gaps=list(gaps))


OPENERS = [template(), template(language="pt")]


def test_openers_in_both_languages_are_all_that_is_needed():
    found = check_templates(OPENERS, WORDS)
    assert [one.mark for one in found] == ["ok", "ok"]


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (template(key="utter_opnner"), "no response key utter_opnner"),
        (template(key="utter_handover", gaps=["when", "weather"]), "does not tell weather"),
        (template(), "named 2 times in en"),
    ],
)
def test_what_cannot_be_sent_is_told(wrong, told):
    found = check_templates([*OPENERS, wrong], WORDS)
    assert found[-1].is_fault
    assert told in found[-1].told


def test_facts_of_the_response_may_stand_in_gaps():
    (_, _, found) = check_templates([*OPENERS, template("utter_handover", gaps=["when"])], WORDS)
    assert found.ok


@pytest.mark.parametrize(
    ("named", "lacking"), [([], ["English", "Portuguese"]), (OPENERS[:1], ["Portuguese"])]
)
def test_a_missing_opener_is_told_and_is_no_fault(named, lacking):
    found = [one for one in check_templates(named, WORDS) if one.what == "opener"]
    assert [one.aside for one in found] == [Aside.LOOK] * len(lacking)
    assert all(name in one.told for name, one in zip(lacking, found, strict=True))
