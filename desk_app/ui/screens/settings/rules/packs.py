"""Newer rules: bring a file, see what it would change, take it into use, or go back."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from desk_app.policy.packs.pack_files import Pack
from desk_app.policy.regions import region_name
from desk_app.services.desk.open_desk import Desk
from desk_app.services.rules import rulekeeping
from desk_app.services.rules.rulekeeping import Offer
from desk_app.ui import dialogs, theme
from desk_app.ui.models.printing.sender import documents
from desk_app.ui.theme import px
from desk_app.ui.widgets.button import Button
from desk_app.ui.widgets.displays.reading import Passage, Reading
from desk_app.ui.widgets.frames.sections import SectionPage
from desk_app.ui.widgets.text import Text

KINDS = "规则文件 (*.toml)"
HEIGHT = 230


class PacksPage(SectionPage):
    """``changed`` tells that other rules are in use."""

    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__("规则更新", "每件备案都记下当时用的规则版本；更新只影响以后办理的。")
        self._desk = desk
        self._path: Path | None = None
        self.present = Text("", theme.BODY, color=theme.INK_700, wrap=True, tabular=True)
        self.back = Button("退回上一版…", icon="rotate-ccw", small=True)
        self.back.clicked.connect(self._ask_back)
        self.card("正在使用的规则", "", self.back).add_words(self.present)
        self.bring = Button("选规则文件…", icon="file-plus-2", small=True)
        self.bring.clicked.connect(self._choose)
        card = self.card("更新规则", "先看不同，再决定启用", self.bring)
        self.words = Text("还没有选文件。", theme.BODY, color=theme.INK_700, wrap=True)
        card.add_words(self.words)
        self.reading = Reading("规则的不同之处", margin=4)
        self.reading.setFixedHeight(px(HEIGHT))
        self.reading.hide()
        card.body.addWidget(self.reading)
        self.accept = Button("启用这份规则", kind="primary", icon="check")
        self.accept.clicked.connect(self._accept)
        self.accept.setEnabled(False)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.accept)
        card.body.addLayout(row)
        self.body.addStretch(1)

    def refresh(self) -> None:
        """Say which rules are in use."""
        desk = self._desk

        def work() -> tuple[Pack, ...]:
            shelf = rulekeeping.shelf(desk=desk)
            return shelf.rulebook(desk.hall.region, on=desk.clock.today()).packs

        self.run(work, self._found)

    def weigh(self, path: Path) -> None:
        """Show what a file would change."""
        desk = self._desk
        self._offer(None, None)
        self.run(
            lambda: rulekeeping.weigh(desk=desk, path=path),
            lambda offer: self._offer(path, offer),
            words="正在核对",
        )

    def _found(self, packs: tuple[Pack, ...]) -> None:
        lines = [
            f"{one.title}（{one.region}）  版本 {one.version}，发布 {one.issued}" for one in packs
        ]
        self.present.setText("\n".join(lines))

    def _choose(self) -> None:
        path = dialogs.open_file(self, "选择规则文件", documents(), KINDS)
        if path is not None:
            self.weigh(path)

    def _offer(self, path: Path | None, offer: Offer | None) -> None:
        self._path = path
        self.accept.setEnabled(offer is not None)
        self.reading.setVisible(offer is not None)
        if offer is None:
            self.words.setText("还没有选文件。")
            return
        where = region_name(offer.pack.region) or offer.pack.region
        self.words.setText(
            f"{where}的规则，版本 {offer.pack.version}，{len(offer.differences)} 处不同。"
        )
        self.reading.show_blocks(
            [
                Passage(
                    f"{one.before or '（无）'} → {one.after or '（无）'}",
                    f"{one.rule} · {one.label}",
                    tags=[(one.kind, "info")],
                    boxed=True,
                )
                for one in offer.differences
            ]
        )

    def _accept(self) -> None:
        path, desk = self._path, self._desk
        if path is not None:
            self.run(
                lambda: rulekeeping.accept(desk=desk, path=path), self._accepted, words="正在启用"
            )

    def _accepted(self, offer: Offer) -> None:
        self._offer(None, None)
        self.banner.say(f"已启用版本 {offer.pack.version}，以后办理的按新规则。", "ok")
        self.changed.emit()
        self.refresh()

    def _ask_back(self) -> None:
        question = dialogs.Question(
            self,
            "退回上一版规则？",
            "本参保地的规则退回上一版，以后办理的按上一版；已办的不变。",
            yes="退回",
            no="不退回",
            kind="danger",
        )
        question.agreed.connect(self._go_back)
        question.open()

    def _go_back(self) -> None:
        desk = self._desk
        self.run(lambda: rulekeeping.roll_back(desk=desk, region=desk.hall.region), self._went_back)

    def _went_back(self, version: str | None) -> None:
        to = f"版本 {version}" if version else "随程序提供的规则"
        self.banner.say(f"已退回到{to}。", "ok")
        self.changed.emit()
        self.refresh()
