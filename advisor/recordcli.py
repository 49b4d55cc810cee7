"""The command `record`: the decision records of case files, whole, in parts, locked or as a correction."""

from __future__ import annotations

import stat
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from advisor import evidencetext, recordversion
from advisor.casecli import add_authority, assessed, profiles
from advisor.cli import DONE, Refused, add_files, write_whole

if TYPE_CHECKING:
    import argparse

    from advisor.assessing import Assessment
    from advisor.authority.house import House
    from advisor.rulebase import RuleBase
    from advisor.wording import Wording


def add_record(parser: argparse.ArgumentParser) -> None:
    """The arguments of `record`."""
    add_files(parser)
    parser.add_argument(
        "--format",
        default="md,json",
        metavar="LIST",
        help="any of md, json, html, txt, docx, odt, pdf, with commas (default: md,json)",
    )
    parser.add_argument("--mail", action="store_true", help="print each advice as five lines for a mail; write nothing")
    add_authority(parser)
    parser.add_argument(
        "--part",
        metavar="PART",
        help="print one part (competence, reasoning, articles, ...) as Markdown; write nothing",
    )
    parser.add_argument("--public", action="store_true", help="the public edition, without what is confidential")
    parser.add_argument("--out", default="records", metavar="DIR", help="the folder to write in (default: records)")
    parser.add_argument("--force", action="store_true", help="replace records that are already there, unless locked")
    parser.add_argument("--lock", action="store_true", help="lock each record, which must be ready: it stays as it is")
    parser.add_argument("--locked-on", metavar="DATE", help="the day on which it is locked (default: today)")
    parser.add_argument("--corrects", metavar="RECORD", help="the locked record of which this is the next version")
    parser.add_argument("--reason", metavar="TEXT", help="why it is corrected")
    parser.set_defaults(run=_record)


def _record(options: argparse.Namespace) -> int:
    if options.part is not None:
        return _part(options)
    from advisor import record
    from advisor.render import FORMATS, NotInstalled
    from advisor.wording import Wording

    if options.mail:
        return _mail(options)
    forms = list(dict.fromkeys(form.strip() for form in options.format.split(",") if form.strip()))
    known = tuple(dict.fromkeys((*record.FORMATS, *FORMATS)))
    for form in forms:
        if form not in known:
            raise Refused([f"--format: {form} is not known; known: {', '.join(known)}"])
    if options.public and "json" in forms:
        raise Refused(["--public: json holds every answer, so it has no public edition; name the formats in --format"])
    base, found = assessed(options, exact=True)
    wording = Wording.load(options.lang, options.rules)
    found = _versions(options, base, found, wording)
    houses = profiles(options, base, found, wording)
    folder = Path(options.out)
    edition = ".public" if options.public else ""
    texts: dict[Path, str | bytes] = {}
    for item, house in zip(found, houses, strict=True):
        for form in forms:
            path = folder / f"{recordversion.stem(item.case)}{edition}.{form}"
            if path in texts:
                raise Refused([f"two cases would be written as {path}; give them ids that differ in letters or digits"])
            try:
                texts[path] = _rendered(item, base, wording, form, house, public=options.public)
            except NotInstalled as missing:
                raise Refused([str(missing)]) from None
    _require_free(texts, force=options.force)
    write_whole(texts, private=not options.public, final=options.lock)
    for path in texts:
        print(path)
    return DONE


