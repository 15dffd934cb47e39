"""What comes in from another counter or an older installation, and what becomes of it."""

from dataclasses import dataclass
from datetime import date

from desk_app.policy.vocabulary import FilingType, Labelled
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


class Outcome(Labelled):
    """What becomes of a filing from elsewhere."""

    CLASH = "clash", "编号重复"
    NEW = "new", "可导入"
    KNOWN = "known", "本机已有"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One filing of those looked at, for a list of them."""

    number: str
    name: str
    type: FilingType
    day: date  # it was registered
    outcome: Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Merging:
    """What was brought in, or would be: new filings, those here already, and clashes left out.

    ``listed`` are the first of each kind, as they came; the numbers count all of them.
    """

    new: int
    known: int
    clashes: tuple[Clash, ...]
    listed: tuple[Seen, ...] = ()
    papers: int = 0  # printed of the new filings, which come along
    own_number: int = 0  # not known here, though registered under this counter's own number

    @property
    def whole(self) -> int:
        """Return how many were looked at."""
        return self.new + self.known + len(self.clashes)

    def doubt(self, counter: int) -> str | None:
        """Say that another computer seems to have this counter's number, or nothing."""
        if not self.own_number:
            return None
        return (
            f"有 {self.own_number} 件本机没有的备案也写着 {counter} 号窗口。如果那台电脑还在登记，"
            "两台电脑用了同一个窗口号，编号会重复：请在其中一台由主管执行 desk-app counter 新号"
            "（或在登录页改窗口号），以后各用各的。"
        )

    @property
    def arriving(self) -> str:
        """What comes in, in words."""
        return f"{self.new} 件，连同打印记录 {self.papers} 份"
