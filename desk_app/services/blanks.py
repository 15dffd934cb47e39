"""The bureau's own blanks: a hall that must use them has its values laid over them.

A blank is a PDF with a small map (see resources/blanks). Blanks that were ever used are kept
by their fingerprint, so that a reprint years later is laid over the same one.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from desk_app import given
from desk_app.errors import EnvironmentFailureError, RefusedError
from desk_app.files import write_whole
from desk_app.services.authority import require_supervisor
from desk_app.services.desk import Desk
from desk_app.storage import beside, settings
from desk_app.storage.database import Session
from forms import catalogue
from forms.kit.blank_map import read_map
from forms.kit.errors import PaperError
from forms.kit.stamp import Marks
from forms.stored import PaperData

FOLDER = beside.BLANKS
_SETTING = "blanks"
_LARGEST_BLANK = 50_000_000  # bytes
_LARGEST_MAP = 1_000_000
_PREFIX = "本局样表 "


@dataclass(frozen=True, slots=True, kw_only=True)
class Blank:
    """A blank in use for a paper; ``edition`` is what its papers are recorded under."""

    paper: str
    fingerprint: str

    @property
    def edition(self) -> str:
        """Return the edition its papers carry in the records."""
        return f"{_PREFIX}{self.fingerprint}"


def read(pdf: Path, places: Path) -> tuple[bytes, str]:
    """Return a blank and the text of its map from the files somebody names.

    Raises RefusedError for what cannot be such a file, EnvironmentFailureError where one cannot
    be read.
    """
    content = given.read(pdf, what="空白表", most=_LARGEST_BLANK)
    try:
        return content, given.read(places, what="对照表", most=_LARGEST_MAP).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise RefusedError("对照表不是 UTF-8 编码，请另存为 UTF-8 后重试。") from None


def check(pdf: bytes, map_text: str) -> bytes:
    """Return the blank with every place of the map drawn and named, for the eye.

    Raises RefusedError for a map that does not suit it.
    """
    try:
        return catalogue.check_blank(pdf, map_text)
    except PaperError as error:
        raise RefusedError(error.message) from error


def install(*, desk: Desk, pdf: bytes, map_text: str) -> Blank:
    """Take a blank into use for the paper its map names, after filling it with the sample."""
    require_supervisor(desk, "启用本局样表")
    try:
        paper = read_map(map_text).paper
        catalogue.fill_blank(pdf, map_text, catalogue.PAPERS[paper].sample)
    except PaperError as error:
        raise RefusedError(error.message) from error
    except KeyError:
        raise RefusedError("对照表里的 paper 不是本程序的表单，请改正。") from None
    digest = hashlib.sha256(pdf + map_text.encode("utf-8")).hexdigest()
    taken = Blank(paper=paper, fingerprint=digest[:16])
    folder = desk.folder / FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    write_whole(folder / f"{taken.fingerprint}.pdf", pdf)
    write_whole(folder / f"{taken.fingerprint}.toml", map_text.encode("utf-8"))
    _put(desk, {**every(desk=desk), paper: taken})
    return taken


def remove(*, desk: Desk, paper: str) -> None:
    """Go back to the program's own layout; the blank is kept for reprints."""
    require_supervisor(desk, "停用本局样表")
    known = every(desk=desk)
    if known.pop(paper, None) is None:
        raise RefusedError("这种表单没有启用本局样表。")
    _put(desk, known)


def in_use(session: Session) -> dict[str, Blank]:
    """Return the blanks in use by paper."""
    known = dict(settings.get(session, name=_SETTING) or {})
    return {paper: Blank(paper=paper, fingerprint=mark) for paper, mark in known.items()}


def every(*, desk: Desk) -> dict[str, Blank]:
    """Return the blanks in use at this desk by paper."""
    with desk.database.reading() as session:
        return in_use(session)


def of_edition(paper: str, edition: str) -> Blank | None:
    """Return the blank an edition stands for, or None for the program's own layout."""
    if not edition.startswith(_PREFIX):
        return None
    return Blank(paper=paper, fingerprint=edition.removeprefix(_PREFIX))


def fill(folder: Path, blank: Blank, data: PaperData, marks: Marks) -> bytes:
    """Return a blank of a data folder filled with values.

    Raises PaperError for what has no room, EnvironmentFailureError for a blank that is gone.
    """
    kept = folder / FOLDER / blank.fingerprint
    try:
        pdf = kept.with_suffix(".pdf").read_bytes()
        map_text = kept.with_suffix(".toml").read_text(encoding="utf-8")
    except FileNotFoundError:
        raise EnvironmentFailureError(
            "当时使用的本局样表文件已不在数据文件夹里，请从备份中找回 blanks 文件夹。"
        ) from None
    return catalogue.fill_blank(pdf, map_text, data, marks=marks)


def _put(desk: Desk, known: Mapping[str, Blank]) -> None:
    value = {paper: blank.fingerprint for paper, blank in known.items()}
    with desk.database.writing() as session:
        settings.put(session, seat=desk.seat, name=_SETTING, value=value, clock=desk.clock)
