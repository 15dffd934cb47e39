"""恢复码: the one paper that opens the records when every passphrase is forgotten."""

from forms.data import RecoveryCode
from forms.fonts.chains import HEI
from forms.kit import samples
from forms.kit.layout.contents import Label, Value
from forms.kit.layout.drawing import Layout
from forms.kit.layout.grid import Cell, Section, Table, row
from forms.kit.layout.sheet import Heading, Sheet
from forms.kit.layout.text import Style
from forms.kit.layout.words import long_date
from forms.kit.paper import Paper

TITLE = "恢复码"
EDITION = "版式 HF-2026.11"
_COLUMNS = (40.0, 134.0)
_LABEL = Style(face=HEI, size=14.0, smallest=12.0)
_VALUE = Style(size=14.0, smallest=10.0)
# One line whatever letters chance brings: a code broken inside a group is read out wrongly.
_CODE = Style(size=19.0, smallest=12.0, spacing=0.8)
_BODY = Style(size=12.0)
_ADVICE = (
    "口令全部遗忘时，只有本页的恢复码能打开本窗口的备案资料；没有口令也没有恢复码，资料无法找回。",
    "请放入信封封好，由主管锁入保险柜，不要拍照，不要存在电脑里。",
    "使用办法：在登录页选“忘记口令”，输入恢复码，再设一个新口令。",
    "换了恢复码以后，本页作废，请销毁。备份用的是备份当天的恢复码，旧备份还在时请一并保管。",
)


def lay_out(data: RecoveryCode) -> Layout:
    """Return the paper; it carries no code to scan, since whoever scans it could open all."""
    sheet = Sheet(
        Heading(
            TITLE,
            EDITION,
            data.office.hall,
            left=data.office.hall,
            right=long_date(data.day),
        ),
        title_size=24.0,
    )
    sheet.gap(4)
    rows = (
        _line("office.hall", "服务厅", data.office.hall, _VALUE),
        _line("hall_code", "服务厅代码", data.hall_code, _VALUE),
        _line("code", "恢复码", data.code, _CODE, most=1),
    )
    sheet.table(
        Table(
            _COLUMNS,
            (
                Section(
                    tuple(
                        row(Cell(Label(title, _LABEL)), Cell(value), least=14.0)
                        for title, value in rows
                    )
                ),
            ),
        ),
        lines=2,
    )
    sheet.gap(4)
    sheet.points(_ADVICE, _BODY)
    return sheet.finish("恢复码")


def _line(field: str, title: str, text: str, style: Style, most: int = 2) -> tuple[str, Value]:
    return title, Value(field, title, text, style, most)


PAPER = Paper(
    id="recovery_code",
    title=TITLE,
    edition=EDITION,
    source="本系统自拟",
    data_type=RecoveryCode,
    sample=RecoveryCode(
        day=samples.DAY,
        office=samples.OFFICE,
        hall_code="440304001",
        code="23456-789AB-CDEFG-HJKMN-PQRST-VWXYZ",
    ),
    lay_out=lay_out,
)
