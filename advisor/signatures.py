"""Detached signatures of records, as `ssh-keygen -Y sign` makes them: who among the known signers signed these bytes.

The format and the file of known signers are those of OpenSSH (PROTOCOL.sshsig and ssh-keygen(1), ALLOWED SIGNERS), so
that a record is signed and checked with or without this program.
"""

from __future__ import annotations

import io
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from sshsig import PublicKey

#: What a signature is for: one made for an e-mail or a commit counts for no record.
NAMESPACE = "procedurewijzer"
#: The ending of the file of a signature, after the name of what it signs.
ENDING = ".sig"
#: A signature is some hundreds of bytes.
MOST_BYTES = 100_000
#: The kinds of keys that can be checked.
KINDS = "ssh-ed25519 or ssh-rsa"
#: What may stand in a line of known signers and is not looked at here: such a line is refused, never read in part.
_UNREAD = ("cert-authority", "valid-after", "valid-before")


class NotInstalled(Exception):
    """The extra `signatures` is not installed."""


class UnreadableSigners(Exception):
    """The file of known signers is refused; the message says what was expected."""


class NotSigned(Exception):
    """The signature is not one of these bytes by a signer that is known; the message says why."""


class Signer(NamedTuple):
    """Someone whose key is known. `name` is what the file calls them."""

    name: str
    key: PublicKey


def read_signers(raw: bytes) -> tuple[Signer, ...]:
    """The known signers of a file in the format of OpenSSH. Raises UnreadableSigners, NotInstalled."""
    try:
        from sshsig import PublicKey
        from sshsig.allowed_signers import load_allowed_signers_file
    except ImportError:
        raise NotInstalled("to check a signature install procedurewijzer[signatures], or use ssh-keygen") from None
    found = []
    try:
        for line in load_allowed_signers_file(io.StringIO(raw.decode("utf-8"))):
            options = line.options or {}
            if unread := [name for name in _UNREAD if name in options]:
                raise UnreadableSigners(f"{line.principals}: {', '.join(unread)} is not looked at here; use ssh-keygen")
            if NAMESPACE not in options.get("namespaces", NAMESPACE).split(","):
                continue
            # A key of a kind that cannot be checked here knows nobody; the others of the file still count.
            with suppress(NotImplementedError):
                found.append(Signer(line.principals, PublicKey.from_openssh_str(f"{line.key_type} {line.base64_key}")))
    except (ValueError, IndexError) as error:
        raise UnreadableSigners(f"expected lines like `name ssh-ed25519 AAAA…`: {error}") from None
    if not found:
        raise UnreadableSigners(f"it names no signer for {NAMESPACE} with a key of {KINDS}")
    return tuple(found)


def signer(raw: bytes, signature: bytes, known: tuple[Signer, ...]) -> str:
    """The name of who signed these bytes, for a record. Raises NotSigned."""
    from sshsig import InvalidSignature, check_signature

    if len(signature) > MOST_BYTES:
        raise NotSigned(f"it has {len(signature)} bytes; a signature has at most {MOST_BYTES}")
    try:
        key = check_signature(raw, signature, NAMESPACE)
    except (InvalidSignature, NotImplementedError, ValueError, EOFError, AssertionError) as error:
        why = str(error) or "it cannot be read"
        raise NotSigned(f"it is no signature of this file for {NAMESPACE}: {why}") from None
    for one in known:
        if one.key == key:
            return one.name
    raise NotSigned("the key that made it is of no signer that is known")
