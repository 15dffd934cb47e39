"""A bureau's form over the whole window: every place with its value, gone through by keys."""

from collections.abc import Callable
from functools import partial
from itertools import islice

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desk_app.services.blanks.form_reading import ReadForm, Spot, SpotDraft, ValueChoice, choices
from desk_app.ui import tasks, theme
from desk_app.ui.theme import px
from desk_app.ui.widgets import keys
from desk_app.ui.widgets.button import Button
from desk_app.ui.widgets.editors.candidates import MOST, Candidate, CandidateField
from desk_app.ui.widgets.editors.field import FieldSpec
from desk_app.ui.widgets.map_canvas import MapCanvas, Mark
from desk_app.ui.widgets.papers.pdf_view import Picture, render
from desk_app.ui.widgets.text import Pane, ScrollArea, Text

PANEL = 330
KEYS = (
    "F6 下一处要核对的   Tab 下一处   Enter 对   空格 换一项   Del 留空"
    "   方向键移动 0.1 毫米（Ctrl 1 毫米）   Shift+方向键改大小"
    "   Ctrl+Z 撤销   F9 换成最长的内容   Ctrl+Enter 试填   Esc 先放着"
)


class FormMap(QWidget):
    """The places of one form being gone through.

    ``finished`` tells that all are settled and the map is to be tried; ``closed`` that somebody
    goes away, with what was done so far kept in ``draft``.
    """

    finished = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._owner = parent
        self._form: ReadForm | None = None
        self.draft = SpotDraft(())
        self._values: dict[str, ValueChoice] = {}
        self._at, self._page, self._longest = 0, 1, False
        self._latest = tasks.Latest(self, delay_ms=0)
        self._lay_out()
        self._bind()
        parent.installEventFilter(self)
        self.hide()

    def _lay_out(self) -> None:
        self.canvas = MapCanvas()
        self._area = ScrollArea(self.canvas)
        self._area.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.title = Text("", theme.PAGE_TITLE, theme.SEMIBOLD, wrap=True)
        self.count = Text("", theme.LABEL, color=theme.INK_500, wrap=True)
        self.label = Text("", theme.BODY, theme.MEDIUM, wrap=True)
        self.doubt = Text("", theme.LABEL, color=theme.WARN, wrap=True)
        self.value = CandidateField(
            FieldSpec(label="这里填什么", required=False), self._find, latin=False
        )
        self.right = Button("对，就填这一项", kind="primary", icon="check")
        self.free = Button("这里留空", icon="ban")
        self.undo = Button("撤销", icon="rotate-ccw")
        self.ready = Button("试填一份", icon="file-check-2")
        told = Text(KEYS, theme.CAPTION, color=theme.INK_700)
        told.setAlignment(Qt.AlignmentFlag.AlignCenter)
        told.setFixedHeight(px(28))
        across = QHBoxLayout()
        across.setSpacing(0)
        across.addWidget(self._area, 1)
        across.addWidget(self._panel())
        ground = Pane(theme.DESK)
        whole = QVBoxLayout(ground)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(told)
        whole.addLayout(across, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(ground)

    def _panel(self) -> Pane:
        panel = Pane(theme.SURFACE)
        panel.setFixedWidth(px(PANEL))
        column = QVBoxLayout(panel)
        column.setContentsMargins(px(18), px(16), px(18), px(16))
        column.setSpacing(px(10))
        above: tuple[QWidget, ...] = (self.title, self.count, self.label, self.doubt, self.value)
        for one in (*above, self.right, self.free, self.undo):
            column.addWidget(one)
        column.addStretch(1)
        column.addWidget(self.ready)
        return panel

    def _bind(self) -> None:
        self.canvas.picked.connect(self._pick)
        self.canvas.moved.connect(partial(self._shift, SpotDraft.move))
        self.canvas.resized.connect(partial(self._shift, SpotDraft.resize))
        self.value.chosen.connect(self._choose)
        pairs: tuple[tuple[Button, Callable[[], None]], ...] = (
            (self.right, self._confirm),
            (self.free, self._leave_free),
            (self.undo, self._undo),
            (self.ready, self._finish),
        )
        for button, act in pairs:
            button.clicked.connect(act)
        keys.bind(
            self,
            {
                "F6": partial(self._go_open, 1),
                "Shift+F6": partial(self._go_open, -1),
                "F9": self._swap_texts,
                "Ctrl+Z": self._undo,
                "Ctrl+Return": self._finish,
                "Esc": self._close,
            },
        )
        keys.bind(
            self.canvas,
            {
                "Tab": partial(self._step, 1),
                "Shift+Tab": partial(self._step, -1),
                "Return": self._confirm,
                "Del": self._leave_free,
                "Space": self._to_value,
            },
        )

    def open_form(self, form: ReadForm, draft: SpotDraft) -> None:
        """Lie over the window with a form and its places; the first open one is marked."""
        self._form, self.draft = form, draft
        self._values = {one.name: one for one in choices(form.paper)}
        self.title.setText(form.title)
        self.setGeometry(self._owner.rect())
        self.show()
        self.raise_()
        self._page = 0
        self._go(draft.next_open(-1) or 0)
        self.canvas.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay as large as the window."""
        if watched is self._owner and event.type() == QEvent.Type.Resize:
            self.setGeometry(self._owner.rect())
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw the page anew at the new width."""
        super().resizeEvent(event)
        if self._form is not None:
            self._ask_page()

    def _go(self, number: int) -> None:
        """Mark a place, turning to its page."""
        spots = self.draft.spots
        if not spots:
            return
        self._at = max(0, min(number, len(spots) - 1))
        if spots[self._at].page != self._page:
            self._page = spots[self._at].page
            self._ask_page()
        self._tell()

    def _ask_page(self) -> None:
        form, page = self._form, self._page
        width = round((self.width() - px(PANEL) - px(60)) * self.devicePixelRatioF())
        if form is not None and page > 0 and width > 0:
            self._latest.ask(lambda: render(form.pdf, page - 1, width), self._drawn, tasks.fault)

    def _drawn(self, picture: Picture) -> None:
        form = self._form
        if form is not None:
            self.canvas.show_page(picture, form.sizes[picture.page])
            self._tell()

    def _here(self) -> list[int]:
        return [i for i, one in enumerate(self.draft.spots) if one.page == self._page]

    def _tell(self) -> None:
        """Show the places of the page, and what is known of the marked one."""
        spots, here = self.draft.spots, self._here()
        marks = [self._mark(spots[i]) for i in here]
        at = here.index(self._at) if self._at in here else -1
        self.canvas.show_marks(marks, at)
        if at >= 0:
            area = self.canvas.area(at)
            self._area.ensureVisible(
                round(area.center().x()), round(area.center().y()), px(60), px(120)
            )
        spot = spots[self._at]
        waiting = len(self.draft.open)
        rest = f"还有 {waiting} 处要核对" if waiting else "都核对过了，可以试填"
        self.count.setText(f"第 {self._at + 1} 处，共 {len(spots)} 处；{rest}。")
        self.label.setText(f"表上写的是：{spot.label or '（没有字）'}")
        self.doubt.setText("留空，不印任何内容。" if spot.free else spot.doubt)
        self.doubt.setVisible(bool(self.doubt.text()))
        choice = self._values.get(spot.value or "")
        self.value.set_code(spot.value or "", choice.title if choice else "")
        self.right.setEnabled(spot.value is not None and not spot.settled)

    def _mark(self, spot: Spot) -> Mark:
        choice = self._values.get(spot.value or "")
        text = (
            ""
            if choice is None or spot.free
            else (choice.longest if self._longest else choice.sample)
        )
        state = "free" if spot.free else "unknown" if choice is None else "sure"
        if choice is not None and not spot.settled:
            state = "open"
        box = spot.box
        return Mark(box.left, box.top, box.width, box.height, text, state)

    def _find(self, text: str) -> list[Candidate]:
        wanted = text.strip()
        found = (one for one in self._values.values() if wanted in one.title)
        return [Candidate(one.name, one.title, one.sample) for one in islice(found, MOST)]

    def _pick(self, number: int) -> None:
        self._go(self._here()[number])

    def _step(self, step: int) -> None:
        self._go((self._at + step) % max(1, len(self.draft.spots)))

    def _go_open(self, step: int) -> None:
        found = self.draft.next_open(self._at, step)
        if found is not None:
            self._go(found)
        self.canvas.setFocus()

    def _shift(
        self, act: Callable[[SpotDraft, int, float, float], None], across: float, down: float
    ) -> None:
        act(self.draft, self._at, across, down)
        self._tell()

    def _choose(self, code: str) -> None:
        if code:
            self.draft.choose(self._at, code)
            self._go_open(1)
            self._tell()

    def _confirm(self) -> None:
        self.draft.confirm(self._at)
        self._go_open(1)
        self._tell()

    def _leave_free(self) -> None:
        self.draft.leave_free(self._at)
        self._go_open(1)
        self._tell()

    def _undo(self) -> None:
        number = self.draft.undo()
        if number is not None:
            self._go(number)

    def _to_value(self) -> None:
        self.value.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self.value.edit.selectAll()
        self.value.open_candidates()

    def _swap_texts(self) -> None:
        self._longest = not self._longest
        self._tell()

    def _finish(self) -> None:
        if self.draft.open:
            self._go_open(1)
        else:
            self.hide()
            self.finished.emit()

    def _close(self) -> None:
        self.hide()
        self.closed.emit()
