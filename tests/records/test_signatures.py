"""A record can be signed with an SSH key, and who signed it is told by those who know the key."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from advisor import cli, signatures
from advisor.signatures import NotSigned, UnreadableSigners
from tests.conftest import ROOT

EXAMPLE = ROOT / "rules" / "examples" / "playground-equipment.yaml"
pytestmark = pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="OpenSSH is not installed")


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with keys, the record of the example, and the file of known signers."""
    folder = tmp_path_factory.mktemp("keys")
    for kind in ("ed25519", "rsa", "ecdsa"):
        keygen("-q", "-t", kind, "-N", "", "-f", str(folder / kind))
    public = {kind: " ".join((folder / f"{kind}.pub").read_text("utf-8").split()[:2]) for kind in ("ed25519", "rsa")}
    (folder / "signers").write_text(f"# known\njan@gemeente.example {public['ed25519']} a key\n", "utf-8")
    (folder / "two").write_text(
        f'"jan, an" namespaces="procedurewijzer,git" {public["rsa"]}\njan {public["ed25519"]}\n', "utf-8"
    )
    assert cli.main(["record", str(EXAMPLE), "--out", str(folder), "--format", "json"]) == 0
    return folder


@pytest.fixture
def record(keys: Path, tmp_path: Path) -> Path:
    """The record, not signed."""
    return Path(shutil.copy(keys / "playground-equipment.json", tmp_path / "record.json"))


def keygen(*words: str) -> None:
    subprocess.run(["ssh-keygen", *words], check=True, stdin=subprocess.DEVNULL, capture_output=True, timeout=60)


def test_a_signed_record_is_verified_and_the_signer_named(
    keys: Path, record: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["sign", str(record), "--key", str(keys / "ed25519")]) == 0
    assert capsys.readouterr().out == f"{record}.sig\n"
    assert cli.main(["verify", str(record), "--signers", str(keys / "signers")]) == 0
    assert "; signed by jan@gemeente.example." in capsys.readouterr().out


def test_openssh_itself_verifies_what_was_signed(keys: Path, record: Path) -> None:
    assert cli.main(["sign", str(record), "--key", str(keys / "ed25519")]) == 0
    words = ["-Y", "verify", "-f", str(keys / "signers"), "-I", "jan@gemeente.example", "-n", "procedurewijzer"]
    with record.open("rb") as stream:
        subprocess.run(
            ["ssh-keygen", *words, "-s", f"{record}.sig"], stdin=stream, check=True, capture_output=True, timeout=60
        )


@pytest.mark.parametrize("kind", ["ed25519", "rsa"])
def test_keys_of_both_kinds_are_known_and_a_namespace_may_be_named(keys: Path, record: Path, kind: str) -> None:
    keygen("-q", "-Y", "sign", "-n", "procedurewijzer", "-f", str(keys / kind), str(record))
    known = signatures.read_signers((keys / "two").read_bytes())
    name = signatures.signer(record.read_bytes(), Path(f"{record}.sig").read_bytes(), known)
    assert name == {"rsa": "jan, an", "ed25519": "jan"}[kind]


def test_a_record_without_a_signature_is_a_finding(
    keys: Path, record: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["verify", str(record), "--signers", str(keys / "signers")]) == 1
    assert "record.json.sig: expected a signature; found" in capsys.readouterr().out


def test_a_signature_is_of_these_bytes_by_a_known_key_for_a_record(keys: Path, record: Path) -> None:
    known = signatures.read_signers((keys / "signers").read_bytes())
    raw, path = record.read_bytes(), Path(f"{record}.sig")
    for key, namespace, signed, told in (
        ("ed25519", "procedurewijzer", raw + b" ", "no signature of this file"),
        ("ed25519", "git", raw, "Namespace"),
        ("rsa", "procedurewijzer", raw, "of no signer that is known"),
        ("ecdsa", "procedurewijzer", raw, "not supported"),
    ):
        record.write_bytes(signed)
        keygen("-q", "-Y", "sign", "-n", namespace, "-f", str(keys / key), str(record))
        with pytest.raises(NotSigned, match=told):
            signatures.signer(raw, path.read_bytes(), known)
        path.unlink()


def test_a_signature_with_a_changed_byte_is_refused_or_still_of_the_same_signer(keys: Path, record: Path) -> None:
    keygen("-q", "-Y", "sign", "-n", "procedurewijzer", "-f", str(keys / "ed25519"), str(record))
    known = signatures.read_signers((keys / "signers").read_bytes())
    raw, whole = record.read_bytes(), Path(f"{record}.sig").read_bytes()
    refused = 0
    for at in range(len(whole)):
        for changed in (whole[at] ^ 1, whole[at] ^ 0x20, 0xFF):
            other = whole[:at] + bytes([changed]) + whole[at + 1 :]
            try:
                assert signatures.signer(raw, other, known) == "jan@gemeente.example", at
            except NotSigned:
                refused += 1
    # What is left are lengths that are written twice in the format.
    assert refused > 2.7 * len(whole)


def test_a_changed_byte_of_the_record_ends_its_signature(keys: Path, record: Path) -> None:
    keygen("-q", "-Y", "sign", "-n", "procedurewijzer", "-f", str(keys / "ed25519"), str(record))
    known = signatures.read_signers((keys / "signers").read_bytes())
    raw, signature = record.read_bytes(), Path(f"{record}.sig").read_bytes()
    for at in range(0, len(raw), 997):
        with pytest.raises(NotSigned):
            signatures.signer(raw[:at] + bytes([raw[at] ^ 1]) + raw[at + 1 :], signature, known)


@pytest.mark.parametrize("raw", [b"", b"x", b"\xff", b"-----BEGIN SSH SIGNATURE-----\nAAAA\n", b"A" * 100_001])
def test_what_is_no_signature_is_refused(raw: bytes, keys: Path) -> None:
    with pytest.raises(NotSigned):
        signatures.signer(b"x", raw, signatures.read_signers((keys / "signers").read_bytes()))


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff",
        b"jan",
        b"jan ssh-ed25519",
        b"jan ssh-ed25519 not-base64",
        b'jan namespaces="git" ssh-ed25519 AAAA',
        b"jan cert-authority ssh-ed25519 AAAA",
        b'jan valid-before="20300101" ssh-ed25519 AAAA',
        b"* ssh-ed25519 AAAA\f",
    ],
)
def test_a_file_of_signers_that_cannot_be_read_whole_is_refused(raw: bytes) -> None:
    with pytest.raises(UnreadableSigners):
        signatures.read_signers(raw)


def test_what_is_no_record_is_not_signed_and_no_signature_replaced(
    keys: Path, record: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "other.json"
    other.write_text("{}", "utf-8")
    assert cli.main(["sign", str(other), "--key", str(keys / "rsa")]) == 2
    assert "expected a record" in capsys.readouterr().err
    Path(f"{record}.sig").write_text("mine", "utf-8")
    assert cli.main(["sign", str(record), "--key", str(keys / "rsa")]) == 2
    assert "a signature is never replaced" in capsys.readouterr().err
    assert Path(f"{record}.sig").read_text("utf-8") == "mine"


def test_a_key_that_is_not_there_signs_nothing(keys: Path, record: Path) -> None:
    assert cli.main(["sign", str(record), "--key", str(keys / "absent")]) == 2
    assert not Path(f"{record}.sig").exists()
