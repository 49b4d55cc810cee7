"""The mutation score of the modules that decide: `make mutate-code`.

mutmut changes one place of the code at a time; a change that no test notices survives. Which modules and which tests,
says `[tool.mutmut]` in pyproject.toml. What survives counts against the score, also where it changes nothing that a test
could notice: another name for a fact that no rule base has (`derive`), the name of the solver in capitals, which
python-sat reads alike, and clauses added once more (`ExactEngine.literal`).
"""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from pathlib import Path

from mutmut.stats import status_by_exit_code

#: The least part of the mutants of each module that a test must notice, in per cent.
LEAST = 85
#: What mutmut says of a mutant that a test noticed. All else counts against the score: skipped and suspicious too.
NOTICED = frozenset({"killed", "timeout", "segfault"})
FOLDER = Path("mutants")


def main() -> int:
    """Runs every mutant, prints the score of each module and the mutants that no test noticed.

    1 where a score is too low; 2 where mutmut failed, or made no mutant of a module.
    """
    modules = tomllib.loads(Path("pyproject.toml").read_text("utf-8"))["tool"]["mutmut"]["only_mutate"]
    program = [Path(sys.executable).with_name("mutmut"), "run"]
    done = subprocess.run(program, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode:
        # The progress of each mutant overwrites one line.
        sys.stdout.write("\n".join(done.stdout.splitlines()[-40:]) + "\n")
        return 2
    low = False
    survivors: list[str] = []
    for module in modules:
        kept = FOLDER / f"{module}.meta"
        codes: dict[str, int | None] = json.loads(kept.read_text("utf-8"))["exit_code_by_key"] if kept.exists() else {}
        if not codes:
            sys.stdout.write(
                f"{module}: mutmut made no mutant of it; name a module in [tool.mutmut] of pyproject.toml\n"
            )
            return 2
        left = [
            f"{status_by_exit_code[code]}: {name}"
            for name, code in codes.items()
            if status_by_exit_code[code] not in NOTICED
        ]
        score = 100 * (len(codes) - len(left)) / len(codes)
        low |= score < LEAST
        survivors += left
        sys.stdout.write(f"{module:20} {len(codes):4} mutants, {score:5.1f} % noticed\n")
    sys.stdout.write("".join(f"  {name}\n" for name in survivors))
    sys.stdout.write(f"expected: at least {LEAST} % of each\n")
    return int(low)


if __name__ == "__main__":
    sys.exit(main())
