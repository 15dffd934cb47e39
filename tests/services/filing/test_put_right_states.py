"""Whatever is done in whatever order: every state has a way on, and nothing is broken by it.

A person's filings at one desk, every verb on any of them by a supervisor or a clerk, beside a model
that knows what each must have become. The check of the records judges numbers, links, papers and
history after each run.
"""

import contextlib
import tempfile
from dataclasses import dataclass, field, replace
from pathlib import Path

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from desk_app.clock import FixedClock
from desk_app.errors import DeskError
from desk_app.policy.vocabulary import CancelReason, FilingStatus, Role
from desk_app.services.filing import cancelling, changing, completing, correcting, intake
from desk_app.services.filing.reinstating import reinstate
from desk_app.services.filing.withdrawing import withdraw
from desk_app.services.finding import searching
from desk_app.services.proofs.demonstration import DAY, HALL
from desk_app.services.start import opening
from desk_app.storage.upkeep import inspection
from tests.factory import case
from tests.services.conftest import CHEAP, PASSPHRASE

WAITING, ACCEPTED = FilingStatus.AWAITING_DOCUMENTS, FilingStatus.ACCEPTED
CANCELLED, CHANGED = FilingStatus.CANCELLED, FilingStatus.CHANGED
WITHDRAWN = FilingStatus.WITHDRAWN
PLACES = ("430100", "450100", "460100")
MOST = 4


@dataclass
class Known:
    """What the model knows of a filing; ``steps`` are what it was before each step, latest last."""

    status: FilingStatus
    place: str
    phone: str = "13800000001"
    replaces: str | None = None
    at: int = 0  # minute of the latest step that stands
    steps: list[tuple[FilingStatus, str, int]] = field(default_factory=list)

    def step(self, status, at):
        """Do a step."""
        self.steps.append((self.status, self.phone, self.at))
        self.status, self.at = status, at

    def back(self):
        """Take the last step back."""
        self.status, self.phone, self.at = self.steps.pop()


