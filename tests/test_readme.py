"""The README tells the truth: every path and command it names exists."""

import re
import tomllib
from pathlib import Path

from desk_app.cli.commands import COMMANDS
from tests.ground.rooms import rooms

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PATHS = sorted(set(re.findall(r"\b((?:desk_app|forms|resources|tests)/[\w./-]*\w)", README)))
NAMED = sorted(set(re.findall(r"desk-app ([a-z][a-z-]+)", README)))


def test_the_paths_in_the_readme_exist():
    """Whoever follows the README finds what it names."""
    assert PATHS
    assert [path for path in PATHS if not (ROOT / path).exists()] == []


def test_the_measurements_in_the_readme_exist():
    """Whoever wants to measure a figure again finds what measured it."""
    figures = README[README.index("## Figures") :]
    named = re.findall(r"`(?:[A-Z_]+=\S+ )?((?:faults/)?test_\w+\.py)`", figures)
    assert named
    assert [name for name in named if not (ROOT / "tests/bench" / name).is_file()] == []


def test_the_commands_in_the_readme_exist():
    """Whoever types what the README shows is understood."""
    assert NAMED
    assert sorted(set(NAMED) - {command.name for command in COMMANDS}) == []


def test_every_command_is_in_the_readme():
    """No verb is hidden from the reader; the window is the command without a name."""
    hidden = [
        command.name
        for command in COMMANDS
        if command.name not in {*NAMED, "window"} and f"desk-app {command.name}" not in README
    ]
    assert hidden == []


def test_every_room_is_in_the_readme():
    """The list of rooms is what ``python -m tests.ground.rooms`` prints, line by line."""
    assert "\n\n" + "\n".join(rooms()) + "\n\n" in README


def test_the_set_up_brings_what_every_command_needs():
    """The extras that are not for tests are installed by run.sh, and by the line for Windows."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed = set(project["optional-dependencies"]) - {"bench", "test"}
    start = (ROOT / "desk_app/run.sh").read_text(encoding="utf-8")
    for text, before in ((start, "prepare_environment "), (README, "constraints.txt ")):
        named = re.search(re.escape(before) + r'"\.?\[([a-z,]+)\]"', text)
        assert named, before
        assert set(named[1].split(",")) == needed
