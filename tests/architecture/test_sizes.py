"""Watch the tail: hardly anything in the house is long."""

import ast

from tests.architecture.source import ROOT, modules, name_of, tree

LONGEST_FILE, LONG_FUNCTION, ONE_IN = 400, 50, 50
OTHERS = [
    path
    for pattern in (
        "tests/**/*.py",
        "bench/**/*.py",
        "templates/**/*.*",
        "static/css/*.css",
        "static/js/*.js",
        "deploy/*",
    )
    for path in sorted(ROOT.glob(pattern))
    if path.is_file()
]


def test_no_file_is_longer_than_four_hundred_lines():
    lengths = {name_of(path): len(path.read_text(encoding="utf-8").splitlines()) for path in [*modules(), *OTHERS]}
    assert {name: length for name, length in lengths.items() if length > LONGEST_FILE} == {}


def test_hardly_a_function_is_longer_than_fifty_lines():
    found = [node for path in modules() for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef)]
    long = [node.name for node in found if node.end_lineno - node.lineno + 1 > LONG_FUNCTION]
    assert len(long) * ONE_IN < len(found), long


def test_no_drawer_for_everything():
    names = {part for path in modules() for part in (*path.relative_to(ROOT).parts[:-1], path.stem)}
    assert not names & {"utils", "util", "helpers", "helper", "common", "core", "misc", "services", "managers"}
