"""The command `wijzer`: the interview on a terminal, or the command line."""

from __future__ import annotations

import sys

#: Options of the screen that may stand without the word `interview`.
OF_THE_SCREEN = ("--lang", "--case", "--casebook", "--records")


def main() -> int:
    """Runs what was asked for; returns the exit code."""
    words = sys.argv[1:]
    if words and words[0].partition("=")[0] in OF_THE_SCREEN:
        words = ["interview", *words]
    if words[:1] == ["interview"]:
        if "--plain" in words:
            from tui.plain import run

            return run([word for word in words[1:] if word != "--plain"])
        return _interview(words[1:])
    if words[:1] == ["serve"]:
        from tui.serve import run

        return run(words[1:])
    if not words:
        if sys.stdin.isatty() and sys.stdout.isatty():
            return _interview([])
        from tui.plain import run

        return run(["--example"])
    from advisor import cli

    return cli.main(words)


def _interview(words: list[str]) -> int:
    """Opens the screen. Collecting garbage waits until the first page is there: it would find none."""
    import gc

    gc.disable()
    from tui import opening

    return opening.run(words)


if __name__ == "__main__":
    sys.exit(main())
