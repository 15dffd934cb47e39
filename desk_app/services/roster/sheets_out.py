"""Write spreadsheets that go to an employer: the empty template, and the rows to be mended."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desk_app.files import replacing
from desk_app.policy.vocabulary import IdKind, Insurance, Labelled, Method, Sex
from desk_app.services.roster.checking import CheckedRoster, CheckedRow
from desk_app.services.roster.headings import COLUMNS, RosterColumn
from desk_app.services.roster.registering import RegisteredRoster, RowResult
from desk_app.services.roster.values import shown

TEMPLATE_ROWS = 2000
"""Rows prepared as text, so that no number typed there loses digits."""

LINE, FAULTS = "原表行号", "需要改正"
TO_DO = (
    "请照“需要改正”一列逐条改好标红的格子，再把这张表交回窗口。表头不要改；"
    "证件号码、电话、卡号保持文本格式，照证件重新输入。"
)
_FAULTS_WIDTH = 60
_NARROWEST, _WIDEST = 8, 40  # columns, in the digits a spreadsheet counts by
_LINE_HEIGHT, _HIGHEST = 17, 400  # points; no program takes a row of more than 409
_FIRST = 2  # the row after what to do and the headings
_SAFE = {
    "constant_memory": False,  # notes and lists are written beside the rows
    "strings_to_numbers": False,
    "strings_to_formulas": False,
    "strings_to_urls": False,
}
_CHOICES: dict[str, type[Labelled]] = {
    "applicant.id_kind": IdKind,
    "applicant.insurance": Insurance,
    "applicant.sex": Sex,
    "method": Method,
}
_WORDS = {
    "consent": ("是", "否"),
    "documents.identity": ("原件", "复印件", "原件和复印件", "无"),
    "documents.social_card": ("原件", "复印件", "原件和复印件", "无"),
    "documents.work_proof": ("原件", "复印件", "原件和复印件", "无"),
}
_RULES = (
    "一人一行。带 * 的必须填写；全体相同的（如就医地）可与窗口约定统一填写，不必逐行写。",
    "证件号码、电话、卡号须为文本格式：本表已设好，请直接输入；从别处粘贴时请用“只粘贴文本”。",
    "不要改动表头文字；可以删去不用的列，也可以调换列的顺序。",
    "示例中的人是虚构的。",
)


def _workbook(part: Path) -> Any:
    from xlsxwriter import Workbook  # noqa: PLC0415 - 42 modules, needed on export only

    return Workbook(str(part), _SAFE)


def write_template(target: Path) -> Path:
    """Write the template an employer fills in; every cell of it is text."""
    with replacing(target) as part, _workbook(part) as book:
        text = book.add_format({"num_format": "@"})
        sheet = book.add_worksheet("名册")
        for place, column in enumerate(COLUMNS):
            sheet.set_column(place, place, max(column.width, len(column.title) * 2 + 3), text)
            head = _heading(book, required=column.required)
            sheet.write_string(0, place, column.title + ("*" if column.required else ""), head)
            choices = _choices(column.path)
            if choices:
                rule = {"validate": "list", "source": list(choices)}
                sheet.data_validation(1, place, TEMPLATE_ROWS, place, rule)
        sheet.freeze_panes(1, 1)
        _explanation(book)
    return target


def write_faults(target: Path, checked: CheckedRoster, done: RegisteredRoster | None = None) -> int:
    """Write the rows to be mended, as the employer wrote them, with what is wrong beside them.

    A line above says what to do, the cell to look at is marked. The mended file can be handed in
    as it is. Returns how many rows there are; without any, no file is written.
    """
    rows = list(_faulty(checked, done))
    if not rows:
        return 0
    # A list that comes back with faults again has our own columns in it: those of last time.
    kept = [at for at, title in enumerate(checked.roster.headings) if title not in {LINE, FAULTS}]
    with replacing(target) as part, _workbook(part) as book:
        sheet = book.add_worksheet(FAULTS)
        columns = [_fault_column(checked, at, [row for row, _ in rows]) for at in kept]
        _fault_headings(book, sheet, columns)
        formats = _fault_formats(book)
        for place, (row, faults) in enumerate(rows):
            _fault_row(sheet, place, row.line, faults, columns, formats)
        sheet.freeze_panes(_FIRST, 2)
        _for_print(sheet)
    return len(rows)


def _for_print(sheet: Any) -> None:
    """Let the sheet come out on A4 as wide as it is, its headings on every page."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(_FIRST - 1)


