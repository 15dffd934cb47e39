"""What a supervisor sets for the window, and what somebody should look at."""

import pytest

from desk_app.errors import RefusedError
from desk_app.policy.vocabulary import Role
from desk_app.records.hall import HallFields
from desk_app.services.filing import intake
from desk_app.services.finding import worklists
from desk_app.services.papers import printing
from desk_app.services.people import people
from desk_app.services.settings import hall, preferences, type_size
from desk_app.services.start import opening
from desk_app.storage.history import audit
from forms import catalogue
from tests.factory import case, register
from tests.services.conftest import CHEAP, PASSPHRASE


@pytest.fixture
def clerk_desk(desk, clock):
    """The same records, opened by somebody who is no supervisor."""
    people.add(desk=desk, name="李明", role=Role.CLERK, passphrase="a quiet window", cost=CHEAP)
    with opening.unlock(
        folder=desk.folder, passphrase="a quiet window", staff_no="02", clock=clock
    ) as other:
        yield other


def test_what_was_never_set_has_its_usual_value(desk):
    assert [number.of(desk) for number in preferences.NUMBERS] == [10, 2, 10]
    assert preferences.printer(desk=desk) is None
    assert all(one.copies == one.usual for one in preferences.copies(desk=desk))


def test_settings_are_kept_and_audited(desk):
    preferences.IDLE_MINUTES.set(desk, 3)
    preferences.set_printer(desk=desk, printer="二号")
    assert preferences.IDLE_MINUTES.of(desk) == 3
    assert preferences.printer(desk=desk) == "二号"
    with desk.database.reading() as session:
        subjects = [one.subject for one in audit.latest(session, limit=2)]
    assert sorted(subjects) == ["setting:idle_minutes", "setting:printer:1"]


def test_each_counter_has_its_own_printer(desk, clock):
    preferences.set_printer(desk=desk, printer="二号")
    with opening.unlock(folder=desk.folder, passphrase=PASSPHRASE, clock=clock, counter=5) as other:
        assert preferences.printer(desk=other) is None
        preferences.set_printer(desk=other, printer="五号")
    assert preferences.printer(desk=desk) == "二号"
    preferences.set_printer(desk=desk, printer=None)
    assert preferences.printer(desk=desk) is None


@pytest.mark.parametrize("minutes", [0, -1, 121])
def test_a_locking_time_out_of_bounds_is_refused(desk, minutes):
    with pytest.raises(RefusedError, match="1 到 120"):
        preferences.IDLE_MINUTES.set(desk, minutes)
    assert preferences.IDLE_MINUTES.of(desk) == 10


@pytest.mark.parametrize("wrong", [{"receipt": 0}, {"receipt": 10}, {"no_such_paper": 1}])
def test_wrong_numbers_of_copies_are_refused(desk, wrong):
    with pytest.raises(RefusedError):
        preferences.set_copies(desk=desk, copies=wrong)
    assert preferences.COPIES.of(desk) == {}


def test_the_copies_set_are_the_copies_printed(desk):
    done = intake.register(desk=desk, case=case(), on_missing="refuse")
    receipt = next(paper for paper in done.papers if paper.paper == "receipt")
    once = catalogue.page_count(printing.as_one(desk=desk, papers=[receipt]))
    preferences.set_copies(desk=desk, copies={"receipt": 3})
    assert catalogue.page_count(printing.as_one(desk=desk, papers=[receipt])) == 3 * once
    usual = {one.paper: one.usual for one in preferences.copies(desk=desk)}
    preferences.set_copies(desk=desk, copies=usual)
    assert preferences.COPIES.of(desk) == {}


def test_only_a_supervisor_changes_settings(clerk_desk):
    for deed in (
        lambda: preferences.IDLE_MINUTES.set(clerk_desk, 3),
        lambda: preferences.set_printer(desk=clerk_desk, printer=None),
        lambda: preferences.set_copies(desk=clerk_desk, copies={}),
        lambda: hall.change(desk=clerk_desk, fields=HallFields.model_validate(clerk_desk.hall)),
    ):
        with pytest.raises(RefusedError, match="主管"):
            deed()


def fields(desk, **changes):
    kept = desk.hall.model_dump(include=set(HallFields.model_fields))
    return HallFields.model_validate(kept | changes)


def test_the_hall_is_changed_again_and_again_and_papers_name_it(desk):
    once = hall.change(desk=desk, fields=fields(desk, name="新的服务厅", phone="12345"))
    twice = hall.change(desk=once, fields=fields(once, address="新路 2 号"))
    assert (twice.hall.name, twice.hall.address) == ("新的服务厅", "新路 2 号")
    assert twice.hall.code == desk.hall.code
    done = intake.register(desk=twice, case=case(), on_missing="refuse")
    assert any("新的服务厅" in str(paper.job.printed.data) for paper in done.papers)


def test_a_hall_that_no_paper_could_carry_is_refused(desk):
    for changes in ({"name": ""}, {"name": "厅" * 101}, {"phone": "找小王"}):
        wrong = fields(desk).model_copy(update=changes)
        with pytest.raises(RefusedError):
            hall.change(desk=desk, fields=wrong)


@pytest.mark.parametrize(
    ("text", "right"),
    [("", True), ("12345", True), ("0755-12345678/87654321", True), ("abc", False), ("9", False)],
)
def test_telephones_of_a_hall(text, right):
    assert (hall.telephone_problem(text) == "") is right


def test_what_ends_within_thirty_days_is_told_first_to_end_first(desk):
    both = {"identity": "both"}
    temporary = {"type": "other_temporary", "reason": "探亲", "documents": both}
    late = register(desk, 1, end="2026-12-21", **temporary)
    soon = register(desk, 2, end="2026-11-25", **temporary)
    register(desk, 3, end="2026-12-22", **temporary)
    register(desk, 4)  # without an end
    found = worklists.expiring(desk=desk)
    assert [(one.filing.number, one.days) for one in found] == [(soon.number, 4), (late.number, 30)]


def test_what_waits_is_told_longest_waiting_first(desk):
    first = register(desk, 1, documents={})
    desk.clock.advance(days=2)
    second = register(desk, 2, documents={}, begin="2026-11-23")
    register(desk, 3, begin="2026-11-23")
    assert [one.number for one in worklists.waiting(desk=desk)] == [first.number, second.number]


def test_the_type_size_is_kept_beside_the_records(tmp_path):
    assert type_size.read(tmp_path) == "标准"
    type_size.keep(tmp_path, "特大")
    assert type_size.read(tmp_path) == "特大"
    for content in (b"huge", b"\xff\xfe\x00", b""):
        (tmp_path / type_size.FILE).write_bytes(content)
        assert type_size.read(tmp_path) == "标准"


def test_numbers_set_together_are_kept_all_or_none(desk):
    kept = {one.name: one.of(desk) for one in preferences.NUMBERS}
    preferences.set_numbers(desk=desk, values={**kept, "idle_minutes": 3})
    assert {one.name: one.of(desk) for one in preferences.NUMBERS} == {**kept, "idle_minutes": 3}
    for wrong in preferences.NUMBERS:
        with pytest.raises(RefusedError):
            preferences.set_numbers(desk=desk, values={**kept, wrong.name: -1})
        assert preferences.IDLE_MINUTES.of(desk) == 3
