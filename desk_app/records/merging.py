"""What comes in from another counter or an older installation, and what becomes of it."""

from dataclasses import dataclass

from desk_app.records.filing import FilingRecord
from desk_app.records.hall import HallFields
from desk_app.records.print_job import PrintJobRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """A filing from elsewhere with what it refers to; ids in it are those of its own file."""

    filing: FilingRecord
    hall: HallFields
    staff_no: str  # of who registered it
    papers: tuple[PrintJobRecord, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Clash:
    """The same number on two different filings: a person must look at both."""

    number: str
    here: FilingRecord
    there: FilingRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class Merging:
    """What was brought in, or would be: new filings, those here already, and clashes left out."""

    new: int
    known: int
    clashes: tuple[Clash, ...]
