"""Read a bureau's form that somebody brings: as PDF or office file, up to a map to look through."""

from dataclasses import dataclass
from pathlib import Path

from desk_app import given
from desk_app.errors import RefusedError
from desk_app.services import office_files, page_marks
from forms import catalogue
from forms.kit.errors import PaperError
from forms.reading.spots import Spot

_LARGEST = 30_000_000  # bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadForm:
    """A form as PDF without all that is not paper, and its places in order."""

    pdf: bytes
    title: str
    paper: str
    places: tuple[Spot, ...]

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
    try:
        pdf = catalogue.clean_blank(content)
        found, places = catalogue.read_form(page_marks.read(pdf), paper=paper)
    except PaperError as error:
        raise RefusedError(error.message) from error
    return ReadForm(pdf=pdf, title=found.title, paper=found.paper, places=places)
