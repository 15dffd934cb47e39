"""An end that is left open is worded by the rule, on every paper and screen, never by habit."""

import pytest

from desk_app.policy.vocabulary import CancelReason
from desk_app.services.case import documents_held
from desk_app.services.case.checking import check
from desk_app.services.day import day
from desk_app.services.filing import cancelling, intake
from desk_app.services.finding import searching
from desk_app.services.papers import previewing
from desk_app.services.proofs import readback
from desk_app.ui.screens.check_and_print.answers import groups
from tests.factory import case

ONCE, ALWAYS = "仅限当次就医", "长期有效"
XINGTAI = {
    "region": "130500",
    "type": "other_temporary",
    "place": "110000",
    "documents": {"identity": "both"},
    "applicant__insurance": "employee",
}


@pytest.fixture
def once(desk, monkeypatch):
    """A case of a hall there, whose rule says that it holds for one stay only, and words that."""
    there = desk.hall.model_copy(update={"region": XINGTAI["region"]})
    monkeypatch.setattr(type(desk), "hall", there)
    return case(**XINGTAI)


def told(pdf, tmp_path):
    """Return the text of a paper."""
    file = tmp_path / "paper.pdf"
    file.write_bytes(pdf)
    return readback.paper_text(file)


def test_every_paper_and_screen_has_the_words_of_the_rule(desk, once, tmp_path):
    verdict = check(case=once, today=desk.clock.today())
    assert verdict.problems == ()
    assert ONCE in told(previewing.preview(desk=desk, case=once, verdict=verdict), tmp_path)
    ends = [
        answer.value
        for group in groups(verdict.case, verdict.guidance)
        for answer in group.answers
        if answer.path == "end"
    ]
    assert ends == [ONCE]
    done = intake.register(desk=desk, case=once)
    texts = {paper.paper: told(paper.pdf, tmp_path) for paper in done.papers}
    assert {name for name, text in texts.items() if ONCE in text} == {"receipt", "handout"}
    assert not any(ALWAYS in text for text in texts.values())
    record, _ = searching.show(desk=desk, record_no=done.record.number)
    assert documents_held.end_words(desk=desk, filing=record) == ONCE
    today = desk.clock.today()
    assert ONCE in told(day.ledger(desk=desk, first=today, last=today).pdf, tmp_path)
    ended = cancelling.cancel(desk=desk, record_no=record.number, reason=CancelReason.RETURNED)
    assert ONCE in told(ended.papers[0].pdf, tmp_path)


def test_an_end_that_is_given_stands_for_itself(desk, once):
    done = intake.register(desk=desk, case={**once, "end": "2027-01-31"})
    assert documents_held.end_words(desk=desk, filing=done.record) == "2027-01-31"
