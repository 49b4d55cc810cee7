"""The command `estimate`: the working of the estimate of case files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from advisor.cli import DONE, Refused, add_files

if TYPE_CHECKING:
    import argparse


def add_estimate(parser: argparse.ArgumentParser) -> None:
    """The arguments of `estimate`."""
    add_files(parser)
    parser.add_argument("--json", action="store_true", help="print JSON: one object, or a list for several cases")
    parser.set_defaults(run=_estimate)


def _estimate(options: argparse.Namespace) -> int:
    from advisor.casecli import assessed
    from advisor.estimatetext import lines
    from advisor.wording import Wording

    base, found = assessed(options)
    wording = Wording.load(options.lang, options.rules)
    without = [item.case.id for item in found if item.case.estimate is None]
    if without:
        raise Refused([f"{name}: {wording.text('estimate', 'no_block')}" for name in without])
    if options.json:
        import json

        from advisor.estimatejson import as_dict

        shown: list[dict[str, Any]] = []
        for item in found:
            assert item.case.estimate is not None
            working = as_dict(item.case.estimate, base, item.case.as_of, item.crossed)
            shown.append({"case": item.case.id, **working})
        print(json.dumps(shown[0] if len(shown) == 1 and found[0].case.single else shown, ensure_ascii=False, indent=2))
        return DONE
    print("\n\n".join("\n".join(lines(item, base, wording)) for item in found))
    return DONE
