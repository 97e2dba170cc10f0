"""What do the product's short codes read like on the simulator's page?"""

from babel.support import NullTranslations

from bot.web.words import N_

CODES: dict[str, dict[str, str]] = {
    "owner": {
        "bot": N_("Assistant answers"),
        "waiting": N_("Waiting for a person"),
        "agent": N_("With a person"),
        "closed": N_("Closed"),
    },
    "channel": {
        "sms": "SMS",
        "whatsapp": "WhatsApp",
        "telegram": "Telegram",
        "simulator": N_("Simulator"),
    },
    "status": {
        "received": N_("Received"),
        "queued": N_("On its way"),
        "sent": N_("Sent"),
        "delivered": N_("Delivered"),
        "read": N_("Read"),
        "held": N_("Held back"),
        "refused": N_("Not allowed"),
        "failed": N_("Could not be delivered"),
    },
    "case": {
        "dispute": N_("Dispute"),
        "complaint": N_("Complaint"),
        "hardship": N_("Hardship"),
        "vulnerability": N_("Vulnerability"),
        "crisis": N_("Crisis"),
        "identity_theft": N_("Identity theft"),
        "bereavement": N_("Bereavement"),
        "representative": N_("Representative"),
        "privacy": N_("Privacy request"),
        "proof": N_("Proof asked for"),
        "already_paid": N_("Says it is paid"),
        "wrong_person": N_("Wrong person"),
    },
    "hold": {
        "dispute": N_("Dispute"),
        "complaint": N_("Complaint"),
        "hardship": N_("Hardship pause"),
        "hardship_pause": N_("Hardship pause"),
        "breathing_space": N_("Breathing space"),
        "bankruptcy": N_("Bankruptcy"),
        "insolvency": N_("Insolvency"),
        "identity_theft": N_("Identity theft"),
        "bereavement": N_("Bereavement"),
        "representative": N_("Representative"),
        "vulnerability": N_("Vulnerability"),
        "crisis": N_("Crisis"),
        "wrong_person": N_("Wrong person"),
        "promise": N_("Promise"),
        "already_paid": N_("Says it is paid"),
        "proof": N_("Proof asked for"),
        "manual": N_("Set by hand"),
    },
    "plan": {
        "proposed": N_("Proposed"),
        "active": N_("Active"),
        "completed": N_("Completed"),
        "broken": N_("Broken"),
        "cancelled": N_("Cancelled"),
    },
    "instalment": {
        "paid": N_("Paid"),
        "next": N_("Next"),
        "part": N_("Paid in part"),
        "missed": N_("Not paid yet"),
        "later": N_("Later"),
    },
    "preference": {
        "channel": N_("Channel"),
        "channels": N_("Channels"),
        "language": N_("Language"),
        "hours": N_("Hours"),
        "days": N_("Days"),
        "time": N_("Time"),
        "tone": N_("Tone"),
        "formality": N_("Formality"),
        "workplace": N_("Workplace"),
        "time_zone": N_("Time zone"),
        "time_window": N_("Hours"),
        "not_before": N_("Not before"),
    },
    "promise": {
        "open": N_("Open"),
        "kept": N_("Kept"),
        "broken": N_("Not kept"),
        "replaced": N_("Replaced"),
    },
    "offer": {
        "pay_in_full": N_("Pay in full"),
        "instalments": N_("Instalments"),
        "more_time": N_("More time"),
        "token": N_("Token payments"),
        "pause": N_("Pause"),
    },
    "person_type": {"individual": N_("Individual"), "company": N_("Company")},
    "refusal": {
        "empty": N_("Nothing was sent. Write a message first."),
        "too_long": N_("Nothing was sent. The text is too long for this channel; shorten it."),
        "unknown_person": N_("Nobody has this reference. Choose a person from the list."),
        "unknown_debt": N_("This debt is not there. Choose one from the list."),
        "not_owner": N_("The conversation is not yours yet. Claim it first."),
        "closed": N_("The conversation is closed. A new message from the person opens it."),
        "not_accepted": N_("Nothing was saved. The product did not accept this:"),
        "taken": N_("This reference is taken. Choose another one."),
        "amount": N_("That is not an amount. Write it like 25.00."),
        "date": N_("That is not a date. Choose one from the calendar."),
        "past": N_("The clock only moves forward. Choose a later time."),
        "channel": N_("Choose SMS, WhatsApp or Telegram."),
        "real_phone": N_(
            "Nothing was sent. This person has a real Telegram chat: write from that phone, or "
            "from another channel here."
        ),
        "unknown_deed": N_("The page asked for something unknown. Load it again."),
        "unavailable": N_(
            "The product did not answer. Nothing you wrote is lost; try again in a moment."
        ),
    },
}


def is_known(group: str, code: object) -> bool:
    """Whether the page has its own words for this code."""
    return str(code).lower() in CODES[group]


def label(words: NullTranslations, group: str, code: object) -> str:
    """The code in the reader's words; a code that we do not know is shown readable."""
    text = str(code)
    known = CODES[group].get(text.lower())
    return words.ugettext(known) if known else text.replace("_", " ").strip().capitalize()
