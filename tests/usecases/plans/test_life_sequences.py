"""Whatever happens to an account, in whatever sequence: does every cent stay accounted for?

Payments, notices that come twice, money taken back, corrections, holds, promises, plans that are
agreed, changed and cancelled, and days that go by. GOODFAITH_SEQUENCES asks for more sequences.
"""

import os
from collections import defaultdict
from datetime import timedelta
from random import Random

import pytest

from bot.rules.holds import HoldReason
from bot.rules.money import Money
from bot.rules.plan import PlanEvent, PlanState, next_state
from bot.rules.promise import PromiseState
from bot.usecases.offers.accept_offer import accept_offer
from bot.usecases.offers.propose_plan import Wish, propose_plan
from bot.usecases.payments.correct_debt import correct_debt
from bot.usecases.payments.record_payment import record_payment
from bot.usecases.payments.reverse_payment import reverse_payment
from bot.usecases.people.tell_circumstances import tell_circumstances, tell_hardship
from bot.usecases.plans.cancel_plan import cancel_plan
from bot.usecases.plans.promise_payment import promise_payment
from bot.usecases.plans.settle import settle
from bot.usecases.records import HoldRecord

SEQUENCES = int(os.environ.get("GOODFAITH_SEQUENCES", "60"))
STEPS = 25
ADDS = ("charge", "interest", "fee")
LIVE = (PlanState.ACTIVE, PlanState.BROKEN, PlanState.COMPLETED)
TERMS = ({}, {"annual_rate": "36%", "late_fee": "2%"}, {"annual_rate": "12%", "fee_after_days": 5})


