"""The interview line by line: replay of a case file, and a conversation over standard input."""

from __future__ import annotations

import io
import re
import shutil
import sys
from pathlib import Path

import pytest

from advisor import cli, rulefiles
from advisor.desk.casebook import Casebook
from tui import plain

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "rules" / "examples" / "playground-equipment.yaml"
STEERING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


@pytest.fixture(scope="session")
def frozen_rules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The rules as they are now: a record names their digest, and two of them are compared byte for byte."""
    return Path(shutil.copytree(ROOT / "rules", tmp_path_factory.mktemp("frozen") / "rules"))


@pytest.fixture(autouse=True)
def _own_folders(tmp_path: Path, frozen_rules: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = rulefiles.rule_folder
    monkeypatch.setattr(rulefiles, "rule_folder", lambda given: found(given or str(frozen_rules)))
    monkeypatch.setenv("WIJZER_DATA", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)


def talk(monkeypatch: pytest.MonkeyPatch, typed: str, *arguments: str) -> int:
    monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
    return plain.run(["--plain", "--as-of", "2026-03-02", *arguments])


def without_digest(raw: bytes) -> bytes:
    """A record without its digest, which differs where the id of the case does."""
    return re.sub(rb'"digest": "sha256:[0-9a-f]{64}"\n  }', b"", raw)


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_case_file_replayed_gives_the_record_of_the_command(tmp_path: Path) -> None:
    assert plain.run(["--plain", "--answers", str(EXAMPLE)]) == 0
    assert cli.main(["record", str(EXAMPLE), "--out", "other"]) == 0
    assert files(tmp_path / "records") == files(tmp_path / "other")


@pytest.mark.slow
@pytest.mark.parametrize("language", ["nl", "fr", "en"])
def test_any_decided_case_replayed_gives_the_record_of_the_command(tmp_path: Path, language: str) -> None:
    decided = str(ROOT / "tests" / "law" / "decided.yaml")
    assert plain.run(["--answers", decided, "--lang", language]) == 0
    assert cli.main(["record", decided, "--out", "other", "--lang", language]) == 0
    assert files(tmp_path / "records") == files(tmp_path / "other")


def test_the_worked_example_shows_every_page_with_its_answer(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert plain.run(["--example"]) == 0
    shown = capsys.readouterr().out
    assert shown.count("Bladzijde ") == 7
    assert shown.count("Antwoord: ") == 7
    assert "Andere feiten in het bestand" not in shown
    assert "Aanbevolen procedure: onderhandelingsprocedure zonder voorafgaande bekendmaking" in shown
    assert sorted(path.name for path in (tmp_path / "records").iterdir()) == [
        "playground-equipment.json",
        "playground-equipment.md",
    ]
    assert plain.run(["--example"]) == 0


def test_a_case_file_is_no_example(capsys: pytest.CaptureFixture[str]) -> None:
    assert plain.run(["--answers", str(EXAMPLE)]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("Dossier: Speeltoestellen voor drie pleinen (referentiedatum 2/3/2026)")
    assert "Voorbeeld" not in shown


def test_the_help_of_a_gate_page_fits_its_lines(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert talk(monkeypatch, "T\n1\n?\nq\n") == 0
    shown = said(capsys)
    assert "De andere partij krijgt niets in ruil: Duid deze regel aan als er geen enkele tegenprestatie is." in shown
    assert "kan het antwoord dus ja zijn" not in shown


def test_replay_shows_facts_that_no_page_took_and_what_came_from_the_base(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.yaml").write_text(
        "id: a\nas_of: 2026-03-02\nbase: ordinary\nfacts: {contract.nature: works, value.estimate: 10000, need.market_consulted: true}\n",
        "utf-8",
    )
    assert plain.run(["--answers", "a.yaml"]) == 0
    shown = capsys.readouterr().out
    assert "Antwoord: geen van deze [uit de basisset]" in shown
    assert "- markt geconsulteerd: ja" in shown


def test_a_conversation_asks_echoes_and_writes_the_same_record_as_the_case_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    typed = "Speeltoestellen voor drie pleinen\n1\n0\n0\n2\n128.500\nz\n1\nv\n0\n"
    assert talk(monkeypatch, typed) == 0
    shown = capsys.readouterr().out
    assert "Gelezen als € 128.500,00: honderdachtentwintigduizend vijfhonderd euro, exclusief btw." in " ".join(
        shown.split()
    )
    assert "Er zijn geen vragen meer" in shown
    assert not STEERING.search(shown)
    assert plain.run(["--answers", str(EXAMPLE), "--out", "replayed"]) == 0
    spoken, replayed = files(tmp_path / "records"), files(tmp_path / "replayed")
    for kind in ("md", "json"):
        own = spoken[f"2026-001.{kind}"].replace(b"2026-001", b"playground-equipment")
        assert without_digest(own) == without_digest(replayed[f"playground-equipment.{kind}"])


def test_the_interview_stops_when_certain_and_offers_to_go_on(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert talk(monkeypatch, "Tafels\n1\n0\n0\n2\n128.500\nz\n1\n\n") == 0
    shown = capsys.readouterr().out
    assert "De aanbeveling staat vast." in shown
    assert "Is een van deze bijzondere omstandigheden" not in shown
    assert "Aanbevolen procedure" in shown


def test_help_article_unknown_and_mistakes_keep_the_page(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert talk(monkeypatch, "T\n\n13\nx\n?\n!\n\n1 12\nq\n", "--lang", "en") == 0
    shown = capsys.readouterr().out
    assert shown.count("Error: this answer is not in the list.") == 4
    assert "Answer: asked, not known" in shown
    assert "Why do we ask this?" in shown
    assert "Articles: " in shown
    assert "Stopped. Your answers are kept in case 2026-001." in shown


def test_an_ambiguous_amount_is_refused_with_its_readings(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert talk(monkeypatch, "T\n1\n0\n0\n2\n139.99\n121.000\n9\n21\nq\n") == 0
    shown = capsys.readouterr().out
    assert "Bedoelt u € 139,99 of € 13.999,00?" in shown
    assert "Fout: typ z, 6, 12 of 21." in shown
    assert "Gelezen als € 100.000,00: honderdduizend euro, exclusief btw." in shown


def test_back_takes_the_last_answer_back_and_shows_its_page(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert talk(monkeypatch, "T\n<\n1\n<\n2\nq\n") == 0
    shown = capsys.readouterr().out
    assert shown.count("Welk soort bestuur koopt?") == 3
    assert "Er is geen eerder antwoord." in shown
    with Casebook.open() as book:
        assert book.state("2026-001").answers == {"buyer.kind": "ocmw_cpas"}


def test_a_case_goes_on_at_the_same_page(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    talk(monkeypatch, "T\n1\n0\n")
    capsys.readouterr()
    assert talk(monkeypatch, "q\n", "--case", "2026-001") == 0
    shown = capsys.readouterr().out
    assert "U gaat verder met dossier 2026-001: T." in shown
    assert "Bladzijde 3" in shown
    assert talk(monkeypatch, "q\n", "--case", "2026-009") == 2
    assert "there is no case 2026-009" in capsys.readouterr().err


def test_a_line_that_asks_more_is_echoed_and_asked_next(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert talk(monkeypatch, "T\n1\n7 x9\n2\nq\n") == 0
    shown = capsys.readouterr().out
    assert "Antwoord: Grond, gebouw, lening" in shown
    assert "hielp bij de voorbereiding (gevraagd, niet bekend)" in shown
    assert "Gaat het om een van deze uitgesloten voorwerpen?" in shown


def test_answers_that_cannot_stand_together_are_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with Casebook.open() as book:
        case = book.new_case("T", 739_677, "nl")
        book.record(case, "prior.result", {"prior.result": "contract_concluded"})
        book.record(case, "prior.procedure", {"prior.procedure": "open"})
        book.undo(case)
    assert talk(monkeypatch, "1\n2\nq\n", "--case", case) == 0
    shown = capsys.readouterr().out
    assert "Fout: dit kan niet samen met een eerder antwoord:" in shown


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--answers", "nowhere.yaml"], "nowhere.yaml: No such file"),
        (["--lang", "xx"], "invalid choice"),
        (["--as-of", "tomorrow"], "--as-of: expected a date"),
        (["--as-of", "2016-01-01"], "lies outside the dates known"),
        (["--rules", "nowhere"], "no rule base found"),
    ],
)
def test_bad_use_is_refused_in_one_line(
    arguments: list[str], said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    assert plain.run(arguments) == 2
    told = capsys.readouterr().err
    assert said in told
    assert told.startswith("wijzer: ")


def test_another_record_is_not_replaced_without_force(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "records").mkdir()
    (tmp_path / "records" / "playground-equipment.md").write_text("mine", "utf-8")
    assert plain.run(["--answers", str(EXAMPLE)]) == 2
    assert "is already there" in capsys.readouterr().err
    assert plain.run(["--answers", str(EXAMPLE), "--force"]) == 0


def test_a_casebook_that_is_broken_is_told_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "casebook.sqlite3").write_bytes(b"no casebook " * 200)
    assert talk(monkeypatch, "T\n") == 2
    assert "it is not a casebook" in capsys.readouterr().err


# --- the worksheet of the estimate ------------------------------------------------------------------------------------

TO_THE_AMOUNT = "Sensoren\n1\n0\n0\n3\n"
#: Excluding VAT at 21 %, made on a day, basic contract with a range, three renewals; nothing else of the kind is bought.
SHEET = "w\nz\n21\n10/2/2026\n1\n60.000\n\n40.000\n150.000\n4\n10000\n3\n\n0\nn\nx\n\n"
BLOCK = """\
estimate:
  made_on: 2026-02-10
  vat: excluding
  rate: 21
  questions: {same_purpose: none, separate_units: unknown}
  parts:
    - {kind: main, amount: 60000, low: 40000, high: 150000}
    - {kind: renewal, amount: 10000, times: 3}
