"""The guide: contents and search at the left, what is known at the right, a handout to take."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from desk_app.policy.guidance import wrong_door
from desk_app.policy.regions import region_name
from desk_app.policy.search.asked import Asked
from desk_app.policy.search.full_text import Entry
from desk_app.policy.topics.by_topic import Topic
from desk_app.policy.vocabulary import FilingType
from desk_app.services.desk.open_desk import Desk
from desk_app.services.papers import handing_out
from desk_app.ui import theme
from desk_app.ui.models.listing import ListingModel
from desk_app.ui.screens.guide import blocks, contents
from desk_app.ui.screens.guide.bring import BringPage
from desk_app.ui.screens.guide.contents import Part
from desk_app.ui.screens.guide.finder import FinderPage
from desk_app.ui.screens.guide.footer import FINDER_KEYS, KEYS, Footer
from desk_app.ui.screens.guide.handout import HandoutPage
from desk_app.ui.theme import px
from desk_app.ui.widgets import keys
from desk_app.ui.widgets.displays.reading import Passage, Reading
from desk_app.ui.widgets.displays.rows import RowList
from desk_app.ui.widgets.editors.edits import SearchEdit
from desk_app.ui.widgets.editors.field import Box
from desk_app.ui.widgets.text import OneLine, Pane, Text

LIST_WIDTH = 300
REST_MS = 120
SEARCH = "搜索：转诊、期限、报销…"
NOTHING = "没有查到。请换短一些的词，例如“转诊”“期限”“报销”。"


class Guide(QWidget):
    """The guide.

    Signals: ``start_wanted`` with the filing type of a case to begin, ``left`` on Esc.
    """

    start_wanted = Signal(object)
    left = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._counsel = handing_out.counsel(desk=desk)
        self._topic: Topic | None = None
        self._asked: tuple[Asked, ...] = ()
        self._elsewhere = ""  # the region of somebody insured elsewhere, while that is shown
        self._before_handout: QWidget | None = None
        self.search = SearchEdit()
        self.search.setPlaceholderText(SEARCH)
        self.search.setAccessibleName("在办事指南里搜索")
        self.listing = ListingModel()
        self.list = RowList("指南目录", height=46)
        self.list.setModel(self.listing)
        self.title = Text("", theme.PAGE_TITLE, theme.SEMIBOLD)
        self.about = OneLine()
        self.count = Text("", theme.CAPTION, color=theme.INK_500, tabular=True)
        self.reading = Reading("指南正文")
        self.finder, self.bring, self.handout = (
            FinderPage(),
            BringPage(self._counsel),
            HandoutPage(desk),
        )
        self.footer = Footer()
        self._searching = QTimer(self)
        self._searching.setSingleShot(True)
        self._searching.setInterval(REST_MS)
        self._searching.timeout.connect(self.refresh)
        self._lay_out()
        self._connect()
        self._bind_keys()

    # -- what the window asks for ---------------------------------------------------------

    def open(self, *, age: int | None = None) -> None:
        """Show the guide by the rules in use now, with the keyboard in the search box.

        ``age`` is that of the person at the counter, where it is known.
        """
        self._counsel = handing_out.counsel(desk=self._desk)
        self.search.clear()
        self.finder.begin(self._counsel, age=age)
        self.bring.begin(self._counsel)
        self.refresh()
        self.list.mark_first()
        self._show()
        self.focus_search()

    def focus_search(self) -> None:
        """Put the keyboard into the search box."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def refresh(self) -> None:
        """Show what fits the words typed, or the contents where there are none."""
        self._searching.stop()
        words = self.search.text().strip()
        if words:
            found = contents.elsewhere(self._counsel.elsewhere(words))
            found += contents.found(self._counsel.search(words))
            self.count.setText(f"查到 {len(found)} 条" if found else "没有查到")
        else:
            found = contents.rows(self._counsel)
            self.count.setText("目录")
        self.listing.fill(found)
        if not found:
            self._show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Turn the pages of the handout."""
        turns = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}
        if event.key() in turns and self._stack.currentWidget() is self.handout:
            self.handout.view.turn(turns[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    # -- inside ---------------------------------------------------------------------------

    def _lay_out(self) -> None:
        body = QHBoxLayout()
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(0)
        body.addWidget(self._left())
        body.addWidget(self._right(), 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(body, 1)
        column.addWidget(self.footer)

    def _left(self) -> Pane:
        pane = Pane(theme.SURFACE, edge="right")
        pane.setFixedWidth(px(LIST_WIDTH))
        column = QVBoxLayout(pane)
        column.setContentsMargins(0, px(10), 1, px(4))
        column.setSpacing(px(4))
        row = QHBoxLayout()
        row.setContentsMargins(px(12), 0, px(12), 0)
        row.addWidget(Box(self.search, lead="search"))
        column.addLayout(row)
        self.count.setContentsMargins(px(16), 0, 0, 0)
        column.addWidget(self.count)
        column.addWidget(self.list, 1)
        return pane

    def _right(self) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, px(14), 0, 0)
        column.setSpacing(px(2))
        for widget, left in ((self.title, 36), (self.about, 32)):
            row = QHBoxLayout()
            row.setContentsMargins(px(left), 0, px(24), 0)
            row.addWidget(widget, 1)
            column.addLayout(row)
        column.addSpacing(px(6))
        self._stack = QStackedLayout()
        column.addLayout(self._stack, 1)
        for page in (self.reading, self.finder, self.bring, self.handout):
            self._stack.addWidget(page)
        return holder

    def _connect(self) -> None:
        for reading in (self.reading, self.finder.reading):
            reading.come_after(self.list)
        self.search.textEdited.connect(self._searching.start)
        self.search.moved.connect(self.list.move_mark)
        self.search.chosen.connect(self._enter)
        self.search.cleared.connect(self._escape)
        self.list.selectionModel().currentChanged.connect(self._show)
        self.list.opened.connect(self._enter)
        self.finder.found.connect(self._offer)
        self.bring.chosen.connect(self._offer)
        self.footer.print_wanted.connect(self._print)
        self.footer.save_wanted.connect(self._save)
        self.footer.bring_wanted.connect(self._to_bring)
        self.footer.start_wanted.connect(self._start)

    def _bind_keys(self) -> None:
        keys.bind(
            self,
            {
                "Ctrl+P": self._print,
                "Ctrl+S": self._save,
                "Ctrl+B": self._to_bring,
                "Ctrl+Return": self._start,
                "Ctrl+F": self.focus_search,
                "Esc": self._escape,
            },
        )

    def _show(self) -> None:
        """Show what is marked in the list."""
        self._before_handout = None
        thing = self.listing.thing(self.list.currentIndex())
        if isinstance(thing, Entry):
            self._show_entry(thing)
        elif isinstance(thing, Part):
            self._show_part(thing.name, thing.title)
        else:
            self._topic, self._elsewhere, self._asked = None, "", ()
            self.reading.show_blocks([Passage(NOTHING)])
            self._turn_to(self.reading, "没有查到")

    def _show_part(self, name: str, title: str) -> None:
        self._topic, self._elsewhere, self._asked = None, "", ()
        if name == contents.FINDER:
            self._turn_to(self.finder, title)
        elif name == contents.BRING:
            self._turn_to(self.bring, title)
        elif name.startswith(contents.ELSEWHERE):
            self._elsewhere = name.removeprefix(contents.ELSEWHERE)
            self.reading.show_bit_by_bit(blocks.elsewhere_blocks(self._elsewhere, self._counsel.on))
            self._turn_to(self.reading, title)
        elif name == contents.ASKED:
            self._show_asked(self._counsel.asked(), title)
        elif name == contents.CHANNELS:
            self.reading.show_bit_by_bit(blocks.channel_blocks(self._counsel.channels()))
            self._turn_to(self.reading, title)
        elif name == contents.QUESTIONS:
            self.reading.show_bit_by_bit(blocks.conflict_blocks(self._counsel.questions()))
            self._turn_to(self.reading, title)
        else:
            self._topic = self._counsel.topic(name)
            said = self._topic.statements
            self.reading.show_bit_by_bit(blocks.topic_blocks(said, self._counsel.questions()))
            self._turn_to(self.reading, title)

    def _show_asked(self, asked: Sequence[Asked], title: str) -> None:
        """Show questions with their answers, one alone with what it rests on."""
        self._topic, self._elsewhere, self._asked = None, "", tuple(asked)
        made = blocks.asked_blocks(asked, with_rules=len(asked) == 1)
        self.reading.show_bit_by_bit(made)
        self._turn_to(self.reading, title)

    def _show_entry(self, entry: Entry) -> None:
        """Show what was found where it stands; by itself if it stands nowhere else."""
        if entry.kind == "answer":
            one = next(one for one in self._counsel.asked() if one.id == entry.id)
            self._show_asked((one,), one.question)
            return
        where = {"channel": contents.CHANNELS, "question": contents.QUESTIONS}.get(entry.kind)
        if entry.kind == "statement":
            titles = (one.title for one in self._counsel.topics())
            where = next((one.id for one in titles if one.title == entry.title), None)
        if where is not None:
            self._show_part(where, entry.title)
            if self.reading.reveal(entry.id):
                return
        self._topic, self._elsewhere, self._asked = None, "", ()
        self.reading.show_blocks([blocks.entry_block(entry)])
        self._turn_to(self.reading, blocks.KIND_WORDS.get(entry.kind, ""))

    def _turn_to(self, page: QWidget, title: str) -> None:
        self.title.setText(title)
        where = region_name(self._counsel.region) or self._counsel.region
        day = self._counsel.on.isoformat()
        self.about.setText(f"参保地：{where} · 按 {day} 掌握的资料 · {blocks.PREVAILS}")
        self._stack.setCurrentWidget(page)
        self._offer()

    def _offer(self) -> None:
        """Offer in the footer what can be done with what is shown."""
        page = self._stack.currentWidget()
        self.footer.offer(
            handout=page is self.handout,
            printable=self._handout() is not None,
            bring=page is self.finder and self.finder.type is not None,
            start=self._type() is not None,
            keys=FINDER_KEYS if page is self.finder else KEYS,
        )

    def _type(self) -> FilingType | None:
        """Return the type a case could be begun with from here."""
        page, guidance = self._stack.currentWidget(), self.bring.guidance
        if page is self.bring and guidance is not None:
            return guidance.type if guidance.available and guidance.makes_filing else None
        if page is self.finder and self.finder.type is not None:
            return None if self.finder.advice_only else self.finder.type
        return None

    def _handout(self) -> tuple[str, Callable[[], bytes]] | None:
        """Return the title of what can be handed out from here, and how it is made."""
        page, desk = self._stack.currentWidget(), self._desk
        if page is self.bring and self.bring.guidance is not None and self.bring.guidance.available:
            guidance = self.bring.guidance
            return guidance.title, partial(handing_out.bring_handout, desk=desk, guidance=guidance)
        if page is self.reading and self._elsewhere:
            made = partial(handing_out.elsewhere_handout, desk=desk, region=self._elsewhere)
            return wrong_door.TITLE, made
        if page is self.reading and self._asked:
            asked = self._asked
            return self.title.text(), partial(handing_out.asked_handout, desk=desk, asked=asked)
        if page is self.reading and self._topic is not None:
            topic = self._topic
            return topic.title.title, partial(handing_out.topic_handout, desk=desk, topics=(topic,))
        return None

    def _enter(self, index: QModelIndex | None = None) -> None:
        """Go from the list to what is shown."""
        del index
        if self._searching.isActive():
            self.refresh()
        page = self._stack.currentWidget()
        if page is self.reading:
            self.reading.enter()
        elif page is self.finder:
            self.finder.enter()
        elif page is self.bring:
            self.bring.enter()

    def _escape(self) -> None:
        """Go one step back: from the handout, from reading, from searching, from the guide."""
        if self._stack.currentWidget() is self.handout and self._before_handout is not None:
            self._stack.setCurrentWidget(self._before_handout)
            self._before_handout = None
            self._offer()
            self._enter()
        elif QApplication.focusWidget() not in {self.search, self.list}:
            self.focus_search()
        elif self.search.text():
            self.search.clear()
            self.refresh()
        else:
            self.left.emit()

    def _print(self) -> None:
        if self._stack.currentWidget() is self.handout:
            self.handout.print()
            return
        made = self._handout()
        if made is not None:
            self._before_handout = self._stack.currentWidget()
            self._stack.setCurrentWidget(self.handout)
            self.handout.open(*made)
            self._offer()
            self.footer.print.setFocus(Qt.FocusReason.OtherFocusReason)

    def _save(self) -> None:
        if self._stack.currentWidget() is self.handout:
            self.handout.save()

    def _to_bring(self) -> None:
        if self._stack.currentWidget() is self.finder and self.finder.type is not None:
            self.bring.choose(self.finder.type)
            self.search.clear()
            self.refresh()
            self.list.setCurrentIndex(self.listing.index(1, 0))
            self._show()
            self._enter()

    def _start(self) -> None:
        kind = self._type()
        if kind is not None:
            self.start_wanted.emit(kind)
