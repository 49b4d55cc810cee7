"""What the screen shows beside its questions, line by line: the advice, the procedures, the answers, texts to paste."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from tui.widgets.sheet import Block, wrapped

if TYPE_CHECKING:
    from advisor.assessing import Assessment
    from advisor.interview import Page
    from advisor.templatefile import Template
    from tui.outline import Outline
    from tui.session import Session
    from tui.widgets.columns import Row

WIDTH = 78


def lines_of(blocks: Iterable[Block]) -> list[str]:
    """Blocks as lines of at most 78 cells; the marker says what a colour says on the screen."""
    lines: list[str] = []
    for block in blocks:
        lead = " " * block.indent + (f"{block.marker} " if block.marker else "")
        texts = wrapped(block.text, WIDTH - len(lead)) or [""]
        lines.append(f"{lead}{texts[0]}".rstrip())
        lines += [f"{' ' * len(lead)}{text}".rstrip() for text in texts[1:]]
    return lines


def rows_of(rows: Sequence[Row]) -> list[str]:
    """Rows of things compared: a heading, and under it a line for each of them, each with its name."""
    names = rows[0].cells
    lines: list[str] = []
    for row in rows[1:]:
        lines += ["", row.heading]
        if len(row.cells) == 1:
            lines += lines_of([Block(row.cells[0], indent=2)])
            continue
        for name, text in zip(names, row.cells, strict=True):
            lines += lines_of([Block(f"{name}: {text}", indent=2)])
    return lines


class Views:
    """The views of one case. `write` takes a line."""

    def __init__(self, session: Session, write: Callable[[str], None]) -> None:
        self._session = session
        self._write = write

    def tell(self, key: str, **values: object) -> None:
        """A text of the screen."""
        self.blocks([Block(self._session.texts.say(key, **values))])

    def blocks(self, blocks: Iterable[Block]) -> None:
        """Writes blocks."""
        for line in lines_of(blocks):
            self._write(line)

    def rows(self, rows: Sequence[Row]) -> None:
        """Writes rows of things compared."""
        for line in rows_of(rows):
            self._write(line)

    def outline(self) -> Outline:
        """What follows from the answers now."""
        from tui.outline import Outline

        session = self._session
        found, certain = session.assessment(), session.interview.certain(session.answers)
        return Outline(found, session.base, session.texts, certain=certain)

    # --- the advice and the procedures ------------------------------------------------------------------------------

    def advice(self) -> None:
        """The advice as it stands."""
        from tui.standing import also, standing
        from tui.widgets.sheet import GAP

        self.blocks([standing(self._session), *also(self._session), GAP, *self.outline().advice()])

    def procedures(self, numbers: Sequence[int]) -> bool:
        """All of them with a number each, or one, or several side by side; whether the numbers are of the list."""
        outline = self.outline()
        routes = [route.id for route in outline.ordered()]
        if not all(1 <= number <= len(routes) for number in numbers):
            return False
        wanted = [routes[number - 1] for number in numbers]
        if not wanted:
            self.blocks([Block(outline.regime_line())])
            for number, choice in enumerate(outline.choices(), 1):
                self.blocks([Block(choice.text, marker=f"{number:2}. {choice.marker}"), Block(choice.sub, indent=4)])
        elif len(wanted) == 1:
            self.procedure(wanted[0])
        else:
            self.rows(outline.compared(wanted))
        return True

    def procedure(self, route: str) -> None:
        """One procedure, with its reasons."""
        self.blocks([*self.outline().route(route), Block("")])
        self._reasons(route)

    def _reasons(self, route: str) -> None:
        """A smallest sufficient reason, and the smallest lawful change where the procedure is not open."""
        from advisor.change import smallest
        from advisor.explanation import Explaining
        from advisor.reasontext import ReasonText
        from tui.reasoning import as_block

        session, found = self._session, self._session.assessment()
        case = found.case
        text = ReasonText(found, session.base, session.texts.wording)
        explaining = Explaining(session.engines, case.answers, case.as_of, case.from_base)
        # The first line names the route and its status, which were said already.
        told = text.explanation(explaining.route(route))[1:]
        if found.status(route) != "available":
            told += text.change(smallest(session.engines, case.answers, case.as_of, route, case.from_base))
        self.blocks(as_block(line) for line in told)

    # --- the answers ------------------------------------------------------------------------------------------------

    def answers(self) -> list[Page]:
        """The answers that stand, with a number each, and those that were put aside; gives the pages."""
        from tui.answered import answered, put_aside, said, title

        session = self._session
        pages = answered(session)
        if not pages:
            self.tell("review.empty")
        for number, page in enumerate(pages, 1):
            self.blocks([Block(title(page, session), marker=f"{number:2}."), Block(said(page, session), indent=4)])
        self.blocks(put_aside(session))
        return pages

    def beside(self) -> None:
        """What differs between the case and its what-if."""
        from tui.outline import Outline
        from tui.sides import sides

        session = self._session
        real = session.real_assessment
        certain = session.interview.certain(real.case.answers)
        found = sides(session, Outline(real, session.base, session.texts, certain=certain), self.outline())
        self.tell("whatif.differs" if found.differs else "whatif.nothing")
        if found.differs:
            self.rows(found.differing)

    # --- what proves it ---------------------------------------------------------------------------------------------

    def evidence(self) -> list[str]:
        """The conditions of the recommended procedure, with a number each; gives their facts."""
        from advisor.evidence import conditions
        from advisor.evidencetext import answered, asked, state

        session, found = self._session, self._session.assessment()
        wording, base = session.texts.wording, session.base
        holding = [] if found.recommended is None else found.route(found.recommended).holding
        listed = {item.fact: item for ground in holding for item in conditions(ground, found.case, base)}
        if not listed:
            self.tell("evidence.none")
        for number, item in enumerate(listed.values(), 1):
            told = [
                wording.labelled(wording.text("evidence", "state"), state(item, base, wording)),
                *asked(item.fact, base, wording),
            ]
            heading = Block(answered(item.fact, session.answers, base, wording), marker=f"{number:2}.")
            self.blocks([heading, *(Block(text, indent=4) for text in told)])
        return list(listed)

    # --- texts to paste ---------------------------------------------------------------------------------------------

    def paste(self, letter: str, part: str) -> bool:
        """The paragraph (c), the mail (m) or a part of the record (d); whether the part exists."""
        from advisor import record
        from advisor.authority.law import PARTS
        from advisor.mail import mail
        from advisor.render import recorddoc, render

        session = self._session
        base, wording = session.base, session.texts.wording
        fit = self._templates() if letter == "d" else {}
        if letter == "d" and part not in (*PARTS, *fit):
            for name in PARTS:
                self._write(f":d {name}  {wording.text('authority', 'parts', name)}")
            for name, one in fit.items():
                self._write(f":d {name}  {session.texts.say('parts.template', title=one.title)}")
            return not part
        found = session.exported()
        if part in fit:
            self._write(self._filled(fit[part], found).rstrip("\n"))
            return True
        if letter == "d":
            made = recorddoc.part(found, base, wording, part, session.house())
            # The title is that of the whole record.
            self._write(render(made, "md").decode().split("\n\n", 1)[1].rstrip("\n"))
        else:
            text = mail(found, base, wording) if letter == "m" else record.paragraph(found, base, wording)
            self._write(text.rstrip("\n"))
        return True

    def _templates(self) -> dict[str, Template]:
        """The templates that fit the case, by their id, in the language of the conversation."""
        from advisor.templates import that_fit

        session = self._session
        return {one.id: one for one in that_fit(session.assessment(), session.base, session.language)}

    def _filled(self, template: Template, found: Assessment) -> str:
        from advisor import templates
        from advisor.render import render

        made = templates.document(template, found, self._session.base, self._session.texts.wording)
        return render(made, "md").decode()
