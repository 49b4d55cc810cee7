"""Packs of rule bases: made the same twice, checked whole, and used for the records of their release."""

from __future__ import annotations

import io
import shutil
import stat
import zipfile
from pathlib import Path

import pytest

from advisor import cli, rulepacks
from advisor.rulepacks import PackMistake
from tests.conftest import ROOT

RULES = ROOT / "rules"
EXAMPLE = RULES / "examples" / "playground-equipment.yaml"


@pytest.fixture(scope="module")
def packed() -> bytes:
    return rulepacks.pack(RULES)


@pytest.fixture(autouse=True)
def _own_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WIJZER_DATA", str(tmp_path / "data"))


def of(files: dict[str, bytes], **more: int) -> bytes:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            info = zipfile.ZipInfo(name)
            info.external_attr = more.get("mode", 0o644) << 16
            archive.writestr(info, content)
    return raw.getvalue()


def test_the_same_rules_give_the_same_pack(packed: bytes) -> None:
    assert rulepacks.pack(RULES) == packed


def test_a_record_is_verified_with_the_rules_of_its_release(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old = Path(shutil.copytree(RULES, tmp_path / "old"))
    amounts = old / "amounts.yaml"
    amounts.write_text(amounts.read_text("utf-8").replace("value: 30000.00", "value: 31000.00"), "utf-8")
    record = tmp_path / "out" / "playground-equipment.json"
    words = ["record", str(EXAMPLE), "--format", "json", "--out", str(tmp_path / "out"), "--rules", str(old)]
    assert cli.main(words) == 0
    assert cli.main(["verify", str(record)]) == 1
    assert "record.rules.law" in capsys.readouterr().out
    pack = tmp_path / "old.zip"
    assert cli.main(["rules", "pack", str(pack), "--rules", str(old)]) == 0
    assert cli.main(["rules", "install", str(pack)]) == 0
    assert cli.main(["rules", "install", str(pack)]) == 0, "twice is once"
    assert cli.main(["verify", str(record)]) == 0
    capsys.readouterr()
    assert cli.main(["rules", "list"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 2


def test_a_pack_that_was_changed_after_it_was_installed_is_not_used(tmp_path: Path, packed: bytes) -> None:
    made = rulepacks.install(packed, tmp_path / "kept")
    assert rulepacks.installed(tmp_path / "kept") == [made]
    (made.folder / "facts.yaml").write_text("[]", "utf-8")
    assert rulepacks.installed(tmp_path / "kept") == []


@pytest.mark.parametrize(
    "name",
    ["../facts.yaml", "/etc/facts.yaml", "a/../../facts.yaml", "C:/facts.yaml", "a\\..\\facts.yaml", "run.py", "x"],
)
def test_a_name_that_leaves_the_folder_or_is_no_rule_file_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(PackMistake, match="name"):
        rulepacks.install(of({name: b"x"}), tmp_path / "kept")
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_a_link_a_bomb_and_too_many_files_are_refused() -> None:
    with pytest.raises(PackMistake, match="link"):
        rulepacks.unpacked(of({"facts.yaml": b"/etc/passwd"}, mode=stat.S_IFLNK | 0o777))
    with pytest.raises(PackMistake, match="bytes"):
        rulepacks.unpacked(of({"facts.yaml": b"0" * (rulepacks.MOST_BYTES + 1)}))
    with pytest.raises(PackMistake, match="files"):
        rulepacks.unpacked(of({f"{number}.yaml": b"" for number in range(rulepacks.MOST_FILES + 1)}))


@pytest.mark.parametrize("raw", [b"", b"PK", b"no pack"])
def test_what_is_no_pack_is_refused_and_leaves_nothing(
    raw: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "p.zip"
    path.write_bytes(raw)
    assert cli.main(["rules", "install", str(path)]) == 2
    assert "nothing was installed" in capsys.readouterr().err


def test_a_pack_whose_rules_are_wrong_leaves_nothing(tmp_path: Path, packed: bytes) -> None:
    files = rulepacks.unpacked(packed)
    files["facts.yaml"] = b"facts: 1\n"
    path = tmp_path / "p.zip"
    path.write_bytes(of(files))
    assert cli.main(["rules", "install", str(path)]) == 2
    assert not list((tmp_path / "data" / "rules").glob("*"))


def test_bad_use_is_refused(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert cli.main(["rules", "list", "x"]) == 2
    assert cli.main(["rules", "install"]) == 2
    assert cli.main(["rules", "pack", str(EXAMPLE)]) == 2
    assert "already there" in capsys.readouterr().err
    assert cli.main(["rules", "install", str(tmp_path / "absent.zip")]) == 2


def test_a_pack_whose_content_cannot_be_unpacked_is_refused() -> None:
    whole = rulepacks.pack(ROOT / "rules")
    start = whole.index(b".yaml") + 5
    broken = whole[:start] + b"\xb4\x52\x48\xe2" * 8 + whole[start + 32 :]
    with pytest.raises(rulepacks.PackMistake, match="no pack that can be read"):
        rulepacks.unpacked(broken)


def test_a_pack_with_a_file_without_a_name_is_refused() -> None:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as archive:
        archive.writestr(zipfile.ZipInfo(""), b"a: b")
    with pytest.raises(PackMistake):
        rulepacks.unpacked(raw.getvalue())
