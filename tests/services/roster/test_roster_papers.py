"""What comes of a roster: its papers, the list to be mended, what the history says."""

import hashlib

import pytest

import resources
from desk_app.errors import EnvironmentFailureError
from desk_app.policy.vocabulary import DocumentState
from desk_app.records.audit import Verb
from desk_app.records.print_job import PrintOutcome
from desk_app.services.blanks import blanks
from desk_app.services.proofs import readback
from desk_app.services.roster import papers
from desk_app.services.roster.checking import Common
from desk_app.services.roster.delivering import again as make_again
from desk_app.services.roster.delivering import save
from desk_app.services.roster.reading import read
from desk_app.services.roster.registering import RowResult, register
from desk_app.services.roster.sheets_out import FAULTS, LINE, write_faults
from desk_app.services.roster.tables.files import read_sheets
from desk_app.services.settings import preferences
from desk_app.storage.history import audit
from forms import catalogue
from tests.factory import NAMES
from tests.roster_files import DOCUMENTS, HEADINGS, people, person
from tests.services.conftest import jobs_of, register_elsewhere


def test_papers_of_known_rows_come_again_in_their_places(desk, checked, tmp_path):
    first = register(desk=desk, checked=checked([person(1), person(3)]))
    save(desk=desk, done=first, folder=tmp_path / "out")
    done = register(desk=desk, checked=checked([person(1), person(2), person(3)]), reprint=True)
    file = save(desk=desk, done=done, folder=tmp_path / "again")
    text = readback.paper_text(file)
    numbers = [one.number for one in done.outcomes]
    assert [number[-1] for number in numbers] == ["1", "3", "2"]
    places = [text.index(number) for number in numbers]
    assert places == sorted(places)
    assert "补打" in text


def test_papers_are_made_again_as_reprints_only_if_they_came_out(desk, checked, tmp_path):
    done = register(desk=desk, checked=checked(people(2)))
    blocked = tmp_path / "a file"
    blocked.write_text("")
    with pytest.raises(EnvironmentFailureError):
        save(desk=desk, done=done, folder=blocked)
    fresh = make_again(desk=desk, done=done)
    assert "补打" not in readback.paper_text(fresh.pdf)
    save(desk=desk, done=fresh, folder=tmp_path / "out")
    reprint = make_again(desk=desk, done=fresh)
    text = readback.paper_text(reprint.pdf)
    assert "补打" in text
    numbers = [one.number for one in done.outcomes]
    assert sorted(numbers, key=text.index) == numbers
    assert len(reprint.jobs) == len(done.jobs)
    part = make_again(desk=desk, done=fresh, stopped=lambda: True)
    assert (part.pdf, part.jobs) == (None, ())


def refusals(desk):
    """Return the refusals in the history, the earliest first."""
    with desk.database.reading() as session:
        every = audit.latest(session, limit=100)
    return [one for one in reversed(every) if one.verb is Verb.REFUSE]


def test_refused_rows_are_in_the_history_without_a_trace_of_whose_they_were(desk, checked):
    wrong = person(2, 手机号="13912", 派驻城市="月球", 身份证件材料="无", 社会保障卡材料="无")
    found = checked([person(1), wrong, person(3)])
    assert refusals(desk) == []
    register(desk=desk, checked=found)
    (noted,) = refusals(desk)
    assert noted.subject == "case"
    assert noted.detail["type"] == "posted_worker"
    assert noted.detail["fields"] == ["applicant.phone", "documents", "place"]
    for personal in ("林建华", "13912", "月球", wrong["身份证号"]):
        assert personal not in str(noted)


def test_a_row_refused_while_registering_is_noted_too(desk, checked):
    """Between check and registering the same person was filed elsewhere."""
    found = checked([person(1), person(2)])
    elsewhere = person(1, 开始日期="2026-11-25")
    register(desk=desk, checked=checked([elsewhere]))
    done = register(desk=desk, checked=found)
    assert done.count(RowResult.REFUSED) == 1
    (noted,) = refusals(desk)
    assert noted.detail["type"] == "posted_worker"
    assert noted.detail["fields"]


def test_a_file_that_cannot_be_written_is_noted(desk, checked, tmp_path):
    """The filings stay; their papers are printed later as first prints."""
    done = register(desk=desk, checked=checked(people(1)))
    (tmp_path / "file").write_text("")
    with pytest.raises(EnvironmentFailureError, match="文件"):
        save(desk=desk, done=done, folder=tmp_path / "file")
    outcomes = {job.outcome for job in jobs_of(desk, done.outcomes[0].number)}
    assert outcomes == {PrintOutcome.FAILED}


