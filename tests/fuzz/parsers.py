"""Every reader of the program, with good input to change, and what it may refuse with. One table: a reader is in it, or
is fuzzed nowhere.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from advisor import (
    amount_entry,
    case,
    cli,
    quantity,
    rulebase,
    rulefiles,
    rulepacks,
    sealed,
    searchline,
    signatures,
    templatefile,
    verification,
    yamlfile,
)
from advisor.assessing import assess
from advisor.authority import file as profilefile
from advisor.authority import law as authoritylaw
from advisor.desk import settings
from advisor.desk.casebook import Casebook, CasebookTrouble, UnknownCase
from advisor.engines import Engines
from advisor.wording import Wording
from tests.conftest import ROOT
from tui import plain, written

RULES = ROOT / "rules"


class Silent(AssertionError):
    """Something was taken for good and its meaning was lost."""


class Parser(NamedTuple):
    """`read` takes the bytes and gives what it understood, or raises one of `refuses`; it raises Silent itself where what
    it understood does not stand for what was given. `seeds` are good; `binary`: their bytes are changed, not their lines.
    `most`: seconds of processor time for one input; a reader that also does what it was told needs more than one.
    """

    name: str
    read: Callable[[bytes], object]
    seeds: tuple[bytes, ...]
    refuses: tuple[type[Exception], ...] = ()
    binary: bool = False
    most: float = 1.0


@cache
def engines() -> Engines:
    return Engines(rulebase.load(str(RULES)))


def base() -> rulebase.RuleBase:
    return engines().base


def _read(*names: str) -> tuple[bytes, ...]:
    return tuple((ROOT / name).read_bytes() for name in names)


@contextlib.contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "surrogateescape")


# --- files --------------------------------------------------------------------------------------------------------------


def _yaml(raw: bytes) -> object:
    documents = yamlfile.read_documents(yamlfile.read_text(raw))
    again = yamlfile.read_documents("\n---\n".join(json.dumps(document) for document in documents))
    if again != documents:
        raise Silent("written as JSON and read again it is another")
    return documents


def _cases(raw: bytes) -> object:
    found = case.read_cases(base(), raw, "case.yaml")
    for one in found:
        data = {key: value for key, value in _case_data(one).items() if value}
        again = case.read_cases(base(), json.dumps(data).encode(), "again.json")[0]
        told = one._replace(lines={}, expect={}, authority="", single=True, from_base=frozenset())
        if again._replace(lines={}) != told._replace(lines={}):
            raise Silent(f"case {one.id} comes back as another")
    return found


def _case_data(one: case.Case) -> dict[str, Any]:
    """The case as a case file writes it, without an assessment: it may be impossible."""
    data = sealed.case_data(_Found(one), base())  # type: ignore[arg-type]
    data.pop("from_base")
    return data


class _Found(NamedTuple):
    case: case.Case


def _profile(raw: bytes) -> object:
    return profilefile.read_authority(authoritylaw.load(base().folder), base().routes, raw, "profile.yaml")


@cache
def _rule_files() -> dict[str, bytes]:
    return rulefiles.contents(RULES)


def _rules(raw: bytes) -> object:
    """One rule file of the rule base replaced: its first line says which, after a #."""
    head, _, body = raw.partition(b"\n")
    name = _text(head).removeprefix("#")
    if name not in _rule_files():
        raise rulefiles.RuleMistake(["not the name of a rule file"])
    return rulefiles.checked({**_rule_files(), name: body})


def _rule_seeds() -> tuple[bytes, ...]:
    small = sorted(_rule_files().items(), key=lambda item: len(item[1]))
    return tuple(f"#{name}\n".encode() + content for name, content in small if name.endswith(".yaml"))[:40:4]


def _templates(raw: bytes) -> object:
    return templatefile.read(Path("nl.yaml"), raw, base())


@cache
def _record() -> bytes:
    (one,) = case.read_cases(base(), _read("rules/examples/playground-equipment.yaml")[0], "x.yaml")
    return sealed.as_text(sealed.sealed(assess(one, engines()), base(), Wording.load("nl", str(RULES)))).encode()


