"""Fixtures shared by all tests: the rule base of the checkout and its engines, compiled once."""

from __future__ import annotations

from pathlib import Path

import pytest

from advisor import rulebase
from advisor.engines import Engines
from advisor.rulebase import RuleBase
from advisor.wording import Wording

ROOT = Path(__file__).resolve().parent.parent


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
