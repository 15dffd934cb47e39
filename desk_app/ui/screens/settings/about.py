"""Which program this is, what it is made of, and under which terms."""

from desk_app import __version__
from desk_app.services.proofs import licences
from desk_app.services.proofs.licences import Component
from desk_app.ui import theme
from desk_app.ui.models.listing import ListingModel
from desk_app.ui.theme import px
from desk_app.ui.widgets.displays.reading import Passage, Reading
from desk_app.ui.widgets.displays.rows import RowList, RowLook
from desk_app.ui.widgets.frames.sections import SectionPage
from desk_app.ui.widgets.text import Text

ROW_HEIGHT, ROWS, HEIGHT = 46, 5, 300
SAID = (
    "本程序不联网，资料只保存在本机并加密。"
    "表单版式依据公开资料整理，办理以医保经办机构现行表样和口径为准。"
)
TRUE_TEXT = "中文只是大意，以许可原文为准。"
NO_TEXT = "它的提供者没有附许可全文。"
LONGEST_PART = 3000  # characters; so that a page turned shows something else


class AboutPage(SectionPage):
    """Version, what ships, and the licences in full."""

    def __init__(self) -> None:
        super().__init__("关于", f"异地就医备案窗口 {__version__}")
        self.card().add_words(Text(SAID, theme.BODY, color=theme.INK_700, wrap=True))
        self.listing = ListingModel()
        self.list = RowList("随程序提供的部件", height=ROW_HEIGHT)
        self.list.setModel(self.listing)
        self.list.setFixedHeight(px(ROW_HEIGHT) * ROWS + px(4))
        self.list.selectionModel().currentChanged.connect(self._marked)
        self.list.opened.connect(self._read)
        self.reading = Reading("许可", margin=4)
        self.reading.setFixedHeight(px(HEIGHT))
        card = self.card("随程序提供的部件和许可", "↑↓ 逐个看，Enter 读许可全文，PgUp PgDn 翻页")
        card.body.addWidget(self.list)
        card.body.addWidget(self.reading)
        self.body.addStretch(1)

    def refresh(self) -> None:
        """List what ships, in a worker thread, once."""
        if not self.listing.rowCount():
            self.run(licences.components, self._found)

    def _found(self, found: tuple[Component, ...]) -> None:
        self.listing.fill([(_look(one), one) for one in found])

    def _marked(self) -> None:
        one = self.listing.thing(self.list.currentIndex())
        if isinstance(one, Component):
            self.reading.show_bit_by_bit(iter(_passages(one)))

    def _read(self) -> None:
        self.reading.enter()


def _look(one: Component) -> RowLook:
    title = f"{one.name} {one.version}".strip()
    return RowLook(title, f"{one.kind} · {one.use}", one.terms, "plain")


def _passages(one: Component) -> list[Passage]:
    said = " ".join(licences.meaning(one.terms))
    first = Passage(said or TRUE_TEXT, TRUE_TEXT if said else "", tags=[(one.terms, "info")])
    whole = licences.text(one)
    if not whole:
        return [first, Passage(NO_TEXT)]
    return [first, *(Passage(part) for part in _parts(whole))]


def _parts(whole: str) -> list[str]:
    """Return a text in pieces that end where a paragraph ends."""
    parts = [""]
    for paragraph in whole.split("\n\n"):
        if parts[-1] and len(parts[-1]) + len(paragraph) > LONGEST_PART:
            parts.append("")
        parts[-1] += ("\n\n" if parts[-1] else "") + paragraph.rstrip()
    return parts
