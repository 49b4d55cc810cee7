"""The decision path of an assessment, from the regimes that were tried over the grounds to the route; drawn as SVG."""

from __future__ import annotations

import textwrap
from html import escape

from advisor.assessing import Assessment, Ground
from advisor.render.tree import Path, Span, Step, shown
from advisor.rulebase import RuleBase
from advisor.sentences import capital
from advisor.wording import Wording

#: What still lacks is shown up to this number; the whole list stands in the text.
SHOWN_MISSING = 4
WIDTH, EDGE, BOX, LINE, PAD, GAP = 680, 10, 500, 18, 10, 24
#: How many letters fit in a line: bold and plain in a box, of a note below them, and of the answer beside the box. The
#: page may be shown in another font than it asks for, so there is room for a wide one (DejaVu Sans).
BOLD_LETTERS, LETTERS, NOTE_LETTERS, ANSWER_LETTERS = 46, 54, 64, 14
#: Shape and words tell the outcome as well as colour does: fill, stroke, width of the stroke, dashes.
LOOKS = {
    "yes": ("#e8f3ec", "#1d6b3c", "2", ""),
    "no": ("#f6f6f6", "#666666", "1", "5 3"),
    "open": ("#fff8e6", "#8a5a00", "1.5", "2 3"),
    "end": ("#1f3a5f", "#1f3a5f", "2", ""),
}
OUTCOME_OF_GROUND = {"holds": "yes", "fails": "no", "unknown": "open"}


def path(found: Assessment, base: RuleBase, wording: Wording) -> Path:
    """The steps of an assessment. Without a recommendation it ends in what is still to be found out."""
    steps = _regimes(found, base, wording)
    if found.recommended is not None:
        route = found.route(found.recommended)
        steps += [_ground(ground, wording) for ground in route.holding]
        name = wording.text("routes", route.id, "name")
        end = Step(_say(wording, "path_route", name=name), "end", wording.text("status", route.status))
    else:
        names = [wording.fact(base.facts[item.fact]) for item in found.missing[:SHOWN_MISSING]]
        steps += [
            Step(_say(wording, "path_missing", fact=name), "open", wording.text("status", "unknown")) for name in names
        ]
        end = Step(wording.text("record", "no_recommendation"), "end")
    title, about = wording.text("document", "path_title"), wording.text("document", "path_description")
    return Path(title, about, (*steps, end))


def _regimes(found: Assessment, base: RuleBase, wording: Wording) -> list[Step]:
    """The regimes in the law's order, up to the one that applies."""
    truths = {rule.regime: (truth, rule.cite) for rule, truth, _ in found.steps if rule.effect == "regime"}
    steps = []
    for regime in base.regimes:
        truth, cite = truths.get(regime, (None, ""))
        outcome = {True: "yes", False: "no", None: "open"}[truth]
        answer = wording.text("status", {"yes": "yes", "no": "no", "open": "unknown"}[outcome])
        text = _say(wording, "path_regime", name=wording.text("regimes", regime, "name"))
        steps.append(Step(text, outcome, answer, wording.cite(cite)))
        if truth:
            break
    return steps


def _ground(ground: Ground, wording: Wording) -> Step:
    text = _say(wording, "path_ground", name=wording.text("grounds", ground.id, "label"))
    answer = wording.text("status", ground.status)
    return Step(text, OUTCOME_OF_GROUND[ground.status], answer, wording.cite(ground.cite))


def _say(wording: Wording, key: str, **names: str) -> str:
    return capital(wording.text("document", key).format(**names))


def svg(found: Path, language: str, *, prefix: str = "path") -> str:
    """The path as SVG with a title and a description; `prefix` keeps its ids apart from others on a page."""
    parts: list[str] = []
    top = EDGE
    for number, step in enumerate(found.steps):
        if number:
            parts.append(_arrow(top))
            top += GAP
        drawn, height = _box(step, top)
        parts.append(drawn)
        top += height
    height = top + EDGE
    told = " ".join(f"{step.text}: {step.answer}." if step.answer else step.text for step in found.steps)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
        f'role="img" lang="{escape(language)}" aria-labelledby="{prefix}-title {prefix}-desc" '
        'font-family="Arial, Helvetica, sans-serif" font-size="14">'
        f'<title id="{prefix}-title">{_safe(found.title)}</title>'
        f'<desc id="{prefix}-desc">{_safe(f"{found.description} {told}")}</desc>'
        f"{''.join(parts)}</svg>"
    )


def _box(step: Step, top: int) -> tuple[str, int]:
    """A box with its text, the article below it and the answer beside it; and its height."""
    fill, stroke, width, dashes = LOOKS[step.outcome]
    bold = step.outcome in ("yes", "end")
    lines = textwrap.wrap(step.text, BOLD_LETTERS if bold else LETTERS) or [""]
    notes = textwrap.wrap(step.note, NOTE_LETTERS)
    answers = textwrap.wrap(step.answer, ANSWER_LETTERS)
    height = max(2 * PAD + LINE * len(lines) + (LINE - 2) * len(notes), LINE * len(answers))
    ink = "#ffffff" if step.outcome == "end" else "#1a1a1a"
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    shape = f'x="{EDGE}" y="{top}" width="{BOX}" height="{height}" rx="6"'
    parts = [f'<rect {shape} fill="{fill}" stroke="{stroke}" stroke-width="{width}"{dashed}/>']
    weight = ' font-weight="bold"' if bold else ""
    for number, line in enumerate(lines):
        y = top + PAD + 13 + LINE * number
        parts.append(f'<text x="{EDGE + 12}" y="{y}" fill="{ink}"{weight}>{_safe(line)}</text>')
    for number, note in enumerate(notes):
        y = top + PAD + 12 + LINE * len(lines) + (LINE - 2) * number
        parts.append(f'<text x="{EDGE + 12}" y="{y}" fill="{ink}" font-size="12">{_safe(note)}</text>')
    for number, answer in enumerate(answers):
        y = top + (height - LINE * len(answers)) // 2 + 14 + LINE * number
        parts.append(f'<text x="{EDGE + BOX + 14}" y="{y}" fill="#1a1a1a"{weight}>{_safe(answer)}</text>')
    return "".join(parts), height


def _arrow(top: int) -> str:
    x, foot = EDGE + BOX // 2, top + GAP - 2
    return (
        f'<path d="M{x} {top + 2}V{foot - 6}" stroke="#444444" stroke-width="1.5" fill="none"/>'
        f'<path d="M{x - 5} {foot - 8}L{x + 5} {foot - 8}L{x} {foot}Z" fill="#444444"/>'
    )


def _safe(text: str) -> str:
    return escape(shown(Span(text)))
