"""A line of text as HTML."""

from __future__ import annotations

from html import escape

from advisor.render.tree import Line, Span, shown


def inline(line: Line) -> str:
    """The line with its emphasis; a person's text keeps its direction, whatever its script, to itself."""
    return "".join(map(_span, line))


def _span(span: Span) -> str:
    text = escape(shown(span))
    if span.user:
        text = f"<bdi>{text}</bdi>"
    return f"<strong>{text}</strong>" if span.strong else text
