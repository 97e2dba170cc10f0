"""How does one try the product? A phone in the browser, with the other side's state beside it."""

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Depends, Form, HTTPException, Request, Response

from bot.web.pages import choose_reader, reader_of
from bot.web.simulator import answers, forms
from bot.web.simulator.answers import HOME, Asked
from bot.web.simulator.figures import zone_of
from bot.web.simulator.port import DeskError, SimulatorDesk

Text = Annotated[str, Form()]


def same_site(request: Request) -> None:
    """A form on somebody else's page must not act here."""
    if request.headers.get("sec-fetch-site") == "cross-site" and request.method != "GET":
        raise HTTPException(403, "Open the simulator itself and try again.")


class SimulatorPage:
    """The routes of the page. Each asks the desk of its request and answers with HTML."""

    def __init__(self, desk: Callable[[Request], SimulatorDesk]) -> None:
        self.desk = desk

    def asked(self, request: Request, person: str = "") -> Asked:
        everything = bool(request.query_params.get("all"))
        return Asked(request, self.desk(request), reader_of(request), person, everything)

    async def home(
        self, request: Request, person: str = "", search: str = "", new: str = ""
    ) -> Response:
        return await answers.whole_page(self.asked(request, person), search=search, new=bool(new))

    async def people(self, request: Request, search: str = "", person: str = "") -> Response:
        return await answers.people_list(self.asked(request, person), search)

    async def stage(self, request: Request, person: str) -> Response:
        return await answers.stage(self.asked(request, person))

    async def news(self, request: Request, person: str, seen: str) -> Response:
        return await answers.news(self.asked(request, person), seen)

    async def new(self, request: Request) -> Response:
        return await answers.new_form(self.asked(request))

    async def choose(self, request: Request) -> Response:
        return choose_reader(request, HOME)

    async def send(
        self, request: Request, person: Text, channel: Text = "", text: Text = ""
    ) -> Response:
        """A message from the person, typed or tapped."""
        asked = self.asked(request, person)

        async def deed() -> None:
            await asked.desk.send(person, channel, forms.message(channel, text))

        return await answers.after(asked, deed)

    async def clock(self, request: Request, person: Text, move: Text, at: Text = "") -> Response:
        """The clock: a step, a date, or real time."""
        asked = self.asked(request, person)

        async def deed() -> None:
            if move == "real":
                await asked.desk.move_clock(None, None, True)
            elif move in forms.ADVANCES:
                await asked.desk.move_clock(None, forms.ADVANCES[move], False)
            else:
                zone = zone_of((await asked.desk.now(person)).time_zone)
                await asked.desk.move_clock(forms.moment(at, zone), None, False)

        return await answers.after(asked, deed)

    async def agent(
        self, request: Request, person: Text, action: Text, text: Text = ""
    ) -> Response:
        """The demonstration agent claims, says or hands back."""
        asked = self.asked(request, person)

        async def deed() -> None:
            if action not in {"claim", "say", "hand_back"}:
                raise DeskError("unknown_deed")
            said = forms.message("whatsapp", text) if action == "say" else None
            await asked.desk.agent(person, action, said)

        return await answers.after(asked, deed)

    async def pay(
        self, request: Request, person: Text, debt: Text, amount: Text = "", exactly: Text = ""
    ) -> Response:
        """A payment of what was written, or of exactly the instalment."""
        asked = self.asked(request, person)

        async def deed() -> None:
            await asked.desk.pay(debt, forms.amount(exactly or amount))

        return await answers.after(asked, deed)

    async def create(self, request: Request) -> Response:
        """A new person."""
        form = {name: str(value) for name, value in (await request.form()).items()}
        return await answers.created(self.asked(request), form)


def page_router(desk: Callable[[Request], SimulatorDesk]) -> APIRouter:
    """The page and its fragments; `desk` gives the product as the request may use it."""
    page = SimulatorPage(desk)
    router = APIRouter(prefix=HOME, include_in_schema=False, dependencies=[Depends(same_site)])
    router.add_api_route("", page.home, methods=["GET"])
    for path, reading in (
        ("people", page.people),
        ("stage", page.stage),
        ("news", page.news),
        ("new", page.new),
        ("reader", page.choose),
    ):
        router.add_api_route(f"/ui/{path}", reading, methods=["GET"])
    for path, doing in (
        ("messages", page.send),
        ("clock", page.clock),
        ("agent", page.agent),
        ("payments", page.pay),
        ("accounts", page.create),
    ):
        router.add_api_route(f"/ui/{path}", doing, methods=["POST"])
    return router
