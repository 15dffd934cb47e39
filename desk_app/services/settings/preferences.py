"""What a supervisor has set for the window: when it locks, which printer, how many copies."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from desk_app.errors import RefusedError
from desk_app.services.desk.authority import require_supervisor
from desk_app.services.desk.open_desk import Desk
from desk_app.storage.database.database import Session
from desk_app.storage.people import settings
from forms import catalogue

LEAST_IDLE, MOST_IDLE = 1, 120
MOST_COPIES = 9
_IDLE, _PRINTER, _COPIES = "idle_minutes", "printer", "copies"


@dataclass(frozen=True, slots=True, kw_only=True)
class Preferences:
    """The settings in use; ``copies`` has only papers whose number is the hall's own."""

    idle_minutes: int = 10
    printer: str | None = None  # None: the one the system asks first
    copies: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperCopies:
    """How often a paper is printed, and how often it is where nothing was set."""

    paper: str
    title: str
    copies: int
    usual: int


def read(*, desk: Desk) -> Preferences:
    """Return the settings in use."""
    usual = Preferences()
    with desk.database.reading() as session:
        return Preferences(
            idle_minutes=int(settings.get(session, name=_IDLE) or usual.idle_minutes),
            printer=_printer(session, desk),
            copies=dict(settings.get(session, name=_COPIES) or {}),
        )


def copies(*, desk: Desk) -> tuple[PaperCopies, ...]:
    """Return the number of copies of each paper, in the order of the catalogue."""
    own = read(desk=desk).copies
    return tuple(
        PaperCopies(
            paper=paper.id,
            title=paper.title,
            copies=own.get(paper.id, paper.copies),
            usual=paper.copies,
        )
        for paper in catalogue.PAPERS.values()
    )


def set_idle_minutes(*, desk: Desk, minutes: int) -> None:
    """Set after how many minutes without a key the window locks."""
    require_supervisor(desk, "修改锁屏时间")
    if not LEAST_IDLE <= minutes <= MOST_IDLE:
        raise RefusedError(f"锁屏时间应在 {LEAST_IDLE} 到 {MOST_IDLE} 分钟之间。")
    _put(desk, _IDLE, minutes)


def set_printer(*, desk: Desk, printer: str | None) -> None:
    """Choose the printer of this counter's papers; None is the one the system asks first."""
    require_supervisor(desk, "选择打印机")
    _put(desk, _printer_of(desk), printer or "")


def set_copies(*, desk: Desk, copies: Mapping[str, int]) -> None:
    """Set how often papers are printed, by their id; a paper not named keeps its usual number.

    Raises RefusedError for a paper that is not known or a number outside 1 to 9.
    """
    require_supervisor(desk, "修改打印份数")
    unknown = [paper for paper in copies if paper not in catalogue.PAPERS]
    if unknown:
        raise RefusedError("没有这种表单，请从列表里选择。")
    if not all(1 <= many <= MOST_COPIES for many in copies.values()):
        raise RefusedError(f"每种表单打印 1 到 {MOST_COPIES} 份，请改正。")
    own = {paper: many for paper, many in copies.items() if many != catalogue.PAPERS[paper].copies}
    _put(desk, _COPIES, own)


def _printer_of(desk: Desk) -> str:
    """Return the name of the setting: counters that share their records have printers each."""
    return f"{_PRINTER}:{desk.counter}"


def _printer(session: Session, desk: Desk) -> str | None:
    own = settings.get(session, name=_printer_of(desk))
    return (settings.get(session, name=_PRINTER) if own is None else own) or None


def _put(desk: Desk, name: str, value: Any) -> None:
    with desk.database.writing() as session:
        settings.put(session, seat=desk.seat, name=name, value=value, clock=desk.clock)
