"""Leave the screens for a lock, and come back to where the clerk was: the same text, the caret."""

from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from desk_app.services.start.locking import Place
from desk_app.ui.main_window import HELP_PROPERTY, MainWindow
from desk_app.ui.screens.counter.screen import Counter
from desk_app.ui.widgets.frames.sections import Sections
from desk_app.ui.workplace import BESIDE, Workplace

DOCUMENT, LINE = "document:", "line:"
Caret = tuple[str, int]
"""What has the keyboard in a case or on a page, and where the caret stands in it."""


def place_of(workplace: Workplace, screen: QWidget, caret: Caret) -> Place:
    """Return where the clerk is, at a screen; what is typed was saved before."""
    counter = workplace.counter
    name = _name(screen)
    behind = workplace.asked_at[0] if name in BESIDE else screen
    sections = screen if isinstance(screen, Sections) else None
    page = sections.page if sections is not None else None
    return Place(
        screen=name,
        behind=_name(behind),
        case=counter.case.data(),
        draft=counter.keeper.draft,
        filing=counter.keeper.filing,
        editor=caret[0],
        cursor=caret[1],
        scroll=counter.form.verticalScrollBar().value(),
        number=_number(workplace, behind),
        search=workplace.guide.search.text() if name == "guide" else _searched(workplace, behind),
        page=sections.page_name if sections is not None else "",
        typed=page.typed() if page is not None else {},
    )


def go_back(workplace: Workplace, window: MainWindow, place: Place) -> None:
    """Show everything as it was; what can no longer be shown leaves the case, or its record."""
    counter = workplace.counter
    counter.open_case(place.case, place.draft, place.filing)
    _show_behind(workplace, window, place)
    if place.screen == "guide":
        workplace.consult()
        workplace.guide.search.setText(place.search)
        workplace.guide.refresh()
    elif place.screen in BESIDE:
        workplace.turn_to(place.screen)
        sections = workplace.day if place.screen == "day" else workplace.settings
        sections.open(place.page)
        if sections.page is not None:
            line = int(place.editor.removeprefix(LINE)) if place.editor.startswith(LINE) else -1
            sections.page.type_again(place.typed, line=line, cursor=place.cursor)
    elif window.current() is counter:
        _put_caret(counter, place)


def _show_behind(workplace: Workplace, window: MainWindow, place: Place) -> None:
    counter = workplace.counter
    if place.behind == "check" and not place.number:
        keeper = counter.keeper
        if workplace.check.open_case(counter.case.data(), keeper.draft, keeper.filing):
            window.show_screen(workplace.check)
    elif place.number:
        workplace.open_scanned(place.number, None)
    elif place.behind == "records":
        workplace.search(place.search)
        workplace.enter_list()


def _number(workplace: Workplace, screen: QWidget) -> str:
    """Return the number of the filing whose papers or page are shown."""
    name = _name(screen)
    if name == "check" and workplace.check.done:
        return workplace.check.papers.number.text()
    filing = workplace.records.page.filing if name == "records" else None
    return filing.number if filing is not None else ""


def _searched(workplace: Workplace, screen: QWidget) -> str:
    return workplace.records.pane.text if _name(screen) == "records" else ""


def caret_of(workplace: Workplace) -> Caret:
    """Return where the caret is, while the screen still has the keyboard."""
    counter, at = workplace.counter, QApplication.focusWidget()
    cursor = at.cursorPosition() if isinstance(at, QLineEdit) else 0
    for screen in workplace.screens():
        if isinstance(screen, Sections) and screen.page is not None and screen.page.line_at() >= 0:
            return f"{LINE}{screen.page.line_at()}", cursor
    if at is None or not counter.isAncestorOf(at):
        return "", 0
    for path in counter.form.binding.paths:
        editor = counter.form.binding.editor(path)
        if editor is at or editor.isAncestorOf(at):
            return path, cursor
    for document, row in counter.checklist.rows.items():
        if row is at or row.isAncestorOf(at):
            return f"{DOCUMENT}{document}", 0
    return "", 0


def _put_caret(counter: Counter, place: Place) -> None:
    row = counter.checklist.rows.get(place.editor.removeprefix(DOCUMENT))
    if row is not None:
        row.setFocus()
    elif counter.form.binding.focus(place.editor):
        at = QApplication.focusWidget()
        if isinstance(at, QLineEdit):
            at.deselect()
            at.setCursorPosition(place.cursor)
    counter.form.verticalScrollBar().setValue(place.scroll)


def _name(screen: QWidget) -> str:
    return str(screen.property(HELP_PROPERTY) or "")
