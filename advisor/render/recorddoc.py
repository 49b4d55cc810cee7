"""The decision record of an assessment as a document tree: the one source of every format.

The record stands in parts (advisor.authority.law.PARTS), under the headings and in the order and languages of the
authority's profile. Without a profile each part has a heading of its own, in the language asked.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from advisor import record
from advisor.assessing import Assessment
from advisor.authority.law import PARTS
from advisor.render import decision
from advisor.render.sections import Sections
from advisor.render.slots import Slots
from advisor.render.tree import Attachment, Block, Document, Heading, Labels, Meta, Quote, Span, public
from advisor.rulebase import RuleBase
from advisor.wording import Wording

if TYPE_CHECKING:
    from advisor.authority.house import House

#: The tag of each language for a word processor and a screen reader.
TAGS = {"nl": "nl-BE", "fr": "fr-BE", "de": "de-BE", "en": "en-GB"}
ATTACHMENT = "record.json"


def document(found: Assessment, base: RuleBase, wording: Wording, house: House | None = None) -> Document:
    """The whole record, with the confidential parts marked; the JSON record goes with it as a file."""
    made = _Record(found, base, wording, house)
    whole = made.document((*made.opening(), *made.parts(PARTS)))
    return replace(whole, decision=decision.decision(found, base, house, _first(wording, house)))


def public_document(found: Assessment, base: RuleBase, wording: Wording, house: House | None = None) -> Document:
    """The public edition, which says that it is one."""
    whole = public(document(found, base, wording, house))
    notice, *rest = whole.blocks
    said = Quote((Span(_first(wording, house).text("document", "public_edition")),))
    return replace(whole, blocks=(notice, said, *rest))


def part(found: Assessment, base: RuleBase, wording: Wording, name: str, house: House | None = None) -> Document:
    """One of PARTS alone, under its heading, to copy into a decision."""
    made = _Record(found, base, wording, house)
    return made.document(made.parts((name,)))


def _first(wording: Wording, house: House | None) -> Wording:
    """The language of what a record says once."""
    return wording if house is None else house.wordings[0]


class _Headings:
    """The headings of one language: those of the profile, else one for each part."""

    def __init__(self, wording: Wording, house: House | None) -> None:
        own = None if house is None else house.headings(wording)
        texts = {name: wording.text("authority", "parts", name) for name in PARTS}
        groups = (
            [(item.text, item.parts) for item in own.headings] if own else [(texts[name], (name,)) for name in PARTS]
        )
        self.groups = [(text, tuple(parts)) for text, parts in groups]

    def text(self, names: tuple[str, ...]) -> str:
        """The heading or headings that hold these parts."""
        return " / ".join(dict.fromkeys(text for name in names for text, parts in self.groups if name in parts))


class _Record:
    def __init__(self, found: Assessment, base: RuleBase, wording: Wording, house: House | None) -> None:
        self._found, self._base, self._house = found, base, house
        self._wordings = (wording,) if house is None else house.wordings
        self._made = [
            (Sections(found, base, spoken), Slots(found, base, spoken, house), _Headings(spoken, house))
            for spoken in self._wordings
        ]

    def opening(self) -> tuple[Block, ...]:
        """What stands above the parts, in each language."""
        return tuple(block for sections, _, _ in self._made for block in sections.opening())

    def parts(self, wanted: tuple[str, ...]) -> tuple[Block, ...]:
        """The parts wanted under their headings, in the order of the first language, each in every language."""
        blocks: list[Block] = []
        for _, group in self._made[0][2].groups:
            names = tuple(name for name in group if name in wanted)
            for sections, slots, headings in self._made if names else ():
                blocks.append(Heading(2, headings.text(names), decision.role(names)))
                for name in names:
                    blocks += [*slots.part(name), *sections.part(name)]
        return tuple(blocks)

    def document(self, blocks: tuple[Block, ...]) -> Document:
        """The blocks as a document in the first language, with the data of the record."""
        found, wording = self._found, self._wordings[0]
        titles = dict.fromkeys(spoken.text("record", "title") for spoken in self._wordings)
        word = wording.text
        data = record.render(found, self._base, wording, "json", self._house).encode()
        return Document(
            title=" / ".join(titles),
            language=TAGS[wording.language],
            meta=Meta(subject=Span(f"{found.case.title} ({found.case.id})", user=True), day=found.case.as_of),
            blocks=blocks,
            labels=Labels(word("document", "page"), word("document", "replaced"), word("document", "withheld")),
            attachment=Attachment(ATTACHMENT, word("document", "attachment"), data, confidential=True),
        )
