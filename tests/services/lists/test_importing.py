"""Another counter's records come in whole or not at all, and nothing merges silently."""

import json
import shutil
from dataclasses import replace

import pytest

from desk_app.clock import FixedClock
from desk_app.errors import DeskError, EnvironmentFailureError, RefusedError, StateConflictError
from desk_app.policy.vocabulary import CancelReason, Role
from desk_app.services.backup import backing_up, retention
from desk_app.services.day import day
from desk_app.services.desk import timekeeping
from desk_app.services.filing import cancelling, changing
from desk_app.services.finding import searching
from desk_app.services.lists import exchange, exporting, importing
from desk_app.services.lists.importing import Origin
from desk_app.services.papers import printing
from desk_app.services.people import people
from desk_app.services.proofs.demonstration import DAY, HALL
from desk_app.services.settings.preferences import RETENTION_YEARS
from desk_app.services.start import opening
from tests.factory import agent, case, number, register
from tests.services.conftest import CHEAP, PASSPHRASE

OTHER = "the other counter's"


def make(folder, code, passphrase):
    return opening.set_up(
        folder=folder,
        hall=HALL.model_copy(update={"code": code}),
        counter=2,
        clerk_name="何二",
        passphrase=passphrase,
        clock=FixedClock(DAY),
        cost=CHEAP,
    ).desk


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory):
    """Another hall, whose code sorts before ours, with every state a filing can have."""
    with make(tmp_path_factory.mktemp("elsewhere") / "data", "AA01", OTHER) as desk:
        first = register(desk, 1, applicant__name="欧阳𬭚𫖮", agent=agent())
        changing.change(
            desk=desk, record_no=register(desk, 2).number,
            case=case(applicant__id_number=number(order="002"), place="450100"),
        )  # fmt: skip
        cancelling.cancel(
            desk=desk, record_no=register(desk, 3).number, reason=CancelReason.RETURNED
        )
        register(desk, 4, documents={})
        assert first.number == "AA01-02-20261121-0001"
    return desk.folder


@pytest.fixture
def other(elsewhere, tmp_path):
    """A desk there, in a copy of its own."""
    folder = shutil.copytree(elsewhere, tmp_path / "other")
    with opening.unlock(folder=folder, passphrase=OTHER, clock=FixedClock(DAY), counter=2) as desk:
        yield desk


@pytest.fixture(params=["jsonl", "backup", "folder"])
def origin(request, other, tmp_path):
    if request.param == "jsonl":
        exporting.export(desk=other, target=tmp_path / "a.jsonl")
        return Origin(path=tmp_path / "a.jsonl")
    if request.param == "backup":
        backing_up.back_up(desk=other, target=tmp_path / "a.deskbackup")
        return Origin(path=tmp_path / "a.deskbackup", passphrase=OTHER)
    return Origin(path=other.folder, passphrase=OTHER, staff_no="01")


def everything(desk):
    with desk.database.reading() as session:
        from desk_app.storage.filings import listing

        found = listing.stream(session, criteria=listing.Criteria())
        return {record.number: exchange.plain_json(record) for record in found}


def papers(desk):
    """Return what was printed of each filing: data, digest, copy, outcome, when, where."""
    with desk.database.reading() as session:
        from desk_app.storage.filings import listing
        from desk_app.storage.upkeep import merging

        found = listing.stream(session, criteria=listing.Criteria())
        return {
            record.number: [(j.printed, j.copy, j.outcome, j.printed_at, j.counter) for j in jobs]
            for record, jobs in merging.with_papers(session, found)
        }


def test_looking_changes_nothing_and_bringing_brings_all(desk, other, origin):
    own = register(desk, 9).number
    before = everything(desk)
    seen = importing.look(desk=desk, origin=origin)
    assert (seen.new, seen.known, seen.clashes) == (5, 0, ())
    assert seen.papers == sum(map(len, papers(other).values())) > 0
    assert everything(desk) == before
    done = importing.bring(desk=desk, origin=origin, agreed=seen)
    assert done.new == 5
    assert everything(desk) == before | everything(other)
    assert papers(desk).items() >= papers(other).items()
    again = importing.look(desk=desk, origin=origin)
    assert (again.new, again.known, again.clashes, again.papers) == (0, 5, (), 0)
    number = next(number for number, jobs in papers(other).items() if jobs)
    reprinted = printing.print_set(desk=desk, record_no=number)
    assert {one.paper for one in reprinted} == {job[0].paper for job in papers(other)[number]}
    assert all(one.job.copy == 0 for one in reprinted), "nobody printed them there"
    assert searching.find(desk=desk, text="欧阳𬭚")[0].filings[0].number.startswith("AA01")
    assert backing_up.verify(desk=desk).faults == ()
    assert not list(desk.folder.glob("checking-*"))
    # The desk stays at its own hall, though the other's code sorts first.
    with opening.unlock(folder=desk.folder, passphrase=PASSPHRASE, clock=desk.clock) as later:
        assert register(later, 10).number == own[:-1] + "2"


def test_the_same_number_twice_is_shown_and_left_out(desk, tmp_path):
    with make(tmp_path / "twin", HALL.code, OTHER) as twin:
        clashing = register(twin, 1).number
        fresh = register(twin, 2).number
        exporting.export(desk=twin, target=tmp_path / "a.jsonl")
    with opening.unlock(
        folder=desk.folder, passphrase=PASSPHRASE, clock=desk.clock, counter=2
    ) as here:
        mine = register(here, 3)
        origin = Origin(path=tmp_path / "a.jsonl")
        seen = importing.look(desk=here, origin=origin)
        assert [clash.number for clash in seen.clashes] == [clashing]
        assert seen.clashes[0].here.case == mine.case
        importing.bring(desk=here, origin=origin, agreed=seen)
        assert everything(here)[clashing] == exchange.plain_json(mine)
        assert fresh in everything(here)
        assert backing_up.verify(desk=here).faults == ()


