"""The list of cases line by line: search, archive; a page of the list at a time, as it comes from the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.cli import DONE

if TYPE_CHECKING:
    import argparse

    from advisor.desk.casebook import Casebook
    from tui.plain import PlainDesk

#: Cases read from the file at a time, whether to show them or to gather their words.
BATCH = 100


def look_over(desk: PlainDesk, book: Casebook, options: argparse.Namespace) -> int:
    """Does what was asked with the archive and lists the cases that were asked for. Raises UnknownCase."""
    for name, archived in ((options.archive, True), (options.unarchive, False)):
        if name is not None:
            book.archive(name, archived=archived)
            desk.write(desk.say("archived" if archived else "taken_out", case=name))
    if options.cases is not None:
        _list(desk, book, options.cases, archived=options.archived)
    return DONE


def _list(desk: PlainDesk, book: Casebook, search: str, *, archived: bool) -> None:
    if search:
        from advisor.desk.casewords import Words
        from tui.language import LANGUAGES

        words = Words(desk.base, LANGUAGES, desk.rules)
        while book.index(words, BATCH):
            pass
    page = book.page(search=search, archived=archived, size=BATCH)
    if not page.cases:
        desk.write(desk.say("no_cases"))
    while page.cases:
        for case in page.cases:
            copied = "" if case.copy_of is None else f" ({desk.say('copy_of', case=case.copy_of)})"
            desk.write(f"{case.id}  {case.day}  {case.title}{copied}")
        page = book.page(search=search, archived=archived, size=BATCH, older_than=page.cases[-1].touched)