@cache
def _good_record() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(_record())
    return found


def _verified(raw: bytes) -> object:
    content = verification.read(raw)
    if not verification.seal(content) and content != _good_record():
        raise Silent("another record with a digest that fits")
    return verification.case_of(content, engines())


def _attached(raw: bytes) -> object:
    from advisor.verifycli import content_of

    with _folder() as folder:
        path = folder / "record.pdf"
        path.write_bytes(b"%PDF-" + raw.removeprefix(b"%PDF-"))
        return content_of(str(path))


@cache
def _pdf() -> bytes:
    from advisor.render import recorddoc, render

    (one,) = case.read_cases(base(), _read("rules/examples/playground-equipment.yaml")[0], "x.yaml")
    return render(recorddoc.document(assess(one, engines()), base(), Wording.load("nl", str(RULES))), "pdf")


def _pack(raw: bytes) -> object:
    files = rulepacks.unpacked(raw)
    if any(".." in name or name.startswith("/") for name in files):
        raise Silent("a name outside the folder")
    return files


def _small_pack() -> bytes:
    with _folder() as folder:
        (folder / "a.yaml").write_text("a: b\n" * 50, "utf-8")
        (folder / "text").mkdir()
        (folder / "text" / "b.yaml").write_text("b\n", "utf-8")
        return rulepacks.pack(folder)


def _signers(raw: bytes) -> object:
    return signatures.read_signers(raw)


SIGNERS = b"jan ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJFccXFGkD5MUtZOaVgyIHyKh6gu5JN/y7yFiR+Z1D9T x\n"
SIGNATURE = (
    b"-----BEGIN SSH SIGNATURE-----\nU1NIU0lHAAAAAQAAADMAAAALc3NoLWVkMjU1MTkAAAAg\n-----END SSH SIGNATURE-----\n"
)


def _signature(raw: bytes) -> object:
    return signatures.signer(b"a record", raw, signatures.read_signers(SIGNERS))


def _settings(raw: bytes) -> object:
    with _folder() as folder:
        path = folder / "settings.json"
        path.write_bytes(raw)
        chosen = settings.profile(path)
        if chosen is not None:
            settings.remember(path, chosen)
            if settings.profile(path) != chosen:
                raise Silent("what is remembered is another choice")
        return chosen


# --- the casebook -------------------------------------------------------------------------------------------------------


def _opened(path: Path) -> object:
    with Casebook.open(path, base=base(), clock=lambda: "2026-03-02T09:00:00.000+00:00") as book:
        listed = book.page(search="spee")
        book.index(lambda state: state.title, 10)
        return [listed, *(book.state(one.id) for one in book.page().cases)]


def _casebook(raw: bytes) -> object:
    with _folder() as folder:
        path = folder / "casebook.sqlite3"
        path.write_bytes(raw)
        return _opened(path)


def _casebook_seed() -> bytes:
    with _folder() as folder:
        path = folder / "casebook.sqlite3"
        with contextlib.closing(sqlite3.connect(path)) as connection:
            connection.executescript((ROOT / "tests" / "desk" / "version2.sql").read_text("utf-8"))
            connection.execute("PRAGMA journal_mode = DELETE")
        return path.read_bytes()


def _event(raw: bytes) -> object:
    """An event of a case: its kind, its page and its facts, a line each."""
    kind, page, facts = (*_text(raw).split("\n", 2), "", "")[:3]
    with _folder() as folder:
        path = folder / "casebook.sqlite3"
        with Casebook.open(path, base=base()) as book:
            made = book.new_case("Speelplein", quantity.ordinal("2026-03-02") or 0, "nl")
            try:
                with book._writing():
                    book._write(made, kind, page, facts)
            except (UnicodeEncodeError, CasebookTrouble):
                # SQLite itself holds no such text and no such kind.
                return None
            return book.state(made)


