"""Register the correct rows of a roster and make their papers as one file, in roster order.

Rows are registered in small groups, each in one transaction with its papers: a group is there
with everything or not at all, so a program that is killed leaves nothing half done, and the
same roster given again goes on where it stopped. A paper's fingerprint in the records is that
of its group's file, which can be made again from the data of the papers that share it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from desk_app.errors import DeskError, EnvironmentFailureError, StateConflictError, Stopped
from desk_app.policy.vocabulary import Hint, Labelled, Problem
from desk_app.records.print_job import PrintJobRecord
from desk_app.services.desk.open_desk import Desk
from desk_app.services.filing import intake, refusals
from desk_app.services.filing.refusals import CaseRefusedError
from desk_app.services.papers.enclosures import filing_papers
from desk_app.services.roster import papers
from desk_app.services.roster.checking import (
    CheckedRoster,
    CheckedRow,
    Progress,
    known_number,
)
from desk_app.services.roster.papers import FilingPapers, PrintedGroup
from desk_app.storage.database.database import Session
from desk_app.storage.filings import filings
from forms.catalogue import bind

Told = Callable[[Sequence["RowOutcome"]], None]
GROUP = 10
"""People in one transaction: a third of a second, which other counters or a draft may wait."""


class RowResult(Labelled):
    """What became of a row."""

    REGISTERED = "registered", "已登记"
    KNOWN = "known", "以前已登记，跳过"
    REFUSED = "refused", "未登记，请改正"
    NOT_REACHED = "not_reached", "已停止，未登记"


@dataclass(frozen=True, slots=True, kw_only=True)
class RowOutcome:
    """What became of one row; ``where`` names it, ``number`` is that of its filing."""

    line: int
    where: str
    result: RowResult
    number: str | None = None
    problems: tuple[Problem, ...] = ()
    hints: tuple[Hint, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisteredRoster:
    """What registering a roster gave: each row's outcome, and the papers as one file.

    ``pdf`` is None where there is nothing to print; ``jobs`` wait for what becomes of it.
    ``fault`` says why the rows from some place on were not reached: the computer stood in the way.
    """

    outcomes: tuple[RowOutcome, ...]
    pdf: bytes | None
    jobs: tuple[PrintJobRecord, ...]
    file_name: str
    fault: str | None = None

    def count(self, result: RowResult) -> int:
        """Return how many rows ended so."""
        return sum(outcome.result is result for outcome in self.outcomes)


def register(
    *,
    desk: Desk,
    checked: CheckedRoster,
    reprint: bool = False,
    progress: Progress | None = None,
    stopped: Stopped | None = None,
    told: Told | None = None,
) -> RegisteredRoster:
    """Register every row that is ready; ``stopped`` ends it between two groups.

    ``told`` hears what became of rows as soon as it is so. A fault of the computer ends it like
    ``stopped``: what was registered until then is returned, and the fault.

    With ``reprint`` the papers of rows registered earlier are made again, in their places.
    Raises StateConflictError for a roster that was checked on another day.
    """
    if checked.day != desk.clock.today():
        raise StateConflictError("这份名册不是今天核对的，请重新核对后再登记。")
    run = _Run(desk=desk, reprint=reprint, copies=papers.copies(desk))
    for rows in _groups(checked.rows):
        before = len(run.outcomes)
        if run.fault is not None or (stopped is not None and stopped()):
            run.outcomes += [_outcome(row, RowResult.NOT_REACHED) for row in rows]
            continue
        run.deal_with(rows)
        if told is not None:
            told(run.outcomes[before:])
        if progress is not None:
            progress(len(run.outcomes), len(checked.rows))
    return RegisteredRoster(
        outcomes=tuple(run.outcomes),
        pdf=bind((part, 1) for part in run.parts) if run.parts else None,
        jobs=tuple(run.jobs),
        file_name=file_name(desk),
        fault=run.fault,
    )


def file_name(desk: Desk) -> str:
    """Return a name for the papers of a roster: when they were made, nothing of whom."""
    return f"roster-{desk.clock.now():%Y%m%d-%H%M%S}.pdf"


@dataclass(slots=True, kw_only=True)
class _Run:
    """A registering under way, and what has been made so far."""

    desk: Desk
    reprint: bool
    copies: Mapping[str, int]
    outcomes: list[RowOutcome] = field(default_factory=list)
    parts: list[bytes] = field(default_factory=list)
    jobs: list[PrintJobRecord] = field(default_factory=list)
    fault: str | None = None

    def deal_with(self, rows: Sequence[CheckedRow]) -> None:
        """Register a group, or pass over a row; keep the fault that stands in the way."""
        before = len(self.outcomes)
        try:
            if rows[0].ready:
                self.take_in(rows)
            else:
                self.pass_over(rows[0])
        except EnvironmentFailureError as error:
            self.fault = error.message
            left = rows[len(self.outcomes) - before :]
            self.outcomes += [_outcome(row, RowResult.NOT_REACHED) for row in left]

    def take_in(self, rows: Sequence[CheckedRow]) -> None:
        """Register a group; where one of it is refused, its halves, down to the one row."""
        try:
            outcomes, printed = self._register(rows)
        except EnvironmentFailureError:
            raise
        except DeskError as error:
            if len(rows) == 1:
                self._refuse(_refused(rows[0], error), rows[0])
                return
            half = len(rows) // 2
            self.take_in(rows[:half])
            self.take_in(rows[half:])
            return
        self.outcomes += outcomes
        if printed is not None:
            self.parts.append(printed.pdf)
            self.jobs += printed.jobs

    def pass_over(self, row: CheckedRow) -> None:
        """Leave out a row that is refused or known; make the papers of a known one if wished."""
        outcome = _passed(row)
        if outcome.result is RowResult.REFUSED:
            self._refuse(outcome, row)
            return
        self.outcomes.append(outcome)
        if self.reprint and row.known is not None:
            made = papers.print_again(self.desk, row.known)
            self.parts.append(made.pdf)
            self.jobs += made.jobs

    def _refuse(self, outcome: RowOutcome, row: CheckedRow) -> None:
        """Keep the outcome, and note in the history what a row was refused for."""
        with self.desk.database.writing() as session:
            refusals.note(
                session,
                desk=self.desk,
                type_=row.type.value if row.type else None,
                problems=outcome.problems,
            )
        self.outcomes.append(outcome)

    def _register(self, rows: Sequence[CheckedRow]) -> tuple[list[RowOutcome], PrintedGroup | None]:
        desk, outcomes = self.desk, list[RowOutcome]()
        group: list[FilingPapers] = []
        with desk.database.writing() as session:
            for row in rows:
                outcome, filed = _file(session, desk, row)
                outcomes.append(outcome)
                group += filed
            if not group:
                return outcomes, None
            return outcomes, papers.print_group(session, desk=desk, group=group, copies=self.copies)


def _groups(rows: Sequence[CheckedRow]) -> Iterator[tuple[CheckedRow, ...]]:
    """Yield rows that are ready in groups, and every other row by itself, all in order."""
    group: list[CheckedRow] = []
    for row in rows:
        if row.ready:
            group.append(row)
        if group and (not row.ready or len(group) == GROUP):
            yield tuple(group)
            group = []
        if not row.ready:
            yield (row,)
    if group:
        yield tuple(group)


def _file(
    session: Session, desk: Desk, row: CheckedRow
) -> tuple[RowOutcome, tuple[FilingPapers, ...]]:
    """Register one row and gather what its papers say; nothing where it is known by now."""
    if row.case is None or row.guidance is None:
        raise ValueError("only rows that are ready can be registered")
    known = known_number(session, row.case)  # another counter may have been quicker
    if known is not None:
        return _outcome(row, RowResult.KNOWN, known), ()
    intake.judge_overlaps(session, case=row.case, guidance=row.guidance)
    record = filings.add(
        session,
        seat=desk.seat,
        case=row.case,
        status=row.status,
        rules=row.guidance.rules_version,
        clock=desk.clock,
    )
    data = filing_papers(desk, record=record, guidance=row.guidance, missing=row.missing)
    return _outcome(row, RowResult.REGISTERED, record.number), ((record, data),)


def _passed(row: CheckedRow) -> RowOutcome:
    if row.problems or row.known is None:
        return _outcome(row, RowResult.REFUSED)
    return _outcome(row, RowResult.KNOWN, row.known)


def _outcome(row: CheckedRow, result: RowResult, number: str | None = None) -> RowOutcome:
    return RowOutcome(
        line=row.line,
        where=row.where,
        result=result,
        number=number,
        problems=row.problems,
        hints=row.hints,
    )


def _refused(row: CheckedRow, error: DeskError) -> RowOutcome:
    if isinstance(error, CaseRefusedError):
        problems = error.problems
    else:
        problems = (Problem(field="", message=error.message),)
    return replace(_outcome(row, RowResult.REFUSED), problems=(*row.problems, *problems))
