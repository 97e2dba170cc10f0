"""Topic rights: dispute, fraud, wrong person, representative, proof, data."""

from __future__ import annotations

from rasa_sdk import Tracker

from bot.actions.base import TurnAction, text_of
from bot.usecases.answer import Answer
from bot.usecases.people import assert_rights
from bot.usecases.scene import Scene


class Dispute(TurnAction):
    """This is wrong, or not mine."""

    action_name = "action_dispute"
    resumes = False

    async def answer(self, scene: Scene, tracker: Tracker) -> Answer:
        """Run the use case."""
        return await assert_rights.dispute(scene, text_of(tracker))


class ReportIdentityTheft(TurnAction):
    """Someone used my name."""

    action_name = "action_report_identity_theft"
    resumes = False

    async def answer(self, scene: Scene, tracker: Tracker) -> Answer:
        """Run the use case."""
        return await assert_rights.report_identity_theft(scene)


class ReportWrongPerson(TurnAction):
    """You have the wrong number."""

    action_name = "action_report_wrong_person"
    resumes = False

    async def answer(self, scene: Scene, tracker: Tracker) -> Answer:
        """Run the use case for the channel that the message came from."""
        channel = scene.channel
        if channel is None:
            raise ValueError("a message came in, so its channel is known")
        return await assert_rights.report_wrong_person(scene, channel)


class NameRepresentative(TurnAction):
    """Someone else speaks for me."""

    action_name = "action_name_representative"
    resumes = False

    async def answer(self, scene: Scene, tracker: Tracker) -> Answer:
        """Stop at once, then ask who it is."""
        return await assert_rights.name_representative(scene)


class AskForProof(TurnAction):
    """Prove it."""

    action_name = "action_ask_for_proof"
    resumes = False

    async def answer(self, scene: Scene, tracker: Tracker) -> Answer:
        """Run the use case."""
        return await assert_rights.ask_for_proof(scene)


class AskAboutData(TurnAction):
    """What do you hold on me? Delete it."""

    action_name = "action_ask_about_data"
    resumes = False

    async def answer(self, scene: Scene, tracker: Tracker) -> Answer:
        """Run the use case."""
        return await assert_rights.ask_about_data(scene, text_of(tracker))
