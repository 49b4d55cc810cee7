"""What all pages share: a head line, a body that scrolls, one place for messages, and the bar of keys."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget

from tui import actions
from tui.glyphs import glyphs
from tui.widgets.body import Body, More
from tui.widgets.keybar import Item, KeyBar
from tui.widgets.sheet import Block, Sheet

if TYPE_CHECKING:
    from advisor.desk.casebook import CasebookTrouble
    from tui.app import Wijzer
    from tui.language import Texts
    from tui.session import Session


class Head(Widget):
    """The first line: where one is on the left, how far on the right."""

    DEFAULT_CSS = "Head { height: 1; width: 1fr; background: $w-bar; color: $w-bar-text; padding: 0 1; }"

    def __init__(self) -> None:
        super().__init__()
        self._left, self._right = "", ""

    def show(self, left: str, right: str) -> None:
        if (left, right) != (self._left, self._right):
            self._left, self._right = left, right
            self.refresh()

    def render(self) -> Content:
        left, right, room = self._left, self._right, self.size.width - 1
        if len(left) + len(right) > room:
            # The longer of the two gives way: a title, never how far one is or the name of the page.
            if len(left) < len(right):
                right = _shortened(right, room - len(left))
            else:
                left = _shortened(left, room - len(right))
        return Content(left + " " * max(1, self.size.width - len(left) - len(right)) + right)


def _shortened(text: str, room: int) -> str:
    return text if len(text) <= room else text[: max(0, room - 1)] + "…"


class PageScreen(Screen[Any]):
    """A page. Subclasses name their actions, give the parts of the body and say what the head tells."""

    ACTIONS: ClassVar[tuple[str, ...]] = ("onward", "back")
    #: The part of the help wording that explains the page.
    HELP_KEY: ClassVar[str] = "question"
    #: Whether the page is about the open case; without one it has nothing to show.
    NEEDS_CASE: ClassVar[bool] = True
    #: Each page says itself what has the keyboard; Textual's own choice would scroll the head of a long list away.
    AUTO_FOCUS = ""
    #: Another page stood on this one; what it shows may have changed since.
    _was_covered = False

    def __init_subclass__(cls, **options: Any) -> None:
        cls.BINDINGS = [*actions.bindings(cls.ACTIONS)]
        super().__init_subclass__(**options)

    @property
    def wijzer(self) -> Wijzer:
        return cast("Wijzer", self.app)

    @property
    def session(self) -> Session:
        return self.wijzer.session

    @property
    def texts(self) -> Texts:
        return self.session.texts

    def say(self, key: str, **values: object) -> str:
        return self.texts.say(key, **values)

    # --- parts ------------------------------------------------------------------------------------------------------

    def compose(self) -> Iterable[Widget]:
        # Where there is no room for a page it says so, in the place of all other parts.
        yield Sheet(id="tiny")
        yield Head()
        yield Sheet(id="whatif")
        more = More()
        more.name_keys(self.say("more.above"), self.say("more.below"))
        yield from self.beside(Body(*self.parts(), more=more, id="body"))
        yield Sheet(id="message")
        yield more
        yield KeyBar(self.bar())

    def beside(self, body: Body) -> Iterable[Widget]:
        """Where the body stands; a page with a panel beside it puts both in a row."""
        yield body

    def parts(self) -> Sequence[Widget]:
        """The parts of the body."""
        return ()

    def offered(self) -> tuple[str, ...]:
        """The actions that make sense now."""
        return self.ACTIONS

    def bar(self) -> list[Item]:
        return [
            (action.id, self.texts.key(action.keys[0]), self.say(f"actions.{action.id}"))
            for action in actions.offered(self.offered())
        ]

    def on_mount(self) -> None:
        self.show()
        self.begin()

    def begin(self) -> None:
        """Done once, after the page is filled for the first time."""

    def show(self) -> None:
        """Fills the page from the session."""

    def head(self, left: str, right: str = "") -> None:
        """What the first line says; a second one where all this is a what-if."""
        self.query_one("#tiny", Sheet).update([Block(self.say("start.tiny"))])
        whatif = self.session.is_whatif
        mark = f"{self.say('whatif.mark')} {glyphs().dot} " if whatif else ""
        self.query_one(Head).show(mark + left, right)
        banner = self.query_one("#whatif", Sheet)
        banner.display = whatif
        banner.update([Block(self.say("whatif.banner"), "picked")] if whatif else [])

    def renew(self) -> None:
        """Shows the page again, in the language and with the keys of now."""
        if not self.has_case:
            return
        self.query_one(KeyBar).update(self.bar())
        self.query_children(More).first().name_keys(self.say("more.above"), self.say("more.below"))
        self.show()

    def on_screen_suspend(self) -> None:
        self._was_covered = True

    def on_screen_resume(self) -> None:
        if self._was_covered:
            self._was_covered = False
            self.renew()

    @property
    def has_case(self) -> bool:
        """Whether there is what the page needs: its case may be closed while work for it is still waiting."""
        return not self.NEEDS_CASE or self.session.case_id is not None

    # --- messages ---------------------------------------------------------------------------------------------------

    def tell(self, text: str, kind: str = "accent") -> None:
        """One message above the keys; it stays until the next one."""
        self.query_one("#message", Sheet).update([Block(text, kind)] if text else [])

    def fault(self, text: str) -> None:
        """A message that says what is wrong and what to do."""
        self.tell(f"{self.say('fault')} {text}", "bad")

    def kept(self, write: Callable[[], object]) -> bool:
        """Whether the casebook took it; where it did not, the page says why and nothing has changed."""
        from advisor.desk.casebook import CasebookTrouble

        try:
            write()
        except CasebookTrouble as trouble:
            self.trouble(trouble)
            return False
        return True

    def trouble(self, trouble: CasebookTrouble) -> None:
        """Says what is wrong with the casebook."""
        self.fault(self.say(f"trouble.{type(trouble).__name__}", path=trouble.path))

    @property
    def message(self) -> str:
        return " ".join(block.text for block in self.query_one("#message", Sheet).blocks)

    # --- actions that every page has --------------------------------------------------------------------------------

    async def on_key_bar_pressed(self, event: KeyBar.Pressed) -> None:
        await self.run_action(event.action)

    def action_onward(self) -> None:
        """Goes on; pages that can be left forwards say how."""

    def action_back(self) -> None:
        self.wijzer.pop_screen()

    def action_undo(self) -> None:
        self._turn(self.session.undo, "question.undone", "question.no_undo")

    def action_redo(self) -> None:
        self._turn(self.session.redo, "question.redone", "question.no_redo")

    def _turn(self, turn: Callable[[], bool], done: str, nothing: str) -> None:
        """Takes the last answer back, or gives it again, and tells so."""
        possible: list[bool] = []
        if self.kept(lambda: possible.append(turn())):
            if possible[0]:
                self.turned()
            self.tell(self.say(done if possible[0] else nothing))

    def turned(self) -> None:
        """Shows the page after an answer was taken back or given again."""
        self.renew()

    def action_search(self) -> None:
        self.wijzer.open_search()

    def action_help(self) -> None:
        from tui.screens.help import HelpScreen

        self.wijzer.push_screen(HelpScreen(self.HELP_KEY, self.ACTIONS))

    def action_palette(self) -> None:
        """All actions of this page; the one chosen is done here."""
        from tui.screens.palette import PaletteScreen

        async def chosen(name: str | None) -> None:
            if name is not None:
                await self.run_action(name)

        if not isinstance(self, PaletteScreen):
            self.app.push_screen(PaletteScreen(self.offered()), chosen)

    def action_language(self) -> None:
        self.wijzer.turn_language()

    def action_theme(self) -> None:
        self.wijzer.turn_theme()

    def action_scroll_down(self) -> None:
        self.query_one("#body", Body).scroll_page_down(animate=False)

    def action_scroll_up(self) -> None:
        self.query_one("#body", Body).scroll_page_up(animate=False)

    def action_leave(self) -> None:
        self.wijzer.exit()


class TextScreen(PageScreen):
    """A page that is only read: blocks of text, Enter or Esc goes back."""

    ACTIONS: ClassVar[tuple[str, ...]] = ("back",)

    def parts(self) -> Sequence[Widget]:
        return (Sheet(id="text"),)

    def title_text(self) -> str:
        """What the head line says."""
        return ""

    def blocks(self) -> list[Block]:
        """What there is to read."""
        return []

    def show(self) -> None:
        self.head(self.title_text())
        self.query_one("#text", Sheet).update(self.blocks())

    def action_onward(self) -> None:
        self.action_back()

    def action_down(self) -> None:
        self.query_one("#body", Body).scroll_down(animate=False)

    def action_up(self) -> None:
        self.query_one("#body", Body).scroll_up(animate=False)

    def on_key(self, event: Any) -> None:
        if event.key in ("down", "up"):
            getattr(self, f"action_{event.key}")()
            event.stop()
