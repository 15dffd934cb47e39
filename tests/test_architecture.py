"""The house stays as it is drawn: imports follow the arrow, pieces stay small, cores stay light."""

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("desk_app", "forms", "resources")
SOURCES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))
MAX_LINES = 400
MAX_FUNCTION_LINES = 50


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


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("desk_app/policy/vocabulary.py", "import desk_app.records.filing"),
        ("desk_app/policy/vocabulary.py", "import sqlmodel"),
        ("desk_app/records/filing.py", "import desk_app.storage"),
        ("desk_app/devices/card.py", "import desk_app.records.filing"),
        ("desk_app/devices/card.py", "import sqlalchemy"),
        ("desk_app/services/__init__.py", "import PySide6.QtCore"),
        ("desk_app/services/__init__.py", "import sqlalchemy"),
        ("desk_app/services/__init__.py", "import reportlab"),
        ("desk_app/ui/__init__.py", "import desk_app.storage.database"),
        ("desk_app/ui/widgets/__init__.py", "import desk_app.records.filing"),
        ("forms/data.py", "import desk_app.clock"),
        ("forms/data.py", "import forms.catalogue"),
    ],
)
def test_an_import_against_the_arrow_is_noticed(tmp_path, module, line):
    """Putting a forbidden import into a copy of the project breaks a contract."""
    for package in PACKAGES:
        shutil.copytree(
            ROOT / package,
            tmp_path / package,
            ignore=shutil.ignore_patterns("*.ttf", "__pycache__", "licences"),
        )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    with (tmp_path / module).open("a", encoding="utf-8") as source:
        source.write(f"\n{line}\n")
    done = contracts(tmp_path)
    assert done.returncode != 0
    assert "BROKEN" in done.stdout


@pytest.mark.parametrize("path", SOURCES + TESTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_pieces_are_small(path):
    """No module is longer than 400 lines, no function longer than 50."""
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= MAX_LINES
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    long = [
        f"{node.name} ({node.end_lineno - node.lineno + 1} lines)"
        for node in ast.walk(ast.parse(text))
        if isinstance(node, functions) and node.end_lineno - node.lineno + 1 > MAX_FUNCTION_LINES
    ]
    assert not long


def test_everything_below_the_window_runs_without_qt():
    """Services, storage, rules and papers import where PySide6 is missing."""
    modules = [
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
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
