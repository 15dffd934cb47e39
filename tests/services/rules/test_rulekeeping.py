"""The bureau's answer wins, packs are brought and taken back, and filings say what judged them."""

from datetime import date

import pytest

import resources
from desk_app.errors import RefusedError
from desk_app.policy.packs.answers import BureauAnswer
from desk_app.policy.packs.rules import RuleStatus
from desk_app.policy.topics.conflicts import answered_questions, conflict
from desk_app.policy.vocabulary import CancelReason
from desk_app.services.case.checking import check
from desk_app.services.filing import cancelling, changing, intake
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


LIMITS = """
[[lock]]
id = "shenzhen.lock.test"
types = ["long_term"]
when = ["commitment"]
months = 3
text = "以个人承诺备案的，满 3 个月才能变更或者取消。"
source = "web-shenzhen"
place = "第42行"
status = "official"

[[statement]]
id = "shenzhen.commitment.one_place"
topic = "commitment_place"
types = ["long_term"]
text = "备案到两个地方的，要交材料。"
source = "web-shenzhen"
place = "第42行"
status = "official"
"""


def test_a_limit_the_region_sets_warns_prints_and_ends(desk, newer):
    """It stands on the letter and on the cancellation as the pack words it, with its last day."""
    newer.write_text(newer.read_text(encoding="utf-8") + LIMITS, encoding="utf-8")
    rulekeeping.accept(desk=desk, path=newer)
    promise = case(method="commitment", documents={"identity": "original"})
    done = intake.register(desk=desk, case=promise)
    papers = {one.paper: readback.paper_text(one.pdf) for one in done.papers}
    assert "满3个月才能变更或者取消" in papers["commitment"].replace(" ", "")
    assert "备案到两个地方的，要交材料" in papers["commitment"]
    elsewhere = {**promise, "place": "450100"}
    with pytest.raises(intake.CaseRefusedError, match="要交材料"):
        intake.register(desk=desk, case=elsewhere)
    changed = changing.change(desk=desk, record_no=done.record.number, case=elsewhere)
    assert "2027 年 2 月 21 日" in changed.told.lock.message
    assert changed.told.lock.message in {hint.message for hint in changed.hints}
    desk.clock.advance(days=93)
    ended = cancelling.cancel(desk=desk, record_no=changed.new.number, reason=CancelReason.RETURNED)
    assert ended.told.lock is None
    assert "本人已知晓参保地的规定" in readback.paper_text(ended.papers[0].pdf)


def test_the_bureaus_answer_on_changing_stands_first_on_the_letter(desk):
    """What a promise binds to must be read before it is signed."""
    words = "以个人承诺备案的，满 5 个月再变更。"
    rulekeeping.answer(desk=desk, given=told(words, subject="C18"))
    promise = case(method="commitment", documents={"identity": "original"})
    papers = intake.register(desk=desk, case=promise).papers
    letter = next(readback.paper_text(one.pdf) for one in papers if one.paper == "commitment")
    letter = letter.replace(" ", "")
    assert letter.index("满5个月再变更") < letter.index("履行承诺")


def test_the_longest_answer_is_printed_wherever_it_stands(desk):
    """No answer may keep a paper from being printed."""
    words = "答" * rulekeeping.LONGEST_ANSWER
    subjects = ("C18", "shenzhen.words.registration", "national.words.promise_1", "C2")
    for subject in (*subjects, "national.words.cancellation", "national.words.use_hospital"):
        rulekeeping.answer(desk=desk, given=told(words, subject=subject))
    promise = case(method="commitment", documents={"identity": "original"})
    record = intake.register(desk=desk, case=promise).record
    cancelling.cancel(desk=desk, record_no=record.number, reason=CancelReason.RETURNED)
    with pytest.raises(RefusedError, match="最多"):
        rulekeeping.answer(desk=desk, given=told(words + "长"))


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


@pytest.mark.parametrize(
    ("days", "told_of", "silent_on"),
    [
        (40, "第四十一条", "医疗保障法》第四十八"),  # 2026-12-31
        (41, "医疗保障法》第四十八、四十九条", "第四十一条"),  # 2027-01-01
    ],
)
def test_the_letter_tells_the_law_of_the_day_it_is_signed(desk, days, told_of, silent_on):
    """Both sides of the day on which 医疗保障法 comes into force."""
    desk.clock.advance(days=days)
    day = desk.clock.today().isoformat()
    promise = case(method="commitment", documents={"identity": "original"}, begin=day)
    papers = intake.register(desk=desk, case=promise).papers
    letter = next(readback.paper_text(one.pdf) for one in papers if one.paper == "commitment")
    letter = "".join(letter.split())
    assert told_of in letter
    assert silent_on not in letter
    assert "暂停联网结算三个月至十二个月" in letter
    assert ("还应当暂停" in letter) is (days == 41)
