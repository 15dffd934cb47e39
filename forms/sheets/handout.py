"""异地就医备案明白卡: in large print, what was filed and how to use it."""

from forms.data import Handout
from forms.fonts.chains import HEI
from forms.kit import samples
from forms.kit.layout.contents import Label, Value
from forms.kit.layout.drawing import Layout
from forms.kit.layout.grid import Cell, Row, Section, Table, row
from forms.kit.layout.sheet import Heading, Sheet
from forms.kit.layout.text import Style
from forms.kit.layout.words import long_date, period_end, place_name, type_name
from forms.kit.paper import Paper

TITLE = "异地就医备案明白卡"
EDITION = "版式 MB-2026.12"
_COLUMNS = (40.0, 134.0)
_LABEL = Style(face=HEI, size=15.0, smallest=12.0)
_VALUE = Style(size=16.0, smallest=12.0)
_HEAD = Style(face=HEI, size=16.0)
_SIZES = (14.0, 13.0, 12.0)  # of the sentences: still large print


def lay_out(data: Handout, edition: str = EDITION) -> Layout:
    """Return the card, in the largest print that leaves it on one page, if any does."""
    cards = [_card(data, edition, Style(size=size)) for size in _SIZES]
    return next((card.finish() for card in cards if len(card.pages) == 1), cards[0].finish())


def _card(data: Handout, edition: str, body: Style) -> Sheet:
    sheet = Sheet(
        Heading.of(
            TITLE,
            edition,
            data,
            left=f"受理编号：{data.number}",
            right=long_date(data.day),
        ),
        title_size=24.0,
    )
    sheet.gap(2)
    rows = tuple(_row(*entry) for entry in _entries(data))
    sheet.table(Table(_COLUMNS, (Section(rows),)), lines=3)
    sheet.gap(3)
    for title, sentences in (
        ("怎样使用", data.uses),
        ("请您留意", data.notes),
        ("怎样查询", data.inquiries),
        ("怎样取消或者变更", data.cancelling),
    ):
        if sentences:
            sheet.keep(20)
            sheet.gap(1.5)
            sheet.text(title, _HEAD, indent=0, leading=1.4, after=0.0)
            sheet.points(sentences, body)
    return sheet


def _entries(data: Handout) -> tuple[tuple[str, str, str], ...]:
    office = data.office
    hall = f"{office.hall}\n电话：{office.phone}" if office.phone else office.hall
    return (
        ("name", "姓名", data.name),
        ("type", "备案类型", type_name(data.type)),
        ("place.city", "就医地", place_name(data.place)),
        ("begin", "从哪天起", long_date(data.begin)),
        ("end", "到哪天止", period_end(data.end, data.end_text)),
        ("office", "有疑问找谁", hall),
    )


def _row(field: str, title: str, text: str) -> Row:
    value = Value(field, title, text, _VALUE, 3)
    return row(Cell(Label(title, _LABEL)), Cell(value), least=11.0)


PAPER = Paper(
    id="handout",
    title=TITLE,
    edition=EDITION,
    source="内容按公开的异地就医办理说明整理，措辞为本系统自拟",
    data_type=Handout,
    sample=Handout(
        **samples.FILED,
        name=samples.APPLICANT.name,
        uses=(
            "在就医地选已经开通异地联网结算的定点医院。",
            "挂号、住院和结账时，先说明是外地参保，出示医保电子凭证或者社会保障卡。",
            "只付自己应付的部分；没能直接结算的，留好票据和病历，回参保地申请报销。",
        ),
        inquiries=(
            "国家医保服务平台 APP“异地备案—备案记录”。",
            "“粤医保”微信小程序“异地就医备案”。",
            "带身份证到本窗口，或者拨打上面的电话。",
        ),
        cancelling=(
            "本人或者代办人带身份证到本窗口，填写《异地就医备案取消申请表》。",
            "换了居住地或者派驻地的，先取消原来的备案，再重新备案。",
        ),
    ),
    lay_out=lay_out,
)
