"""The house stays as it is drawn: imports follow the arrow, pieces stay small, cores stay light."""

import ast
import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("desk_app", "forms", "resources")
SOURCES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))
MAX_LINES = 400
MAX_FUNCTION_LINES = 50
MAX_FILES = 16


def contracts(root: Path) -> subprocess.CompletedProcess[str]:
    """Check the import contracts of the checkout in ``root``."""
    linter = Path(sys.executable).with_name("lint-imports")
    command = [str(linter), "--no-cache", "--config", str(root / "pyproject.toml")]
    environment = {"PYTHONPATH": str(root), "PATH": ""}
    return subprocess.run(
        command, cwd=root, env=environment, capture_output=True, text=True, check=False
    )


def in_fresh_python(code: str) -> str:
    """Run ``code`` in a new interpreter and return what it prints."""
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_imports_follow_the_arrow():
    """Every import contract of pyproject.toml holds."""
    done = contracts(ROOT)
    assert done.returncode == 0, done.stdout


AGAINST_THE_ARROW = (
    ("desk_app/policy/vocabulary.py", "desk_app.records.filing"),
    ("desk_app/policy/vocabulary.py", "sqlmodel"),
    ("desk_app/records/filing.py", "desk_app.storage"),
    ("desk_app/devices/card.py", "desk_app.records.filing"),
    ("desk_app/devices/card.py", "sqlalchemy"),
    ("desk_app/services/__init__.py", "PySide6"),
    ("desk_app/services/__init__.py", "sqlalchemy"),
    ("desk_app/services/__init__.py", "reportlab"),
    ("desk_app/ui/__init__.py", "desk_app.storage.database"),
    ("desk_app/ui/widgets/__init__.py", "desk_app.records.filing"),
    ("forms/data.py", "desk_app.clock"),
    ("forms/data.py", "forms.catalogue"),
    ("forms/fonts/__init__.py", "forms.kit.paper"),
    ("forms/kit/layout/__init__.py", "forms.kit.output.paint"),
    ("desk_app/services/__init__.py", "forms.kit.paper"),
    ("desk_app/cli/__init__.py", "desk_app.storage.folder.lock"),
    ("desk_app/services/desk/__init__.py", "desk_app.services.filing.intake"),
    ("desk_app/storage/folder/__init__.py", "desk_app.storage.keys.keyfile"),
    ("desk_app/policy/packs/__init__.py", "desk_app.policy.guidance.facts"),
)


def test_imports_against_the_arrow_are_noticed(tmp_path):
    """Forbidden imports put into a copy of the project break a contract, and each is named."""
    for package in PACKAGES:
        shutil.copytree(
            ROOT / package,
            tmp_path / package,
            ignore=shutil.ignore_patterns("*.ttf", "__pycache__", "licences"),
        )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for module, wanted in AGAINST_THE_ARROW:
        with (tmp_path / module).open("a", encoding="utf-8") as source:
            source.write(f"\nimport {wanted}\n")
    done = contracts(tmp_path)
    assert done.returncode != 0
    assert "BROKEN" in done.stdout
    unnoticed = [
        (module, wanted)
        for module, wanted in AGAINST_THE_ARROW
        if not re.search(rf"\b{dotted(module)}\s+->\s+{wanted}\s", done.stdout)
    ]
    assert unnoticed == []


def dotted(module: str) -> str:
    """Return the name by which a file is imported."""
    return module.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def test_pieces_are_small():
    """No module is longer than 400 lines, no function longer than 50."""
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    long = []
    for path in SOURCES + TESTS:
        text, name = path.read_text(encoding="utf-8"), str(path.relative_to(ROOT))
        if text.count("\n") > MAX_LINES:
            long.append(f"{name}: {text.count(chr(10))} lines")
        long += [
            f"{name}: {node.name} ({node.end_lineno - node.lineno + 1} lines)"
            for node in ast.walk(ast.parse(text))
            if isinstance(node, functions)
            and node.end_lineno - node.lineno + 1 > MAX_FUNCTION_LINES
        ]
    assert long == []


def test_no_room_is_a_drawer():
    """No folder holds more than 16 modules, and every package says in one line what is in it."""
    folders = Counter(path.parent.relative_to(ROOT).as_posix() for path in SOURCES + TESTS)
    assert {name: count for name, count in folders.items() if count > MAX_FILES} == {}
    unsaid = [
        str(path.relative_to(ROOT))
        for path in SOURCES
        if path.name == "__init__.py" and not ast.get_docstring(ast.parse(path.read_text("utf-8")))
    ]
    assert unsaid == []


def test_everything_below_the_window_runs_without_qt():
    """Services, storage, rules and papers import where PySide6 is missing."""
    modules = [
        dotted(path.relative_to(ROOT).as_posix())
        for path in SOURCES
        if not {"ui", "app", "cli", "__main__.py", "migrations"} & set(path.relative_to(ROOT).parts)
    ]
    code = "import sys; sys.modules['PySide6'] = None\n" + "\n".join(
        f"import {module}" for module in modules
    )
    in_fresh_python(code)


@pytest.mark.parametrize(
    "arguments",
    [
        ["check-id", "440399199001010016"],
        ["guide", "--region", "440300", "--type", "long_term_resident"],
    ],
)
def test_quick_commands_stay_light(arguments):
    """check-id and guide load neither Qt nor SQL nor the PDF library."""
    code = f"""
import sys, io, contextlib
from desk_app.cli import main
with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
    main({arguments!r})
heavy = {{"PySide6", "sqlalchemy", "sqlmodel", "pydantic", "reportlab", "pikepdf"}}
print(sorted(heavy & set(sys.modules)))
"""
    assert in_fresh_python(code).strip() == "[]"
