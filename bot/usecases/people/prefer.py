"""How and when does the person want to be contacted? What they say is kept and obeyed."""

from __future__ import annotations

from bot import reading
from bot.reading.wishes.stops import refused_channels
from bot.usecases.answer import Answer, say
from bot.usecases.people.opt_out import opt_out
from bot.usecases.scene import Scene


async def prefer(scene: Scene, text: str, *, inbound: int | None = None) -> Answer:
    """Keep the channel, hours or first day that the person asked for; a channel of ours that is
    refused, with nothing wished for beside it, is stopped; ask if nothing was clear."""
    read = reading.read(text, scene.today, country=scene.account.country)
    said = {entity.entity: entity for entity in reversed(read)}
    wishes = dict(scene.account.preferences)
    says = []
    if "channel" in said:
        wishes["channel"] = str(said["channel"].value)
        says.append(say("contact_channel", channel=say(f"channel_{wishes['channel']}")))
    if "time_window" in said:
        wishes["time_window"] = str(said["time_window"].value)
        says.append(say("contact_time", window=said["time_window"].text))
    elif "date" in said:
        wishes["not_before"] = str(said["date"].value)
        says.append(say("contact_time", window=said["date"].text))
    if not says:
        return await _stopped(scene, text, inbound) or Answer((say("contact_unclear"),))
    scene.account.preferences = wishes
    scene.log("preference_kept", **wishes)
    return Answer(tuple(says))


async def _stopped(scene: Scene, text: str, inbound: int | None) -> Answer | None:
    portuguese = reading.is_portuguese(text, scene.conversation.language)
    refused = refused_channels(text, portuguese=portuguese)
    if not refused:
        return None
    return await opt_out(
        scene, scene.channel or "", everywhere=False, named=refused, inbound=inbound
    )
