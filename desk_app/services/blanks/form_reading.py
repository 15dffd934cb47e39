"""Read a bureau's form that somebody brings: as PDF or office file, up to a map to look through."""

import json
from dataclasses import dataclass
from pathlib import Path

from desk_app import apart, given
from desk_app.errors import RefusedError
from desk_app.files import write_whole
from desk_app.services.blanks import office_files, page_marks
from desk_app.services.desk.open_desk import Desk
from desk_app.storage.backup import own_files
from forms import catalogue
from forms.catalogue import ValueChoice
from forms.errors import PaperError
from forms.reading.spots import Spot, SpotDraft

__all__ = [
    "ReadForm",
    "Spot",
    "SpotDraft",
    "ValueChoice",
    "attempt",
    "choices",
    "drop_unfinished",
    "keep_unfinished",
    "read",
    "read_pdf",
    "unfinished",
]

_LARGEST = 30_000_000  # bytes
_SECONDS = 120
_UNREADABLE = "这份表读不了：文件可能已损坏，或内容过于庞大。请用办公软件打开后另存为 PDF 再试。"
_UNFINISHED = ("unfinished.pdf", "unfinished.json")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadForm:
    """A form as PDF without all that is not paper, and its places in order."""

    pdf: bytes
    title: str
    paper: str
    places: tuple[Spot, ...]
    sizes: tuple[tuple[float, float], ...]  # of its pages, in millimetres

    @property
    def map_text(self) -> str:
        """Return the map of its places, doubts included."""
        return catalogue.map_text(self.title, self.paper, self.places)

    @property
    def known(self) -> tuple[Spot, ...]:
        """Return the places a value was found for."""
        return tuple(one for one in self.places if one.value is not None and not one.free)

    @property
    def doubtful(self) -> tuple[Spot, ...]:
        """Return the places that have to be looked at."""
        return tuple(one for one in self.known if one.doubt)

    @property
    def unknown(self) -> tuple[Spot, ...]:
        """Return the places nobody knows a value for, save those kept free."""
        return tuple(one for one in self.places if one.value is None and not one.free)


def read(path: Path, *, paper: str | None = None) -> ReadForm:
    """Return what stands on a form, and which value belongs where.

    ``paper`` says whose data it takes; without it its title decides. Raises RefusedError for what
    cannot be read as a form, EnvironmentFailureError where an office program is wanted and missing.
    """
    content = given.read(path, what="空白表", most=_LARGEST)
    suffix = path.suffix.lower()
    if suffix in office_files.SUFFIXES and not content.startswith(b"%PDF-"):
        content = office_files.to_pdf(content, suffix)
    return read_pdf(content, paper=paper)


def read_pdf(content: bytes, *, paper: str | None = None) -> ReadForm:
    """Return what ``read`` returns for the content of a PDF."""
    found = apart.answer(_answer, (content, paper), seconds=_SECONDS) or _UNREADABLE
    if isinstance(found, str):
        raise RefusedError(found)
    return found


def _answer(asked: tuple[bytes, str | None]) -> ReadForm | str:
    """Return a form as it was read, or the sentence that refuses it."""
    try:
        return attempt(*asked)
    except RefusedError as error:
        return error.message


def attempt(content: bytes, paper: str | None = None) -> ReadForm:
    """Read a form in this process; raise RefusedError for one that cannot be read."""
    try:
        pdf = catalogue.clean_blank(content)
        marks = page_marks.read(pdf)
        found, places = catalogue.read_form(marks, paper=paper)
    except PaperError as error:
        raise RefusedError(error.message) from error
    return ReadForm(
        pdf=pdf,
        title=found.title,
        paper=found.paper,
        places=places,
        sizes=tuple(page.size for page in marks),
    )


def choices(paper: str) -> tuple[ValueChoice, ...]:
    """Return every value that a place on the form of a paper may ask for."""
    return catalogue.value_choices(paper)


def keep_unfinished(*, desk: Desk, form: ReadForm, draft: SpotDraft) -> None:
    """Keep a form whose places are not all gone through, in the place of the one kept before."""
    folder = desk.folder / own_files.BLANKS
    folder.mkdir(mode=0o700, exist_ok=True)
    told = {
        "title": form.title,
        "paper": form.paper,
        "sizes": form.sizes,
        "spots": draft.to_json(),
    }
    pdf, kept = (folder / name for name in _UNFINISHED)
    write_whole(pdf, form.pdf)
    write_whole(kept, json.dumps(told, ensure_ascii=False).encode("utf-8"))


def unfinished(*, desk: Desk) -> tuple[ReadForm, SpotDraft] | None:
    """Return the form somebody began to go through; None where there is none to be read."""
    pdf, kept = (desk.folder / own_files.BLANKS / name for name in _UNFINISHED)
    try:
        content, told = pdf.read_bytes(), json.loads(kept.read_text(encoding="utf-8"))
        draft = SpotDraft.from_json(told["spots"])
        sizes = tuple((float(width), float(height)) for width, height in told["sizes"])
        title, paper = str(told["title"]), str(told["paper"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    form = ReadForm(pdf=content, title=title, paper=paper, places=draft.spots, sizes=sizes)
    return form, draft


def drop_unfinished(*, desk: Desk) -> None:
    """Forget the form somebody began to go through."""
    for name in _UNFINISHED:
        (desk.folder / own_files.BLANKS / name).unlink(missing_ok=True)