def _faulty(
    checked: CheckedRoster, done: RegisteredRoster | None
) -> Iterable[tuple[CheckedRow, Sequence[tuple[str, str]]]]:
    """Yield the rows to be mended, each with (field, sentence) pairs."""
    late = {one.where: one for one in done.outcomes} if done else {}
    for row in checked.rows:
        outcome = late.get(row.where)
        refused = outcome is not None and outcome.result is RowResult.REFUSED
        problems = outcome.problems if outcome is not None and refused else row.problems
        if problems:
            yield row, [(problem.field, problem.message) for problem in problems]


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of the employer's: heading, field, width, and what stands in each row to mend."""

    title: str
    path: str | None
    width: int
    texts: Sequence[str]


def _fault_column(checked: CheckedRoster, at: int, rows: Sequence[CheckedRow]) -> _Column:
    title, texts = checked.roster.headings[at], [shown(row.row.cells[at]) for row in rows]
    widest = max(_wide(text) for text in (title, *texts))
    width = max(_NARROWEST, min(_WIDEST, widest + 2))
    return _Column(title, checked.roster.columns[at], width, texts)


def _fault_headings(book: Any, sheet: Any, columns: Sequence[_Column]) -> None:
    """Write what to do, above the column that says why, and the headings."""
    words = book.add_format({"bold": True, "text_wrap": True, "valign": "vcenter"})
    sheet.set_row(0, _LINE_HEIGHT * (_lines(TO_DO, _FAULTS_WIDTH) + 0.4))
    sheet.write_string(0, 1, TO_DO, words)
    sheet.set_row(_FIRST - 1, _LINE_HEIGHT * 1.3)
    head = _heading(book, required=False)
    own = ((LINE, 9), (FAULTS, _FAULTS_WIDTH))
    for place, (title, width) in enumerate((*own, *((one.title, one.width) for one in columns))):
        sheet.set_column(place, place, width)
        sheet.write_string(_FIRST - 1, place, title, head)


def _fault_formats(book: Any) -> dict[str, Any]:
    text = {"num_format": "@", "valign": "top", "text_wrap": True, "border": 1}
    return {
        "plain": book.add_format(text),
        "wrong": book.add_format({**text, "bg_color": "#FDECEA"}),
        "words": book.add_format({**text, "font_color": "#B42318"}),
    }


def _fault_row(
    sheet: Any,
    order: int,
    line: int,
    faults: Sequence[tuple[str, str]],
    columns: Sequence[_Column],
    formats: dict[str, Any],
) -> None:
    """Write the row that is ``order``-th to be mended, as high as its longest cell needs."""
    place = _FIRST + order
    sentences = [f"{number}. {message}" for number, (_, message) in enumerate(faults, 1)]
    wrong = {path for path, _ in faults}
    sheet.write_string(place, 0, str(line), formats["plain"])
    sheet.write_string(place, 1, "\n".join(sentences), formats["words"])
    lines = [sum(_lines(sentence, _FAULTS_WIDTH) for sentence in sentences)]
    for at, column in enumerate(columns, 2):
        style = formats["wrong" if column.path in wrong else "plain"]
        sheet.write_string(place, at, column.texts[order], style)
        lines.append(_lines(column.texts[order], column.width))
    sheet.set_row(place, min(_LINE_HEIGHT * max(lines), _HIGHEST))


def _wide(text: str) -> int:
    """Return how many digits wide a text is: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _lines(text: str, width: int) -> int:
    """Return how many lines a text takes, with a little room for breaks between words."""
    return 1 + _wide(text) // (width - 3)


def _explanation(book: Any) -> None:
    sheet = book.add_worksheet("填写说明")
    head, text = _heading(book, required=False), book.add_format({"text_wrap": True})
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, 8)
    sheet.set_column(2, 3, 40)
    for place, rule in enumerate(_RULES):
        sheet.merge_range(place, 0, place, 3, rule, text)
    for place, title in enumerate(("栏目", "必填", "说明", "示例")):
        sheet.write_string(len(_RULES), place, title, head)
    for line, column in enumerate(COLUMNS, len(_RULES) + 1):
        for place, words in enumerate(_explained(column)):
            sheet.write_string(line, place, words, text)


def _explained(column: RosterColumn) -> tuple[str, str, str, str]:
    choices = "、".join(_choices(column.path))
    note = column.note or (f"可写：{choices}" if choices else "")
    return column.title, "是" if column.required else "", note, column.sample


def _choices(path: str) -> tuple[str, ...]:
    kind = _CHOICES.get(path)
    return tuple(member.label for member in kind) if kind else _WORDS.get(path, ())


def _heading(book: Any, *, required: bool) -> Any:
    colour = "#FFF4E0" if required else "#DCE6F1"
    return book.add_format({"bold": True, "bg_color": colour, "bottom": 1, "valign": "top"})
