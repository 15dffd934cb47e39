"""Exports keep every character, start no formula, and appear whole or not at all."""

import csv
import json

import pytest
from python_calamine import CalamineWorkbook

from desk_app.errors import RefusedError
from desk_app.policy.vocabulary import CancelReason
from desk_app.services.filing import cancelling, intake
from desk_app.services.finding import searching
from desk_app.services.lists import exporting
from desk_app.services.lists.columns import COLUMNS
from desk_app.services.lists.exporting import Wanted
from desk_app.services.proofs import rehearsal
from tests.factory import agent, case, number

HOSTILE = "=1+1"
X_NUMBER = next(
    text for order in range(1, 99) if (text := number(order=f"{order:03d}")).endswith("X")
)


@pytest.fixture
def filled(desk):
    """A desk with one hostile filing."""
    intake.register(
        desk=desk,
        case=case(
            place_address=HOSTILE,
            applicant__id_number=X_NUMBER,
            applicant__social_card_no="0012345678",
            applicant__employer="+SUM(1,2)",
            applicant__name="吴𠮷",
        ),
    )
    return desk


def cells(rows):
    """Return the one line of a list by its headings."""
    return dict(zip(rows[0], rows[1], strict=True))


def test_a_spreadsheet_keeps_numbers_as_text(filled, tmp_path):
    """Eighteen digits, X and leading zeros survive; a formula stays what was typed."""
    done = exporting.export(desk=filled, target=tmp_path / "list.xlsx")
    assert done.rows == 1
    line = cells(CalamineWorkbook.from_path(done.path).get_sheet_by_index(0).to_python())
    assert line["证件号码"] == X_NUMBER
    assert line["社会保障卡号"] == "0012345678"
    assert line["异地详细地址"] == HOSTILE
    assert line["姓名"] == "吴𠮷"


def test_a_csv_starts_no_formula(filled, tmp_path):
    """What would be a formula is quoted, the rest is as typed; the file says it is UTF-8."""
    done = exporting.export(desk=filled, target=tmp_path / "list.csv")
    assert done.path.read_bytes().startswith(b"\xef\xbb\xbf")
    with done.path.open(encoding="utf-8-sig", newline="") as stream:
        line = cells(list(csv.reader(stream)))
    assert line["异地详细地址"] == "'=1+1"
    assert line["单位名称"] == "'+SUM(1,2)"
    assert line["证件号码"] == X_NUMBER


def test_no_cell_of_a_csv_begins_like_a_formula(desk, tmp_path):
    """Whatever of a case may hold free words."""
    free = ("place_address", "referral_hospital", "remark", "reason")
    people = agent(relation="+1", address="@x")  # a name of other than letters is refused
    raw = case(agent=people, **dict.fromkeys(free, HOSTILE))
    for name in ("social_card_no", "insured_no", "employer", "household_address", "nation"):
        raw["applicant"][name] = HOSTILE
    done = intake.register(desk=desk, case=raw, on_missing="notice")
    cancelling.cancel(
        desk=desk, record_no=done.record.number, reason=CancelReason.OTHER, reason_text=HOSTILE
    )
    target = exporting.export(desk=desk, target=tmp_path / "list.csv").path
    with target.open(encoding="utf-8-sig", newline="") as stream:
        line = list(csv.reader(stream))[1]
    assert not [text for text in line if text[:1] in {"=", "+", "-", "@"}]
    assert line.count("'" + HOSTILE) >= 8


def test_json_lines_can_be_taken_in_again(filled, tmp_path):
    """The case in a line is the case that was registered."""
    done = exporting.export(desk=filled, target=tmp_path / "list.jsonl")
    line = json.loads(done.path.read_text(encoding="utf-8"))
    record, _ = searching.show(desk=filled, record_no=line["record"])
    assert line["case"] == record.case.model_dump(mode="json")


@pytest.mark.parametrize("ending", ["csv", "xlsx", "jsonl"])
def test_masked_lists_show_no_number(filled, tmp_path, ending):
    """Neither identity number nor phone is in a masked list."""
    done = exporting.export(desk=filled, target=tmp_path / f"list.{ending}", masked=True)
    content = done.path.read_bytes()
    if ending == "xlsx":
        rows = CalamineWorkbook.from_path(done.path).get_sheet_by_index(0).to_python()
        content = str(rows).encode()
    assert X_NUMBER.encode() not in content
    assert b"13800000001" not in content


def test_a_period_takes_only_its_days(filled, tmp_path):
    """Both ends are included."""
    today = filled.clock.today()
    done = exporting.export(
        desk=filled, target=tmp_path / "a.csv", wanted=Wanted(since=today, until=today)
    )
    assert done.rows == 1
    filled.clock.advance(days=1)
    tomorrow = filled.clock.today()
    wanted = Wanted(since=tomorrow)
    assert exporting.export(desk=filled, target=tmp_path / "b.csv", wanted=wanted).rows == 0


def test_an_unknown_ending_is_refused(desk, tmp_path):
    """Nothing is written under a name nobody can open."""
    with pytest.raises(RefusedError, match="扩展名"):
        exporting.export(desk=desk, target=tmp_path / "list.doc")
    assert list(tmp_path.glob("list*")) == []


def test_a_stopped_export_leaves_the_old_list(filled, tmp_path, monkeypatch):
    """Stopping takes the half-written file away and leaves what was there before."""
    monkeypatch.setattr(exporting, "PROGRESS_ROWS", 1)
    target = tmp_path / "list.csv"
    target.write_text("old")

    def stop(rows):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        exporting.export(desk=filled, target=target, progress=stop)
    assert target.read_text() == "old"
    assert [file.name for file in tmp_path.iterdir() if file.is_file()] == ["list.csv"]


def test_every_column_has_its_own_heading():
    """Two columns of one name could not be told apart."""
    titles = [column.title for column in COLUMNS]
    assert len(titles) == len(set(titles))


def test_the_rehearsal_passes(tmp_path):
    """The main job from start to end, with everything read back."""
    report = rehearsal.rehearse(out=tmp_path / "out")
    assert report.faults == []
    assert len(report.papers) == len(list((tmp_path / "out").glob("*.pdf")))