class PuttingRight(RuleBasedStateMachine):
    """The desk and its model."""

    def __init__(self):
        super().__init__()
        self.stack = contextlib.ExitStack()
        folder = self.stack.enter_context(tempfile.TemporaryDirectory())
        made = opening.set_up(
            folder=Path(folder) / "data", hall=HALL, counter=1, clerk_name="陈静",
            passphrase=PASSPHRASE, clock=FixedClock(DAY), cost=CHEAP,
        )  # fmt: skip
        self.desk = self.stack.enter_context(made.desk)
        self.known: dict[str, Known] = {}
        self.minute = 0

    def teardown(self):
        """Look at the whole once more."""
        faults = inspection.inspect(self.desk.database).faults
        self.stack.close()
        assert faults == ()

    @property
    def clerk(self):
        """The desk as a clerk has it."""
        clerk = self.desk.clerk.model_copy(update={"role": Role.CLERK})
        return replace(self.desk, seat=replace(self.desk.seat, clerk=clerk))

    def room(self, place, *but):
        """Tell whether no other open filing is for a place."""
        others = (one for number, one in self.known.items() if number not in but)
        return not any(one.place == place and one.status.open for one in others)

    def successor(self, number):
        """Return the filing that stands for a change of one."""
        found = [
            other
            for other, one in self.known.items()
            if one.replaces == number and one.status is not WITHDRAWN
        ]
        return found[0] if found else None

    def pick(self, data):
        """Choose a filing; nothing where there is none."""
        return data.draw(st.sampled_from(sorted(self.known))) if self.known else None

    def kept(self, number):
        """Return a filing as it is kept."""
        return searching.show(desk=self.desk, record_no=number)[0]

    @rule(place=st.sampled_from(PLACES), whole=st.booleans())
    def register(self, place, whole):
        """File for a place, with the documents or without."""
        if len(self.known) >= MOST:
            return
        raw = case(place=place) if whole else case(place=place, documents={})
        try:
            done = intake.register(desk=self.desk, case=raw, on_missing="notice").record
        except intake.CaseRefusedError:
            assert not self.room(place)
            return
        assert self.room(place)
        assert done.number not in self.known
        self.known[done.number] = Known(ACCEPTED if whole else WAITING, place, at=self.minute)

    @rule(data=st.data())
    def complete(self, data):
        """Hand in what was missing."""
        number = self.pick(data)
        if number is None:
            return
        one = self.known[number]
        raw = case(place=one.place, applicant__phone=one.phone)
        try:
            completing.complete(desk=self.desk, record_no=number, case=raw)
        except DeskError:
            assert one.status is not WAITING or not self.room(one.place, number)
        else:
            one.step(ACCEPTED, self.minute)

    @rule(data=st.data(), place=st.sampled_from(PLACES))
    def change(self, data, place):
        """Change the place."""
        number = self.pick(data)
        if number is None or len(self.known) >= MOST:
            return
        one = self.known[number]
        raw = case(place=place, applicant__phone=one.phone)
        try:
            new = changing.change(desk=self.desk, record_no=number, case=raw).new
        except DeskError:
            assert one.status is not ACCEPTED or not self.room(place, number)
        else:
            one.step(CHANGED, self.minute)
            self.known[new.number] = Known(
                ACCEPTED, place, phone=one.phone, replaces=number, at=self.minute
            )

    @rule(data=st.data())
    def cancel(self, data):
        """End it."""
        number = self.pick(data)
        if number is None:
            return
        one = self.known[number]
        try:
            cancelling.cancel(desk=self.desk, record_no=number, reason=CancelReason.RETURNED)
        except DeskError:
            assert not one.status.open
        else:
            one.step(CANCELLED, self.minute)

    @rule(data=st.data(), phone=st.sampled_from(["13800000001", "13800000002", "13800000003"]))
    def correct(self, data, phone):
        """Put the phone right."""
        number = self.pick(data)
        if number is None:
            return
        one, wanted = self.known[number], {"applicant": {"phone": phone}}
        try:
            correcting.correct(
                desk=self.desk, record_no=number, case=wanted, asked_by="本人", seen="身份证"
            )
        except DeskError:
            assert not one.status.open or one.phone == phone
        else:
            one.step(one.status, self.minute)
            one.phone = phone

    @rule(data=st.data(), late=st.booleans(), supervisor=st.booleans(), why=st.booleans())
    def take_back(self, data, late, supervisor, why):
        """Take the last step back: at once by who did it, later by a supervisor with a reason."""
        number = self.pick(data)
        if number is None:
            return
        if late:
            self.desk.clock.advance(minutes=2)
            self.minute += 2
        desk = self.desk if supervisor else self.clerk
        before = {one: replace(known, steps=list(known.steps)) for one, known in self.known.items()}
        target = self._last(number)
        fresh = target is not None and self.known[target].at == self.minute
        may = target is not None and (fresh or (supervisor and why))
        try:
            withdraw(desk=desk, record_no=number, reason="办错了" if why else None)
        except DeskError:
            if may:
                self._withdraw(number)
                assert self._crowded()
            self.known = before
        else:
            assert may
            self._withdraw(number)

    def _last(self, number):
        """Return the filing whose last step is taken back for a number; None for none."""
        one = self.known[number]
        if one.status is WITHDRAWN:
            return None
        after = self.successor(number)
        return self._last(after) if one.status is CHANGED and after else number

    def _withdraw(self, number):
        target = self._last(number)
        one = self.known[target]
        if one.steps:
            one.back()
            return
        one.step(WITHDRAWN, self.minute)
        if one.replaces and self.known[one.replaces].status is CHANGED:
            self.known[one.replaces].back()

    def _crowded(self):
        opened = [one.place for one in self.known.values() if one.status.open]
        return len(opened) != len(set(opened))

    @rule(data=st.data(), supervisor=st.booleans())
    def bring_back(self, data, supervisor):
        """Undo what ended a filing."""
        number = self.pick(data)
        if number is None:
            return
        before = {one: replace(known, steps=list(known.steps)) for one, known in self.known.items()}
        possible = supervisor and self._bring_back(number)
        try:
            reinstate(
                desk=self.desk if supervisor else self.clerk, record_no=number, reason="办错了"
            )
        except DeskError:
            assert not possible or self._crowded()
            self.known = before
        else:
            assert possible

    def _bring_back(self, number):
        """Do it in the model; return whether it can be done."""
        one = self.known[number]
        after = self.successor(number)
        if one.status is CHANGED and after:
            if self.known[after].status is CHANGED:
                return False
            self.known[after].step(WITHDRAWN, self.minute)
            one.back()
            return True
        if one.status.open:
            return False
        one.back()
        if one.replaces and one.status is not WAITING:
            old = self.known[one.replaces]
            if old.status is CHANGED:
                return True
            if old.status is not ACCEPTED:
                return False
            old.step(CHANGED, self.minute)
        return True

    @invariant()
    def the_records_are_as_the_model(self):
        """State, phone, link: of each filing; and each can go on."""
        for number, one in self.known.items():
            kept = self.kept(number)
            assert (kept.status, kept.case.place, kept.replaces) == (
                one.status,
                one.place,
                one.replaces,
            )
            assert kept.replaced_by == self.successor(number)
            assert kept.case.applicant.phone == one.phone


def run_machine(examples, steps):
    """Run it."""
    run_state_machine_as_test(
        PuttingRight,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            phases=(Phase.explicit, Phase.generate),
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_no_order_of_verbs_breaks_anything():
    """A small sample of what the bench does at length."""
    run_machine(25, 15)


@pytest.mark.bench
def test_many_orders_of_verbs_break_nothing():
    """Some hundred courses of thirty steps."""
    run_machine(150, 30)
