"""The commands that examine the law as a whole: `prove` and `mutate`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from advisor import quantity
from advisor.cli import DONE, FINDING, Refused, loaded, read_cases_of, write_whole

if TYPE_CHECKING:
    import argparse

    from advisor.proof import Proof
    from advisor.rulebase import RuleBase


def add_prove(parser: argparse.ArgumentParser) -> None:
    """The arguments of `prove`."""
    _add_shared(parser)
    parser.add_argument("--out", metavar="FILE", help="write counterexamples here (default: print them)")
    parser.set_defaults(run=_prove)


def _add_shared(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--rules", metavar="DIR", help="a rule base other than the program's own")
    parser.add_argument("--json", action="store_true", help="print JSON")


def _prove(options: argparse.Namespace) -> int:
    from advisor import proof
    from advisor.rulefiles import RuleMistake

    base = loaded(options.rules)
    try:
        proofs = list(proof.prove(base))
    except RuleMistake as mistake:
        raise Refused(mistake.messages) from None
    cases = proof.case_files(base, proofs)
    if options.out and cases:
        write_whole({Path(options.out): cases})
    if options.json:
        print(json.dumps(_as_json(base, proofs, cases), ensure_ascii=False, indent=2))
    else:
        print("\n".join(_table(base, proofs)))
        if cases and not options.out:
            print(f"\n# Counterexamples, as case files:\n{cases}", end="")
    return DONE if all(item.holds for item in proofs) else FINDING


def _as_json(base: RuleBase, proofs: list[Proof], cases: str) -> dict[str, object]:
    return {
        "rule_base": {"version": base.version, "digest": base.digest},
        "solver": solver(),
        "proofs": [
            {
                "property": item.name,
                "from": quantity.date_text(item.day),
                "holds": item.holds,
                "sheets": str(item.sheets),
                "seconds": round(item.seconds, 3),
                "declared": list(item.declared),
                "faults": [{"subject": fault.subject, "message": fault.message} for fault in item.faults],
            }
            for item in proofs
        ],
        "counterexamples": cases,
    }


def _table(base: RuleBase, proofs: list[Proof]) -> list[str]:
    """One line for each property, over all dates, then every fault."""
    days = sorted({item.day for item in proofs})
    spans = ", ".join(quantity.date_text(day) for day in days)
    lines = [
        f"rule base {base.version} ({base.digest[:19]}…), solver {solver()}",
        f"spans of dates from: {spans}; to {quantity.date_text(base.known_to)}",
        "",
        f"{'property':20} {'holds':6} {'sheets':>10} {'seconds':>8}  declared",
    ]
    for name in dict.fromkeys(item.name for item in proofs):
        same = [item for item in proofs if item.name == name]
        holds = "yes" if all(item.holds for item in same) else "NO"
        count, seconds = sum(item.sheets for item in same), sum(item.seconds for item in same)
        meant = len({subject for item in same for subject in item.declared})
        shown = "-" if not count else f"{count:.2e}"
        lines.append(f"{name:20} {holds:6} {shown:>10} {seconds:8.2f}  {meant or '-'}")
    faults = [(item, fault) for item in proofs for fault in item.faults]
    lines.append(f"\n{len(proofs)} proofs, {len(faults)} faults, {sum(item.seconds for item in proofs):.1f} s")
    first = {(item.name, fault.message): item.day for item, fault in reversed(faults)}
    lines += [f"{quantity.date_text(day)}: {name}: {message}" for (name, message), day in sorted(first.items())]
    return lines


def solver() -> str:
    """The solver and its version."""
    from importlib.metadata import version

    return f"minisat22 (python-sat {version('python-sat')})"


def add_mutate(parser: argparse.ArgumentParser) -> None:
    """The arguments of `mutate`."""
    _add_shared(parser)
    parser.add_argument("files", nargs="+", metavar="CASES", help="case files with `expect`, or folders of them")
    parser.add_argument("--sample", type=int, metavar="N", help="only so many mutants, chosen at random")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="which sample (default: 1)")
    parser.add_argument(
        "--jobs", type=int, default=1, metavar="N", help="share the work among N processes (default: 1)"
    )
    parser.add_argument("--only", metavar="TEXT", help="only mutants with this text in their id")
    parser.set_defaults(run=_mutate)


def _mutate(options: argparse.Namespace) -> int:
    from advisor import mutation
    from advisor.rulefiles import RuleMistake

    base = loaded(options.rules)
    names = [name for given in options.files for name in _case_files(given)]
    cases = [case for _, case in read_cases_of(base, names, None)]
    chosen = mutation.sample(base, options.sample, options.seed)
    chosen = [mutant for mutant in chosen if not options.only or options.only in mutant.id]
    whole = options.sample is None and not options.only
    court = mutation.Court(base, cases)
    try:
        report = mutation.Report(base, mutation.judged(court, chosen, options.jobs), whole=whole)
    except RuleMistake as mistake:
        raise Refused(mistake.messages) from None
    if options.json:
        print(json.dumps(report.as_json(), ensure_ascii=False, indent=2))
    else:
        print("\n".join(report.lines()))
    return DONE if report.passes else FINDING


def _case_files(given: str) -> list[str]:
    """The file itself, or the case files in a folder and below."""
    path = Path(given)
    return sorted(str(file) for file in path.rglob("*.yaml")) if path.is_dir() else [given]
