"""Write spreadsheets that go to an employer: the empty template, and the rows to be mended."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from desk_app.policy.vocabulary import IdKind, Insurance, Labelled, Method, Sex
from desk_app.services.files import replacing
from desk_app.services.roster.checking import CheckedRoster, CheckedRow
from desk_app.services.roster.headings import COLUMNS, RosterColumn, columns_of
from desk_app.services.roster.registering import RegisteredRoster, RowResult
from desk_app.services.roster.values import shown

TEMPLATE_ROWS = 2000
"""Rows prepared as text, so that no number typed there loses digits."""

LINE, FAULTS = "原表行号", "需要改正"
_FAULTS_WIDTH = 60
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

    The cell to look at is marked. The mended file can be handed in as it is. Returns how many
    rows there are; without any, no file is written.
    """
    rows = list(_faulty(checked, done))
    if not rows:
        return 0
    with replacing(target) as part, _workbook(part) as book:
        sheet = book.add_worksheet("需要改正")
        _fault_headings(book, sheet, checked.roster.headings)
        formats = {
            "plain": book.add_format({"num_format": "@", "valign": "top"}),
            "wrong": book.add_format({"num_format": "@", "valign": "top", "bg_color": "#FDECEA"}),
            "words": book.add_format({"text_wrap": True, "valign": "top", "font_color": "#B42318"}),
        }
        for place, (row, faults) in enumerate(rows, 1):
            _fault_row(sheet, place, row, faults, checked, formats)
        sheet.freeze_panes(1, 2)
    return len(rows)


def _faulty(
    checked: CheckedRoster, done: RegisteredRoster | None
) -> Iterable[tuple[CheckedRow, Sequence[tuple[str, str]]]]:
    """Yield the rows to be mended, each with (field, sentence) pairs."""
    late = {one.line: one for one in done.outcomes} if done else {}
    for row in checked.rows:
        outcome = late.get(row.line)
        refused = outcome is not None and outcome.result is RowResult.REFUSED
        problems = outcome.problems if outcome is not None and refused else row.problems
        if problems:
            yield row, [(problem.field, problem.message) for problem in problems]


def _fault_headings(book: Any, sheet: Any, headings: Sequence[str]) -> None:
    known = columns_of(headings)
    by_path = {column.path: column for column in COLUMNS}
    head = _heading(book, required=False)
    widths = [by_path[path].width if path else 14 for path in known]
    for place, (title, width) in enumerate(
        zip((LINE, FAULTS, *headings), (9, _FAULTS_WIDTH, *widths), strict=True)
    ):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, title, head)


def _fault_row(
    sheet: Any,
    place: int,
    row: CheckedRow,
    faults: Sequence[tuple[str, str]],
    checked: CheckedRoster,
    formats: dict[str, Any],
) -> None:
    sentences = [f"{number}. {message}" for number, (_, message) in enumerate(faults, 1)]
    wrong = {path for path, _ in faults}
    sheet.write_string(place, 0, str(row.line), formats["plain"])
    sheet.write_string(place, 1, "\n".join(sentences), formats["words"])
    lines = sum(1 + len(sentence) // (_FAULTS_WIDTH // 2) for sentence in sentences)
    sheet.set_row(place, 16 * lines)
    for column, (path, cell) in enumerate(
        zip(checked.roster.columns, row.row.cells, strict=True), 2
    ):
        style = formats["wrong" if path in wrong else "plain"]
        sheet.write_string(place, column, shown(cell), style)


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
