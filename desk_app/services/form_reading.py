"""Read a bureau's form that somebody brings: as PDF or office file, up to a map to look through."""

from dataclasses import dataclass
from pathlib import Path

from desk_app import given
from desk_app.errors import RefusedError
from desk_app.services import office_files, page_marks
from forms import catalogue
from forms.kit.errors import PaperError
from forms.reading.proposing import Proposal

_LARGEST = 30_000_000  # bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadForm:
    """A form as PDF without all that is not paper, its map, and the places of it in order."""

    pdf: bytes
    title: str
    paper: str
    map_text: str
    places: tuple[Proposal, ...]

    @property
    def known(self) -> tuple[Proposal, ...]:
        """Return the places a value was found for."""
        return tuple(one for one in self.places if one.value is not None and not one.free)

    @property
    def doubtful(self) -> tuple[Proposal, ...]:
        """Return the places that have to be looked at."""
        return tuple(one for one in self.known if not one.sure)

    @property
    def unknown(self) -> tuple[Proposal, ...]:
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
    try:
        pdf = catalogue.clean_blank(content)
        found, map_text = catalogue.read_form(page_marks.read(pdf), paper=paper)
    except PaperError as error:
        raise RefusedError(error.message) from error
    return ReadForm(
        pdf=pdf, title=found.title, paper=found.paper, map_text=map_text, places=found.places
    )