class Life:
    """One person and all that happens to them, with a plain account of it beside."""

    def __init__(self, world, person, random):
        self.world, self.person, self.random = world, person, random
        self.paid: dict[str, tuple[str, str]] = {}
        self.back: dict[str, tuple[str, str]] = {}
        self.net = 0
        self.states: dict[object, str] = {}
        self.promised: dict[object, str] = {}

    def some(self, most=20_000):
        return Money(self.random.randint(1, most), "USD").decimal()

    def debt(self):
        return f"A-1-D{self.random.randint(1, 2)}"

    # -- what can happen -----------------------------------------------------------------------

    async def pays(self):
        source, told = f"bank:{len(self.paid)}", (self.debt(), self.some())
        at = self.world.store.now - timedelta(days=self.random.choice((0, 0, 0, 3, 20)))
        assert await record_payment(self.world.tools, *told, source, at)
        self.paid[source] = told
        self.net += Money.parse(told[1], "USD").minor

    async def is_told_twice(self):
        for source, told in list(self.paid.items())[-2:]:
            assert not await record_payment(self.world.tools, *told, source)
        for reference, (source, amount) in self.back.items():
            how = {"reason": "", "reference": reference}
            assert not await reverse_payment(self.world.tools, source, amount, **how)

    async def has_money_taken_back(self):
        if not self.paid:
            return
        source, (_, amount) = self.random.choice(list(self.paid.items()))
        gone = [Money.parse(a, "USD").minor for s, a in self.back.values() if s == source]
        left = Money.parse(amount, "USD").minor - sum(gone)
        if not left:
            return
        part = Money(self.random.choice((left, self.random.randint(1, left))), "USD").decimal()
        reference = f"r-{len(self.back)}"
        how = {"reason": "no funds", "reference": reference}
        assert await reverse_payment(self.world.tools, source, part, **how)
        self.back[reference] = (source, part)
        self.net -= Money.parse(part, "USD").minor

    async def is_corrected(self):
        amount = self.random.choice(("", "-")) + self.some(8_000)
        reference = f"c-{self.random.getrandbits(64)}"
        how = {"reference": reference, "reason": "corrected"}
        debt = self.debt()
        assert await correct_debt(self.world.tools, debt, amount, **how)
        assert not await correct_debt(self.world.tools, debt, amount, **how)

    async def waits(self):
        await self.world.wait(days=self.random.choice((1, 1, 2, 9, 33)))

    async def is_held(self):
        days = self.random.choice((2, 10, 40))

        async def add(work, scene):
            row = HoldRecord(
                account_id=scene.account.id, reason=HoldReason.HARDSHIP, starts=scene.now,
                until=scene.now + timedelta(days=days), set_by="test",
            )  # fmt: skip
            work.holds.add(row)

        await self.person.change(add)

    async def agrees(self):
        self.world.store.clock += timedelta(minutes=1)
        await self.person.proves_identity()
        await self.person.does(tell_circumstances, "other", "my car broke")
        wish = self.random.choice(list(Wish))
        await self.person.does(propose_plan, wish, "", changing=self.random.random() < 0.7)
        if self.random.random() < 0.3:
            await self.world.wait(days=1)
            await self.person.proves_identity()
        await self.person.does(accept_offer, self.random.choice((None, None, 2)))

    async def cancels(self):
        await self.person.does(cancel_plan, "test")

    async def promises(self):
        self.world.store.clock += timedelta(minutes=1)
        await self.person.proves_identity()
        await self.person.does(promise_payment, f"I will pay {self.some(5_000)} dollars tomorrow")

    # -- what always holds ---------------------------------------------------------------------

    async def check(self):
        before = await self.all_there_is()
        self.every_cent(before)
        self.plans(before)
        self.promises_moved(before)
        await self.person.does(settle)
        assert await self.all_there_is() == before

    async def all_there_is(self):
        async with self.world.tools.open_work() as work:
            debts = await work.debts.find(account_id=self.person.account_id)
            plans = await work.plans.find(account_id=self.person.account_id)
            return {
                "state": await self.person.state(),
                "rows": {d.reference: await work.ledger.find(debt_id=d.id) for d in debts},
                "plans": plans,
                "parts": {p.id: await work.instalments.find(plan_id=p.id) for p in plans},
                "promises": await work.promises.find(account_id=self.person.account_id),
            }

    def every_cent(self, now):
        """What was added less what was waived, credited and paid is what is owed less credit."""
        all_paid = 0
        for one in now["state"]["balance"]:
            sums = defaultdict(int)
            for row in now["rows"][one["debt"]]:
                sums[row.kind] += row.amount
            paid = sums["payment"] - sums["reversal"]
            all_paid += paid
            owed, credit = (Money.parse(one[name], "USD").minor for name in ("total", "credit"))
            added = sum(sums[kind] for kind in ADDS)
            assert added - sums["waiver"] - sums["credit"] - paid == owed - credit
            assert min(owed, credit) == 0
        assert all_paid == self.net

    def plans(self, now):
        for plan in now["plans"]:
            self.moved(plan)
            parts = now["parts"][plan.id]
            assert sum(part.amount for part in parts) == plan.total
            assert all(p.paid >= 0 and p.credited >= 0 for p in parts)
            assert all(p.paid + p.credited <= p.amount for p in parts)
        running = [p for p in now["plans"] if p.state in (PlanState.ACTIVE, PlanState.BROKEN)]
        assert len(running) <= 1
        for plan in running or now["plans"][-1:]:
            self.follows_the_ledger(plan, now)

    def moved(self, plan):
        """Only by events that may happen, one or more of them."""
        was = self.states.get(plan.id, PlanState.ACTIVE)
        reached, frontier = {was}, {was}
        while frontier:
            after = set()
            for state in frontier:
                for event in PlanEvent:
                    try:
                        after.add(next_state(PlanState(state), event))
                    except ValueError:
                        continue
            frontier = after - reached
            reached |= frontier
        assert plan.state in reached
        self.states[plan.id] = plan.state

    def follows_the_ledger(self, plan, now):
        if plan.state not in LIVE or self.may_have_lost_its_discount(plan, now):
            return
        paid = left = 0
        for share in plan.terms["shares"]:
            rows = [r for r in now["rows"][share["debt"]] if str(r.id) not in plan.terms["before"]]
            own = {r.id for r in rows if r.kind == "payment"}
            came = sum(r.amount for r in rows if r.kind == "payment")
            came -= sum(r.amount for r in rows if r.reverses in own)
            cut = self.credited(rows)
            payable = Money.parse(share["payable"], "USD").minor
            part = min(came, payable - min(cut, payable))
            paid += part
            left += payable - min(cut, payable) - part
        parts = now["parts"][plan.id]
        assert sum(part.paid for part in parts) == paid
        assert plan.total - sum(part.paid + part.credited for part in parts) == left
        if plan.offer["kind"] != "token":
            assert (plan.state == PlanState.COMPLETED) == (left == 0)
        elif plan.state == PlanState.COMPLETED:
            assert left == 0
            assert self.world.store.now.date() > parts[-1].due_date

    def may_have_lost_its_discount(self, plan, now):
        """Paying in full by a day that went by: the diaries look after these."""
        names = ("waived_principal", "waived_interest", "waived_fees")
        waived = any(share[name] != "0.00" for share in plan.terms["shares"] for name in names)
        last = now["parts"][plan.id][-1].due_date
        today = self.world.store.now.date()
        return plan.offer["kind"] == "pay_in_full" and waived and today > last

    def credited(self, rows):
        mine = ("interest:", "late-fee:")
        accrual = [r for r in rows if r.source.startswith(mine) and r.kind != "payment"]
        down = sum(r.amount for r in accrual if r.kind == "credit")
        up = sum(r.amount for r in accrual if r.kind != "credit")
        by_hand = sum(r.amount for r in rows if r.kind == "credit" and r not in accrual)
        return by_hand + max(0, down - up)

    def promises_moved(self, now):
        for promise in now["promises"]:
            was = self.promised.get(promise.id, PromiseState.OPEN)
            if was in (PromiseState.BROKEN, PromiseState.REPLACED):
                assert promise.state == was
            self.promised[promise.id] = promise.state
        assert sum(p.state == PromiseState.OPEN for p in now["promises"]) <= 1


@pytest.mark.timeout(60 + SEQUENCES * 2)
@pytest.mark.parametrize("seed", range(SEQUENCES))
async def test_a_life(world, seed):
    random = Random(seed)
    debts = (("300.00", "20.00", "10.00"), ("123.45", "6.78", "0"))
    person = await world.meet(debts=debts, terms=random.choice(TERMS))
    if random.random() < 0.3:
        await person.does(tell_hardship, "hardship_income", "I lost my job, 1 dollar a month")
    life = Life(world, person, random)
    happens = [
        life.pays, life.pays, life.pays, life.is_told_twice, life.has_money_taken_back,
        life.is_corrected, life.waits, life.waits, life.is_held, life.agrees, life.agrees,
        life.cancels, life.promises,
    ]  # fmt: skip
    for _ in range(STEPS):
        await random.choice(happens)()
        await life.check()
    assert life.paid
