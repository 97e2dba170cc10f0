"""When will a person answer? In working hours, named in words and never as a promise of minutes."""

from __future__ import annotations

from bot.rules.hours import closed_days, open_at
from bot.usecases.answer import say
from bot.usecases.ports import Say
from bot.usecases.scene import Scene


def when_a_person_answers(scene: Scene) -> Say:
    """Today while people are at work where the person lives, else on the next working day."""
    policy = scene.policy.contact
    hours = policy.hours_for(policy.hours, scene.account.region)
    open_now = hours is not None and open_at(
        scene.now, scene.account.time_zone, hours.windows, closed_days(hours, policy.holidays)
    )
    return say("when_open" if open_now else "when_closed")
