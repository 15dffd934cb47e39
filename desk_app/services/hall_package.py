"""The hall package: rules, the bureau's blanks and holidays in one file for every counter.

A ZIP archive with a list of its files and their SHA-256. Fonts are only named: their licences
are each hall's own matter, and a counter that lacks one is told.
"""

import hashlib
import json
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desk_app import __version__
from desk_app.errors import EnvironmentFailureError, RefusedError
from desk_app.policy.holidays import load_calendar
from desk_app.services import blanks, rulekeeping, typefaces, workdays
from desk_app.services.authority import require_supervisor
from desk_app.services.desk import Desk
from desk_app.services.files import replacing

SUFFIX = ".deskhall"

_LIST = "package.json"
_FORMAT = "desk-app-hall-package-1"
_LARGEST = 200 * 1024 * 1024  # unpacked; more is no hall package
_RULES, _BLANKS, _HOLIDAYS = "rules", "blanks", "holidays.toml"
_NOT_OURS = "这个文件不是厅包，或已损坏、被改动过。请向提供者重新索取。"
_EPOCH = (1980, 1, 1, 0, 0, 0)  # equal contents give equal bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing a package brings, and what it would change here, in words."""

    kind: str
    name: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What a package is and brings."""

    label: str
    made_at: str
    items: tuple[Item, ...]


def pack(*, desk: Desk, target: Path, label: str | None = None) -> Contents:
    """Write what this hall uses beyond the shipped files into one file.

    Raises RefusedError where there is nothing to hand on, or for a folder that is not there.
    """
    require_supervisor(desk, "制作厅包")
    parts = _collect(desk)
    if not parts:
        raise RefusedError("本厅没有另外启用的规则、样表或节假日，没有可打包的内容。")
    if not target.parent.is_dir():
        raise RefusedError("存放厅包的文件夹不存在，请核对。")
    now = desk.clock.now()
    facts = {
        "format": _FORMAT,
        "label": label or f"{desk.hall.code}-{now:%Y%m%d-%H%M}",
        "made_at": f"{now:%Y-%m-%d %H:%M}",
        "program": __version__,
        "fonts": _fonts(desk.folder),
        "files": {name: _sha256(content) for name, content in sorted(parts.items())},
    }
    with replacing(target) as part, zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as archive:
        listed = json.dumps(facts, ensure_ascii=False, indent=1).encode()
        for name, content in [(_LIST, listed), *sorted(parts.items())]:
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), content)
    return look(desk=desk, path=target)


def look(*, desk: Desk, path: Path) -> Contents:
    """Check a package whole and say what it would change here; nothing is taken into use.

    Raises EnvironmentFailureError for a file that is none or was changed, RefusedError (or the
    rule reader's own) naming what in it cannot be used.
    """
    facts, parts = _read(path)
    with tempfile.TemporaryDirectory(prefix="desk-hall-") as scratch:
        items = [
            *_rules(desk, _lay_out(Path(scratch), parts)),
            *_blanks(desk, parts),
            *_holidays(desk, Path(scratch), parts),
            *_lacking_fonts(desk, facts),
        ]
    return Contents(label=str(facts["label"]), made_at=str(facts["made_at"]), items=tuple(items))


def accept(*, desk: Desk, path: Path) -> Contents:
    """Take a package into use after checking all of it; each part is noted in the history."""
    require_supervisor(desk, "启用厅包")
    contents = look(desk=desk, path=path)
    _, parts = _read(path)
    with tempfile.TemporaryDirectory(prefix="desk-hall-") as scratch:
        for pack_path in _lay_out(Path(scratch), parts):
            if _present(desk, pack_path) != pack_path.read_bytes():
                rulekeeping.accept(desk=desk, path=pack_path)
        for pdf, map_text in _pairs(parts).values():
            blanks.install(desk=desk, pdf=pdf, map_text=map_text)
        if _HOLIDAYS in parts:
            workdays.take_in(desk=desk, path=Path(scratch) / _HOLIDAYS)
    return contents


def _collect(desk: Desk) -> dict[str, bytes]:
    parts: dict[str, bytes] = {}
    for folder in rulekeeping.shelf(desk=desk).folders:
        for path in sorted(folder.glob("*.toml")):
            parts[f"{_RULES}/{path.name}"] = path.read_bytes()
    for blank in blanks.every(desk=desk).values():
        for end in ("pdf", "toml"):
            kept = desk.folder / blanks.FOLDER / f"{blank.fingerprint}.{end}"
            parts[f"{_BLANKS}/{blank.fingerprint}.{end}"] = kept.read_bytes()
    workdays.calendar(desk=desk)  # lays the hall's own table out, where it has one
    holidays = desk.folder / workdays.FILE
    if holidays.exists():
        parts[_HOLIDAYS] = holidays.read_bytes()
    return parts


def _read(path: Path) -> tuple[dict[str, Any], dict[str, bytes]]:
    """Return a package's list and files, every one compared with its fingerprint."""
    if not path.is_file():
        raise EnvironmentFailureError("找不到这个厅包。请核对文件名，确认磁盘或U盘已接好。")
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(member.file_size for member in archive.infolist()) > _LARGEST:
                raise EnvironmentFailureError(_NOT_OURS)
            facts = json.loads(archive.read(_LIST))
            listed: dict[str, str] = facts["files"]
            parts = {name: archive.read(name) for name in listed}
            extra = set(archive.namelist()) - {_LIST, *listed}
        known = facts["format"] == _FORMAT and isinstance(facts["fonts"], dict)
        whole = all(_sha256(content) == listed[name] for name, content in parts.items())
        if not known or not whole or extra or not {"label", "made_at"} <= set(facts):
            raise EnvironmentFailureError(_NOT_OURS)
    except (zipfile.BadZipFile, ValueError, KeyError, TypeError, OSError) as error:
        raise EnvironmentFailureError(_NOT_OURS) from error
    return facts, parts


def _lay_out(scratch: Path, parts: dict[str, bytes]) -> list[Path]:
    """Write rules and holidays where their readers can read them; return the rules."""
    written = []
    for name, content in parts.items():
        folder, _, file = name.rpartition("/")
        if folder == _RULES and Path(file).name == file:
            path = scratch / file
            path.write_bytes(content)
            written.append(path)
        elif name == _HOLIDAYS:
            (scratch / name).write_bytes(content)
    return written


def _rules(desk: Desk, paths: list[Path]) -> list[Item]:
    items = []
    for path in paths:
        if _present(desk, path) == path.read_bytes():
            items.append(Item(kind="规则", name=path.stem, notes=("与本厅在用的相同",)))
            continue
        offer = rulekeeping.weigh(desk=desk, path=path)
        notes = tuple(
            f"{one.kind} {one.rule} {one.label}：{one.before} → {one.after}"
            for one in offer.differences
        )
        name = f"{offer.pack.region} 版本 {offer.pack.version}"
        items.append(Item(kind="规则", name=name, notes=notes))
    return items


def _present(desk: Desk, path: Path) -> bytes | None:
    """Return the accepted rule pack of this name, if there is one."""
    folders = rulekeeping.shelf(desk=desk).folders
    kept = next((folder / path.name for folder in folders if (folder / path.name).exists()), None)
    return kept.read_bytes() if kept else None


def _pairs(parts: dict[str, bytes]) -> dict[str, tuple[bytes, str]]:
    """Return the blanks with their maps by fingerprint."""
    marks = sorted(
        name[len(_BLANKS) + 1 : -4]
        for name in parts
        if name.startswith(f"{_BLANKS}/") and name.endswith(".pdf")
    )
    try:
        return {
            mark: (parts[f"{_BLANKS}/{mark}.pdf"], parts[f"{_BLANKS}/{mark}.toml"].decode())
            for mark in marks
        }
    except (KeyError, UnicodeDecodeError) as error:
        raise EnvironmentFailureError(_NOT_OURS) from error


def _blanks(desk: Desk, parts: dict[str, bytes]) -> list[Item]:
    known = {blank.fingerprint for blank in blanks.every(desk=desk).values()}
    items = []
    for mark, (pdf, map_text) in _pairs(parts).items():
        blanks.check(pdf, map_text)
        note = "与本厅在用的相同" if mark in known else "启用后代替现在的版式"
        items.append(Item(kind="样表", name=mark, notes=(note,)))
    return items


def _holidays(desk: Desk, scratch: Path, parts: dict[str, bytes]) -> list[Item]:
    if _HOLIDAYS not in parts:
        return []
    brought = load_calendar(scratch / _HOLIDAYS).years
    present = workdays.calendar(desk=desk).years
    changed = [str(year) for year in sorted(brought) if present.get(year) != brought[year]]
    gone = [str(year) for year in sorted(present) if year not in brought]
    notes = [f"{'、'.join(changed)} 年不同或新增" if changed else "与本厅在用的相同"]
    if gone:
        notes.append(f"不再含 {'、'.join(gone)} 年")
    return [Item(kind="节假日", name="放假与调休表", notes=tuple(notes))]


def _fonts(folder: Path) -> dict[str, str]:
    own = folder / typefaces.FOLDER
    paths = sorted(path for path in own.glob("*") if path.is_file()) if own.is_dir() else []
    return {path.name: _sha256(path.read_bytes()) for path in paths}


def _lacking_fonts(desk: Desk, facts: dict[str, Any]) -> list[Item]:
    here = set(_fonts(desk.folder).values())
    place = desk.folder / typefaces.FOLDER
    return [
        Item(kind="字体", name=name, notes=(f"本窗口没有，请放入 {place}",))
        for name, mark in facts["fonts"].items()
        if mark not in here
    ]


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
