"""Somebody whom we do not know, on a real database: calls that come at once are one line."""

import asyncio
from datetime import UTC, datetime

from bot.usecases.conversation.receive_news import receive_news
from channels.message import InboundMessage
from tests.integration.product import rows

JOBS = "SELECT count(*) FROM procrastinate_jobs"


def writes(address, event):
    return InboundMessage("test", f"{address}-{event}", "sms", address, "hi", datetime.now(UTC))


async def test_two_calls_at_once_a_week_later_queue_one_line(make, database_url):
    product = await make()
    async with product.queue.open_async():
        for number in range(15):
            address = f"+1999000{number:03}"
            await receive_news(product.tools, writes(address, 0))
            await rows(database_url, "UPDATE strangers SET told_at = now() - interval '8 days'")
            await rows(database_url, "DELETE FROM procrastinate_jobs")
            calls = (receive_news(product.tools, writes(address, event)) for event in (1, 2))
            await asyncio.gather(*calls)
            assert await rows(database_url, JOBS) == [(1,)]
