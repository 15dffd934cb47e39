"""Every applicant of the table at the counter: what the screen says is what will be filed."""

import pytest

from desk_app.ui.screens.counter.screen import Counter
from tests.applicants.reading import fits, read
from tests.services.conftest import clock, desk  # noqa: F401
from tests.ui.conftest import qapp, qtbot  # noqa: F401

ROWS = read()
NAMES = [f"{row.no} {row.who}" for row in ROWS]


@pytest.mark.parametrize("row", ROWS, ids=NAMES)
def test_an_applicant_gets_the_right_answer(desk, qtbot, row):  # noqa: F811
    before = row.earlier(desk)
    counter = Counter(desk)
    qtbot.addWidget(counter)
    raw = row.case()
    counter.open_case(raw, None, before if row.change else None)
    verdict = counter.verdict
    assert {one.id for one in verdict.open_questions} == set(row.asks)
    wrong = {one.field: one.message for one in verdict.problems}
    assert wrong.keys() == row.wrong.keys()
    assert [name for name, part in row.wrong.items() if part not in wrong[name]] == []
    assert {one.id for one in verdict.missing} == set(row.missing)
    for question in row.asks:  # each by its key
        first = counter.verdict.open_questions[0]
        assert first.id in row.asks, question
        place = [one.code for one in first.choices].index(row.answers[first.id])
        counter.asked.choices[place].click()
        counter.go_on()
    assert counter.verdict.open_questions == ()
    if counter.verdict.guidance and row.needs and not row.wrong:
        assert fits({one.id for one in counter.verdict.guidance.documents}, row.needs) == []
    said = counter.bar.words.text()
    todo = {one.field for one in counter.todo.problems()}
    assert todo == row.wrong.keys()
    assert said.startswith("还有") is bool(todo)
