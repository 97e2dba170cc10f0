"""Which wrong answers to "who are you?" are forgotten, once somebody proved who they are?

All wrong answers of a conversation count together, wherever they were given. A proof gives back
those of its own channel and those of the agreement's page, and no others: else whoever guesses on
another channel would get new tries from the right person.
"""

from __future__ import annotations

from itertools import takewhile
from typing import Final

from bot.usecases.scene import Scene

CHECKED: Final = "identity_checked"
"""The event of two answers that were judged in the conversation."""

REFUSED_ON_PAGE: Final = "agreement_refused"
"""The event of a wrong answer on the page of an agreement."""

PAGE_AGAIN: Final = "agreement_tries_restored"
"""The event of the page's wrong answers being forgotten; `tries` says how many."""


async def forget_wrong_here(scene: Scene) -> None:
    """The wrong answers on this channel since the last proof on it are forgotten. To be called
    after the proof itself was logged."""
    await scene.work.flush()
    told = await scene.work.events.find(account_id=scene.account.id, kind=CHECKED)
    here = [event for event in told if event.data.get("channel") == scene.channel]
    before = reversed(here[:-1])  # the last one is the proof itself
    _forget(scene, sum(1 for _ in takewhile(lambda event: not event.data["verified"], before)))


async def forget_wrong_on_page(scene: Scene) -> None:
    """The wrong answers on the agreement's page are forgotten: it can be opened again."""
    await scene.work.flush()
    account = scene.account.id
    wrong = await scene.work.events.find(account_id=account, kind=REFUSED_ON_PAGE)
    forgotten = await scene.work.events.find(account_id=account, kind=PAGE_AGAIN)
    tries = len(wrong) - sum(event.data["tries"] for event in forgotten)
    if tries:
        _forget(scene, tries)
        scene.log(PAGE_AGAIN, tries=tries)


def _forget(scene: Scene, tries: int) -> None:
    scene.conversation.identity_tries = max(0, scene.conversation.identity_tries - tries)
