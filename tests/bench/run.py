"""Speed as ratios to `python -c pass`, measured in the same run: `make bench`. No test depends on it.

Each figure is the median over interleaved rounds, so that a busy machine slows both sides. Exits with 1 where a ratio
is over its bound.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import cycle
from pathlib import Path

from advisor import quantity, rulebase
from advisor.assessing import assess
from advisor.case import read_cases
from advisor.derive import derive
from advisor.engines import Engines
from advisor.forward import is_available
from advisor.render import FORMATS, recorddoc, render
from advisor.wording import Wording
from tests.bench import caselist, screen

ROOT = Path(__file__).resolve().parents[2]
CASE = ROOT / "tests" / "bench" / "case.yaml"
RECORDS = ROOT / "tests" / "law" / "borderline.yaml"
ROUNDS = 21


def process(program: str, *arguments: str) -> Callable[[], None]:
    """Runs a program of this environment to its end, as a person would from a shell."""
    path = Path(sys.executable).parent / program

    def run() -> None:
        subprocess.run([path, *arguments], check=True, stdout=subprocess.DEVNULL, cwd=ROOT)

    return run


def measured(tasks: dict[str, Callable[[], None]]) -> dict[str, float]:
    """Seconds for each task, the median over rounds in which every task has its turn."""
    for task in tasks.values():
        task()
    seconds: dict[str, list[float]] = {name: [] for name in tasks}
    for _ in range(ROUNDS):
        for name, task in tasks.items():
            start = time.perf_counter()
            task()
            seconds[name].append(time.perf_counter() - start)
    return {name: statistics.median(values) for name, values in seconds.items()}


def core_tasks() -> dict[str, Callable[[], None]]:
    """One run of each engine over a compiled rule base, for an ordinary purchase."""
    base = rulebase.load(str(ROOT / "rules"))
    day = quantity.ordinal("2026-03-02") or 0
    span = Engines(base).on(day)
    answers = {name: {"true": True, "false": False}.get(text, text) for name, text in base.bases["ordinary"].items()}
    answers |= {"contract.nature": "supplies", "value.estimate": 4_850_000}
    derived = derive(base, answers, day)
    _, second = span.second
    run = second.run  # type: ignore[attr-defined]
    name = "one durable-rules assessment" if is_available() else "one dual-rail assessment"
    return {
        name: lambda: run(derived.values),
        "one generated evaluation": lambda: span.evaluator(derived.values),
    }


def record_tasks(folder: str) -> dict[str, Callable[[], None]]:
    """A record as PDF in a program that runs, each time another one, and one in every format from the shell."""
    base = rulebase.load(str(ROOT / "rules"))
    engines, dutch = Engines(base), Wording.load("nl", str(ROOT / "rules"))
    cases = read_cases(base, RECORDS.read_bytes(), RECORDS.name)
    # What was typeset before is remembered, so that the same record twice would say nothing.
    documents = cycle([recorddoc.document(assess(case, engines), base, dutch) for case in cases])
    every = ",".join([*FORMATS, "json"])

    def pdf() -> None:
        render(next(documents), "pdf")

    return {
        "a record as PDF, warm": pdf,
        "a record in all formats, cold": process(
            "wijzer", "record", str(CASE), "--format", every, "--out", folder, "--force"
        ),
    }


#: The most that each figure may be, as a multiple of `python -c pass`; None: reported only.
BOUNDS: dict[str, float | None] = {
    "one durable-rules assessment": 2,
    "one dual-rail assessment": None,
    "one generated evaluation": None,
    "a page of 100,000 cases": 0.5,
    "a search among 100,000 cases": 2,
    "a record as PDF, warm": 6,
    "a record in all formats, cold": 120,
    "wijzer --version": 4,
    "wijzer assess (one case)": 12,
}


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        return figures(folder)


def figures(folder: str) -> int:
    """Prints every figure; 1 where one is over its bound."""
    tasks = {
        "python -c pass": process("python", "-c", "pass"),
        "wijzer --version": process("wijzer", "--version"),
        "wijzer assess (one case)": process("wijzer", "assess", str(CASE), "--json"),
        **core_tasks(),
        **record_tasks(folder),
        **caselist.tasks(rulebase.load(str(ROOT / "rules"))),
    }
    seconds = measured(tasks)
    unit = seconds.pop("python -c pass")
    print(f"python -c pass: {unit * 1000:.1f} ms (median of {ROUNDS})")
    over = 0
    for name, value in seconds.items():
        bound = BOUNDS[name]
        ratio = value / unit
        over += bound is not None and ratio > bound
        limit = "" if bound is None else f"   bound {bound}{'   OVER' if ratio > bound else ''}"
        print(f"{name:32} {ratio:9.4f} x   ({value * 1000:8.3f} ms){limit}")
    return 1 if over + screen_figures() else 0


def screen_figures() -> int:
    """Prints the figures of the interview in a pseudo-terminal; how many are over their bound."""
    found = screen.measure()
    over = 0
    for name, value in found.items():
        bound = screen.BOUNDS.get(name)
        over += bound is not None and value > bound
        limit = "" if bound is None else f"   bound {bound}{'   OVER' if value > bound else ''}"
        print(f"{name:32} {value:9.4f}{limit}")
    return over


if __name__ == "__main__":
    sys.exit(main())
