"""The hall package: rules, answers, blanks, holidays and fonts in one file for every counter.

A ZIP archive with a list of its files and their SHA-256. Who changes a file and the list with it
is found out by the check code, which the maker tells on another way than the file takes. Fonts
travel only when asked for, as their licences are each hall's own matter; else they are named,
and a counter that lacks one is told.
"""

import json
import tempfile
import zipfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from desk_app import __version__
from desk_app.errors import EnvironmentFailureError, RefusedError
from desk_app.files import replacing, write_whole
from desk_app.policy.days.holidays import load_calendar
from desk_app.policy.packs.answers import BureauAnswer
from desk_app.services.blanks import blanks
from desk_app.services.desk.authority import require_supervisor
from desk_app.services.desk.open_desk import Desk
from desk_app.services.lists import json_text, package_file
from desk_app.services.lists.package_file import FORMAT, LIST, MALFORMED, NOT_OURS, sha256
from desk_app.services.rules import rulekeeping, workdays
from desk_app.services.settings import typefaces
from forms import catalogue

SUFFIX = ".deskhall"

_RULES, _BLANKS, _FONTS = "rules", "blanks", "fonts"
_HOLIDAYS, _ANSWERS = "holidays.toml", "answers.json"
_SAME = "与本厅在用的相同"
_NOT_ENTERED = ("本厅的规则里没有这个问题，未录入",)
_EPOCH = (1980, 1, 1, 0, 0, 0)  # equal contents give equal bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing a package brings, and what it would change here, in words."""

    kind: str
    name: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What a package is and brings; ``code`` is the same for the same contents only."""

    label: str
    made_at: str
    code: str
    items: tuple[Item, ...]


def pack(
    *, desk: Desk, target: Path, label: str | None = None, with_fonts: bool = False
) -> Contents:
    """Write what this hall uses beyond the shipped files into one file.

    Raises RefusedError where there is nothing to hand on, or for a folder that is not there.
    """
    require_supervisor(desk, "制作厅包")
    parts = _collect(desk)
    if with_fonts:
        parts |= {f"{_FONTS}/{path.name}": path.read_bytes() for path in _font_files(desk.folder)}
    if not parts:
        raise RefusedError("本厅没有另外启用的规则、口径、样表或节假日，没有可打包的内容。")
    if not target.parent.is_dir():
        raise RefusedError("存放厅包的文件夹不存在，请核对。")
    now = desk.clock.now()
    facts = {
        "format": FORMAT,
        "label": label or f"{desk.hall.code}-{now:%Y%m%d-%H%M}",
        "made_at": f"{now:%Y-%m-%d %H:%M}",
        "program": __version__,
        "fonts": _font_marks(desk.folder),
        "files": {name: sha256(content) for name, content in sorted(parts.items())},
    }
    with replacing(target) as part, zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as archive:
        listed = json.dumps(facts, ensure_ascii=False, indent=1).encode()
        for name, content in [(LIST, listed), *sorted(parts.items())]:
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), content)
    return look(desk=desk, path=target)


def look(*, desk: Desk, path: Path, code: str | None = None) -> Contents:
    """Check a package whole and say what it would change here; nothing is taken into use.

    ``code`` is the check code its maker told. Raises EnvironmentFailureError for a file that is
    none or was changed, RefusedError (or the rule reader's own) naming what in it cannot be used.
    """
    facts, parts = package_file.read(path)
    if code is not None and _plain(code) != _plain(_code(facts)):
        raise RefusedError("核对码不符，这个厅包不是提供者发出的那一份。请重新索取。")
    with tempfile.TemporaryDirectory(prefix="desk-hall-") as scratch:
        items = [
            *_rules(desk, _lay_out(Path(scratch), parts)),
            *_answers(desk, parts),
            *_blanks(desk, parts),
            *_holidays(desk, Path(scratch), parts),
            *_fonts(desk, facts, parts),
        ]
    return Contents(
        label=str(facts["label"]),
        made_at=str(facts["made_at"]),
        code=_code(facts),
        items=tuple(items),
    )


def accept(*, desk: Desk, path: Path, code: str | None = None) -> Contents:
    """Take a package into use after checking all of it; each part is noted in the history."""
    require_supervisor(desk, "启用厅包")
    contents = look(desk=desk, path=path, code=code)
    _, parts = package_file.read(path)
    try:
        unknown = _put_in_place(desk, parts)
    except EnvironmentFailureError as error:
        raise EnvironmentFailureError(
            f"厅包可能只启用了一部分：{error.message}排除后请再启用一次，已启用的不会重复。"
        ) from error
    items = (replace(one, notes=_NOT_ENTERED) if one.name in unknown else one
             for one in contents.items)  # fmt: skip
    return replace(contents, items=tuple(items))


def _put_in_place(desk: Desk, parts: dict[str, bytes]) -> set[str]:
    """Take each part into use; return the names of the answers that were not entered."""
    with tempfile.TemporaryDirectory(prefix="desk-hall-") as scratch:
        for pack_path in _lay_out(Path(scratch), parts):
            if _present(desk, pack_path) != pack_path.read_bytes():
                rulekeeping.accept(desk=desk, path=pack_path)
        for pdf, map_text in _pairs(parts).values():
            blanks.install(desk=desk, pdf=pdf, map_text=map_text)
        if _HOLIDAYS in parts:
            workdays.take_in(desk=desk, path=Path(scratch) / _HOLIDAYS)
    unknown = _enter_answers(desk, parts)
    _place_fonts(desk.folder, parts)
    return unknown


def _collect(desk: Desk) -> dict[str, bytes]:
    parts: dict[str, bytes] = {}
    for folder in rulekeeping.shelf(desk=desk).folders:
        for path in sorted(folder.glob("*.toml")):
            parts[f"{_RULES}/{path.name}"] = path.read_bytes()
    for blank in blanks.every(desk=desk).values():
        pdf, map_text = blanks.kept(desk.folder, blank)
        parts[f"{_BLANKS}/{blank.fingerprint}.pdf"] = blanks.cleaned(pdf)
        parts[f"{_BLANKS}/{blank.fingerprint}.toml"] = map_text.encode()
    workdays.calendar(desk=desk)  # lays the hall's own table out, where it has one
    holidays = desk.folder / workdays.FILE
    if holidays.exists():
        parts[_HOLIDAYS] = holidays.read_bytes()
    answers = [_answer_row(given.answer) for given in rulekeeping.answers(desk=desk)]
    if answers:
        parts[_ANSWERS] = json.dumps(answers, ensure_ascii=False, indent=1).encode()
    return parts


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
            items.append(Item(kind="规则", name=path.stem, notes=(_SAME,)))
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
        raise EnvironmentFailureError(NOT_OURS) from error


def _blanks(desk: Desk, parts: dict[str, bytes]) -> list[Item]:
    known = {blank.fingerprint for blank in blanks.every(desk=desk).values()}
    items = []
    for mark, (pdf, map_text) in _pairs(parts).items():
        trial = blanks.check(pdf, map_text)
        marks = {mark, blanks.fingerprint(trial.pdf, map_text)}
        note = _SAME if marks & known else "启用后代替现在的版式"
        title = catalogue.PAPERS[trial.paper].title
        without = (f"不属于纸面，会去掉：{one}" for one in trial.left_out)
        name = f"《{title}》 {mark}"
        items.append(Item(kind="样表", name=name, notes=(note, *without, *trial.notes)))
    return items


def _holidays(desk: Desk, scratch: Path, parts: dict[str, bytes]) -> list[Item]:
    if _HOLIDAYS not in parts:
        return []
    brought = load_calendar(scratch / _HOLIDAYS).years
    present = workdays.calendar(desk=desk).years
    changed = [str(year) for year in sorted(brought) if present.get(year) != brought[year]]
    gone = [str(year) for year in sorted(present) if year not in brought]
    notes = [f"{'、'.join(changed)} 年不同或新增" if changed else _SAME]
    if gone:
        notes.append(f"不再含 {'、'.join(gone)} 年")
    return [Item(kind="节假日", name="放假与调休表", notes=tuple(notes))]


def _answer_row(answer: BureauAnswer) -> dict[str, Any]:
    return {**asdict(answer), "answered_on": answer.answered_on.isoformat()}


def _answer(row: dict[str, Any]) -> BureauAnswer:
    if not all(isinstance(text, str) for text in row.values() if text is not None):
        raise TypeError(type(row))
    return BureauAnswer(**{**row, "answered_on": date.fromisoformat(row["answered_on"])})


def _new_answers(desk: Desk, parts: Mapping[str, bytes]) -> list[BureauAnswer]:
    """Return the bureau's answers that this counter does not have."""
    try:
        brought = [_answer(row) for row in json_text.parse(parts.get(_ANSWERS, b"[]"), what="厅包")]
    except MALFORMED as error:
        raise EnvironmentFailureError(NOT_OURS) from error
    present = {given.answer for given in rulekeeping.answers(desk=desk)}
    return [answer for answer in brought if answer not in present]


def _answers(desk: Desk, parts: Mapping[str, bytes]) -> list[Item]:
    new = _new_answers(desk, parts)
    if not new and _ANSWERS in parts:
        return [Item(kind="本局口径", name="全部", notes=(_SAME,))]
    return [
        Item(
            kind="本局口径",
            name=f"{answer.region} {answer.subject}",
            notes=(f"{answer.answered_on} {answer.reference}：{answer.text}",),
        )
        for answer in new
    ]


def _enter_answers(desk: Desk, parts: Mapping[str, bytes]) -> set[str]:
    """Enter the new answers and return the names of those the rules here have no question for."""
    unknown = set()
    for answer in _new_answers(desk, parts):
        try:
            rulekeeping.answer(desk=desk, given=answer)
        except RefusedError:
            unknown.add(f"{answer.region} {answer.subject}")
    return unknown


def _font_files(folder: Path) -> list[Path]:
    own = folder / typefaces.FOLDER
    return sorted(path for path in own.glob("*") if path.is_file()) if own.is_dir() else []


def _font_marks(folder: Path) -> dict[str, str]:
    return {path.name: sha256(path.read_bytes()) for path in _font_files(folder)}


def _carried_fonts(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the fonts of a package by file name; raises for a name that leads elsewhere."""
    found = {
        name.removeprefix(f"{_FONTS}/"): content
        for name, content in parts.items()
        if name.startswith(f"{_FONTS}/")
    }
    if any("/" in name or name.startswith(".") for name in found):
        raise EnvironmentFailureError(NOT_OURS)
    return found


def _fonts(desk: Desk, facts: Mapping[str, Any], parts: Mapping[str, bytes]) -> list[Item]:
    here = set(_font_marks(desk.folder).values())
    carried = _carried_fonts(parts)
    place = desk.folder / typefaces.FOLDER
    items = []
    for name, mark in facts["fonts"].items():
        note = f"放入 {place}" if name in carried else f"本窗口没有，请放入 {place}"
        if mark not in here:
            items.append(Item(kind="字体", name=name, notes=(note,)))
        elif name in carried:
            items.append(Item(kind="字体", name=name, notes=(_SAME,)))
    return items


def _place_fonts(folder: Path, parts: Mapping[str, bytes]) -> None:
    """Put the fonts of a package where this counter's are; another of the same name is kept."""
    here = _font_marks(folder)
    for name, content in _carried_fonts(parts).items():
        if sha256(content) in here.values():
            continue
        place = folder / typefaces.FOLDER / name
        place.parent.mkdir(mode=0o700, exist_ok=True)
        if name in here:
            place.rename(place.with_name(f"{name}.{here[name][:8]}.old"))
        write_whole(place, content)
    typefaces.take_in(folder)


def _code(facts: Mapping[str, Any]) -> str:
    """Return twelve digits that stand for all contents of a package, in groups to read out."""
    digits = sha256(json.dumps(facts, sort_keys=True).encode())[:12].upper()
    return "-".join(digits[start : start + 4] for start in range(0, len(digits), 4))


def _plain(code: str) -> str:
    return "".join(character for character in code.upper() if character.isalnum())
