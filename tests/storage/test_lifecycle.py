"""Any sequence of what clerks do leaves records that tell the same story as a simple model."""

import shutil
import tempfile
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from desk_app.clock import CHINA, FixedClock
from desk_app.errors import StateConflictError
from desk_app.policy.vocabulary import CancelReason, FilingStatus
from desk_app.storage.database.database import Database
from desk_app.storage.filings import filings, listing
from desk_app.storage.history import audit
from desk_app.storage.search import search
from desk_app.storage.upkeep import inspection
from tests.storage.conftest import KEY, RULES, TODAY, Counter, make_case, open_counter

ACCEPTED, WAITING = FilingStatus.ACCEPTED, FilingStatus.AWAITING_DOCUMENTS
PEOPLE = st.integers(0, 3)
STATES = st.sampled_from([ACCEPTED, WAITING])


class Hall(RuleBasedStateMachine):
    """The records, and beside them a dictionary of what they must say."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        clock = FixedClock(datetime(2026, 11, 21, 9, tzinfo=CHINA))
        database = Database.create(self.folder, KEY, clock=clock)
        self.counter: Counter = open_counter(database, self.folder, clock)
        self.model: dict[str, FilingStatus] = {}
        self.owner: dict[str, int] = {}
        self.replaces: dict[str, str] = {}

    def teardown(self) -> None:
        assert inspection.inspect(self.counter.database).faults == ()
        self.counter.database.close()
        shutil.rmtree(self.folder)

    def pick(self, choice: int) -> str | None:
        return sorted(self.model)[choice % len(self.model)] if self.model else None

    def accept(self, number: str) -> None:
        self.model[number] = ACCEPTED
        if number in self.replaces:
            self.model[self.replaces[number]] = FilingStatus.CHANGED

    @rule(person=PEOPLE, status=STATES)
    def register(self, person: int, status: FilingStatus) -> None:
        kept = self.counter.register(make_case(person), status=status)
        self.model[kept.number], self.owner[kept.number] = status, person

    @rule(choice=st.integers(0, 99), status=STATES)
    def change(self, choice: int, status: FilingStatus) -> None:
        number = self.pick(choice)
        if number is None:
            return
        old = self.counter.read(filings.by_number, number=number)
        case = make_case(self.owner[number], place="450100")
        if self.model[number] is not ACCEPTED:
            with pytest.raises(StateConflictError):
                self.counter.register(case, replaces=old, status=status)
            return
        new = self.counter.register(case, replaces=old, status=status).number
        self.owner[new], self.replaces[new], self.model[new] = self.owner[number], number, status
        if status is ACCEPTED:
            self.accept(new)

    @rule(choice=st.integers(0, 99))
    def complete(self, choice: int) -> None:
        number = self.pick(choice)
        if number is None:
            return
        kept = self.counter.read(filings.by_number, number=number)
        given = {"filing": kept, "case": kept.case, "status": ACCEPTED, "rules": RULES}
        replaced = self.model.get(self.replaces.get(number, ""), ACCEPTED)
        if self.model[number] is WAITING and replaced is ACCEPTED:
            self.counter.write(filings.complete, **given)
            self.accept(number)
        else:
            with pytest.raises(StateConflictError):
                self.counter.write(filings.complete, **given)

    @rule(choice=st.integers(0, 99))
    def cancel(self, choice: int) -> None:
        number = self.pick(choice)
        if number is None:
            return
        kept = self.counter.read(filings.by_number, number=number)
        ended = {"reason": CancelReason.RETURNED, "text": None, "effective": TODAY}
        if self.model[number] in {ACCEPTED, WAITING}:
            self.counter.write(filings.cancel, filing=kept, **ended)
            self.model[number] = FilingStatus.CANCELLED
        with pytest.raises(StateConflictError):  # once ended, or with what was seen before
            self.counter.write(filings.cancel, filing=kept, **ended)

    @invariant()
    def records_say_what_the_model_says(self) -> None:
        with self.counter.database.reading() as session:
            lines = listing.page(session, criteria=listing.Criteria(), limit=500)
            assert {line.number: line.status for line in lines} == self.model
            assert audit.verify(session).broken_at is None


Hall.TestCase.settings = settings(max_examples=12, stateful_step_count=15, deadline=None)
TestHall = Hall.TestCase

# What a form can hold: no half characters and nulls, which the rules refuse before.
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=50)


@pytest.mark.portable
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(name=TEXT.filter(bool), free=TEXT, serial=st.integers(0, 10**6))
def test_any_text_comes_back_as_it_was(counter: Counter, name: str, free: str, serial: int) -> None:
    person = {"id_kind": "passport", "id_number": f"P{serial}", "phone": "139"}
    case = make_case(1, name, applicant=person, place_address=free, remark=free, reason=free)
    kept = counter.register(case)
    assert counter.read(filings.by_number, number=kept.number).case == case
    found = counter.read(search.find, text=f"P{serial}", limit=500)
    assert name in [hit.person.name for hit in found]
