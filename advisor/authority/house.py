"""The profile that a record follows: the authority, the law on who decides, and the wording of each language."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from advisor.authority import law as authoritylaw
from advisor.authority.file import read_authority
from advisor.authority.law import Law
from advisor.authority.profile import Authority, Headings
from advisor.wording import LANGUAGES, Wording

if TYPE_CHECKING:
    from advisor.rulebase import RuleBase


class House(NamedTuple):
    """An authority as its records need it. `wordings`: the languages of a record, in their order.

    `digest` is that of the file of the profile.
    """

    law: Law
    authority: Authority
    wordings: tuple[Wording, ...]
    digest: str = ""

    def headings(self, wording: Wording) -> Headings | None:
        """The headings of the authority in a language; None where it has none in that one."""
        return self.authority.headings.get(wording.language)


def load(base: RuleBase, raw: bytes, name: str, wording: Wording, rules: str | None) -> House:
    """The profile in a file (its bytes and the name to report).

    Where the program does not speak a language of the profile, `wording` stands in for it. Raises ProfileMistakes,
    RuleMistake.
    """
    law = authoritylaw.load(base.folder)
    authority = read_authority(law, base.routes, raw, name)
    spoken = [Wording.load(language, rules) for language in authority.languages if language in LANGUAGES]
    return House(law, authority, tuple(spoken) or (wording,), "sha256:" + hashlib.sha256(raw).hexdigest())


def read(base: RuleBase, path: Path, wording: Wording, rules: str | None) -> House:
    """The profile in the file at `path`. Raises OSError, ProfileMistakes, RuleMistake."""
    return load(base, path.read_bytes(), str(path), wording, rules)
