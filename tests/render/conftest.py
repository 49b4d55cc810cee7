"""Records of decided cases for the tests of the renderers."""

from __future__ import annotations

import pytest

from advisor.assessing import Assessment, assess
from advisor.case import read_cases
from advisor.engines import Engines
from advisor.rulebase import RuleBase
from tests.conftest import ROOT


@pytest.fixture(scope="session")
def assessments(base: RuleBase, engines: Engines) -> dict[str, Assessment]:
    path = ROOT / "tests" / "law" / "borderline.yaml"
    return {case.id: assess(case, engines) for case in read_cases(base, path.read_bytes(), path.name)}
