"""The person invokes a right: dispute, proof, privacy, a representative, a wrong number, fraud."""

from __future__ import annotations

import re

from bot.rules.cases import CaseKind
from bot.usecases.answer import Answer, days, say
from bot.usecases.people.open_case import open_case
from bot.usecases.people.verify_identity import forget_proof
from bot.usecases.records import Debt
from bot.usecases.scene import Scene


async def dispute(scene: Scene, text: str) -> Answer:
    """Collection of the disputed debt stops till it is checked (Reg F 1006.38, CONC 7.14).

    The debt is the one whose name or reference the person wrote; if none, every debt is meant.
    """
    debts = [owed.debt for owed in await scene.debts()]
    named = [debt for debt in debts if names(text, debt, debts)]
    rule = await open_case(scene, CaseKind.DISPUTE, debts=named or debts)
    return Answer((say("dispute", days=days(rule.respond_within)),), ends_form=True)


def names(text: str, debt: Debt, debts: list[Debt]) -> bool:
    """Does the text name this debt, by its reference or by a word that the others do not have?"""
    others = [_words(other.description) for other in debts if other.id != debt.id]
    telling = _words(debt.description).difference(*others)
    return debt.reference.casefold() in text.casefold() or bool(_words(text) & telling)


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w{4,}", text.casefold()))


async def report_identity_theft(scene: Scene) -> Answer:
    """Freeze everything; a person takes over and says what to send."""
    await open_case(scene, CaseKind.IDENTITY_THEFT)
    return Answer((say("identity_theft"),), ends_form=True)


async def report_wrong_person(scene: Scene, channel: str) -> Answer:
    """Not the person we look for: never write to this address again, disclose nothing.
    Nobody counts as known any more, on no channel: somebody says that the account is another's."""
    for point in scene.points:
        forget_proof(point)
        if point.channel == channel:
            point.opted_out_at = point.opted_out_at or scene.now
            point.wrong_at = scene.now
    await open_case(scene, CaseKind.WRONG_PERSON, note=f"on {channel}")
    scene.log("wrong_person", channel=channel)
    return Answer((say("wrong_person"),), ends_form=True)


async def name_representative(scene: Scene) -> Answer:
    """Someone else speaks for the person: contact with the person stops (Reg F 1006.6(b)(2)).

    A person takes over at once; who the representative is, the next message tells.
    """
    await open_case(scene, CaseKind.REPRESENTATIVE)
    return Answer((say("ask_representative"),), ends_form=True)


async def keep_representative(scene: Scene, details: str) -> Answer | None:
    """The message after `name_representative`: kept on the case; None when none was awaited."""
    case = await scene.work.cases.get(
        account_id=scene.account.id, kind=CaseKind.REPRESENTATIVE, closed_at=None, note=""
    )
    if case is None:
        return None
    case.note = details
    return Answer((say("representative"),))


async def ask_for_proof(scene: Scene) -> Answer:
    """The itemised notice is owed to whoever asks (Reg F 1006.34)."""
    rule = await open_case(scene, CaseKind.PROOF)
    return Answer((say("proof", days=days(rule.respond_within)),))


async def ask_about_data(scene: Scene, text: str) -> Answer:
    """Access or erasure of personal data: registered, a person answers (GDPR 15, 17; LGPD 18)."""
    rule = await open_case(scene, CaseKind.PRIVACY, note=text)
    return Answer((say("privacy", days=days(rule.respond_within)),), ends_form=True)


async def complain(scene: Scene, text: str) -> Answer:
    """A formal complaint: registered with a reference, and a person takes it."""
    rule = await open_case(scene, CaseKind.COMPLAINT, note=text)
    await scene.work.flush()
    case = await scene.work.cases.get(
        account_id=scene.account.id, kind=CaseKind.COMPLAINT, closed_at=None
    )
    if case is None:
        raise LookupError("the complaint that was just opened is gone")
    reference = f"C-{case.id.hex[:8].upper()}"
    return Answer(
        (say("complaint", reference=reference, days=days(rule.respond_within)),), ends_form=True
    )
