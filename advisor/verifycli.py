"""The commands `verify` and `reassess`: whether a record holds, and what it would be under the law of another day."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from advisor.cli import DONE, FINDING, Refused, add_rules, loaded, reference_day
from advisor.verification import Finding

if TYPE_CHECKING:
    from advisor.engines import Engines


def add_verify(parser: argparse.ArgumentParser) -> None:
    """The arguments of `verify`."""
    parser.add_argument("files", nargs="+", metavar="FILE", help="records: JSON, or a PDF with its data attached")
    parser.add_argument(
        "--signers",
        metavar="FILE",
        help="the signers that you know, as OpenSSH lists them: each record needs its FILE.sig by one of them",
    )
    add_rules(parser)
    parser.set_defaults(run=_verify)


def add_reassess(parser: argparse.ArgumentParser) -> None:
    """The arguments of `reassess`."""
    parser.add_argument("file", metavar="FILE", help="a record: JSON, or a PDF with its data attached")
    parser.add_argument("--as-of", metavar="DATE", help="the law of this date (default: today)")
    add_rules(parser)
    parser.set_defaults(run=_reassess)


def content_of(name: str) -> tuple[dict[str, Any], bool]:
    """The data of a record's file, and whether it was attached to a PDF. Raises Refused."""
    from advisor import verification

    try:
        raw = Path(name).read_bytes()
    except OSError as error:
        raise Refused([f"{name}: {error.strerror}"]) from None
    in_pdf = raw.startswith(b"%PDF-")
    try:
        return verification.read(_attached(name, raw) if in_pdf else raw), in_pdf
    except verification.Unreadable as mistake:
        raise Refused([f"{name}: {mistake}; expected a record of this program"]) from None


def _attached(name: str, raw: bytes) -> bytes:
    """The data attached to a PDF. Raises Refused."""
    import io

    try:
        import pikepdf
    except ImportError:
        told = "to read a PDF install procedurewijzer[documents], or verify the JSON of the record"
        raise Refused([f"{name}: {told}"]) from None
    from advisor.render.recorddoc import ATTACHMENT

    try:
        with pikepdf.open(io.BytesIO(raw)) as pdf:
            return bytes(pdf.attachments[ATTACHMENT].get_file().read_bytes())
    except KeyError:
        raise Refused([f"{name}: no data is attached (a public edition has none)"]) from None
    except (pikepdf.PdfError, RuntimeError, ValueError, TypeError) as error:
        # What the library raises for a damaged file has no one class above it.
        raise Refused([f"{name}: the PDF cannot be read: {error}"]) from None


class AtHand:
    """The rule bases at hand: the one of the program (or of --rules), and those that are installed."""

    def __init__(self, rules: str | None) -> None:
        from advisor.engines import Engines

        self._own = Engines(loaded(rules))
        self._found: dict[tuple[object, object, str], Engines] = {}

    def of(self, content: dict[str, Any]) -> Engines:
        """The engines of the rules of a record; those of the program where its rules are not at hand."""
        from advisor import rulepacks, sealed
        from advisor.desk import folders
        from advisor.engines import Engines
        from advisor.rulebase import load

        rules, language = content["record"]["rules"], content["record"]["language"]
        wanted = (rules.get("law"), rules.get("text"), language)
        if wanted[:2] == (self._own.base.digest, sealed.text_digest(self._own.base, language)):
            return self._own
        if wanted not in self._found:
            self._found[wanted] = self._own
            for pack in rulepacks.installed(folders.rules()):
                base = load(str(pack.folder)) if pack.digest == wanted[0] else None
                if base is not None and sealed.text_digest(base, language) == wanted[1]:
                    self._found[wanted] = Engines(base)
        return self._found[wanted]


def _verify(options: argparse.Namespace) -> int:
    """Verifies each file, then that each version follows the one it corrects; 1 where something does not hold."""
    from advisor import verification

    contents = [(name, *content_of(name)) for name in options.files]
    signed = _signed(options.files, options.signers) if options.signers is not None else {}
    at_hand = AtHand(options.rules)
    told: list[tuple[str, Finding]] = []
    lines: list[str] = []
    for name, content, in_pdf in contents:
        engines = at_hand.of(content)
        findings, names = _findings(name, content, engines, engines.base.folder)
        by = signed.get(name, "")
        if isinstance(by, Finding):
            findings = [*findings, by]
        told += [(name, item) for item in findings]
        if not findings:
            only = " Only the data attached to the PDF were verified, not its text." if in_pdf else ""
            version = content["record"]["rules"]["version"]
            lines.append(
                f"{name}: unchanged; rule base {version}; the same outcome by {' and '.join(names)}; "
                f"{_standing(content, contents)}{by and f'; signed by {by}'}.{only}"
            )
    if not told:
        told = verification.chain({name: content for name, content, _ in contents})
    for name, item in told:
        print(f"{name}: {item.where}: expected {item.expected}; found {item.found}. What to do: {item.todo}")
    for line in lines:
        print(line)
    return FINDING if told else DONE