"""


def said(capsys: pytest.CaptureFixture[str]) -> str:
    return " ".join(capsys.readouterr().out.split())


def test_the_worksheet_works_the_estimate_out_and_gives_the_record_of_the_case_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert talk(monkeypatch, TO_THE_AMOUNT + SHEET + "1\nv\n0\n") == 0
    shown = said(capsys)
    assert "w werkblad: het bedrag samen berekenen" in shown
    assert "Toegevoegd: verlenging: € 10.000,00 × 3" in shown
    assert "Totaal zonder btw: € 90.000,00" in shown
    assert "Bandbreedte zonder btw: van € 70.000,00 tot € 180.000,00." in shown
    assert "Gelezen als € 90.000,00: negentigduizend euro, exclusief btw." in shown
    with Casebook.open() as book:
        answers = book.state("2026-001").answers
    lines = "".join(f"  {name}: {text}\n" for name, text in spelled(answers).items())
    (tmp_path / "b.yaml").write_text(f"id: b\ntitle: Sensoren\nas_of: 2026-03-02\nfacts:\n{lines}{BLOCK}", "utf-8")
    assert plain.run(["--answers", "b.yaml", "--out", "replayed"]) == 0
    assert "- Verlenging: € 10.000,00 × 3 = € 30.000,00" in said(capsys)
    assert cli.main(["record", "b.yaml", "--out", "other"]) == 0
    replayed = files(tmp_path / "replayed")
    assert replayed == files(tmp_path / "other")
    spoken = files(tmp_path / "records")
    for kind in ("md", "json"):
        own = spoken[f"2026-001.{kind}"].replace(b'"2026-001"', b'"b"').replace(b"(2026-001)", b"(b)")
        assert without_digest(own) == without_digest(replayed[f"b.{kind}"])
    assert "## Raming" in spoken["2026-001.md"].decode()
    assert "vanaf dit bedrag verandert de stand" in spoken["2026-001.md"].decode()


def spelled(answers: dict[str, object]) -> dict[str, object]:
    texts = {True: "true", False: "false"}
    return {
        name: texts[answer] if isinstance(answer, bool) else answer
        for name, answer in answers.items()
        if name != "value.estimate"
    }


def test_another_amount_drops_the_worksheet_and_undo_brings_it_back(monkeypatch: pytest.MonkeyPatch) -> None:
    assert talk(monkeypatch, TO_THE_AMOUNT + SHEET + "<\n48500\nz\nq\n") == 0
    assert talk(monkeypatch, TO_THE_AMOUNT + SHEET + "q\n") == 0
    with Casebook.open() as book:
        assert book.state("2026-001").answers["value.estimate"] == 4_850_000
        assert book.state("2026-001").worksheet is None
        assert book.state("2026-002").worksheet is not None
        book.record("2026-002", "value.estimate", {"value.estimate": 4_850_000})
        assert book.state("2026-002").worksheet is None
        assert book.undo("2026-002")
        state = book.state("2026-002")
        assert state.answers["value.estimate"] == 9_000_000
        assert state.worksheet is not None
        assert state.worksheet["parts"][0] == {
            "kind": "main",
            "amount": "60000.00",
            "low": "40000.00",
            "high": "150000.00",
        }


def test_mistakes_in_the_worksheet_are_told_and_asked_again(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    typed = "w\n?\nm\nx\n19\n21\n31/2/2026\n\n0\n99\n1\n1.39\n121.000\n1001001\n2\n\n2\n100\n\n\n?\n0\nx\nn\no\nz\n6\n\n1\n5\n\n\n0\nn\nn\n\nq\n"
    assert talk(monkeypatch, TO_THE_AMOUNT + typed) == 0
    shown = said(capsys)
    assert "Fout: met btw is het tarief nodig." in shown
    assert "Fout: typ een van deze tarieven: 0, 6, 12, 21." in shown
    assert "Fout: er staat nog geen deel in het werkblad." in shown
    assert "Bedoelt u € 1,39 of" in shown
    assert "Fout: typ een geheel getal van 1 tot 1200." in shown
    assert "zijn allebei de hele opdracht. Geef één van de twee." in shown
    assert "zonder btw: € 200.000,00" in shown
    assert "Het werkblad begint opnieuw." in shown
    with Casebook.open() as book:
        assert book.state("2026-001").answers["value.estimate"] == 500


def test_back_and_stop_leave_the_worksheet(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert talk(monkeypatch, TO_THE_AMOUNT + "w\nz\n<\nq\n") == 0
    assert "Antwoord: diensten" in capsys.readouterr().out
    with Casebook.open() as book:
        assert "value.estimate" not in book.state("2026-001").answers


def test_two_ways_to_count_are_put_to_the_person(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    typed = "w\nz\n21\n\n13\n20000\n1000\n\n\n14\n30000\n\n\n3\n2\n0\nn\nn\n\nq\n"
    assert talk(monkeypatch, TO_THE_AMOUNT + typed) == 0
    shown = said(capsys)
    assert "geeft € 21.000,00 en terugkerende aankoop, komende twaalf maanden geeft € 30.000,00. Wat telt?" in shown
    with Casebook.open() as book:
        state = book.state("2026-001")
        assert state.answers["value.estimate"] == 3_000_000
        assert state.worksheet is not None
        assert state.worksheet["counts"] == "recurrent_ahead"


def test_a_worksheet_that_no_longer_comes_to_its_amount_is_refused() -> None:
    block = {"vat": "excluding", "rate": "21", "parts": [{"kind": "main", "amount": "5"}]}
    with Casebook.open() as book:
        case = book.new_case("T", 739_677, "nl")
        book.record(case, "contract.nature", {"contract.nature": "works"})
        book.record(case, "value.estimate", {"value.estimate": 600}, worksheet=block)
        state = book.state(case)
        with pytest.raises(Exception, match=r"the worksheet comes to 5\.00, while value\.estimate is 6\.00"):
            state.case(book._base)


def test_the_list_is_searched_and_a_case_copied_or_put_away(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert talk(monkeypatch, "1\nq\n", "--title", "Speelplein") == 0
    assert talk(monkeypatch, "q\n", "--title", "Kerk") == 0
    assert talk(monkeypatch, "q\n", "--copy", "2026-001") == 0
    assert "een kopie van 2026-001" in capsys.readouterr().out

    def found(*words: str) -> list[str]:
        assert talk(monkeypatch, "", *words) == 0
        return [line.split()[0] for line in capsys.readouterr().out.splitlines()]

    assert found("--cases") == ["2026-003", "2026-002", "2026-001"]
    assert found("--cases", "speel") == ["2026-003", "2026-001"]
    assert found("--archive", "2026-003", "--cases", "speel") == ["Dossier", "2026-001"]
    assert found("--cases", "--archived") == ["2026-003"]
    assert found("--unarchive", "2026-003", "--cases", "speel") == ["Dossier", "2026-003", "2026-001"]
    assert found("--cases", "zwembad") == ["Er"]
    assert talk(monkeypatch, "", "--archive", "2026-009") == 2


def test_the_advice_ends_with_a_mail_of_five_lines(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    assert plain.run(["--example", "--mail"]) == 0
    assert len(capsys.readouterr().out.rsplit("\n\n", 1)[1].splitlines()) == 5
