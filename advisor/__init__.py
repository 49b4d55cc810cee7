"""Which procurement procedures Belgian law allows for a purchase, and why: the core, without a screen.

The names in `__all__` are for other programs; `docs/api.md` shows them at work. They load when first used, so that
a command that needs none of them starts at once.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from advisor.assessing import assess
    from advisor.assessment import Assessment
    from advisor.case import Case, CaseMistakes, read_cases
    from advisor.engines import Engines
    from advisor.interface import case_of, load_rules
    from advisor.interview import Interview
    from advisor.rulefiles import RuleMistake

__version__ = "0.1.0"

__all__ = [
    "Assessment",
    "Case",
    "CaseMistakes",
    "Engines",
    "Interview",
    "RuleMistake",
    "assess",
    "case_of",
    "load_rules",
    "read_cases",
]

_HOMES = {
    "Assessment": "assessment",
    "Case": "case",
    "CaseMistakes": "case",
    "Engines": "engines",
    "Interview": "interview",
    "RuleMistake": "rulefiles",
    "assess": "assessing",
    "case_of": "interface",
    "load_rules": "interface",
    "read_cases": "case",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
