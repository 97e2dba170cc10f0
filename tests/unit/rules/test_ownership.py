"""Does the bot fall silent when a person takes over?"""

import pytest

from bot.rules.ownership import IllegalTransition, Owner, OwnerEvent, Speaker, after, may_speak


def test_only_the_owner_speaks() -> None:
    spoken = {(o, s) for o in Owner for s in Speaker if may_speak(o, s)}
    assert spoken == {(Owner.BOT, Speaker.BOT), (Owner.AGENT, Speaker.AGENT)}


@pytest.mark.parametrize(
    ("path", "end"),
    [
        (["escalate", "inbound", "claim", "inbound", "hand_back"], Owner.BOT),
        (["escalate", "escalate"], Owner.WAITING),
        (["claim", "escalate"], Owner.AGENT),
        (["close", "inbound"], Owner.BOT),
        (["close", "claim"], Owner.AGENT),
    ],
)
def test_ways(path: list[str], end: Owner) -> None:
    owner = Owner.BOT
    for event in path:
        owner = after(owner, event)
    assert owner is end


@pytest.mark.parametrize("owner", [Owner.BOT, Owner.CLOSED])
def test_nothing_to_hand_back(owner: Owner) -> None:
    with pytest.raises(IllegalTransition):
        after(owner, OwnerEvent.HAND_BACK)


def test_every_other_event_has_an_answer() -> None:
    for owner in Owner:
        for event in OwnerEvent:
            if (owner, event) not in {(o, OwnerEvent.HAND_BACK) for o in (Owner.BOT, Owner.CLOSED)}:
                assert after(owner, event) in Owner
    with pytest.raises(IllegalTransition):
        after(Owner.BOT, "sing")
