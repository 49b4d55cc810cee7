"""The decision paths of all cases in Chromium (Debian package): whether a letter is cut off or stands over another."""

from __future__ import annotations

import html
import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from advisor.assessing import assess
from advisor.case import read_cases
from advisor.engines import Engines
from advisor.render import flow
from advisor.rulebase import RuleBase
from advisor.wording import LANGUAGES, Wording
from tests.conftest import ROOT

pytestmark = [
    pytest.mark.system,
    pytest.mark.skipif(
        shutil.which("chromium") is None, reason="chromium is not installed; `make test-system` installs it"
    ),
]

#: Tells each text that leaves its box or the drawing, or that stands over another, as the browser laid it out.
MEASURE = """
const wrong = [];
for (const drawing of document.querySelectorAll('svg')) {
  const box = drawing.querySelector('rect').getBBox();
  const [width, height] = ['width', 'height'].map(name => Number(drawing.getAttribute(name)));
  const texts = [...drawing.querySelectorAll('text')].map(text => [text.getBBox(), text.textContent]);
  texts.forEach(([one, words], at) => {
    const right = one.x < box.x + box.width ? box.x + box.width : width;
    if (one.x + one.width > right || one.y + one.height > height) wrong.push('cut off: ' + words);
    for (const [other, more] of texts.slice(at + 1))
      if (one.x < other.x + other.width && other.x < one.x + one.width
          && one.y + 2 < other.y + other.height && other.y + 2 < one.y + one.height)
        wrong.push('over each other: ' + words + ' / ' + more);
  });
}
const told = document.createElement('pre');
told.textContent = JSON.stringify([document.querySelectorAll('svg').length, wrong]);
document.body.replaceChildren(told);
"""


def measured(drawings: list[str], folder: Path) -> tuple[int, list[str]]:
    page = folder / "drawings.html"
    page.write_text(f"<!DOCTYPE html><meta charset=utf-8><body>{''.join(drawings)}<script>{MEASURE}</script>", "utf-8")
    quiet = ("--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder / 'profile'}")
    done = subprocess.run(
        ["chromium", *quiet, "--dump-dom", page.as_uri()],
        capture_output=True,
        text=True,
        timeout=180,
        check=True,
        env={**os.environ, "HOME": str(folder)},
    )
    told = re.search(r"<pre>(.*)</pre>", done.stdout, re.DOTALL)
    assert told is not None
    number, wrong = json.loads(html.unescape(told[1]))
    return number, wrong


def test_no_text_is_cut_off_or_stands_over_another(base: RuleBase, engines: Engines, tmp_path: Path) -> None:
    files = [ROOT / "tests" / "law" / f"{name}.yaml" for name in ("borderline", "decided")]
    found = [assess(case, engines) for file in files for case in read_cases(base, file.read_bytes(), file.name)]
    drawings = {
        flow.svg(flow.path(item, base, wording), language): None
        for language in LANGUAGES
        for wording in [Wording.load(language, str(ROOT / "rules"))]
        for item in found
    }
    assert measured(list(drawings), tmp_path) == (len(drawings), [])


def test_a_text_that_is_too_wide_is_noticed(tmp_path: Path) -> None:
    step = flow.Step("kort", "yes", "ja", "")
    drawing = flow.svg(flow.Path("t", "d", (step,)), "nl-BE").replace("kort", "M" * 60)
    _, wrong = measured([drawing], tmp_path)
    assert [line.split(":")[0] for line in wrong] == ["cut off", "over each other"]
