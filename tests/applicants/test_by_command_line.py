"""Every applicant of the table by the service behind the command line."""

import pytest

from desk_app.policy.guidance.finder import find_type
from desk_app.policy.packs.packs import rulebook
from desk_app.services.case import recognising
from desk_app.services.filing import changing, intake
from desk_app.services.filing.intake_list import CaseResult, Wishes, take_in
from tests.applicants.reading import TODAY, documents_of, findings, fits, read
from tests.services.conftest import clock, desk  # noqa: F401

ROWS = read()
NAMES = [f"{row.no} {row.who}" for row in ROWS]


def test_all_are_there():
    assert len({row.no for row in ROWS if row.no > 48}) >= 30
    assert len(set(NAMES)) == len(NAMES)
    assert all(row.article for row in ROWS)


@pytest.mark.parametrize("row", findings(), ids=lambda row: row["who"])
def test_the_finder_leads_to_the_right_type(row):
    found = find_type(row["keys"], rulebook("440300", on=TODAY))
    assert found.type == row["type"]
    assert row["article"]


@pytest.mark.parametrize("row", ROWS, ids=NAMES)
def test_an_applicant_gets_the_right_answer(desk, row):  # noqa: F811
    before = row.earlier(desk)
    filed, problems, hints = _told(desk, row, before, answered=False)
    asked = {one.field.removeprefix("answers.") for one in (*problems, *hints)
             if one.field.startswith("answers.")}  # fmt: skip
    assert asked == set(row.asks)
    wrong = {one.field: one.message for one in problems if not one.field.startswith("answers.")}
    absent = {name for name in wrong if name.startswith("documents.")}
    assert {name.removeprefix("documents.") for name in absent} == set(row.missing)
    assert wrong.keys() - absent == row.wrong.keys()
    assert [name for name, part in row.wrong.items() if part not in wrong[name]] == []
    if row.asks and not filed:
        filed, problems, hints = _told(desk, row, before, answered=True)
        assert filed is not bool(row.wrong), problems
    else:
        assert filed is not bool(row.wrong or row.missing), problems
    told = " ".join(one.message for one in hints)
    assert [part for part in row.hints if part not in told] == []


@pytest.mark.parametrize("row", ROWS, ids=NAMES)
def test_an_applicant_is_asked_for_the_right_papers(desk, row):  # noqa: F811
    if not (row.needs or row.papers):
        return
    before = row.earlier(desk)
    raw = row.case(answered=True)
    known = recognising.recognise(desk=desk, case=raw, replaced=before if row.change else None)
    documents, papers = documents_of(raw, known)
    assert fits(documents, row.needs) == []
    assert fits(papers, row.papers) == []


def _told(desk, row, before, *, answered):  # noqa: F811
    """Return whether it was filed, and problems and hints."""
    raw = row.case(answered=answered)
    if row.change:
        try:
            done = changing.change(desk=desk, record_no=before.number, case=raw)
        except intake.CaseRefusedError as error:
            return False, error.problems, error.hints
        return True, (), done.hints
    (taken,) = take_in(desk=desk, cases=[raw], wishes=Wishes(), stopped=lambda: False)
    return taken.result is CaseResult.REGISTERED, taken.problems, taken.hints
