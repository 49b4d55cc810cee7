"""One table of actions. Keys, the key bar and the help page all read it; a key means the same on every page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from textual.binding import Binding


class Action(NamedTuple):
    """What can be done: its id (`action_<id>` of a screen, and its wording) and its keys, the one to show first."""

    id: str
    keys: tuple[str, ...]


#: In the order of the key bar.
ACTIONS = (
    Action("onward", ("enter",)),
    Action("back", ("escape",)),
    Action("help", ("f1",)),
    Action("cases", ("f2",)),
    Action("law", ("f3",)),
    Action("worksheet", ("f5",)),
    Action("landscape", ("f4",)),
    Action("others", ("tab",)),
    Action("review", ("f6",)),
    Action("later", ("f7",)),
    Action("advice", ("f8",)),
    Action("dense", ("f12",)),
    Action("whatif", ("s",)),
    Action("why", ("w",)),
    Action("why_not", ("n",)),
    Action("change", ("o",)),
    Action("compare", ("v",)),
    Action("evidence", ("b",)),
    Action("unsure", ("t",)),
    Action("search", ("slash", "ctrl+f")),
    Action("find", ("z",)),
    Action("copy_case", ("k",)),
    Action("archive", ("a",)),
    Action("shelf", ("r",)),
    Action("copy", ("c",)),
    Action("mail", ("m",)),
    Action("record_parts", ("d",)),
    Action("export", ("e",)),
    Action("lock", ("ctrl+l",)),
    Action("authority", ("ctrl+o",)),
    Action("undo", ("ctrl+z",)),
    Action("redo", ("ctrl+y",)),
    Action("palette", ("ctrl+p",)),
    Action("language", ("f9",)),
    Action("theme", ("ctrl+t",)),
    Action("scroll_down", ("pagedown",)),
    Action("scroll_up", ("pageup",)),
    Action("leave", ("ctrl+q",)),
)
#: Actions that every page has.
EVERYWHERE = ("help", "palette", "language", "theme", "scroll_down", "scroll_up", "leave")
#: Actions that the key bar leaves to the help page.
HELP_ONLY = frozenset({"redo", "palette", "theme", "scroll_down", "scroll_up", "language"})


def bindings(names: Iterable[str]) -> list[Binding]:
    """The key bindings of a page with these actions; those of EVERYWHERE come with it."""
    wanted = {*names, *EVERYWHERE}
    return [Binding(key, action.id, show=False) for action in ACTIONS if action.id in wanted for key in action.keys]


def offered(names: Iterable[str], *, complete: bool = False) -> list[Action]:
    """The actions of a page in the order of the bar; `complete` adds those that only the help page tells."""
    wanted = {*names, *EVERYWHERE}
    return [action for action in ACTIONS if action.id in wanted and (complete or action.id not in HELP_ONLY)]
