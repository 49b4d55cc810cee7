"""Formats of a document tree. Each renderer stands in a module of its own, loaded only when its format is asked for."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from advisor.render.tree import Document

#: Each format, the module whose `render(document)` gives its bytes, and the extension of its files.
FORMATS = {
    "md": ("advisor.render.markdown", "md"),
    "txt": ("advisor.render.text", "txt"),
    "html": ("advisor.render.html", "html"),
    "docx": ("advisor.render.docx", "docx"),
    "odt": ("advisor.render.odt", "odt"),
    "pdf": ("advisor.render.pdf", "pdf"),
}


class NotInstalled(Exception):
    """The format needs a library of the extra `documents` that is not there."""


def render(document: Document, form: str) -> bytes:
    """The document in one of FORMATS; the same document gives the same bytes. Raises NotInstalled."""
    module, _ = FORMATS[form]
    try:
        shown: bytes = importlib.import_module(module).render(document)
    except ModuleNotFoundError as missing:
        if (missing.name or "").split(".")[0] in ("advisor", "rules", "tui"):
            raise
        raise NotInstalled(
            f"{form} needs the extra `documents` ({missing.name} is not installed): "
            "pip install 'procedurewijzer[documents]'"
        ) from None
    return shown
