"""The bureau's answer wins, packs are brought and taken back, and filings say what judged them."""

from datetime import date

import pytest

import resources
from desk_app.errors import RefusedError
from desk_app.policy.packs.answers import BureauAnswer
from desk_app.policy.packs.rules import RuleStatus
from desk_app.policy.topics.conflicts import answered_questions, conflict
from desk_app.services.case.checking import check
from desk_app.services.filing import intake
from desk_app.services.proofs import readback
from desk_app.services.rules import rulekeeping
from tests.factory import case

SHIPPED_PACK = "440300-shenzhen.toml"


def told(text="深圳其他临时外出就医可不备案。", **changes):
    """Return an answer to the question whether temporary filings are needed."""
    values = {
        "subject": "C1",
        "region": "440300",
        "text": text,
        "answered_by": "深圳市医保局 张科",
        "answered_on": date(2026, 11, 20),
        "number": "来电第 7 号",
    }
    return BureauAnswer(**{**values, **changes})


@pytest.fixture
def newer(tmp_path):
    """A newer pack of Shenzhen's, in which the household register must be shown in original."""
    text = resources.path("policy", SHIPPED_PACK).read_text(encoding="utf-8")
    line = next(line for line in text.splitlines() if line.startswith("version"))
    brought = tmp_path / SHIPPED_PACK
    brought.write_text(text.replace(line, 'version = "2099.1.1"'), encoding="utf-8")
    return brought


def test_an_answer_applies_at_once(desk):
    """Both statements give way to the bureau's words."""
    rulekeeping.answer(desk=desk, given=told())
    book = rulekeeping.shelf(desk=desk).rulebook("440300", on=desk.clock.today())
    said = answered_questions(book)
    assert [rule.text for rule in said] == ["深圳其他临时外出就医可不备案。"]
    assert said[0].status is RuleStatus.BUREAU_CONFIRMED
    assert not conflict("C1", book).open


def test_an_answer_is_printed_on_the_handout(desk):
    """What the bureau has said is told on paper; without it, to ask is all that is said."""
    temporary = case(
        type="other_temporary",
        reason="探亲",
        documents={"identity": "both"},
    )
    rulekeeping.answer(desk=desk, given=told())
    papers = intake.register(desk=desk, case=temporary).papers
    handout = next(paper for paper in papers if paper.paper == "handout")
    assert "可不备案" in readback.paper_text(handout.pdf)


def test_a_later_answer_counts_and_the_earlier_is_kept(desk):
    """The history of answers is never cut."""
    rulekeeping.answer(desk=desk, given=told())
    rulekeeping.answer(desk=desk, given=told("要备案。", answered_on=date(2026, 11, 21)))
    book = rulekeeping.shelf(desk=desk).rulebook("440300", on=desk.clock.today())
    assert [rule.text for rule in answered_questions(book)] == ["要备案。"]
    assert len(rulekeeping.answers(desk=desk)) == 2


@pytest.mark.parametrize(
    ("changes", "part"),
    [
        ({"subject": "C99"}, "没有这条规则"),
        ({"text": " "}, "答复内容"),
        ({"answered_by": ""}, "答复人"),
        ({"answered_on": date(2026, 11, 22)}, "晚于今天"),
    ],
)
def test_a_careless_answer_is_refused(desk, changes, part):
    """An answer says what, who and when."""
    with pytest.raises(RefusedError, match=part):
        rulekeeping.answer(desk=desk, given=told(**{"text": "要备案。", **changes}))


def test_a_pack_is_shown_accepted_and_rolled_back(desk, newer):
    """Filings carry the version they were judged by."""
    assert rulekeeping.weigh(desk=desk, path=newer).pack.version == "2099.1.1"
    before = intake.register(desk=desk, case=case()).record
    rulekeeping.accept(desk=desk, path=newer)
    shelf = rulekeeping.shelf(desk=desk)
    verdict = check(case=case(), today=desk.clock.today(), shelf=shelf)
    assert "440300@2099.1.1" in verdict.guidance.rules_version
    assert "2099" not in before.rules
    assert rulekeeping.roll_back(desk=desk, region="440300") is None
    shelf = rulekeeping.shelf(desk=desk)
    assert "2099" not in shelf.rulebook("440300", on=desk.clock.today()).version


def test_an_older_pack_is_refused(desk, newer):
    """What is in use is never replaced by what was."""
    rulekeeping.accept(desk=desk, path=newer)
    with pytest.raises(RefusedError, match="不比现用的"):
        rulekeeping.accept(desk=desk, path=newer)


def test_a_pack_changed_on_disk_does_not_count(desk, newer):
    """The records hold the accepted text; the files beside them are laid out again."""
    rulekeeping.accept(desk=desk, path=newer)
    folder = rulekeeping.shelf(desk=desk).folders[0]
    (folder / SHIPPED_PACK).write_text("region = 1", encoding="utf-8")
    (folder / "440100-other.toml").write_text("region = 1", encoding="utf-8")
    book = rulekeeping.shelf(desk=desk).rulebook("440300", on=desk.clock.today())
    assert "440300@2099.1.1" in book.version


def test_a_broken_pack_names_what_is_wrong(desk, newer):
    """File, row and key are named."""
    newer.write_text(newer.read_text(encoding="utf-8").replace("2099.1.1", "soon"))
    with pytest.raises(RefusedError, match=r"440300-shenzhen\.toml.*version"):
        rulekeeping.weigh(desk=desk, path=newer)
