"""Which program this is, and under which terms everything in it was made."""

import re

import resources
from desk_app import __version__
from desk_app.ui import theme
from desk_app.ui.widgets.reading import Passage, Reading
from desk_app.ui.widgets.sections import SectionPage
from desk_app.ui.widgets.text import Text

_ROW = re.compile(r"^\|(?P<files>[^|]+)\|(?P<made>[^|]+)\|(?P<terms>[^|]+)\|$", re.MULTILINE)
_RULE = re.compile(r"^[\s|:-]+$")
SAID = (
    "本程序不联网，资料只保存在本机并加密。"
    "表单版式依据公开资料整理，办理以医保经办机构现行表样和口径为准。"
)


class AboutPage(SectionPage):
    """Version, what ships, and the licences in full."""

    def __init__(self) -> None:
        super().__init__("关于", f"异地就医备案窗口 {__version__}")
        self.card().body.addWidget(Text(SAID, theme.BODY, color=theme.INK_700, wrap=True))
        self.reading = Reading("随程序提供的材料和许可", margin=12)
        self.reading.setMinimumHeight(theme.px(360))
        card = self.card("随程序提供的材料和许可", "↑↓ 逐条阅读，PgUp PgDn 翻页")
        card.body.addWidget(self.reading)
        self.reading.show_blocks([*_shipped(), *_licences()])

    def focus_first(self) -> None:
        """Read."""
        self.reading.enter()


def _shipped() -> list[Passage]:
    text = resources.path("NOTICE.md").read_text(encoding="utf-8")
    rows = [found for found in _ROW.finditer(text) if not _RULE.match(found[0])][1:]
    return [
        Passage(row["made"].strip(), f"{row['files'].strip()} · {row['terms'].strip()}")
        for row in rows
    ]


def _licences() -> list[Passage]:
    folder = resources.path("licences")
    return [
        Passage(path.read_text(encoding="utf-8").strip(), path.name, boxed=True)
        for path in sorted(folder.iterdir())
        if path.is_file()
    ]
