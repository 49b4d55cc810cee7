"""The same document gives the same bytes: twice, in another process, and on every Python."""

from __future__ import annotations

import hashlib
import importlib.metadata
import os
import subprocess
import sys

import pytest

from advisor.render import FORMATS, render
from advisor.render.packed import packed, unpacked
from tests.conftest import ROOT
from tests.render.samples import HOSTILE, sample

TEXT = HOSTILE[0] + HOSTILE[23] + HOSTILE[25]
#: Digests of one document, the same on Python 3.11, 3.12 and 3.13; of a package, of its parts before they are packed,
#: since packing depends on the zlib of the machine. They change with a layout or with the library named.
DIGESTS = {
    "md": ("4d8206abc2dc04d0", ""),
    "txt": ("2b93d643d7174f84", ""),
    "html": ("fb30a7171123dcf3", ""),
    "docx": ("9fee70b32dd39601", "python-docx==1.2.0"),
    "odt": ("5e7e418f43856f11", "odfdo==3.27.3"),
    "pdf": ("c4475b6bc3626bad", "typst==0.15.2"),
}


def digest(raw: bytes, form: str) -> str:
    if form in ("docx", "odt"):
        raw = b"".join(name.encode() + b"\0" + part for name, part in sorted(unpacked(raw).items()))
    return hashlib.sha256(raw).hexdigest()[:16]


@pytest.mark.parametrize("form", FORMATS)
def test_a_document_gives_the_same_bytes_twice_and_elsewhere(form: str) -> None:
    code = (
        "import sys; from advisor.render import render; from tests.render.samples import HOSTILE, sample\n"
        f"sys.stdout.buffer.write(render(sample(HOSTILE[0] + HOSTILE[23] + HOSTILE[25]), {form!r}))"
    )
    first = render(sample(TEXT), form)
    assert render(sample(TEXT), form) == first
    elsewhere = {
        **os.environ,
        "PYTHONHASHSEED": "7",
        "TZ": "Asia/Tokyo",
        "SOURCE_DATE_EPOCH": "1",
        "PYTHONPATH": str(ROOT),
    }
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, cwd=ROOT, env=elsewhere)
    assert run.stdout == first


@pytest.mark.parametrize("form", FORMATS)
def test_a_document_gives_the_same_bytes_on_every_python(form: str) -> None:
    expected, needs = DIGESTS[form]
    if needs:
        name, _, version = needs.partition("==")
        if importlib.metadata.version(name) != version:
            pytest.skip(f"the digest is of {needs}")
    assert digest(render(sample(TEXT), form), form) == expected


def test_a_package_is_packed_the_same_whatever_the_order() -> None:
    assert packed({"b": b"1", "mimetype": b"2", "a": b"3"}, "mimetype") == packed(
        {"a": b"3", "b": b"1", "mimetype": b"2"}, "mimetype"
    )