EVENTS = (
    b'answered\nbuyer.kind\n{"buyer.kind": "municipality", "value.estimate": "48500.00"}',
    b'answered\n\n{"evidence": {"buyer.kind": {"state": "shown", "by": "x", "on": "2026-03-02"}}}',
    b'answered\n\n{"unsure": {"buyer.kind": true}}',
    b'answered\nvalue.lots\n{"value.lots": ["1.00", "2.00"], "aside": ["buyer.kind"]}',
    b'locked\n\n{"on": "2026-03-02", "digest": "sha256:0"}',
    b'corrected\n\n{"reason": "r"}',
    b"parked\nbuyer.kind\n{}",
    b"undone\n\n{}",
)


# --- what a person types ------------------------------------------------------------------------------------------------


def _money(raw: bytes) -> object:
    reading = amount_entry.read_money(_text(raw))
    for cents in (reading.cents, *reading.candidates):
        if cents is not None:
            if not 0 <= cents < 10 ** (amount_entry.MAX_DIGITS + 2):
                raise Silent(f"{cents} cents")
            for language in ("nl", "fr", "en", "de"):
                amount_entry.in_words(cents, language)
    return reading


def _date(raw: bytes) -> object:
    for read in (amount_entry.read_date, written.read_date, quantity.ordinal):
        day = read(_text(raw))
        if day is not None and quantity.ordinal(quantity.date_text(day)) != day:
            raise Silent(f"day {day} is none")
    return None


def _number(raw: bytes) -> object:
    for read in (amount_entry.read_number, written.read_number, quantity.hundredths):
        number = read(_text(raw))
        if number is not None and quantity.hundredths(quantity.decimal_text(abs(number))) != abs(number):
            raise Silent(f"{number} is no number of hundredths")
    return None


@cache
def _vocabulary(language: str) -> searchline.Vocabulary:
    return searchline.vocabulary(Wording.load(language, str(RULES)))


def _search(raw: bytes) -> object:
    line = _text(raw)
    for language in ("nl", "fr", "en", "de"):
        asked = searchline.read(line, _vocabulary(language))
        for name in asked.answers:
            if name not in base().facts:
                raise Silent(name)
    return None


# --- commands -----------------------------------------------------------------------------------------------------------

#: Commands that work for minutes, write where they are told, or start another program.
_NOT_HERE = {"prove", "mutate", "doctor", "where", "interview", "serve", "sign", "diff"}
#: Too long a run for one example is no hang of a reader.
_EXAMPLE = "rules/examples/playground-equipment.yaml"


class BadUse(Exception):
    """The command ended with 2 and said why."""


def _command(raw: bytes) -> object:
    """A command line, a word a line, in an empty folder."""
    words = [word for word in _text(raw).split("\n")[:8] if "\0" not in word]
    if not words or words[0] in _NOT_HERE or not words[0].isidentifier():
        return None
    words = [str(ROOT / _EXAMPLE) if word == "CASE" else word for word in words]
    with _folder() as folder, _silent() as said, _inside(folder):
        try:
            code = cli.main(words)
        except SystemExit as ended:
            code = int(ended.code or 0)
        if code not in (cli.DONE, cli.FINDING, cli.BAD_INPUT):
            raise Silent(f"exit code {code}")
        if code == cli.BAD_INPUT:
            if not said[1].getvalue().startswith("wijzer: "):
                raise Silent("a refusal without a reason")
            raise BadUse(said[1].getvalue())
    return code


COMMANDS = (
    b"record\nCASE\n--format\nmd,json\n--out\nout\n--lang\nen",
    b"record\nCASE\n--lock\n--locked-on\n2026-03-02",
    b"assess\nCASE\n--as-of\n2026-03-02\n--json",
    b"template\nlist\nCASE",
    b"amounts\n2026-03-02",
    b"law\n42",
    b"duties\nCASE\n--lang\nfr",
    b"verify\nCASE",
    b"rules\ninstall\nCASE",
    b"explain\nCASE",
    b"authority\ncheck\nCASE",
)


