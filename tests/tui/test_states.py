"""The interview against a model: whatever keys are pressed, what is answered is what the model says, and on disk.

The model knows no screen: it holds the answers, those taken back, and the language. WIJZER_KEYS names how many keys the
machine presses at least (`make test-keys`: 10,000).
"""

from __future__ import annotations

import asyncio
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from advisor.derive import Answer
from advisor.desk.casebook import Casebook
from tests.tui.driving import program, settle, type_keys
from tui.language import LANGUAGES
from tui.screens.change import ChangeScreen
from tui.screens.question import QuestionScreen
from tui.widgets.choices import Choices

LEAST = int(os.environ.get("WIJZER_KEYS", "400"))
STEPS = 40
#: Keys that show something else and come back; none of them may change an answer.
AWAY = ("f1", "f4", "f6", "f8", "f12", "slash", "ctrl+p", "f3")


class Interviewing(RuleBasedStateMachine):
    """Presses keys in the real application."""

    #: By all machines together.
    pressed = 0

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name)
        self.app = program(self.path)
        self.language = "nl"
        #: The answers after each thing done, the last one as they are; and what was taken back.
        self.done: list[Mapping[str, Answer]] = [{}]
        self.undone: list[Mapping[str, Answer]] = []

    def teardown(self) -> None:
        self.runner.run(self.context.__aexit__(None, None, None))
        self.runner.close()
        self.folder.cleanup()

    def keys(self, *keys: str) -> None:
        Interviewing.pressed += len(keys)

        async def press() -> None:
            await type_keys(self.pilot, *keys)
            await settle(self.pilot)

        self.runner.run(press())

    @initialize()
    def opened(self) -> None:
        async def begin() -> None:
            self.context = self.app.run_test(size=(80, 24))
            self.pilot = await self.context.__aenter__()
            self.app.session.create("Model", self.app.today)
            self.app.open_case()
            await settle(self.pilot)

        self.runner.run(begin())

    def home(self) -> None:
        """Back to the question, from wherever the last key led."""
        for _ in range(6):
            if isinstance(self.app.screen, QuestionScreen) and not self.app.screen._returns:
                return
            self.keys("escape")
        raise AssertionError(f"no way back from {type(self.app.screen).__name__}")

    # --- what is done ---------------------------------------------------------------------------------------------

    @precondition(lambda self: self.page() is not None)
    @rule(number=st.integers(0, 9))
    def answers_a_line(self, number: int) -> None:
        """Chooses a line by its number; the last line of a page with an amount says that it is not known."""
        page, screen = self.page(), self.app.screen
        assert page is not None
        lines = [choice.key for choice in screen.query_one(Choices).choices]
        if not lines:
            return
        if page.kind in ("choice", "yesno", "gate"):
            number = number % min(len(lines), 10)
            self.keys(str((number + 1) % 10))
            key = lines[number]
        else:
            key = lines[-1]
            self.app.screen.set_focus(screen.query_one(Choices))
            self.keys("end")
        expected = self.expected(page, key)
        covered = set(self.app.session.covered(page))
        after = {fact: answer for fact, answer in self.done[-1].items() if fact not in covered} | expected
        clash = self.app.session.conflict(page, expected)
        was_answered = any(fact in self.done[-1] for fact in page.facts)
        before = self.app.session.state.events
        self.keys("enter")
        if was_answered and isinstance(self.app.screen, ChangeScreen):
            # What a change does is told first.
            self.keys("enter")
        if not clash and self.app.session.state.events > before:
            self.done.append(after)
            self.undone.clear()
        self.home()

    @rule()
    def takes_back(self) -> None:
        self.keys("ctrl+z")
        if len(self.done) > 1:
            self.undone.append(self.done.pop())
        self.home()

    @rule()
    def gives_again(self) -> None:
        self.keys("ctrl+y")
        if self.undone:
            self.done.append(self.undone.pop())
        self.home()

    @rule(key=st.sampled_from(AWAY))
    def looks_elsewhere(self, key: str) -> None:
        self.keys(key)
        self.home()

    @rule()
    def turns_the_language(self) -> None:
        self.keys("f9")
        self.language = LANGUAGES[(LANGUAGES.index(self.language) + 1) % len(LANGUAGES)]

    @rule()
    def turns_the_colours(self) -> None:
        self.keys("ctrl+t")

    @rule()
    def resizes(self) -> None:
        self.runner.run(self.pilot.resize_terminal(120, 30))
        self.runner.run(self.pilot.resize_terminal(80, 24))

    # --- what always holds ----------------------------------------------------------------------------------------

    @invariant()
    def nothing_crashed(self) -> None:
        assert self.app.is_running
        assert self.app._exception is None

    @invariant()
    def the_answers_are_those_of_the_model(self) -> None:
        assert dict(self.app.session.answers) == dict(self.done[-1])
        assert self.app.session.language == self.language

    @invariant()
    def the_answers_are_on_disk(self) -> None:
        with Casebook.open(self.path / "casebook.sqlite3", base=self.app.session.base) as book:
            assert dict(book.state(str(self.app.session.case_id)).answers) == dict(self.done[-1])

    # --- the model ------------------------------------------------------------------------------------------------

    def page(self):
        screen = self.app.screen
        return screen.page if isinstance(screen, QuestionScreen) else None

    def expected(self, page, key: str) -> dict[str, Answer]:
        """What choosing one line of a page means."""
        fact = page.facts[0]
        if page.kind == "gate":
            items = frozenset() if key == ":none" else frozenset({key})
            unknown = frozenset(item.id for item in page.items) if key == ":unknown" else frozenset()
            return dict(self.app.session.interview.gate_answers(page, items - {":unknown"}, unknown))
        if key == ":unknown":
            return {fact: None}
        return {fact: {":yes": True, ":no": False}.get(key, key)}


@pytest.mark.slow
def test_every_walk_through_the_interview_agrees_with_the_model() -> None:
    examples = max(1, LEAST // (3 * STEPS))
    run_state_machine_as_test(
        Interviewing,
        settings=settings(
            max_examples=examples, stateful_step_count=STEPS, deadline=None, suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
    while Interviewing.pressed < LEAST:
        run_state_machine_as_test(
            Interviewing,
            settings=settings(max_examples=1, stateful_step_count=STEPS, deadline=None),
        )
    assert Interviewing.pressed >= LEAST