def test_what_was_not_agreed_to_does_not_come_in(desk, origin):
    seen = importing.look(desk=desk, origin=origin)
    with pytest.raises(StateConflictError, match="重新预览"):
        importing.bring(desk=desk, origin=origin, agreed=replace(seen, new=4))
    assert everything(desk) == {}


def test_stopping_brings_nothing(desk, other, tmp_path, monkeypatch):
    monkeypatch.setattr(exporting, "PROGRESS_ROWS", 2)
    exporting.export(desk=other, target=tmp_path / "a.jsonl")
    origin = Origin(path=tmp_path / "a.jsonl")
    seen = importing.look(desk=desk, origin=origin)
    with pytest.raises(DeskError):
        importing.bring(desk=desk, origin=origin, agreed=seen, stopped=lambda: True)
    assert everything(desk) == {}


@pytest.mark.parametrize(
    "spoil",
    [
        lambda line: line | {"record": line["record"].replace("AA01", "BB01")},
        lambda line: line | {"day": "2026-11-20"},
        lambda line: line | {"counter": 3},
        lambda line: line | {"status": "nonsense"},
        lambda line: line | {"case": line["case"] | {"place": "1"}},
        lambda line: {key: value for key, value in line.items() if key != "hall"},
        lambda line: line | {"registered_at": "2026-11-21T09:00:00"},
        lambda line: line | {"masked": True},
        lambda line: line | {"clerk": ["x"]},
        lambda line: line | {"papers": 7},
        lambda line: line | {"papers": [{}]},
        lambda line: line | {"papers": [line["papers"][0] | {"sha256": "x"}]},
        lambda line: line | {"papers": [line["papers"][0] | {"data": "x"}]},
        lambda line: line | {"papers": [line["papers"][0] | {"outcome": "x"}]},
        lambda line: [line],
        lambda line: 7,
    ],
)
def test_a_line_that_cannot_be_read_stops_all_and_is_named(desk, other, tmp_path, spoil):
    exporting.export(desk=other, target=tmp_path / "a.jsonl")
    lines = (tmp_path / "a.jsonl").read_text(encoding="utf-8").splitlines()
    lines[2] = json.dumps(spoil(json.loads(lines[2])), ensure_ascii=False)
    (tmp_path / "a.jsonl").write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(importing.LinesRefusedError) as refused:
        importing.look(desk=desk, origin=Origin(path=tmp_path / "a.jsonl"))
    assert [place for place, _ in refused.value.problems] == [3]
    assert number(order="003") not in refused.value.message


def test_a_masked_list_cannot_come_in(desk, other, tmp_path):
    exporting.export(desk=other, target=tmp_path / "a.jsonl", masked=True)
    with pytest.raises(importing.LinesRefusedError, match="星号"):
        importing.look(desk=desk, origin=Origin(path=tmp_path / "a.jsonl"))


def test_what_cannot_be_opened_is_told(desk, other, tmp_path):
    (tmp_path / "empty").mkdir()
    (tmp_path / "b.jsonl").write_bytes(b"\xff\xfe")
    (tmp_path / "c.deskbackup").write_bytes(b"nothing")
    for origin, kind in (
        (Origin(path=tmp_path / "none.jsonl"), EnvironmentFailureError),
        (Origin(path=tmp_path / "empty"), RefusedError),
        (Origin(path=tmp_path / "b.jsonl"), RefusedError),
        (Origin(path=tmp_path / "c.deskbackup", passphrase="x"), EnvironmentFailureError),
        (Origin(path=desk.folder), RefusedError),
        (Origin(path=other.folder), RefusedError),
        (Origin(path=other.folder, passphrase="wrong passphrase"), RefusedError),
    ):
        with pytest.raises(kind):
            importing.look(desk=desk, origin=origin)
    assert not list(desk.folder.glob("checking-*"))


def test_old_records_go_when_a_supervisor_says_so(desk):
    register(desk, 1, type="other_temporary", reason="探亲期间就医", end="2027-02-01", documents={})
    kept = register(desk, 2).number
    today = desk.clock.today()
    day.ledger(desk=desk, first=today, last=today, masked=False)
    with pytest.raises(RefusedError, match="2 到"):
        RETENTION_YEARS.set(desk, 1)
    RETENTION_YEARS.set(desk, 3)
    desk.clock.advance(days=365 * 3)
    assert retention.due(desk=desk).filings == 0
    desk.clock.advance(days=365)
    due = retention.due(desk=desk)
    assert (due.years, due.filings) == (3, 1)
    timekeeping.confirm(desk=desk, day=f"{desk.clock.today()}")  # nobody was here for four years
    people.add(desk=desk, name="梁一", role=Role.CLERK, passphrase="another phrase", cost=CHEAP)
    with (
        opening.unlock(folder=desk.folder, passphrase="another phrase", clock=desk.clock) as own,
        pytest.raises(RefusedError, match="主管"),
    ):
        retention.take_away(desk=own, agreed=due)
    with pytest.raises(RefusedError, match="重新查看"):
        retention.take_away(desk=desk, agreed=replace(due, filings=2))
    gone = retention.take_away(desk=desk, agreed=due)
    assert (gone.filings, gone.people) == (1, 1)
    assert list(everything(desk)) == [kept]
    with desk.database.reading() as session:
        from desk_app.storage.filings import prints

        ledgers = [j for j in prints.unconfirmed(session) if j.printed.paper == "ledger"]
    assert ledgers == []
    assert backing_up.verify(desk=desk).faults == ()
