"""The rooms of the code, a line each, as README.md lists them: ``python -m tests.ground.rooms``."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("desk_app", "forms", "resources")
WIDTH = 38


def rooms() -> Iterator[str]:
    """Yield each package with the first line of its docstring, in the order of a file manager."""
    for package in PACKAGES:
        for init in sorted((ROOT / package).rglob("__init__.py"), key=lambda path: path.parts[:-1]):
            said = ast.get_docstring(ast.parse(init.read_text(encoding="utf-8"))) or ""
            name = init.parent.relative_to(ROOT).as_posix()
            yield f"    {name:<{WIDTH}} {said.splitlines()[0]}"


if __name__ == "__main__":
    print("\n".join(rooms()))
