"""What the program is made of, under which terms, and the full texts of the licences."""

import re
import sys
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

import resources
from desk_app import __version__

PACKAGE = "Python 包"
KINDS = ("程序", PACKAGE, "字体", "图标", "数据")
NEEDED_IN_TURN = "由上面的包使用"
UNKNOWN = "见许可全文"
_OURS = "异地就医备案窗口"
_NAME = re.compile(r"[A-Za-z0-9._-]+")
_EXTRA = re.compile(r";.*\bextra\b")
_TEXT = re.compile(r"(licen[cs]e|copying|copyright|notice)", re.IGNORECASE)
_CODE = frozenset({".py", ".pyc"})
_SHORT = 60  # characters; a longer statement is a whole licence and no name of one
_LISTED = re.compile(r"^(?P<name>\S+) (?P<version>\d\S*): (?P<terms>.+)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """One thing that ships; ``texts`` are the files of its licence."""

    name: str
    version: str
    kind: str  # one of KINDS
    use: str
    terms: str
    texts: tuple[Path, ...]


def components() -> tuple[Component, ...]:
    """Return all that ships, in the order of their kinds. Reads files: for a worker thread."""
    known = _known()
    found = [_stated(row) for row in known["component"]]
    found += _packages(known)
    return tuple(sorted(found, key=_rank))


def text(component: Component) -> str:
    """Return the full text of a component's licence; empty where there is none to show."""
    parts = [path.read_text(encoding="utf-8", errors="replace") for path in component.texts]
    return "\n\n".join(part.strip() for part in parts)


def meaning(terms: str) -> tuple[str, ...]:
    """Say in a sentence each what terms mean for who uses the program; the texts prevail."""
    rows: dict[str, str] = _known()["meaning"]
    found: list[str] = []
    for one in re.split(r" AND | OR |, |,", terms):
        said = next((words for key, words in rows.items() if key.lower() in one.lower()), None)
        if said is not None and said not in found:
            found.append(said)
    return tuple(found)


@cache
def _known() -> dict[str, Any]:
    path = resources.path("licences", "components.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _rank(one: Component) -> int:
    return KINDS.index(one.kind)


def _stated(row: dict[str, Any]) -> Component:
    versions = {"Python": sys.version.split()[0], _OURS: __version__}
    return Component(
        name=row["name"],
        version=versions.get(row["name"], ""),
        kind=row["kind"],
        use=row["use"],
        terms=row["terms"],
        texts=_beside(row["texts"]),
    )


def _beside(names: Iterable[str]) -> tuple[Path, ...]:
    return tuple(resources.path("licences", name) for name in names)


def _packages(known: dict[str, Any]) -> list[Component]:
    """Return the Python packages: those asked for first, then what they need in turn."""
    uses = {_key(name): use for name, use in known["packages"].items()}
    found = sorted(_installed(known["packages"]), key=lambda one: _key(one.name) not in uses)
    if not found:
        return list(_gathered(Path(sys.executable).parent / "licences", uses))
    terms = {_key(name): one for name, one in known["terms"].items()}
    texts = {_key(name): names for name, names in known["texts"].items()}
    return [
        Component(
            name=one.name,
            version=one.version,
            kind=PACKAGE,
            use=uses.get(_key(one.name), NEEDED_IN_TURN),
            terms=terms.get(_key(one.name)) or _terms(one),
            texts=_beside(texts.get(_key(one.name), ())) or tuple(_own_texts(one)),
        )
        for one in found
    ]


def _installed(names: Iterable[str]) -> Iterator[Distribution]:
    """Yield the packages of these names that are here, and all that those require."""
    waiting, seen = list(names), set[str]()
    while waiting:
        name = waiting.pop(0)
        if _key(name) in seen:
            continue
        seen.add(_key(name))
        try:
            found = distribution(name)
        except PackageNotFoundError:
            continue  # wanted on other systems only, or an extra nobody installed
        yield found
        needed = (line for line in found.requires or () if not _EXTRA.search(line))
        waiting += [match[0] for line in needed if (match := _NAME.match(line))]


def _key(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _terms(one: Distribution) -> str:
    """Return what a package states as its licence, in a few words."""
    stated = _first(one, "License-Expression")
    classed = [
        line.rpartition(" :: ")[2]
        for line in one.metadata.get_all("Classifier") or ()
        if line.startswith("License :: OSI Approved :: ")
    ]
    long = _first(one, "License").strip()
    short = long if len(long) <= _SHORT and "\n" not in long and long != "UNKNOWN" else ""
    return stated or short or ", ".join(classed) or UNKNOWN


def _first(one: Distribution, name: str) -> str:
    return next(iter(one.metadata.get_all(name) or ()), "")


def _own_texts(one: Distribution) -> Iterator[Path]:
    for file in one.files or ():
        inside = ".dist-info" in file.parts[0]
        if inside and _TEXT.search("/".join(file.parts[1:])) and file.suffix not in _CODE:
            path = Path(str(file.locate()))
            if path.is_file():
                yield path


def _gathered(folder: Path, uses: dict[str, str]) -> Iterator[Component]:
    """Yield the packages of a built program, from the list and the texts its build gathered."""
    listed = folder / "THIRD-PARTY.txt"
    if not listed.is_file():
        return
    for line in listed.read_text(encoding="utf-8").splitlines():
        row = _LISTED.match(line)
        if row is not None:
            yield Component(
                name=row["name"],
                version=row["version"],
                kind=PACKAGE,
                use=uses.get(_key(row["name"]), NEEDED_IN_TURN),
                terms=row["terms"],
                texts=tuple(sorted(folder.glob(f"{row['name']}-*"))),
            )
