"""One person at work on one case: the casebook, the rules and the page that is shown. No screen, no law.

What is answered lives in the casebook's log alone; everything here is read back from it after each event.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from tui.language import Texts

if TYPE_CHECKING:
    from advisor.assessing import Assessment
    from advisor.authority.house import House
    from advisor.derive import Answer
    from advisor.desk.casebook import Casebook, CaseState
    from advisor.engines import Engines
    from advisor.evidence import Proof
    from advisor.interview import Interview, Page
    from advisor.rulebase import RuleBase


class Session:
    """`casebook` is the file of the log (None: that of this person), `records` the folder for what is exported.

    `settings` is the file of what this person chose once (None: nothing is remembered).
    """

    def __init__(
        self,
        casebook: Path | None,
        language: str,
        *,
        rules: str | None = None,
        records: Path | None = None,
        settings: Path | None = None,
    ) -> None:
        self.casebook = casebook
        self.rules = rules
        self.records = records or Path("records")
        self.settings = settings
        self._profile: Path | None = None
        self.language = language
        self.case_id: str | None = None
        self._state: CaseState | None = None
        #: Where the answers of a what-if go, the case as it is beside it, and how many events that has.
        self._scratch: Casebook | None = None
        self._real: Assessment | None = None
        self._real_events = 0
        self._was_certain: bool | None = None
        self._texts: dict[str, Texts] = {}
        self._interviews: dict[int, Interview] = {}
        self._assessed: tuple[object, Assessment] | None = None

    # --- what is loaded when it is first needed ---------------------------------------------------------------------

    @cached_property
    def book(self) -> Casebook:
        from advisor.desk.casebook import Casebook

        return Casebook.open(self.casebook, base=self.base)

    @property
    def path(self) -> Path:
        """The file of the casebook, whether it is there yet or not."""
        from advisor.desk.casebook import default_path

        return self.casebook or default_path()

    @cached_property
    def base(self) -> RuleBase:
        from advisor import rulebase

        return rulebase.load(self.rules)

    @cached_property
    def engines(self) -> Engines:
        from advisor.engines import Engines

        return Engines(self.base)

    @property
    def texts(self) -> Texts:
        return self.texts_of(self.language)

    def texts_of(self, language: str) -> Texts:
        """The texts in a language."""
        if language not in self._texts:
            from advisor.wording import Wording

            self._texts[language] = Texts(Wording.load(language, self.rules))
        return self._texts[language]

    @property
    def interview(self) -> Interview:
        return self.interview_on(self.state.day)

    def interview_on(self, day: int) -> Interview:
        """The pages of a reference date. Raises OutsideKnownDates."""
        if day not in self._interviews:
            from advisor.interview import Interview

            self._interviews[day] = Interview(self.engines, day)
        return self._interviews[day]

    # --- the authority ----------------------------------------------------------------------------------------------

    @property
    def profile(self) -> Path | None:
        """The file of the authority's profile; None where none was chosen."""
        if self._profile is None and self.settings is not None:
            from advisor.desk import settings

            self._profile = settings.profile(self.settings)
        return self._profile

    def choose_profile(self, chosen: Path | None) -> House | None:
        """Takes a profile that can be read, and remembers it. Raises OSError, ProfileMistakes, RuleMistake."""
        found = None if chosen is None else self._read(chosen)
        if self.settings is not None:
            from advisor.desk import settings

            settings.remember(self.settings, chosen)
        self._profile = chosen
        return found

    def follow(self, profile: Path) -> None:
        """Takes a profile for this session only."""
        self._profile = profile

    def house(self) -> House | None:
        """The profile as it stands in its file now. Raises OSError, ProfileMistakes, RuleMistake."""
        return None if self.profile is None else self._read(self.profile)

    def _read(self, path: Path) -> House:
        from advisor.authority import house

        return house.read(self.base, path, self.texts.wording, self.rules)

    # --- the case ---------------------------------------------------------------------------------------------------

    def create(self, title: str, day: int) -> None:
        """Opens a new case. Raises OutsideKnownDates."""
        self.base.require_known(day)
        self.case_id = self.book.new_case(title, day, self.language)
        self._forget()

    def resume(self, case_id: str) -> None:
        """Goes on with an earlier case."""
        self.case_id = case_id
        self._forget()

    def close(self) -> None:
        """Leaves the case; it stays in the casebook."""
        if self.is_whatif:
            self.end_whatif()
        self.case_id = None
        self._forget()

    # --- a what-if --------------------------------------------------------------------------------------------------

    @property
    def log(self) -> Casebook:
        """Where answers go: the casebook, or in a what-if one in memory."""
        return self.book if self._scratch is None else self._scratch

    @property
    def is_whatif(self) -> bool:
        """Whether what is shown and answered is a what-if, and not the case itself."""
        return self._scratch is not None

    @property
    def real_assessment(self) -> Assessment:
        """The case itself as it is beside the what-if."""
        assert self._real is not None, "there is a what-if"
        return self._real

    @property
    def has_whatif_events(self) -> bool:
        """Whether anything was done in the what-if."""
        return self.is_whatif and self.state.events > self._real_events

    def begin_whatif(self) -> None:
        """From now on answers go to a what-if; the case stays as it is."""
        assert self.case_id is not None, "a case is open"
        self._real = self.assessment()
        self._scratch = self.book.scratch(self.case_id)
        self._forget()
        self._real_events = self.state.events

    def end_whatif(self) -> None:
        """Back to the case; the what-if is gone."""
        if self._scratch is not None:
            self._scratch.close()
        self._scratch = None
        self._forget()

    def take_over(self) -> int:
        """Records what was done in the what-if as events of the case, and ends it; how many there are."""
        assert self._scratch is not None, "there is a what-if"
        assert self.case_id is not None, "a case is open"
        number = self.book.take_over(self._scratch, self.case_id)
        self.end_whatif()
        return number

    def keep_copy(self) -> str:
        """Keeps the what-if as a case of its own, and ends it; gives the id of that case."""
        assert self._scratch is not None, "there is a what-if"
        assert self.case_id is not None, "a case is open"
        made = self.book.keep_copy(self._scratch, self.case_id)
        self.end_whatif()
        return made

    def _forget(self) -> None:
        self._state, self._assessed, self._was_certain = None, None, None

    @property
    def state(self) -> CaseState:
        """The fold of the log, read once after each event."""
        assert self.case_id is not None, "a case is open"
        if self._state is None:
            self._state = self.log.state(self.case_id)
        return self._state

    @property
    def answers(self) -> Mapping[str, Answer]:
        return self.state.answers

    # --- pages ------------------------------------------------------------------------------------------------------

    def next_page(self) -> Page | None:
        """The page to show now: the one just taken back, else the next; pages put off come when no other is left."""
        state = self.state
        if state.taken_back is not None:
            return self.interview.page(state.taken_back)
        return self.interview.next(state.answers, state.parked) or self.interview.next(state.answers)

    def trail(self) -> list[Page]:
        """The pages whose answers stand, in the order in which they were last given."""
        return [self.interview.page(name) for name in dict.fromkeys(self.state.origins.values())]

    def before(self, page: Page | None) -> Page | None:
        """The page answered before this one; before a page not answered, the last one answered."""
        trail = self.trail()
        at = trail.index(page) if page in trail else len(trail)
        return trail[at - 1] if at else None

    def after(self, page: Page) -> Page | None:
        """The page answered after this one; None where the next is one that was not answered."""
        trail = self.trail()
        at = trail.index(page) + 1 if page in trail else len(trail)
        return trail[at] if at < len(trail) else None

    def differs(self, page: Page, answers: Mapping[str, Answer]) -> bool:
        """Whether these answers of the page are others than those that stand."""
        standing = {fact: self.answers[fact] for fact in self.covered(page) if fact in self.answers}
        return not standing or standing != dict(answers)

    @staticmethod
    def covered(page: Page) -> tuple[str, ...]:
        """Every fact that an answer to the page settles."""
        closed = (fact for item in page.items for fact, _ in item.closed)
        return tuple(dict.fromkeys((*page.facts, *closed)))

    def merged(self, page: Page, answers: Mapping[str, Answer], aside: Iterable[str] = ()) -> dict[str, Answer]:
        """All answers as they stand once the page is answered so and others are set aside."""
        covered = {*self.covered(page), *aside}
        kept = {fact: answer for fact, answer in self.answers.items() if fact not in covered}
        return {**kept, **answers}

    def record(
        self,
        page: Page,
        answers: Mapping[str, Answer],
        worksheet: Mapping[str, object] | None = None,
        aside: Iterable[str] = (),
    ) -> None:
        """Writes the answer of a page, with the worksheet behind it and what it sets aside; on disk when it returns."""
        assert self.case_id is not None, "a case is open"
        self._was_certain = self.interview.certain(self.answers)
        self.log.record(self.case_id, page.id, answers, self.covered(page), worksheet, aside)
        self._state = None

    def put_off(self, page: Page) -> None:
        """Leaves a page for later."""
        assert self.case_id is not None, "a case is open"
        self.log.park(self.case_id, page.id)
        self._state = None

    def prove(self, fact: str, proof: Proof | None) -> None:
        """Notes what proves a fact."""
        assert self.case_id is not None, "a case is open"
        self.log.prove(self.case_id, fact, proof)
        self._state = None

    def doubt(self, fact: str, *, unsure: bool) -> None:
        """Notes that the answer to a fact is in doubt, or no longer."""
        assert self.case_id is not None, "a case is open"
        self.log.doubt(self.case_id, fact, unsure=unsure)
        self._state = None

    def lock(self, day: int, digest: str) -> None:
        """Locks the record, which has this digest: the case takes no answer until a correction begins."""
        assert self.case_id is not None, "a case is open"
        self.log.lock(self.case_id, day, digest)
        self._state = None

    def correct(self, reason: str) -> None:
        """Begins the next version of a locked record."""
        assert self.case_id is not None, "a case is open"
        self.log.correct(self.case_id, reason)
        self._state = None

    def undo(self) -> bool:
        """Takes the last answer back; whether there was one."""
        return self._turned(self.log.undo)

    def redo(self) -> bool:
        """Gives the answer that was taken back again; whether there was one."""
        return self._turned(self.log.redo)

    def _turned(self, turn: Callable[[str], bool]) -> bool:
        assert self.case_id is not None, "a case is open"
        turned = turn(self.case_id)
        self._state = None
        return turned

    def announces(self) -> bool:
        """Whether the last answer made the advice certain."""
        return self._was_certain is False and self.interview.certain(self.answers)

    def page_of(self, fact: str) -> Page | None:
        """The page that asks this fact on its own, else a page that asks it among others."""
        pages = [page for page in self.interview.pages if fact in page.facts]
        return next((page for page in pages if page.kind != "gate"), pages[0] if pages else None)

    # --- what follows -----------------------------------------------------------------------------------------------

    def conflict(self, page: Page, answers: Mapping[str, Answer], aside: Iterable[str] = ()) -> tuple[str, ...]:
        """The facts that cannot be true together once the page is answered so; empty where they can."""
        from advisor.derive import ContradictingAnswers
        from advisor.exact import ImpossibleAnswers

        try:
            self.interview.outlook(self.merged(page, answers, aside))
        except (ImpossibleAnswers, ContradictingAnswers) as found:
            return tuple(found.facts)
        return ()

    def in_the_way(self, page: Page, answers: Mapping[str, Answer]) -> tuple[str, ...]:
        """The answers of other pages to set aside so that these can stand; empty where that does not help."""
        found: list[str] = []
        covered = {*self.covered(page), *answers}
        while conflict := self.conflict(page, answers, found):
            others = [name for name in conflict if name not in covered and name in self.answers and name not in found]
            if not others:
                return ()
            found += others
        return tuple(name for name in self.base.facts if name in found)

    def changes(
        self, page: Page, answers: Mapping[str, Answer], aside: Iterable[str] = ()
    ) -> list[tuple[str, str, str]]:
        """Each route whose status differs once the page is answered so: route, status now, status then."""
        now = self.interview.outlook(self.answers).statuses
        then = self.interview.outlook(self.merged(page, answers, aside)).statuses
        return [(route, now[route], then[route]) for route in now if now[route] != then[route]]

    def would_be(self, page: Page, answers: Mapping[str, Answer], aside: Iterable[str] = ()) -> Assessment:
        """What follows once the page is answered so; for the screen, never for a record."""
        from advisor.assessing import assess
        from advisor.case import Case

        state = self.state
        case = Case(state.id, state.title, state.day, self.merged(page, answers, aside))
        return assess(case, self.engines, preview=True)

    def assessment(self) -> Assessment:
        """What follows from the answers, by the evaluator alone; for the screen, never for a record."""
        state = self.state
        answers = tuple(sorted(state.answers.items(), key=lambda item: item[0]))
        key = (self.case_id, answers, tuple(state.evidence.items()), state.unsure, state.version)
        if self._assessed is None or self._assessed[0] != key:
            self._assessed = (key, self._assess(preview=True))
        return self._assessed[1]

    def exported(self) -> Assessment:
        """What follows from the answers, on which both engines agree. Raises Breach."""
        return self._assess(preview=False)

    def _assess(self, *, preview: bool) -> Assessment:
        from advisor.assessing import assess

        return assess(self.state.case(self.base), self.engines, preview=preview)
