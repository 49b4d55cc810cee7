"""A record that can be verified: sealed, replayed, and refused at the first byte that was changed."""

from __future__ import annotations

import json
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor import cli, sealed, verification
from advisor.assessing import assess
from advisor.case import read_cases
from advisor.engines import Engines
from advisor.rulebase import RuleBase
from advisor.wording import LANGUAGES, Wording
from tests.conftest import ROOT

EXAMPLE = ROOT / "rules" / "examples" / "playground-equipment.yaml"
FLEMISH = ROOT / "rules" / "examples" / "authorities" / "flemish-municipality.yaml"
SMALL = b"id: s\ntitle: S\nas_of: 2026-03-02\nfacts: {buyer.kind: municipality}\n"


@pytest.fixture(scope="module")
def content(base: RuleBase, engines: Engines, dutch: Wording) -> dict[str, Any]:
    (case,) = read_cases(base, EXAMPLE.read_bytes(), EXAMPLE.name)
    return sealed.sealed(assess(case, engines), base, dutch)


def resealed(content: dict[str, Any]) -> bytes:
    """What someone would make who changes a record and works the digest out again."""
    changed = json.loads(json.dumps(content))
    changed["record"]["digest"] = sealed.digest_of(changed)
    return sealed.as_text(changed).encode()


def written(tmp_path: Path, *words: str) -> Path:
    assert cli.main(["record", str(EXAMPLE), "--out", str(tmp_path), *words]) == 0
    return tmp_path / "playground-equipment.json"