def _versions(
    options: argparse.Namespace, base: RuleBase, found: list[Assessment], wording: Wording
) -> list[Assessment]:
    """The assessments as the versions that are asked: corrections, locked ones. Raises Refused."""
    if options.corrects is not None:
        found = [_corrected(options, found)]
    elif options.reason is not None:
        raise Refused(["--reason: it belongs to a correction; name the record in --corrects"])
    if options.locked_on is not None and not options.lock:
        raise Refused(["--locked-on: it belongs to --lock"])
    if not options.lock:
        return found
    day = _lock_day(options)
    locked: list[Assessment] = []
    wrong: list[str] = []
    for item in found:
        try:
            locked.append(recordversion.locked(item, base, day))
        except recordversion.NotReady as draft:
            lacks = [evidencetext.lacks(one, item.case.answers, base, wording) for one in draft.lacking]
            wrong += [f"--lock: {item.case.id} is a draft: {text}" for text in lacks]
    if wrong:
        raise Refused(wrong)
    return locked


def _corrected(options: argparse.Namespace, found: list[Assessment]) -> Assessment:
    from advisor import verification
    from advisor.verifycli import content_of

    if len(found) != 1:
        raise Refused([f"--corrects: expected one case; found {len(found)}"])
    name = options.corrects
    before, _ = content_of(name)
    if findings := verification.seal(before):
        raise Refused([f"{name}: its digest is not that of its data; {findings[0].todo}"])
    try:
        case = recordversion.corrected(found[0].case, before, options.reason or "")
    except recordversion.NoCorrection as mistake:
        raise Refused([f"{name}: {mistake}"]) from None
    return found[0]._replace(case=case)


def _lock_day(options: argparse.Namespace) -> int:
    """The day on which records are locked, an ordinal. Raises Refused."""
    import datetime

    from advisor import quantity

    if options.locked_on is None:
        return datetime.datetime.now().astimezone().date().toordinal()
    day = quantity.ordinal(options.locked_on)
    if day is None:
        raise Refused([f"--locked-on: expected a date like 2026-03-02; found {options.locked_on}"])
    return day


def _require_free(texts: Mapping[Path, str | bytes], *, force: bool) -> None:
    """Raises Refused where a file is there already; with `force` only where it is one of a locked record."""
    messages = []
    for path in sorted(path for path in texts if path.exists()):
        if _is_final(path):
            messages.append(f"{path} is locked and stays; --corrects begins a new version")
        elif not force:
            messages.append(f"{path} is already there; give another --out, or --force to replace it")
    if messages:
        raise Refused(messages)


def _is_final(path: Path) -> bool:
    """Whether a file was written to stay: nobody may write it any more."""
    return not path.stat().st_mode & stat.S_IWUSR


def _mail(options: argparse.Namespace) -> int:
    from advisor.mail import mail
    from advisor.wording import Wording

    if options.public:
        raise Refused(["--mail: a mail has no public edition; leave --public out"])
    base, found = assessed(options, exact=True)
    wording = Wording.load(options.lang, options.rules)
    print("\n".join(mail(item, base, wording) for item in found), end="")
    return DONE


def _part(options: argparse.Namespace) -> int:
    """Prints one part of each record, whole or in its public edition."""
    from advisor.authority.law import PARTS
    from advisor.render import recorddoc, render
    from advisor.render.tree import public
    from advisor.rulefiles import nearest
    from advisor.wording import Wording

    if options.part not in PARTS:
        raise Refused([f"--part: {options.part} is not known{nearest(options.part, PARTS)}; known: {', '.join(PARTS)}"])
    base, found = assessed(options, exact=True)
    wording = Wording.load(options.lang, options.rules)
    for item, house in zip(found, profiles(options, base, found, wording), strict=True):
        made = recorddoc.part(item, base, wording, options.part, house)
        shown = render(public(made) if options.public else made, "md").decode()
        # The title is that of the whole record.
        print(shown.split("\n\n", 1)[1], end="")
    return DONE


def _rendered(
    item: Assessment, base: RuleBase, wording: Wording, form: str, house: House | None, *, public: bool
) -> str | bytes:
    from advisor import record

    if form in record.FORMATS and not public:
        return record.render(item, base, wording, form, house)
    from advisor.render import recorddoc, render

    make = recorddoc.public_document if public else recorddoc.document
    return render(make(item, base, wording, house), form)
