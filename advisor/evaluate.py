"""The second engine: the circuit as generated Python, for previews, ordering and batches.

Each gate becomes two assignments, "known true" and "known false", so that unknown is neither (strong Kleene).
The source is made from a validated rule base only; answers never reach it as text.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from advisor.circuit import Atom, Circuit, Truth

Answers = Mapping[str, bool | str | int | None]
Evaluator = Callable[[Answers], dict[str, Truth]]


def source(circuit: Circuit) -> str:
    """The text of a function `evaluate(answers)` that gives the truth of every gate by name."""
    names: dict[Atom | str, str] = {}
    lines = ["def evaluate(answers):"]
    facts: dict[str, str] = {}
    for atom in circuit.atoms():
        if atom.fact not in facts:
            facts[atom.fact] = f"x{len(facts)}"
            lines.append(f" {facts[atom.fact]} = answers.get({atom.fact!r})")
        answer, name = facts[atom.fact], f"a{len(names)}"
        names[atom] = name
        if isinstance(atom.value, bool):
            lines.append(f" t{name} = {answer} is {atom.value}")
            lines.append(f" f{name} = {answer} is {not atom.value}")
        elif atom.op == "=":
            lines.append(f" t{name} = {answer} == {atom.value!r}")
            lines.append(f" f{name} = {answer} is not None and not t{name}")
        else:
            lines.append(f" t{name} = {answer} is not None and {answer} < {atom.value!r}")
            lines.append(f" f{name} = {answer} is not None and not t{name}")
    for gate in circuit.gates:
        name = f"g{len(names)}"
        names[gate.name] = name
        true_rails = [("t" if positive else "f") + names[used] for positive, used in gate.inputs]
        false_rails = [("f" if positive else "t") + names[used] for positive, used in gate.inputs]
        both, either = (" and ", " or ") if gate.conjunction else (" or ", " and ")
        lines.append(f" t{name} = {both.join(true_rails) or gate.conjunction}")
        lines.append(f" f{name} = {either.join(false_rails) or not gate.conjunction}")
    pairs = ", ".join(
        f"{gate.name!r}: True if t{names[gate.name]} else False if f{names[gate.name]} else None"
        for gate in circuit.gates
    )
    lines.append(f" return {{{pairs}}}")
    return "\n".join(lines) + "\n"


def evaluator(circuit: Circuit) -> Evaluator:
    """The compiled function. Same answers, same truths; it keeps no state."""
    space: dict[str, object] = {"__builtins__": {}}
    # Generated from the checked rule base, whose names and values are repr()-quoted literals.
    exec(compile(source(circuit), f"<rules on day {circuit.day}>", "exec"), space)  # noqa: S102
    made = space["evaluate"]
    assert callable(made)
    return made