def test_a_record_is_verified_and_says_by_which_engines(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = written(tmp_path, "--format", "json")
    assert cli.main(["verify", str(path)]) == 0
    shown = capsys.readouterr().out
    assert "unchanged; rule base 2026.1; the same outcome by" in shown
    assert "generated evaluator" in shown


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_decided_and_borderline_case_is_verified_in_every_language(
    language: str, base: RuleBase, engines: Engines
) -> None:
    wording = Wording.load(language, str(ROOT / "rules"))
    for name in ("decided", "borderline"):
        path = ROOT / "tests" / "law" / f"{name}.yaml"
        for case in read_cases(base, path.read_bytes(), path.name)[:: 1 if language == "nl" else 9]:
            raw = sealed.as_text(sealed.sealed(assess(case, engines), base, wording)).encode()
            told = verification.read(raw)
            assert verification.seal(told) == []
            assert verification.rules_are_here(told, engines) == []
            assert verification.replayed(told, engines, wording)[1] == [], case.id


def test_the_digest_does_not_depend_on_how_the_file_is_laid_out(content: dict[str, Any]) -> None:
    plain = json.dumps(content, sort_keys=True, separators=(",", ":"))
    assert verification.seal(verification.read(plain.encode())) == []


def test_each_byte_that_is_changed_is_noticed(base: RuleBase, engines: Engines, dutch: Wording) -> None:
    (case,) = read_cases(base, SMALL, "small.yaml")
    whole = sealed.sealed(assess(case, engines), base, dutch)
    # What makes the file long without another kind of data is left out; the digest is over what is there.
    small = {"case": whole["case"], "regime": whole["regime"], "facts": whole["facts"], "record": whole["record"]}
    raw = resealed(small)
    assert verification.seal(verification.read(raw)) == []
    for at in range(len(raw)):
        for changed in (raw[at] ^ 1, raw[at] ^ 0x20, 0):
            other = raw[:at] + bytes([changed]) + raw[at + 1 :]
            if other == raw:
                continue
            with suppress(verification.Unreadable):
                told = verification.read(other)
                # A space for a line end changes no data.
                assert verification.seal(told) or told == small, (at, other[max(0, at - 20) : at + 20])


@pytest.mark.parametrize(
    ("change", "where"),
    [
        (lambda told: told["routes"][0].update(status="unavailable"), "routes[0].status"),
        (lambda told: told.update(recommended=[]), "recommended"),
        (lambda told: told["record"]["case"]["facts"].update({"value.estimate": "99.00"}), "routes[0].rank"),
        (lambda told: told["flags"].append({"id": "state_aid"}), "flags"),
        (lambda told: told.update(extra=1), "extra"),
        (lambda told: told["record"]["case"].update(as_of="2020-03-02"), "as_of"),
    ],
)
def test_another_outcome_is_named_even_with_a_digest_that_fits(
    change: Any, where: str, content: dict[str, Any], engines: Engines, dutch: Wording
) -> None:
    told = json.loads(json.dumps(content))
    change(told)
    told = verification.read(resealed(told))
    assert verification.seal(told) == []
    (finding,) = verification.replayed(told, engines, dutch)[1]
    assert where in finding.where, finding


def test_rules_that_are_not_here_are_named_with_their_digest(
    tmp_path: Path, content: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    told = json.loads(json.dumps(content))
    told["record"]["rules"]["law"] = "sha256:" + "0" * 64
    path = tmp_path / "r.json"
    path.write_bytes(resealed(told))
    assert cli.main(["verify", str(path)]) == 1
    shown = capsys.readouterr().out
    assert "record.rules.law: expected sha256:0000" in shown
    assert "wijzer rules install PACK" in shown


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (b"", "no JSON"),
        (b"\xff", "no JSON"),
        (b"[]", "no `record`"),
        (b'{"case": "x"}', "no `record`"),
        (b'{"record": {"format": 2}}', "its format is 2"),
        (b'{"record": {"format": true}}', "its format is True"),
        (b'{"record": {"format": 1}}', "`record.program`"),
        (b'{"a": 1, "a": 2}', "twice"),
        (b'{"a": NaN}', "NaN"),
        (b"[" * 100_000, "no JSON"),
    ],
)
def test_what_is_no_record_is_refused(
    raw: bytes, told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "r.json"
    path.write_bytes(raw)
    assert cli.main(["verify", str(path)]) == 2
    assert told in capsys.readouterr().err


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    with suppress(verification.Unreadable):
        assert verification.read(raw)["record"]["format"] == sealed.FORMAT


def test_the_data_of_a_pdf_are_verified_and_only_those(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    written(tmp_path, "--format", "pdf", "--authority", str(FLEMISH))
    path = tmp_path / "playground-equipment.pdf"
    assert cli.main(["verify", str(path)]) == 0
    assert "Only the data attached to the PDF were verified, not its text." in capsys.readouterr().out
    path.write_bytes(path.read_bytes()[:2000])
    assert cli.main(["verify", str(path)]) == 2


def test_the_profile_is_named_with_its_digest(tmp_path: Path) -> None:
    told = json.loads(written(tmp_path, "--format", "json", "--authority", str(FLEMISH)).read_text("utf-8"))
    assert told["record"]["authority"]["digest"].startswith("sha256:")
    assert told["record"]["authority"]["name"]


def test_a_record_is_assessed_again_under_the_law_of_another_day(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = str(written(tmp_path, "--format", "json"))
    capsys.readouterr()
    assert cli.main(["reassess", path, "--as-of", "2026-03-02", "--lang", "en"]) == 0
    assert "No difference." in capsys.readouterr().out
    # The amount of the purchase is under that of 2026, and was over that of 2018.
    code = cli.main(["reassess", path, "--as-of", "2018-03-02", "--lang", "en"])
    shown = capsys.readouterr().out
    assert ("->" in shown.split("\n", 1)[1]) == bool(code)
    assert cli.main(["reassess", path, "--as-of", "1999-01-01"]) == 2


def test_the_codes_of_the_notice_follow_from_the_case(content: dict[str, Any]) -> None:
    told = content["record"]["eforms"]
    assert told == {"BT-105": "neg-wo-call", "BT-23": "supplies", "BT-262": None, "BT-27": "128500.00"}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has rights of another kind")
def test_a_record_can_be_read_by_who_wrote_it_alone_and_its_public_edition_by_all(tmp_path: Path) -> None:
    path = written(tmp_path, "--format", "json,md")
    assert path.stat().st_mode & 0o777 == 0o600
    assert cli.main(["record", str(EXAMPLE), "--out", str(tmp_path), "--format", "md", "--public"]) == 0
    public = tmp_path / "playground-equipment.public.md"
    assert public.stat().st_mode & 0o044


@pytest.mark.parametrize(("before", "after"), [(b"/Count", b"/Coun7"), (b"/Kids", b"/Kid7"), (b"obj\n<<", b"obj\n>>")])
def test_a_pdf_whose_structure_is_damaged_is_refused_or_its_data_read(
    before: bytes, after: bytes, tmp_path: Path
) -> None:
    written(tmp_path, "--format", "pdf")
    path = tmp_path / "playground-equipment.pdf"
    raw = path.read_bytes()
    assert before in raw
    for count in (1, -1):
        path.write_bytes(raw.replace(before, after, count))
        assert cli.main(["verify", str(path)]) in (0, 1, 2)
