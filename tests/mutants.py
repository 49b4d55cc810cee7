"""The mutation score of the modules that decide: `make mutate-code`.

mutmut changes one place of the code at a time; a change that no test notices survives. Which modules and which tests,
says `[tool.mutmut]` in pyproject.toml.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from mutmut.stats import status_by_exit_code

#: The least part of the mutants of each module that a test must notice, in per cent.
LEAST = 85
#: What mutmut says of a mutant that a test noticed. All else counts against the score: skipped and suspicious too.
NOTICED = frozenset({"killed", "timeout", "segfault"})
FOLDER = Path("mutants")


def main() -> int:
    """Runs every mutant, prints the score of each module and the mutants that survived; 1 where a score is too low."""
    program = [Path(sys.executable).with_name("mutmut"), "run"]
    done = subprocess.run(program, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode:
        # The progress of each mutant overwrites one line.
        sys.stdout.write("\n".join(done.stdout.splitlines()[-40:]) + "\n")
        return 2
    low = False
    survivors: list[str] = []
    for path in sorted(FOLDER.glob("advisor/*.meta")):
        codes: dict[str, int | None] = json.loads(path.read_text("utf-8"))["exit_code_by_key"]
        if not codes:
            continue
        left = [
            f"{status_by_exit_code[code]}: {name}"
            for name, code in codes.items()
            if status_by_exit_code[code] not in NOTICED
        ]
        score = 100 * (len(codes) - len(left)) / len(codes)
        low |= score < LEAST
        survivors += left
        sys.stdout.write(f"{path.name.removesuffix('.meta'):12} {len(codes):4} mutants, {score:5.1f} % noticed\n")
    sys.stdout.write("".join(f"  {name}\n" for name in survivors))
    sys.stdout.write(f"expected: at least {LEAST} % of each\n")
    return int(low)


if __name__ == "__main__":
    sys.exit(main())
