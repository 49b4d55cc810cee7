"""Plain mode beside its questions: the advice, the procedures, the answers, a what-if, proof and texts to paste."""

from __future__ import annotations

import io
import re
import sys
from pathlib import Path

import pytest

from advisor.desk.casebook import Casebook
from advisor.evidence import Proof
from tui import plain
from tui.plain_views import lines_of, rows_of
from tui.widgets.columns import Row
from tui.widgets.sheet import Block

ROOT = Path(__file__).resolve().parents[2]
#: A case of € 128 500 of supplies, up to the point at which the advice is certain.
CERTAIN = "T\n1\n0\n0\n2\n128.500\nz\n1\n"
FLEMISH = ROOT / "rules" / "examples" / "authorities" / "flemish-municipality.yaml"


@pytest.fixture(autouse=True)
def _own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WIJZER_DATA", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    def talk(typed: str, *arguments: str) -> str:
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        assert plain.run(["--plain", "--as-of", "2026-03-02", *arguments]) == 0
        return capsys.readouterr().out

    return talk


def answers() -> dict[str, object]:
    with Casebook.open() as book:
        return dict(book.state("2026-001").answers)


def test_the_advice_and_every_procedure_are_told_while_questions_are_open(said) -> None:
    shown = said("T\n1\n0\n0\n2\n:a\n:p\nq\n")
    assert "Dit advies is voorlopig." in shown
    assert " 1. ★ Openbare procedure (voorlopig aanbevolen)" in shown
    assert "15. " in shown


def test_one_procedure_comes_with_the_smallest_change_that_opens_it(said) -> None:
    shown = said(CERTAIN + ":p 6\nq\n")
    assert "Concurrentiegerichte dialoog opent zonder dat een antwoord verandert" in shown


def test_two_procedures_are_set_side_by_side_with_their_names(said) -> None:
    shown = said(CERTAIN + ":p 1 2\nq\n")
    assert re.search(r"^Status\n  OPZVB.*: ★ .*\n  .*: ✓ ", shown, re.MULTILINE)
    assert len(re.findall(r"^Wachttermijn\n  OPZVB", shown, re.MULTILINE)) == 1


@pytest.mark.parametrize("line", [":", ":x", ":p 99", ":p 0", ":r 9", ":p a", ":b 99", ":d nonsense"])
def test_what_is_no_view_tells_the_letters_and_keeps_the_page(said, line: str) -> None:
    shown = said(f"T\n1\n{line}\nq\n")
    assert ":p  alle procedures" in shown
    assert answers() == {"buyer.kind": "municipality"}


def test_a_change_is_told_first_and_made_only_after_yes(said) -> None:
    shown = said(CERTAIN + ":r 5\n250.000\nz\nn\nq\n")
    assert "U verandert een eerder antwoord" in shown
    assert "van: € 128.500,00; naar: € 250.000,00" in shown
    assert "Aanbevolen procedure" in shown
    assert answers()["value.estimate"] == 12_850_000
    said(":r 5\n250.000\nz\nj\nq\n", "--case", "2026-001")
    assert answers()["value.estimate"] == 25_000_000


def test_a_what_if_leaves_the_case_alone_until_it_is_taken_over(said) -> None:
    trying = ":s\n:r 5\n250.000\nz\n:s\n"
    shown = said(CERTAIN + trying + "1\nq\n")
    assert "ECHT DOSSIER: € 128.500,00\n  WAT-ALS: € 250.000,00" in shown
    assert answers()["value.estimate"] == 12_850_000
    said(trying + "2\nq\n", "--case", "2026-001")
    assert answers()["value.estimate"] == 25_000_000


def test_no_text_and_no_record_come_out_of_a_what_if(said, tmp_path: Path) -> None:
    shown = said(CERTAIN + ":s\n:m\n\n1\nq\n")
    assert shown.count("Uit een wat-als komt geen tekst of verslag.") == 2
    assert "klaar voor beslissing" not in shown
    assert not (tmp_path / "records").exists()


def test_a_doubt_and_a_proof_are_noted_and_kept(said) -> None:
    typed = ":t 5\n:b\n:b 1\n99\n1\n32/1/2026\n1/3/2026\nq\n"
    shown = said(CERTAIN + typed)
    assert "Twijfel genoteerd." in shown
    assert "Het bewijs is genoteerd." in shown
    with Casebook.open() as book:
        state = book.state("2026-001")
    assert state.unsure == {"value.estimate"}
    (proof,) = state.evidence.values()
    assert isinstance(proof, Proof)
    assert (proof.state, bool(proof.by), proof.on) == ("asserted", True, 739_676)


def test_a_question_is_put_off_and_a_taken_back_answer_given_again(said) -> None:
    shown = said("T\n:l\nj\n<\n:y\nq\n")
    assert "Deze vraag komt later terug." in shown
    assert "Het antwoord staat er weer." in shown
    assert "buyer.kind" not in answers()
    assert answers()


def test_texts_to_paste_are_those_of_the_commands(said) -> None:
    shown = said(CERTAIN + ":m\n:c\n:d\n:d reasoning\n:d decision\nq\n")
    assert "Volgende stap:" in shown
    assert ":d competence  Bevoegdheid" in shown
    assert "## Argumentatie" in shown
    assert ":d decision  Sjabloon: Besluit" in shown
    assert "# Besluit: keuze van de procedure en voorwaarden van de opdracht" in shown


def test_a_profile_leads_the_record_and_a_bad_one_is_refused_at_once(
    said, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:  # fmt: skip
    said(CERTAIN + "\n", "--authority", str(FLEMISH))
    with_profile = (tmp_path / "records" / "2026-001.md").read_text("utf-8")
    said("\n", "--case", "2026-001", "--out", "bare")
    assert with_profile != (tmp_path / "bare" / "2026-001.md").read_text("utf-8")
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    assert plain.run(["--plain", "--authority", "absent.yaml"]) == 2
    assert "absent.yaml: the profile cannot be read" in capsys.readouterr().err


def test_lines_hang_under_their_text_and_fit_the_width() -> None:
    lines = lines_of([Block("woord " * 40, marker="✓", indent=2)])
    assert lines[0].startswith("  ✓ woord")
    assert all(line.startswith("    woord") for line in lines[1:])
    assert max(map(len, lines)) <= 78


def test_each_thing_compared_keeps_its_name() -> None:
    assert rows_of([Row("", ("A", "B"), "heading"), Row("Tijd", ("1", "2"))]) == ["", "Tijd", "  A: 1", "  B: 2"]


def test_a_search_line_fills_facts_goes_to_a_question_and_looks_the_law_up(said) -> None:
    shown = said("T\n/diensten 180000 gemeente\n1\n/bedrag beperkte\n/spoed\n\n/gemeente ocmw\n/opzvb\n1\nq\n")
    assert "3 antwoorden ingevuld" in shown
    assert answers() == {"buyer.kind": "municipality", "contract.nature": "services", "value.estimate": 18_000_000}
    assert "€ 30.000,00: bedrag voor een opdracht van beperkte waarde" in shown
    assert "Vraag: Is" in shown
    assert "twee antwoorden op dezelfde vraag" in shown
    assert "Overheidsopdrachtenwet art. 42" in shown
