"""Why did a message end? The codes of errors and rules, in the reader's words."""

from __future__ import annotations

from collections.abc import Iterable

from babel.support import NullTranslations

from bot.web.simulator.labels import label
from bot.web.words import N_

WHY: dict[str, str] = {
    "Rejected": N_("The provider does not take this message"),
    "RetryLater": N_("The provider was busy or down, each time it was tried"),
    "Unreachable": N_("This address takes no messages"),
    "Blocked": N_("The person has shut us out on this channel"),
    "Halted": N_("Filtered by the network, or its template is paused"),
    "HaltedContent": N_("What shows it, a template or buttons, is paused or rejected"),
    "WindowShut": N_("Free text may not go now, only an approved template"),
    "BadCredentials": N_("The provider does not know our credentials"),
    "Unsure": N_("The provider gave no clear answer"),
    "in_doubt": N_("The provider gave no clear answer"),
    "halted": N_("This kind of message is halted"),
    "figure_not_backed": N_("It names a sum that the records do not hold"),
    "channel_not_connected": N_("The channel is not connected"),
    "no_address_on_this_channel": N_("The person has no address on this channel"),
    "another_address": N_("It was written for an earlier address of the person"),
    "template_unusable": N_("Its template has a gap that nothing fills"),
    "window_shut": N_("Free text may not go now, and no template may"),
    "needs_template": N_("Free text may not go now, and no template may"),
    "opted_out": N_("The person has opted out"),
    "already_confirmed": N_("The opt-out was confirmed already"),
    "identity_not_verified": N_("The person has not proved who they are"),
    "not_claimed": N_("No agent has this conversation"),
    "agent_has_the_conversation": N_("An agent has this conversation"),
    "conversation_with_a_person": N_("An agent has this conversation, or is waited for"),
    "bad_address": N_("The address is marked as bad"),
    "recheck_due": N_("The address was not checked for too long"),
    "nothing_owed": N_("Nothing is owed"),
    "time_barred": N_("A debt is past its limitation period"),
    "no_consent": N_("The person has not agreed to this channel"),
    "other_channel_preferred": N_("The person asked for another channel"),
    "no_allowed_hour_asked": N_("The hours that the person asked for are never allowed"),
    "not_before_asked_day": N_("The person asked for a later day"),
    "time_zone_unknown": N_("The time zone is not known"),
    "never_open": N_("There is no allowed hour in the next weeks"),
    "outside_hours": N_("Outside the hours"),
    "other": N_("For another reason"),
}
HOLD, CAP = "hold_", "cap_"
TOO_OFTEN = N_("As often as is allowed in so many days")


def why(words: NullTranslations, codes: Iterable[str], number: str | None) -> str:
    """The reasons in the reader's words, with the provider's own number."""
    told = "; ".join(dict.fromkeys(_why(words, code) for code in codes))
    return f"{told} ({number})" if number else told


def _why(words: NullTranslations, code: str) -> str:
    if code.startswith(HOLD):
        held = label(words, "hold", code.removeprefix(HOLD))
        return str(words.ugettext(N_("On hold: %(reason)s")) % {"reason": held})
    if code.startswith(CAP):
        return str(words.ugettext(TOO_OFTEN))
    return str(words.ugettext(WHY.get(code, WHY["other"])))
