"""Judge every row of a roster by the same rules as a case at the counter, all problems at once."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any

from desk_app.errors import Stopped, expect_wanted
from desk_app.policy.guidance.guidance import Guidance, RequiredDocument
from desk_app.policy.vocabulary import DocumentState, FilingStatus, FilingType, Hint, Problem
from desk_app.records.filing import Case
from desk_app.services.case import asking, recognising
from desk_app.services.case.checking import Verdict
from desk_app.services.case.checking import check as check_case
from desk_app.services.desk.open_desk import Desk
from desk_app.services.filing import intake
from desk_app.services.filing.intake import OnMissing
from desk_app.services.filing.refusals import CaseRefusedError
from desk_app.services.roster.reading import Roster
from desk_app.services.roster.seen import RosterLine
from desk_app.services.roster.tables.sheets import Cell
from desk_app.services.roster.values import LOST_DIGITS, Value, rounded, value_of
from desk_app.services.rules import rulekeeping
from desk_app.services.rules.rulebooks import Shelf
from desk_app.storage.database.database import Session
from desk_app.storage.filings import filings
from desk_app.storage.people import persons

PROGRESS_ROWS = 25
NO_CONSENT = "没有本人的告知确认：请本人阅读备案告知事项，同意后在“告知确认”一列写“是”。"

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Common:
    """What holds for every row that does not say otherwise.

    ``values`` are raw values by field. ``documents`` is the state of every required document
    a row is silent about: the clerk has seen them all in one pile. ``answers`` are those to
    what a senior clerk asks, for every row that raises the question.
    """

    values: Mapping[str, str] = field(default_factory=dict)
    documents: DocumentState | None = None
    consent: bool = False
    answers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedRow:
    """One row with everything that is to be mended.

    ``known`` is the number of the same filing (person, place, first day) that is registered
    already; such a row is left out. ``case`` and ``guidance`` are there for a row that can be
    registered; ``type`` wherever it was understood.
    """

    line: int
    row: RosterLine
    type: FilingType | None = None
    problems: tuple[Problem, ...] = ()
    hints: tuple[Hint, ...] = ()
    missing: tuple[RequiredDocument, ...] = ()
    known: str | None = None
    case: Case | None = None
    guidance: Guidance | None = None

    @property
    def where(self) -> str:
        """Return how a person finds the row in the roster."""
        return self.row.where

    @property
    def ready(self) -> bool:
        """Tell whether the row can be registered."""
        return self.case is not None and not self.problems and self.known is None

    @property
    def status(self) -> FilingStatus:
        """The status the row is registered with."""
        return FilingStatus.AWAITING_DOCUMENTS if self.missing else FilingStatus.ACCEPTED


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedRoster:
    """A roster with the verdict on each row, good for the day it was given on."""

    roster: Roster
    rows: tuple[CheckedRow, ...]
    day: date

    @property
    def ready(self) -> tuple[CheckedRow, ...]:
        """The rows that can be registered."""
        return tuple(row for row in self.rows if row.ready)

    @property
    def refused(self) -> tuple[CheckedRow, ...]:
        """The rows the employer has to mend."""
        return tuple(row for row in self.rows if row.problems)

    @property
    def known(self) -> tuple[CheckedRow, ...]:
        """The rows that are registered already."""
        return tuple(row for row in self.rows if row.known and not row.problems)


def check(
    *,
    desk: Desk,
    roster: Roster,
    common: Common | None = None,
    on_missing: OnMissing = "refuse",
    progress: Progress | None = None,
    stopped: Stopped | None = None,
) -> CheckedRoster:
    """Judge every row; nothing is written. Raises StoppedError when ``stopped`` says so."""
    checker = _Checker(desk, roster, common or Common(), on_missing)
    rows: list[CheckedRow] = []
    with desk.database.reading() as session:
        for line in roster.lines:
            rows.append(checker.check(session, line))
            if len(rows) % PROGRESS_ROWS == 0:
                if progress is not None:
                    progress(len(rows), len(roster.lines))
                expect_wanted(stopped, "已停止核对名册，没有登记任何人。")
    return CheckedRoster(roster=roster, rows=tuple(rows), day=checker.today)


def known_number(session: Session, case: Case) -> str | None:
    """Return the number of an active filing of the same person, name, place and first day."""
    person = persons.by_document(
        session, id_kind=case.applicant.id_kind, id_number=case.applicant.id_number
    )
    if person is None:
        return None
    active = filings.active_of_person(session, person_id=person.id)
    same = (one for one in active if _which(one.case) == _which(case))
    return next((one.number for one in same), None)


def _which(case: Case) -> tuple[str, str, date]:
    return case.applicant.name, case.place, case.begin


class _Checker:
    """What checking one row after the other needs and remembers."""

    def __init__(self, desk: Desk, roster: Roster, common: Common, on_missing: OnMissing) -> None:
        self.today = desk.clock.today()
        self._shelf: Shelf = rulekeeping.shelf(desk=desk)
        self._roster, self._common, self._on_missing = roster, common, on_missing
        self._base: dict[str, Cell] = {
            "region": desk.hall.region,
            "type": FilingType.POSTED_WORKER.value,
            **common.values,
        }
        self._lines: dict[tuple[str, str], RosterLine] = {}
        self._documents: dict[str, str] = {}

    def check(self, session: Session, line: RosterLine) -> CheckedRow:
        raw, faults, told = self._raw(line)
        verdict = self._judge(session, raw)
        problems = [*faults.values(), *self._mendable(verdict, faults), *self._twice(verdict, line)]
        problems += asking.problems(verdict.open_questions)
        case = None if problems else verdict.case
        known = known_number(session, case) if case is not None else None
        overlaps: tuple[Hint, ...] = ()
        # A filing that waits for documents is known already; they are brought to the counter.
        if known is None and self._on_missing == "refuse":
            problems += [intake.missing_problem(one) for one in verdict.missing]
        guidance = verdict.guidance
        if known is None and case is not None and guidance is not None:
            try:
                overlaps = intake.judge_overlaps(session, case=case, guidance=guidance)
            except CaseRefusedError as error:
                problems += error.problems
        sensible = (hint for hint in verdict.told if hint.field not in faults)
        return CheckedRow(
            line=line.line,
            row=line,
            type=FilingType(raw["type"]) if "type" in raw else None,
            problems=tuple(problems),
            hints=(*told, *sensible, *overlaps),
            missing=verdict.missing,
            known=known,
            case=verdict.case,
            guidance=verdict.guidance,
        )

    def _raw(self, line: RosterLine) -> tuple[dict[str, Any], dict[str, Problem], list[Hint]]:
        """Return the raw case of a row, by field what is wrong with its cells, and hints."""
        raw: dict[str, Any] = {"applicant": {"id_kind": "resident_id"}, "consent": False}
        if self._common.consent:
            raw["consent"] = True
        if self._common.answers:
            raw["answers"] = dict(self._common.answers)
        faults: dict[str, Problem] = {}
        cells = zip(self._roster.columns, line.cells, strict=True)
        filled = {path: cell for path, cell in cells if path and str(cell).strip()}
        hints: list[Hint] = []
        for path, cell in {**self._base, **filled}.items():
            value = value_of(path, cell)
            if value.hint is not None:
                hints.append(Hint(field=path, message=value.hint))
            self._put(raw, faults, path, value)
        if isinstance(raw.get("agent"), dict):
            raw["agent"].setdefault("id_kind", "resident_id")
        return raw, faults, hints

    @staticmethod
    def _put(raw: dict[str, Any], faults: dict[str, Problem], path: str, value: Value) -> None:
        if value.problem is not None:
            faults[path] = Problem(field=path, message=value.problem)
            return
        group, _, name = path.rpartition(".")
        holder = raw.setdefault(group, {}) if group else raw
        holder[name] = value.raw

    def _judge(self, session: Session, raw: dict[str, Any]) -> Verdict:
        known = recognising.known(session, case=raw, today=self.today)
        judge = partial(check_case, today=self.today, shelf=self._shelf, known=known)
        if self._common.documents is None:
            return judge(case=raw)
        given, state = raw.get("documents", {}), self._common.documents.value
        # Which documents a row needs is known once it was judged; mostly those of the row before.
        raw["documents"] = {**self._documents, **given}
        verdict = judge(case=raw)
        if verdict.guidance is None:
            return verdict
        needed = (one.id for one in verdict.guidance.documents if not one.by_commitment)
        wanted = dict.fromkeys(needed, state)
        if wanted == self._documents:
            return verdict
        self._documents = wanted
        raw["documents"] = {**wanted, **given}
        return judge(case=raw)

    @staticmethod
    def _mendable(verdict: Verdict, faults: Mapping[str, Problem]) -> Iterator[Problem]:
        """Yield what the rules refuse, but not what a cell was already refused for."""
        for problem in verdict.problems:
            if problem.field == "consent":
                yield Problem(field="consent", message=NO_CONSENT)
            elif problem.field not in faults:
                yield problem
        identity = verdict.identity
        if identity is not None and identity.problems and rounded(identity.number):
            message = LOST_DIGITS.format(label="证件号码")
            yield Problem(field="applicant.id_number", message=message)

    def _twice(self, verdict: Verdict, line: RosterLine) -> Iterator[Problem]:
        if verdict.identity is None or not verdict.identity.ok:
            return
        person = (verdict.identity.kind.value, verdict.identity.number)
        first = self._lines.setdefault(person, line)
        if first is not line:
            message = f"与{first.where}是同一个人，一份名册里一人只写一行，请删去一行。"
            yield Problem(field="applicant.id_number", message=message)