def test_a_hall_with_its_own_blank_gets_it_for_everybody(desk, checked, tmp_path):
    """Papers laid over the bureau's blank are files of their own, bound in roster order."""
    blanks.install(
        desk=desk,
        pdf=resources.path("blanks", "example_flat.pdf").read_bytes(),
        map_text=resources.path("blanks", "example_flat.toml").read_text(encoding="utf-8"),
    )
    values = {"region": "440100", "outpatient": "networked"}
    common = Common(values=values, documents=DocumentState.BOTH)
    rows = [person(order, 险种="职工", 姓名=NAMES["plane 2"]) for order in (1, 2)]
    done = register(desk=desk, checked=checked(rows, common=common, headings=HEADINGS))
    assert [one.result for one in done.outcomes] == [RowResult.REGISTERED] * 2
    file = save(desk=desk, done=done, folder=tmp_path / "out")
    text = readback.paper_text(file).replace("\r\n", "")
    assert text.count("示例空白表") == 2
    assert text.count(NAMES["plane 2"]) >= 2
    jobs = jobs_of(desk, done.outcomes[0].number)
    assert len({job.printed.sha256 for job in jobs}) == len(jobs)


def test_the_halls_number_of_copies_counts(desk, checked):
    preferences.set_copies(desk=desk, copies={"receipt": 2, "handout": 3})
    done = register(desk=desk, checked=checked(people(2)))
    assert catalogue.page_count(done.pdf) == 2 * (1 + 2 + 3)
    pages = [job.printed.pages for job in jobs_of(desk, done.outcomes[1].number)]
    assert pages == [1, 1, 1]


def test_the_error_file_tells_what_to_mend_and_comes_back(desk, checked, tmp_path):
    """Only the rows to mend, as the employer wrote them; mended, it is a roster again."""
    found = checked([person(1), person(2, 手机号="123", 姓名="=1+1"), person(3, 险种="公费")])
    target = tmp_path / "mend.xlsx"
    assert write_faults(target, found) == 2
    back = read(target)
    assert back.headings[:2] == (LINE, FAULTS)
    assert [line.cells[0] for line in back.lines] == ["3", "4"]
    assert "手机号应为 11 位" in back.lines[0].cells[1]
    assert "=1+1" in back.lines[0].cells
    assert back.unknown == ()
    right = {"手机号": "13800000009", "险种": "一档", "姓名": "林建华"}
    mended = [{**dict(zip(back.headings, one.cells, strict=True)), **right} for one in back.lines]
    again = checked(mended, headings=back.headings)
    assert len(again.ready) == 2
    worse = checked([{**one, "险种": "公费"} for one in mended], headings=back.headings)
    assert write_faults(tmp_path / "twice.xlsx", worse) == 2
    assert read(tmp_path / "twice.xlsx").headings == back.headings


def test_the_error_file_says_what_to_do_and_keeps_every_cell_as_text(checked, tmp_path):
    """A number that lost digits stands there as the employer's spreadsheet shows it."""
    wrong = {**person(1, 身份证号=440399199003090015, 手机号="013912"), "工号": "00017"}
    found = checked([wrong], headings=("工号", *HEADINGS, *DOCUMENTS))
    write_faults(tmp_path / "mend.xlsx", found)
    (sheet,) = read_sheets(tmp_path / "mend.xlsx")
    assert "改好" in sheet.rows[0][1]
    row = dict(zip(sheet.rows[1], sheet.rows[2], strict=True))
    assert (row["工号"], row["手机号"]) == ("00017", "013912")
    assert row["身份证号"] == "440399199003090000"
    assert all(isinstance(cell, str) for cell in row.values())


def test_without_faults_there_is_no_error_file(checked, tmp_path):
    assert write_faults(tmp_path / "mend.xlsx", checked(people(1))) == 0
    assert list(tmp_path.glob("mend*")) == []


def test_what_was_refused_at_registering_is_in_the_error_file(desk, checked, tmp_path):
    found = checked(people(1))
    register_elsewhere(desk, found.ready[0].case)
    done = register(desk=desk, checked=found)
    assert write_faults(tmp_path / "mend.xlsx", found, done) == 1
    assert "变更" in read(tmp_path / "mend.xlsx").lines[0].cells[1]


def test_the_fingerprint_can_be_made_again(desk, checked, tmp_path):
    """Papers that share a fingerprint give, together and in order, the bytes it is of."""
    done = register(desk=desk, checked=checked(people(3)))
    jobs = [job for one in done.outcomes for job in jobs_of(desk, one.number)]
    many = papers.copies(desk)
    data = [
        (one.paper, catalogue.PAPERS[one.paper].data_type.from_json(one.data))
        for one in (job.printed for job in jobs)
        for _ in range(many[one.paper])
    ]
    pdf = catalogue.render_together(data, title="备案名册", day=desk.clock.today())
    assert {job.printed.sha256 for job in jobs} == {hashlib.sha256(pdf).hexdigest()}
