"""What is said aloud before a case is registered: statements, and where sources disagree."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from desk_app.policy.packs.rules import Rule, RuleStatus, Statement
from desk_app.policy.topics.conflicts import AMBER, Conflict
from desk_app.ui import theme
from desk_app.ui.theme import px
from desk_app.ui.widgets.text import Card, Picture, Text


def cards(statements: Iterable[Statement], conflicts: Iterable[Conflict]) -> list[QWidget]:
    """Return the cards of what must be said, the bureau's answers too, then of what is open."""
    known = tuple(conflicts)
    answers = [one.answer for one in known if one.answer is not None]
    open_ones = [one for one in known if one.open]
    apart = {one.id for one in open_ones}
    agreed = list(
        dict.fromkeys(one for one in (*answers, *statements) if one.conflict not in apart)
    )
    found: list[QWidget] = [_statements(agreed)] if agreed else []
    return found + ([_conflicts(open_ones)] if open_ones else [])


def _statements(statements: Sequence[Statement]) -> Card:
    card = Card("请当面告知", "内容有出入的，以经办机构答复为准")
    grid = _grid()
    for statement in statements:
        _put(grid, "info", theme.PRIMARY, statement.text, _cited(statement))
    card.body.addLayout(grid)
    return card


def _conflicts(conflicts: Sequence[Conflict]) -> Card:
    card = Card(AMBER)
    card.setAccessibleName(AMBER)
    grid = _grid()
    for one in conflicts:
        _put(grid, "triangle-alert", theme.WARN, one.question.question, "", bold=True)
        for rule in one.rules:
            if rule.status is not RuleStatus.OUTDATED:
                _put(grid, "", "", f"“{rule.text}”", _cited(rule))
        _put(grid, "", "", f"窗口怎么办：{one.question.advice}", "")
    card.body.addLayout(grid)
    return card


def _grid() -> QGridLayout:
    grid = QGridLayout()
    grid.setContentsMargins(px(3), 0, px(3), px(8))
    grid.setHorizontalSpacing(px(8))
    grid.setVerticalSpacing(px(4))
    grid.setColumnMinimumWidth(0, px(16))
    grid.setColumnStretch(1, 1)
    return grid


def _put(
    grid: QGridLayout, icon: str, color: str, words: str, small: str, *, bold: bool = False
) -> None:
    """Add a line with its source below, which must never be parted from it."""
    line = grid.rowCount()
    if icon:
        grid.addWidget(Picture(icon, color), line, 0, Qt.AlignmentFlag.AlignTop)
    weight = theme.SEMIBOLD if bold else theme.REGULAR
    grid.addWidget(Text(words, theme.BODY, weight, wrap=True), line, 1)
    if small:
        grid.addWidget(Text(small, theme.CAPTION, color=theme.INK_500, wrap=True), line + 1, 1)


def _cited(rule: Rule) -> str:
    doubt = "，请核实" if rule.needs_confirmation else ""
    return f"{rule.source}（{rule.source_date}，{rule.status.label}{doubt}）"
