"""The functions of the package by what they call: for lists in which each that does something must stand."""

from __future__ import annotations

import ast
import shutil
from collections.abc import Callable, Collection, Iterator
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[1] / "src" / "twinline"


def calling(folder: Path, by: Callable[[ast.AST], str]) -> dict[str, list[str]]:
    """Return what is told of a folder's functions, as ``module:function`` -> the names, where there are any.

    ``by`` tells of a piece of code by what name it does what is looked for; empty where it doesn't.
    """
    found: dict[str, list[str]] = {}
    for path in sorted(folder.rglob("*.py")):
        module = ".".join(path.relative_to(folder).with_suffix("").parts)
        for name, node in _functions(ast.parse(path.read_text(encoding="utf-8"))):
            if calls := sorted({told for each in _own(node) if (told := by(each))}):
                found[f"{module}:{name}"] = calls
    return found


def found_added(
    copy: Path, name: str, source: str, look: Callable[[Path], dict[str, list[str]]], known: Collection[str]
) -> dict[str, list[str]]:
    """Return what is found that isn't known once a module is added to a copy of a room; before it nothing is."""
    shutil.copytree(SOURCE / "sheets", copy / "sheets", ignore=shutil.ignore_patterns("*.pyc"))
    assert set(look(copy)) <= set(known)
    (copy / "sheets" / f"{name}.py").write_text(source, encoding="utf-8")
    return {place: calls for place, calls in look(copy).items() if place not in known}


def _functions(tree: ast.Module) -> Iterator[tuple[str, ast.AST]]:
    """Yield each function by its name, methods with their class's, and what stands outside of any."""

    def inside(node: ast.AST, at: str) -> Iterator[tuple[str, ast.AST]]:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                name = f"{at}{child.name}"
                if not isinstance(child, ast.ClassDef):
                    yield name, child
                yield from inside(child, f"{name}.")
            else:
                yield from inside(child, at)

    yield "", tree
    yield from inside(tree, "")


def _own(node: ast.AST) -> Iterator[ast.AST]:
    """Yield what stands in a function, without the functions in it: those are named themselves."""
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield child
            yield from _own(child)
