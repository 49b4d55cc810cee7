"""An advice as five lines for a mail."""

from __future__ import annotations

from pathlib import Path

import pytest

from advisor import cli, quantity
from advisor.assessing import assess
from advisor.case import Case, read_cases
from advisor.engines import Engines
from advisor.mail import mail
from advisor.rulebase import RuleBase
from advisor.wording import Wording

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "rules" / "examples" / "playground-equipment.yaml"
DAY = quantity.ordinal("2026-03-02") or 0


def lines(case: Case, base: RuleBase, engines: Engines, language: str = "nl") -> list[str]:
    wording = Wording.load(language, str(ROOT / "rules"))
    text = mail(assess(case, engines), base, wording)
    assert text.endswith("\n")
    return text.removesuffix("\n").split("\n")


@pytest.mark.parametrize("language", ["nl", "fr", "en"])
def test_five_lines_give_result_reason_with_article_reservations_law_and_next_step(
    language: str, base: RuleBase, engines: Engines
) -> None:
    case = read_cases(base, EXAMPLE.read_bytes(), "example")[0]
    wording = Wording.load(language, str(ROOT / "rules"))
    found = assess(case, engines)
    told = lines(case, base, engines, language)
    assert len(told) == 5
    assert found.recommended is not None
    ground = found.route(found.recommended).holding[0]
    assert wording.text("routes", found.recommended, "name") in told[0]
    assert wording.cite(ground.cite) in told[1]
    assert wording.text("status", ground.confidence) in told[1]
    assert [
        wording.text("flags", flag.id, "title")
        for flag in found.flags
        if wording.text("flags", flag.id, "title") in told[2]
    ]
    assert wording.date(case.as_of) in told[3]
    assert found.rule_version in told[3]
    assert wording.items("routes", found.recommended, "steps")[0] in told[4]


def test_what_is_doubted_and_not_known_is_a_reservation(base: RuleBase, engines: Engines, dutch: Wording) -> None:
    answers = {"buyer.kind": "municipality", "contract.nature": "supplies", "value.estimate": None}
    case = Case("a", "A", DAY, answers, unsure=frozenset({"contract.nature"}))
    told = lines(case, base, engines)
    assert len(told) == 5
    assert dutch.fact(base.facts["contract.nature"]) in told[2].lower()
    assert dutch.fact(base.facts["value.estimate"]).lower() in told[2].lower()
    assert "nog geen aanbeveling" in told[0]
    assert told[4].endswith(dutch.text("facts", "value.estimate", "find_out"))


def test_a_title_cannot_add_a_line_or_steer_a_terminal(base: RuleBase, engines: Engines) -> None:
    told = lines(Case("a", "Een\ntwee\u2028drie \x1b[31m\u202eom", DAY, {}), base, engines)
    assert len(told) == 5
    assert told[0].startswith("Een twee")
    assert not {"\x1b", "\u202e", "\n"} & set(told[0])


def test_the_command_prints_the_mail_and_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert cli.main(["record", "--mail", "--lang", "fr", str(EXAMPLE)]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 5
    assert list(tmp_path.iterdir()) == []
    assert cli.main(["record", "--mail", "--public", str(EXAMPLE)]) == 2
