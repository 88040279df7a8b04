"""Reading the project's own source: its files, their syntax trees, and what a function calls."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
APPS = "accounts agencies applications audit complaints dashboards notifications ptsp_portal".split()


def modules(*patterns: str) -> list[Path]:
    """The project's Python files without migrations; with patterns such as "views.py" or "actions/*.py" only those."""
    found = [path for app in APPS for path in sorted((ROOT / app).rglob("*.py")) if "migrations" not in path.parts]
    return [path for path in found if not patterns or any(path.match(pattern) for pattern in patterns)]


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def functions(path: Path) -> dict[str, ast.FunctionDef]:
    """The functions at the top of a module."""
    return {node.name: node for node in tree(path).body if isinstance(node, ast.FunctionDef)}


def dotted(node: ast.AST) -> str:
    """`transaction.atomic` for that expression; calls and subscripts in between are left out."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    if isinstance(node, ast.Call):
        return dotted(node.func)
    return dotted(node.value) if isinstance(node, ast.Subscript) else ""


def calls(node: ast.AST) -> list[str]:
    """The dotted names of all calls inside a node, in the order of the text."""
    found = [each for each in ast.walk(node) if isinstance(each, ast.Call)]
    return [dotted(each.func) for each in sorted(found, key=lambda call: (call.end_lineno, call.end_col_offset))]


def calls_through(node: ast.AST, path: Path) -> list[str]:
    """As `calls`, and also what the module's own functions call that are called here."""
    known, found, seen = functions(path), [], set()

    def follow(part):
        for name in calls(part):
            found.append(name)
            if name in known and name not in seen:
                seen.add(name)
                follow(known[name])

    follow(node)
    return found


def decorators(function: ast.FunctionDef) -> list[str]:
    return [dotted(each) for each in function.decorator_list]


def stored_names(node: ast.AST) -> Iterator[ast.Attribute]:
    """Every attribute that a statement writes to, inside tuples too."""
    for each in ast.walk(node):
        if isinstance(each, ast.Attribute) and isinstance(each.ctx, (ast.Store, ast.Del)):
            yield each
