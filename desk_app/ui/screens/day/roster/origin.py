"""Which file a roster is read from, which of its sheets and rows, and what of it is left out."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desk_app.services.roster.reading import ALL_SHEETS, Roster
from desk_app.ui import theme
from desk_app.ui.models.listing import masked
from desk_app.ui.theme import px
from desk_app.ui.widgets.button import Button
from desk_app.ui.widgets.displays.reading import Passage, Reading
from desk_app.ui.widgets.editors.menu_choice import MenuChoice
from desk_app.ui.widgets.text import Text

NO_FILE = "还没有选名册。没有现成的表，可以先把空白名册交给单位填写。"
SEEN, HIDDEN_TOO = "seen", "hidden"
ROWS = ((SEEN, "只读看得见的行"), (HIDDEN_TOO, "连隐藏、划掉的一起读"))
HEIGHT, MOST = 46, 4  # of one thing left out, and how many are seen at once


class Origin(QWidget):
    """The file, its sheet and its rows; ``sheet_chosen`` and ``rows_chosen`` ask to read again."""

    sheet_chosen = Signal(str)
    rows_chosen = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.choose = Button("选择名册…", kind="primary", key="Ctrl O", icon="file-plus-2")
        self.template = Button("空白名册…", icon="download")
        self.words = Text(NO_FILE, theme.BODY, color=theme.INK_700, tabular=True, wrap=True)
        self.sheets: MenuChoice | None = None
        self.rows = MenuChoice("哪些行", ROWS)
        self.rows.chosen.connect(lambda _: self.rows_chosen.emit())
        self.rows.hide()
        self.left = Reading("没有读的", margin=4)
        self.left.hide()
        self._row = QHBoxLayout()
        self._row.setSpacing(px(10))
        self._row.addWidget(self.words, 1)
        for one in (self.rows, self.template, self.choose):
            self._row.addWidget(one)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(6))
        column.addLayout(self._row)
        column.addWidget(self.left)

    @property
    def hidden_too(self) -> bool:
        """Whether what is hidden or crossed out is to be read as well."""
        return self.rows.code() == HIDDEN_TOO

    @property
    def last(self) -> QWidget:
        """Return what the keyboard leaves last."""
        return self.sheets or self.choose

    def show_roster(self, name: str, roster: Roster) -> None:
        """Show what was read of a file, and what was not."""
        sheet = f"，工作表“{roster.sheet}”" if roster.sheet else ""
        self.words.setText(f"{name}{sheet}，{len(roster.lines)} 人。")
        self.offer_sheets(roster.sheets, roster.sheet)
        self._tell_left_out(roster)

    def show_several(self, name: str, sheets: Sequence[str]) -> None:
        """Show that a sheet has to be chosen first."""
        self.words.setText(f"{name}，请先选工作表。")
        self.offer_sheets(sheets, "")
        self.left.hide()
        if self.sheets is not None:
            self.sheets.setFocus()

    def offer_sheets(self, names: Sequence[str], chosen: str) -> None:
        """Let the clerk take another sheet, or all, where several name people."""
        if self.sheets is not None:
            self._row.removeWidget(self.sheets)
            self.sheets.hide()
            self.sheets.deleteLater()
            self.sheets = None
        if len(names) > 1:
            choices = ["", *names, ALL_SHEETS] if not chosen else [*names, ALL_SHEETS]
            self.sheets = MenuChoice("工作表", [(one, one or "请选工作表") for one in choices])
            self.sheets.set_code(chosen)
            self.sheets.chosen.connect(self.sheet_chosen)
            self._row.insertWidget(1, self.sheets)
            QWidget.setTabOrder(self.choose, self.sheets)

    def _tell_left_out(self, roster: Roster) -> None:
        told = [
            Passage(f"{one.where}：{masked(one.words)}", tags=[(one.why, "warn")], boxed=True)
            for one in roster.left_out
        ]
        for words, kind in ((roster.unseen, "隐藏的列"), (roster.unread, "没有读的工作表")):
            if words:
                told.append(Passage("、".join(words), tags=[(kind, "warn")], boxed=True))
        self.left.setFixedHeight(px(HEIGHT) * max(1, min(len(told), MOST)))
        self.left.setVisible(bool(told))
        self.left.show_blocks(told)
        hidden = any(
            "不是人员" not in one.why and "同一人" not in one.why for one in roster.left_out
        )
        self.rows.setVisible(hidden or bool(roster.unseen) or self.hidden_too)
