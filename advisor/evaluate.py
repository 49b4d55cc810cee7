"""The second engine: the circuit as generated Python, for previews, ordering and batches.

A truth is 0 for false, 1 for unknown and 2 for true, so that strong Kleene logic is `min`, `max` and `2 - x`.
The source is made from a validated rule base only; answers never reach it as text.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from advisor.circuit import Atom, Circuit, Truth

Answers = Mapping[str, bool | str | int | None]
Evaluator = Callable[[Answers], dict[str, Truth]]
#: The truths by their number in the generated source.
TRUTHS: tuple[Truth, ...] = (False, None, True)


def source(circuit: Circuit) -> str:
    """The text of a function `evaluate(answers)` that gives the truth of every gate by name."""
    names: dict[Atom | str, str] = {}
    facts: dict[str, str] = {}
    lines = ["def evaluate(answers):", " get = answers.get"]
    for atom in circuit.atoms():
        if atom.fact not in facts:
            facts[atom.fact] = f"x{len(facts)}"
            lines.append(f" {facts[atom.fact]} = get({atom.fact!r})")
        answer = facts[atom.fact]
        names[atom] = f"a{len(names)}"
        test = f"{answer} < {atom.value!r}" if atom.op == "<" else f"{answer} == {atom.value!r}"
        lines.append(f" {names[atom]} = 1 if {answer} is None else 2 if {test} else 0")
    for gate in circuit.gates:
        inputs = [names[used] if positive else f"2 - {names[used]}" for positive, used in gate.inputs]
        names[gate.name] = f"g{len(names)}"
        lines.append(f" {names[gate.name]} = {_joined(inputs, conjunction=gate.conjunction)}")
    pairs = ", ".join(f"{gate.name!r}: K[{names[gate.name]}]" for gate in circuit.gates)
    lines.append(f" return {{{pairs}}}")
    return "\n".join(lines) + "\n"


def _joined(inputs: list[str], *, conjunction: bool) -> str:
    if len(inputs) > 1:
        return f"{'min' if conjunction else 'max'}({', '.join(inputs)})"
    return inputs[0] if inputs else ("2" if conjunction else "0")


def evaluator(circuit: Circuit) -> Evaluator:
    """The compiled function. Same answers, same truths; it keeps no state."""
    space: dict[str, object] = {"__builtins__": {}, "min": min, "max": max, "K": TRUTHS}
    # Generated from the checked rule base, whose names and values are repr()-quoted literals.
    exec(compile(source(circuit), f"<rules on day {circuit.day}>", "exec"), space)  # noqa: S102
    made = space["evaluate"]
    assert callable(made)
    return made
