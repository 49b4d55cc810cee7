"""Fixtures shared by all tests: the rule base of the checkout and its engines, compiled once."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import Phase, settings

from advisor import rulebase
from advisor.engines import Engines
from advisor.rulebase import RuleBase
from advisor.wording import Wording

ROOT = Path(__file__).resolve().parent.parent

# Whether a mutant is noticed is all that counts there, not the smallest example of it; and each mutant meets the same
# examples, so that a score can be repeated.
settings.register_profile("mutants", phases=[Phase.explicit, Phase.generate], derandomize=True, database=None)
if "MUTANT_UNDER_TEST" in os.environ:
    settings.load_profile("mutants")


@pytest.fixture(scope="session")
def base() -> RuleBase:
    return rulebase.load(str(ROOT / "rules"))


@pytest.fixture(scope="session")
def engines(base: RuleBase) -> Engines:
    return Engines(base)


@pytest.fixture(scope="session")
def dutch() -> Wording:
    return Wording.load("nl", str(ROOT / "rules"))


@pytest.fixture(scope="session")
def english() -> Wording:
    return Wording.load("en", str(ROOT / "rules"))
