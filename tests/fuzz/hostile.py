"""Input that nobody meant: arbitrary bytes, and good files with something changed."""

from __future__ import annotations

import re

from hypothesis import strategies as st

#: What may stand where one value is expected.
SCALARS = (
    "1e999", "0x10", "1_000", "-1", "-0.00", "0.001", "NaN", ".inf", "9" * 5_000, "2026-02-30", "0000-00-00", "10000-01-01",
    "on", "no", "yes", "~", "null", "unknown", '""', "!!python/object:os.system x", "!tag x", "&a x", "*a", "<<: *a",
    "\u202e\u2066", "\u0000", "\x1b[2J", "\ud800", "\ufeff", "é" * 300, "a" * 100_000, "{}", "[]", "|", ">", "? x", "- x",
    "{{title}}", "{title.__class__}", "%s%n", "../../etc/passwd", "\\", "'", "@", "`", "#", ": ", "\t",
)  # fmt: skip
#: Whole texts that make a reader work.
WHOLE = (
    b"",
    b"\x00",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    "id: x\n".encode("utf-16"),
    b"[" * 10_000,
    b"{" * 10_000,
    b"- " * 10_000,
    b"a: " * 3_000,
    b'{"a":' * 5_000,
    b"&a [*a, *a]",
    b"a: &a [x, x, x, x]\nb: &b [*a, *a, *a, *a]\nc: &c [*b, *b, *b, *b]\n",
    b"--- x\n" * 3_000,
    b"\r",
    b"?",
    b"%YAML 9.9\n---\n",
    b"\n" * 100_000,
    b"x" * 1_000_000,
    b'"' + b"\\" * 99_999,
)
_VALUE = re.compile(rb"(?<=: )[^\n,}\]]+")


def anything() -> st.SearchStrategy[bytes]:
    """Bytes, text, and texts that make a reader work."""
    return st.one_of(
        st.binary(max_size=400),
        st.text(max_size=300).map(_encoded),
        st.sampled_from(WHOLE),
        st.sampled_from(SCALARS).map(_encoded),
    )


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


@st.composite
def changed_text(draw: st.DrawFn, seeds: tuple[bytes, ...]) -> bytes:
    """A good text with lines taken out, doubled or swapped, or a value replaced by one that does not belong there."""
    raw = draw(st.sampled_from(seeds))
    for _ in range(draw(st.integers(1, 3))):
        lines = raw.split(b"\n")
        at, other = (draw(st.integers(0, len(lines) - 1)) for _ in range(2))
        match draw(st.sampled_from(["drop", "double", "swap", "value", "value", "indent", "ends", "insert", "cut"])):
            case "drop":
                del lines[at]
            case "double":
                lines.insert(at, lines[other])
            case "swap":
                lines[at], lines[other] = lines[other], lines[at]
            case "value":
                scalar = _encoded(draw(st.sampled_from(SCALARS)))
                lines[at] = _VALUE.sub(lambda _: scalar, lines[at], count=1)  # noqa: B023 -- used at once
            case "indent":
                lines[at] = b" " * draw(st.integers(0, 6)) + lines[at].lstrip()
            case "ends":
                lines = [line + b"\r" for line in lines]
            case "insert":
                lines.insert(at, _encoded(draw(st.sampled_from(SCALARS))))
            case "cut":
                lines = lines[: at + 1]
        raw = b"\n".join(lines)
    return raw


@st.composite
def changed_bytes(draw: st.DrawFn, seeds: tuple[bytes, ...]) -> bytes:
    """A good file with bytes changed, taken out or put in."""
    raw = bytearray(draw(st.sampled_from(seeds)))
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, max(0, len(raw) - 1)))
        match draw(st.sampled_from(["flip", "flip", "flip", "cut", "put", "long"])):
            case "flip" if raw:
                raw[at] = draw(st.integers(0, 255))
            case "cut":
                del raw[at : at + draw(st.integers(1, 200))]
            case "put":
                raw[at:at] = draw(st.binary(max_size=20))
            case "long" if len(raw) > at + 8:
                raw[at : at + 4] = b"\xff\xff\xff\x7f"
    return bytes(raw)
