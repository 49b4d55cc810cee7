"""The application: one session, the pages on top of each other, language and theme."""

from __future__ import annotations

import gc
import io
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import App
from textual.screen import Screen

from tui import themes
from tui.language import following
from tui.session import Session

if TYPE_CHECKING:
    from advisor.assessing import Assessment
    from tui.outline import Outline
    from tui.screens.page import PageScreen
    from tui.screens.search import Chosen

STYLE = """
Screen { background: $w-page; color: $w-text; layout: vertical; }
#message, #whatif { padding: 0 2; height: auto; }
#row { height: 1fr; width: 1fr; }
.-wide RoutesPanel { display: block; }
#tiny { display: none; }
.-tiny > *, .-low > * { display: none; }
.-tiny > #tiny, .-low > #tiny { display: block; }
"""


class Wijzer(App[None]):
    """The interview on a terminal. `resume` opens that case at the page where it was left."""

    CSS = STYLE
    ENABLE_COMMAND_PALETTE = False
    TITLE = "Procedurewijzer"
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012
        (0, "-tiny"),
        (40, "-narrow"),
        (110, "-wide"),
    ]
    VERTICAL_BREAKPOINTS = [(0, "-low"), (10, "-high")]  # noqa: RUF012
    BINDINGS: ClassVar[list[Any]] = []

    def __init__(self, session: Session, today: int, *, resume: str | None = None, **options: Any) -> None:
        super().__init__(**options)
        self.session = session
        self.today = today
        self._resume = resume
        self._theme_names = tuple(themes.PALETTES)
        for theme in themes.themes():
            self.register_theme(theme)
        self.theme = self._theme_names[0]

    def get_default_screen(self) -> Screen[Any]:
        """The first page: the start page, or the page on which a case was left."""
        if self._resume is not None:
            from tui.screens.question import QuestionScreen

            self.session.resume(self._resume)
            return QuestionScreen()
        from tui.screens.start import StartScreen

        return StartScreen()

    def on_mount(self) -> None:
        self.call_after_refresh(_collect_garbage_again)

    def open_case(self) -> None:
        """Shows the page of the open case on which it was left."""
        from tui.screens.question import QuestionScreen

        self.push_screen(QuestionScreen())

    def outline(self) -> Outline:
        """What follows from the answers now, ready to show."""
        return self.outline_of(self.session.assessment())

    def outline_of(self, found: Assessment) -> Outline:
        """An assessment of the open case, ready to show."""
        from tui.outline import Outline

        session = self.session
        certain = session.interview.certain(found.case.answers)
        return Outline(found, session.base, session.texts, certain=certain)

    def open_advice(self) -> None:
        """The advice as it stands."""
        from tui.screens.advice import AdviceScreen

        self.push_screen(AdviceScreen())

    def open_landscape(self) -> None:
        """All procedures, to choose one from."""
        from tui.screens.landscape import LandscapeScreen

        self.push_screen(LandscapeScreen())

    def open_route(self, route: str) -> None:
        """Why, or why not, one procedure."""
        from tui.screens.landscape import RouteScreen

        self.push_screen(RouteScreen(route))

    def open_comparison(self, routes: Sequence[str]) -> None:
        """Two or three procedures side by side."""
        from tui.screens.compare import CompareScreen

        self.push_screen(CompareScreen(routes))

    def open_evidence(self, route: str) -> None:
        """What proves each condition of one procedure."""
        from tui.screens.evidence import EvidenceScreen

        self.push_screen(EvidenceScreen(route))

    def open_whatif(self) -> None:
        """A what-if beside the open case."""
        from tui.screens.whatif import WhatIfScreen

        page = self.page_screen()
        if self.session.is_whatif:
            page.tell(self.session.texts.say("whatif.already"))
            return
        if self.session.state.locked:
            page.fault(self.session.texts.say("trouble.CaseFixed"))
            return

        def ended(told: str | None) -> None:
            page.renew()
            page.tell(told or "")

        self.session.begin_whatif()
        self.push_screen(WhatIfScreen(), ended)

    def open_dense(self) -> None:
        """All facts that can matter, in lines."""
        from tui.screens.dense import DenseScreen

        page = self.page_screen()
        self.push_screen(DenseScreen(), lambda _: page.renew())

    def open_search(self) -> None:
        """One line for everything, about the open case."""
        from tui.screens.search import SearchScreen

        def chosen(found: Chosen | None) -> None:
            if found is not None:
                self.follow(found)

        self.push_screen(SearchScreen(self.session.state.day), chosen)

    def follow(self, found: Chosen) -> None:
        """Goes where the search line leads: answers filled in, a question, or a procedure."""
        from tui.filling import fill
        from tui.screens.question import QuestionScreen

        page = self.page_screen()
        if found.kind == "route":
            self.open_route(found.id)
        elif found.kind == "page":
            self.push_screen(QuestionScreen(self.session.interview.page(found.id)), lambda _: page.renew())
        else:
            filled: list[int] = []

            def told() -> None:
                page.renew()
                page.tell(page.say("search.filled" if filled[0] != 1 else "search.filled_one", number=filled[0]))

            if page.kept(lambda: filled.append(fill(self.session, found.answers))):
                # A page that has only just been opened has no parts yet.
                self.call_after_refresh(told)

    def open_review(self) -> None:
        """All answers, to look over and to change."""
        from tui.screens.review import ReviewScreen

        self.push_screen(ReviewScreen())

    def deliver(self, name: str, raw: bytes, mime_type: str) -> None:
        """Gives a file to the browser, which keeps it where downloads go."""
        self.deliver_binary(io.BytesIO(raw), save_filename=name, mime_type=mime_type, open_method="download")

    def turn_language(self) -> None:
        """The next language, on every page that is open."""
        self.session.language = following(self.session.language)
        for screen in self.screen_stack:
            self._renew(screen)
        # What was told stands there in the language of before.
        self.page_screen().tell("")

    @staticmethod
    def _renew(screen: Screen[Any]) -> None:
        renew: Callable[[], None] | None = getattr(screen, "renew", None)
        if renew is not None and screen.is_mounted:
            renew()

    def turn_theme(self) -> None:
        """The other theme."""
        names = self._theme_names
        self.theme = names[(names.index(self.theme) + 1) % len(names)]

    def return_to_start(self) -> None:
        """Leaves the case; what was answered is in the casebook."""
        from tui.screens.start import StartScreen

        while len(self.screen_stack) > 1 and not isinstance(self.screen, StartScreen):
            self.pop_screen()
        self.session.close()
        if not isinstance(self.screen, StartScreen):
            self.push_screen(StartScreen())
        self._renew(self.screen)

    def page_screen(self) -> PageScreen:
        """The page on top."""
        from tui.screens.page import PageScreen

        assert isinstance(self.screen, PageScreen)
        return self.screen


def _collect_garbage_again() -> None:
    """What was made before the first page was painted stays; it is not looked through again."""
    gc.freeze()
    gc.enable()


def application(
    casebook: Path | None,
    language: str,
    today: int,
    *,
    resume: str | None = None,
    rules: str | None = None,
    records: Path | None = None,
    settings: Path | None = None,
) -> Wijzer:
    """The application on a casebook; without one, on that of this person."""
    return Wijzer(Session(casebook, language, rules=rules, records=records, settings=settings), today, resume=resume)