def _signed(names: list[str], signers: str) -> dict[str, str | Finding]:
    """Who signed each file, or what is wrong with its signature. Raises Refused."""
    from advisor import signatures

    try:
        known = signatures.read_signers(Path(signers).read_bytes())
    except OSError as error:
        raise Refused([f"{signers}: {error.strerror}"]) from None
    except (signatures.UnreadableSigners, signatures.NotInstalled) as mistake:
        raise Refused([f"{signers}: {mistake}"]) from None
    found: dict[str, str | Finding] = {}
    todo = "ask who made the record to sign it: wijzer sign"
    for name in names:
        path = Path(name + signatures.ENDING)
        try:
            found[name] = signatures.signer(Path(name).read_bytes(), path.read_bytes(), known)
        except OSError as error:
            found[name] = Finding(path.name, "a signature", error.strerror or str(error), todo)
        except signatures.NotSigned as mistake:
            found[name] = Finding(path.name, "a signature by a signer that is known", str(mistake), todo)
    return found


def _standing(content: dict[str, Any], contents: list[tuple[str, dict[str, Any], bool]]) -> str:
    """`locked, version 2, which corrects that of FILE`."""
    record = content["record"]
    said = f"{record['state']}, version {record['version']['number']}"
    wanted = record["version"]["corrects"]
    if wanted is None:
        return said
    before = next((name for name, other, _ in contents if other["record"]["digest"] == wanted), None)
    return f"{said}, which corrects {before or f'a record that was not given here ({wanted})'}"


def _findings(
    name: str, content: dict[str, Any], engines: Engines, rules: str | None
) -> tuple[list[Finding], tuple[str, ...]]:
    """What does not hold, the first kind of it alone: the rest cannot be trusted then. And the engines that agreed."""
    from advisor import verification
    from advisor.engines import Breach
    from advisor.wording import LANGUAGES, Wording

    language = content["record"]["language"]
    if findings := verification.seal(content):
        return findings, ()
    if language not in LANGUAGES:
        raise Refused([f"{name}: record.language: {language} is not known"])
    if findings := verification.rules_are_here(content, engines):
        return findings, ()
    try:
        found, findings = verification.replayed(content, engines, Wording.load(language, rules))
    except verification.Unreadable as mistake:
        raise Refused([f"{name}: {mistake}"]) from None
    except Breach as breach:
        raise Refused([f"{name}: {breach}; report this"]) from None
    return findings, tuple(found.engines)


def _reassess(options: argparse.Namespace) -> int:
    """Prints what differs under the law of another day; 1 where anything does."""
    from advisor import verification
    from advisor.assessing import assess
    from advisor.engines import Engines
    from advisor.wording import Wording

    content, _ = content_of(options.file)
    base = loaded(options.rules)
    engines, wording = Engines(base), Wording.load(options.lang, options.rules)
    if findings := verification.seal(content):
        raise Refused([f"{options.file}: {findings[0].todo}"])
    try:
        case = verification.case_of(content, engines)
    except verification.Unreadable as mistake:
        raise Refused([f"{options.file}: {mistake}"]) from None
    day = reference_day(base=base, text=options.as_of, option="--as-of") if options.as_of else _today(base)
    found = assess(case._replace(as_of=day), engines)
    told = {route["id"]: route["status"] for route in content["routes"]}
    lines = [
        f"{wording.text('routes', route.id, 'name')}: {wording.text('status', told[route.id])} -> "
        f"{wording.text('status', route.status)}"
        for route in found.routes
        if route.id in told and told[route.id] != route.status
    ]
    first = next((item["route"] for item in content["recommended"]), None)
    if first != found.recommended:
        names = [
            wording.text("routes", name, "name") if name else wording.text("law", "absent")
            for name in (first, found.recommended)
        ]
        lines.append(f"{wording.text('record', 'recommended')}: {names[0]} -> {names[1]}")
    print(f"{wording.text('record', 'law_date')} {wording.date(case.as_of)} -> {wording.date(day)}")
    print("\n".join(lines) if lines else wording.text("law", "no_difference"))
    return FINDING if lines else DONE


def _today(base: Any) -> int:
    import datetime

    day = datetime.datetime.now().astimezone().date().toordinal()
    if not base.known_from <= day <= base.known_to:
        raise Refused(["the rules do not know the law of today; give --as-of"])
    return day
