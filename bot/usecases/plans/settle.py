"""What follows when an account changed: charges, plans and the promise are brought up to date."""

from __future__ import annotations

from bot.usecases.plans.accrue_charges import accrue
from bot.usecases.plans.follow_plan import follow_plans
from bot.usecases.plans.follow_promise import follow_promise
from bot.usecases.scene import Scene


async def settle(scene: Scene) -> None:
    """Charges first as far as plans let them, then plans and promise. Twice it changes nothing."""
    await follow_plans(scene)
    await accrue(scene)
    await follow_plans(scene)
    await follow_promise(scene)
