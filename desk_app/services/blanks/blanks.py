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
from desk_app.services.blanks.blank_trial import Trial, tried
from desk_app.services.desk.authority import require_supervisor
from desk_app.services.desk.open_desk import Desk
from desk_app.services.settings.preferences import BLANKS
from desk_app.storage.backup import own_files
from desk_app.storage.database.database import Session
from forms import catalogue
from forms.catalogue import Marks
from forms.errors import PaperError
from forms.stored import PaperData

FOLDER = own_files.BLANKS
_LARGEST_BLANK = 30_000_000  # bytes
_LARGEST_MAP = 1_000_000
_MOST_NAMED = 5
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

    A map may be in UTF-8 or, as older editors write it, in GB18030. Raises RefusedError for what
    cannot be such a file, EnvironmentFailureError where one cannot be read.
    """
    blank = given.read(pdf, what="空白表", most=_LARGEST_BLANK)
    content = given.read(places, what="对照表", most=_LARGEST_MAP)
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return blank, content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise RefusedError("对照表的文字编码无法识别，请另存为 UTF-8 后重试。")


def check(pdf: bytes, map_text: str) -> Trial:
    """Try a blank with its map: cleaned, filled with the longest values, each read back.

    Raises RefusedError for a blank or a map that would lose a value, saying which and why.
    """
    return tried(pdf, map_text)


def install(*, desk: Desk, pdf: bytes, map_text: str) -> Blank:
    """Take a blank into use for the paper its map names, after trying it.

    What is kept is the blank without all that is not paper. Raises RefusedError as ``check``.
    """
    require_supervisor(desk, "启用本局样表")
    trial = check(pdf, map_text)
    if trial.doubts:
        raise RefusedError(
            f"对照表还有 {len(trial.doubts)} 处没有核对：{'；'.join(trial.doubts[:_MOST_NAMED])}。"
            "对的请删去那一行 doubt，不对的请改正或删去那一项。"
        )
    taken = Blank(paper=trial.paper, fingerprint=fingerprint(trial.pdf, map_text))
    folder = desk.folder / FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    write_whole(folder / f"{taken.fingerprint}.pdf", trial.pdf)
    write_whole(folder / f"{taken.fingerprint}.toml", map_text.encode("utf-8"))
    _put(desk, {**every(desk=desk), taken.paper: taken})
    return taken


def fingerprint(pdf: bytes, map_text: str) -> str:
    """Return what a cleaned blank with its map is kept under."""
    return hashlib.sha256(pdf + map_text.encode("utf-8")).hexdigest()[:16]


def remove(*, desk: Desk, paper: str) -> None:
    """Go back to the program's own layout; the blank is kept for reprints."""
    require_supervisor(desk, "停用本局样表")
    known = every(desk=desk)
    if known.pop(paper, None) is None:
        raise RefusedError("这种表单没有启用本局样表。")
    _put(desk, known)


def in_use(session: Session) -> dict[str, Blank]:
    """Return the blanks in use by paper."""
    known = BLANKS.read(session)
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
    pdf, map_text = kept(folder, blank)
    return catalogue.fill_blank(pdf, map_text, data, marks=marks)


def kept(folder: Path, blank: Blank) -> tuple[bytes, str]:
    """Return a blank of a data folder and its map; raise EnvironmentFailureError for one gone."""
    place = folder / FOLDER / blank.fingerprint
    try:
        pdf = place.with_suffix(".pdf").read_bytes()
        map_text = place.with_suffix(".toml").read_text(encoding="utf-8")
    except FileNotFoundError:
        raise EnvironmentFailureError(
            "当时使用的本局样表文件已不在数据文件夹里，请从备份中找回 blanks 文件夹。"
        ) from None
    return pdf, map_text


def cleaned(pdf: bytes) -> bytes:
    """Return a blank without all that is not paper: earlier versions kept it as it was brought."""
    try:
        return catalogue.clean_blank(pdf)
    except PaperError as error:
        raise RefusedError(error.message) from error


def _put(desk: Desk, known: Mapping[str, Blank]) -> None:
    BLANKS.set(desk, {paper: blank.fingerprint for paper, blank in known.items()})
