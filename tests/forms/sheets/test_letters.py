"""What the letters, notices and lists say, and what they keep to themselves."""

from dataclasses import replace

import pytest

from forms import catalogue
from forms.catalogue import PaperError
from forms.data import DocumentLine, MissingDocument, ReceivedDocument, TypeCount
from forms.kit.layout.words import masked_name, masked_number
from tests.forms.reading import Reading


def sample(paper):
    return catalogue.PAPERS[paper].sample


def text(paper, data=None):
    reading = Reading(catalogue.render(paper, data or sample(paper)))
    return "".join(reading.text(page) for page in range(reading.pages))


def test_a_commitment_says_what_the_rules_say_of_it():
    letter = sample("commitment")
    said = text("commitment")
    for sentence in (*letter.notices, *letter.promises, letter.liability):
        assert sentence in said


@pytest.mark.parametrize("kind", ["referral", "other_temporary", "childbirth", "emergency"])
def test_only_long_term_types_may_commit(kind):
    with pytest.raises(PaperError, match="不能以个人承诺代替"):
        catalogue.render("commitment", replace(sample("commitment"), type=kind))


_AUTHORITY = (
    "☑办理异地就医备案",
    "☐变更异地就医备案",
    "自2026年11月21日起，至2027年5月21日止",
    "不得再委托",
    "第一百六十五条",
    "委托人（签名）",
    "受托人（签名）",
)


def test_a_power_of_attorney_has_what_the_civil_code_asks_for():
    data = sample("power_of_attorney")
    said = text("power_of_attorney")
    persons = [getattr(p, f) for p in (data.applicant, data.agent) for f in ("name", "id_number")]
    for part in (*persons, *_AUTHORITY):
        assert part in said.replace(" ", "")


def test_a_notice_lists_everything_that_is_missing():
    missing = tuple(
        MissingDocument(name=f"证明材料{i}甲", form="原件", substitute="书面说明", issuer="派出所")
        for i in range(40)
    )
    said = text("one_time_notice", replace(sample("one_time_notice"), missing=missing))
    assert "（共 40 项）" in said
    assert all(item.name in said for item in missing)
    assert said.count("需要补齐的材料") == 3  # the section, and the head of the list on two pages


def test_a_notice_without_deadline_says_so():
    said = text("one_time_notice", replace(sample("one_time_notice"), deadline=None, received=()))
    assert "没有限期" in said
    assert "已经收到的材料" not in said
    assert "二、怎样补交" in said


def test_a_notice_and_a_receipt_hide_the_identity_number():
    for paper in ("one_time_notice", "receipt"):
        said = text(paper)
        assert sample(paper).applicant.id_number not in said
        assert "440***********004X" in said
    assert sample("receipt").applicant.name not in text("receipt")


def test_a_receipt_counts_what_was_handed_in():
    documents = (
        ReceivedDocument(name="甲", originals=2, copies=0),
        ReceivedDocument(name="乙", originals=1, copies=3, remark="留存"),
    )
    said = text("receipt", replace(sample("receipt"), documents=documents))
    assert "共 2 项，原件 3 份，复印件 3 份" in said


def test_a_handout_gives_the_advice_that_applies():
    uses = ("先补交证明材料，再去就医。",)
    assert uses[0] in text("handout", replace(sample("handout"), uses=uses))
    assert uses[0] not in text("handout")


@pytest.mark.parametrize(("count", "pages"), [(1, 1), (4, 1), (30, 2)])
def test_a_handout_stays_on_one_page_while_print_is_large_enough(count, pages):
    ways = tuple(
        f"第{i}种查询方式：打开公众号，点“个人信息查询”，再点“备案”。" for i in range(count)
    )
    data = replace(sample("handout"), method="commitment", inquiries=ways)
    layout = catalogue.lay_out("handout", data)
    assert len(layout.pages) == pages
    assert all(run.size >= 12 for run in layout.pages[0].runs if "查询方式" in run.text)


def test_a_day_sheet_adds_up():
    types = (
        TypeCount(type="referral", registered=3, changed=1, cancelled=0, awaiting=2),
        TypeCount(type="childbirth", registered=4, changed=0, cancelled=5, awaiting=0),
    )
    layout = catalogue.lay_out("day_end", replace(sample("day_end"), types=types))
    totals = [c.text for c in layout.pages[0].cells if c.field.startswith("types.all.")]
    assert totals == ["7", "1", "2", "10", "5"]


def test_an_empty_day_can_be_closed():
    empty = replace(
        sample("day_end"), types=(), papers=(), spoiled=(), first_number=None, last_number=None
    )
    assert "合计" in text("day_end", empty)


def test_the_head_of_the_ledger_stands_on_every_page():
    line = sample("ledger").lines[0]
    data = replace(sample("ledger"), lines=(line,) * 100)
    reading = Reading(catalogue.render("ledger", data))
    assert reading.pages > 3
    for page in range(reading.pages):
        assert "受理编号受理日期姓名" in reading.text(page).replace(" ", "")
        assert f"第 {page + 1} 页，共 {reading.pages} 页" in reading.text(page)


def test_the_ledger_masks_unless_it_is_told_not_to():
    data = sample("ledger")
    number = data.lines[0].id_number
    assert number not in text("ledger")
    assert number in text("ledger", replace(data, masked=False))


def test_an_empty_ledger_is_still_a_ledger():
    assert "共 0 件" in text("ledger", replace(sample("ledger"), lines=()))


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("张䶮", "张*"),
        ("王小明", "王*明"),
        ("阿卜杜拉·买买提", "阿***·**提"),
        ("李", "李"),
        ("", ""),
    ],
)
def test_names_are_masked(name, shown):
    assert masked_name(name) == shown


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("44039919580309004X", "440***********004X"),
        ("H12345678", "H1*****78"),
        ("1234", "1**4"),
        ("", ""),
    ],
)
def test_numbers_are_masked_once(number, shown):
    assert masked_number(number) == shown
    assert masked_number(shown) == shown


def test_received_documents_keep_their_state_on_the_notice():
    received = (DocumentLine(name="社会保障卡", state="both"),)
    said = text("one_time_notice", replace(sample("one_time_notice"), received=received))
    assert "社会保障卡（原件已核、复印件已收）" in said


@pytest.mark.parametrize("letter", "yjfWAQ")
def test_a_letter_that_leans_out_belongs_to_its_own_column(letter):
    """The foot of a y at the beginning of a line reaches 0.03 mm to the left of it."""
    received = tuple(DocumentLine(name="证" * 22 + letter * 20, state="copy") for _ in range(2))
    data = replace(sample("one_time_notice"), received=received)
    reading = Reading(catalogue.render("one_time_notice", data))
    first, second = (
        cell
        for cell in catalogue.lay_out("one_time_notice", data).pages[0].cells
        if cell.field.startswith("received.")
    )
    assert second.lines[1].startswith(letter)
    for cell in (first, second):
        assert reading.within(cell.box) == "".join(cell.lines)


@pytest.mark.parametrize("letter", "23456789ABCDEFGHJKMNPQRSTVWXYZ")
def test_a_recovery_code_stands_on_one_line_whatever_its_letters(letter):
    code = "-".join([letter * 5] * 6)
    assert code in text("recovery_code", replace(sample("recovery_code"), code=code))
