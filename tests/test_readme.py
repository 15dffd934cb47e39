"""The README tells the truth: every path and command it names exists."""

import re
from pathlib import Path

import pytest

from desk_app.cli.commands import COMMANDS

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PATHS = sorted(set(re.findall(r"\b((?:desk_app|forms|resources|tests)/[\w./-]*\w)", README)))
NAMED = sorted(set(re.findall(r"desk-app ([a-z][a-z-]+)", README)))


@pytest.mark.parametrize("path", PATHS)
def test_a_path_in_the_readme_exists(path):
    """Whoever follows the README finds what it names."""
    assert (ROOT / path).exists()


@pytest.mark.parametrize("name", NAMED)
def test_a_command_in_the_readme_exists(name):
    """Whoever types what the README shows is understood."""
    assert name in {command.name for command in COMMANDS}


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_every_command_is_in_the_readme(command):
    """No verb is hidden from the reader; the window is the command without a name."""
    assert command.name in {*NAMED, "window"} or f"desk-app {command.name}" in README