def _conversation(raw: bytes) -> object:
    """What is typed in plain mode, a line each."""
    typed = io.StringIO(_text(raw).replace("\r", "\n"))
    before = sys.stdin
    with _folder() as folder, _silent() as said, _inside(folder):
        sys.stdin = typed
        try:
            code = plain.run(["--plain", "--as-of", "2026-03-02", "--title", "Proef"])
        finally:
            sys.stdin = before
        if code == cli.BAD_INPUT:
            raise BadUse(said[1].getvalue())
        if code != cli.DONE:
            raise Silent(f"exit code {code}")
    return code


TYPED = (
    b"1\n0\n0\n2\n128.500\nz\n1\n:a\n:p 1 2\n:r 3\n<\n?\n!\n:d facts\n:c\n:m\n:s\n:v\n/bedrag\nq\n",
    b"1\n1 3\nx\n:b 1\n:t 1\n:l\n:y\n/diensten 180000 gemeente\n1\n\nq\n",
    b"1\n0\n0\n2\nw\n1\n100000\nz\n\n\n\nq\n",
)


@contextlib.contextmanager
def _silent() -> Iterator[tuple[io.StringIO, io.StringIO]]:
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        yield out, err


@contextlib.contextmanager
def _inside(folder: Path) -> Iterator[None]:
    before, variable = Path.cwd(), os.environ.get("WIJZER_DATA")
    os.environ["WIJZER_DATA"] = str(folder / "data")
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)
        if variable is None:
            del os.environ["WIJZER_DATA"]
        else:
            os.environ["WIJZER_DATA"] = variable


@cache
def parsers() -> dict[str, Parser]:
    """Every reader, by name."""
    cases = _read(_EXAMPLE, "rules/examples/authorities/flemish-municipality.yaml")[:1]
    whole = tuple(
        b"- " + part
        for name in ("borderline", "decided")
        for part in (ROOT / "tests" / "law" / f"{name}.yaml").read_bytes().split(b"\n- ")[1:60:9]
    )
    profiles = tuple(path.read_bytes() for path in sorted((RULES / "examples" / "authorities").glob("*.yaml")))
    typed = (
        "128.500",
        "128 500,00",
        "€ 1.234,56 incl. 21%",
        "12,5",
        "2-3-2026",
        "2026-03-02",
        "diensten 180000 gemeente",
        "art 42",
    )
    lines = tuple(text.encode() for text in typed)
    trouble = (CasebookTrouble, UnknownCase)
    table = (
        Parser("yaml", _yaml, (*cases, *profiles), (yamlfile.FileMistake,)),
        Parser("case files", _cases, (*cases, *whole), (case.CaseMistakes,)),
        Parser("profiles", _profile, profiles, (profilefile.ProfileMistakes, rulefiles.RuleMistake)),
        Parser("rule files", _rules, _rule_seeds(), (rulefiles.RuleMistake,)),
        Parser("templates", _templates, _read("rules/templates/nl.yaml"), (rulefiles.RuleMistake,)),
        Parser("records", _verified, (_record(),), (verification.Unreadable,)),
        Parser("data in a PDF", _attached, (_pdf(),), (cli.Refused,), binary=True),
        Parser("rule packs", _pack, (_small_pack(),), (rulepacks.PackMistake,), binary=True),
        Parser("signers", _signers, (SIGNERS,), (signatures.UnreadableSigners,)),
        Parser("signatures", _signature, (SIGNATURE,), (signatures.NotSigned,), binary=True),
        Parser("settings", _settings, (b'{"authority": "x.yaml"}', b"{}")),
        Parser("casebook", _casebook, (_casebook_seed(),), trouble, binary=True),
        Parser("events", _event, EVENTS, trouble),
        Parser("amounts", _money, lines),
        Parser("dates", _date, lines),
        Parser("numbers", _number, lines),
        Parser("search line", _search, lines),
        Parser("commands", _command, COMMANDS, (BadUse,), most=10),
        Parser("plain mode", _conversation, TYPED, (BadUse,), most=10),
    )
    return {parser.name: parser for parser in table}
