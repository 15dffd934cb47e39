"""What is known, as blocks to read: statements, contradictions, channels, documents."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from desk_app.policy.guidance import wrong_door
from desk_app.policy.guidance.documents import RequiredDocument
from desk_app.policy.guidance.guidance import Guidance
from desk_app.policy.packs.rules import Rule, RuleStatus, Statement
from desk_app.policy.search.asked import Asked
from desk_app.policy.search.full_text import Entry
from desk_app.policy.topics.channels import Channel
from desk_app.policy.topics.conflicts import Conflict
from desk_app.services.papers import printing
from desk_app.services.rules.advising import Counsel
from desk_app.ui import theme
from desk_app.ui.theme import px
from desk_app.ui.widgets.displays.notices import Banner
from desk_app.ui.widgets.displays.reading import Passage, ReadingCard, TagWords
from desk_app.ui.widgets.text import Text

PREVAILS = "以经办机构答复为准"
SIDE_BY_SIDE = 560  # narrower than this, what is said stands one below the other
STATUS_KINDS = {
    RuleStatus.SEED: "plain",
    RuleStatus.REPORT: "plain",
    RuleStatus.OFFICIAL: "ok",
    RuleStatus.BUREAU_CONFIRMED: "ok",
    RuleStatus.OUTDATED: "error",
    RuleStatus.UNVERIFIED: "warn",
}
KIND_WORDS = {
    "answer": "常问",
    "statement": "说明",
    "document": "材料",
    "channel": "渠道",
    "law": "法规",
    "question": "说法不一",
}


def cited(source: str, place: str, day: str) -> str:
    """Return where something is said and when, as it stands below it."""
    return " · ".join(part for part in (source, place, day) if part)


def status_tags(rule: Rule) -> list[TagWords]:
    """Return how far a rule can be trusted, in words."""
    tags = [(rule.status.label, STATUS_KINDS[rule.status])]
    if rule.needs_confirmation and rule.status is not RuleStatus.OUTDATED:
        tags.append((PREVAILS, "warn"))
    return tags


def statement(rule: Rule) -> Passage:
    """Return one statement with its source."""
    small = cited(rule.source, rule.place, rule.source_date)
    return Passage(rule.text, small, tags=status_tags(rule), name=rule.id)


def _claim(rule: Rule) -> Passage:
    """Return one of several statements on a question; the card says what prevails."""
    small = cited(rule.source, rule.place, rule.source_date)
    tags = status_tags(rule)[:1]
    return Passage(rule.text, small, tags=tags, name=rule.id, boxed=True)


class ConflictCard(ReadingCard):
    """A question with all that is said on it side by side, and the bureau's answer."""

    def __init__(self, one: Conflict) -> None:
        super().__init__()
        self.setAccessibleName(one.question.question)
        self.body.setContentsMargins(px(14), px(10), px(14), px(12))
        self.body.setSpacing(px(8))
        self.body.addWidget(Text(one.question.question, theme.INPUT, theme.SEMIBOLD, wrap=True))
        if one.answer is not None:
            self.body.addWidget(_claim(one.answer))
        self._said = [_claim(rule) for rule in one.rules]
        self._grid = QGridLayout()
        self._grid.setSpacing(px(8))
        self._columns = 0
        self._place(2)
        self.body.addLayout(self._grid)
        self.body.addWidget(_advice(one))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put what is said side by side where there is room."""
        super().resizeEvent(event)
        self._place(2 if self.width() >= px(SIDE_BY_SIDE) and len(self._said) > 1 else 1)

    def _place(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        for at, passage in enumerate(self._said):
            self._grid.addWidget(passage, at // columns, at % columns, Qt.AlignmentFlag.AlignTop)
        for column in range(2):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)


def _advice(one: Conflict) -> Passage:
    tag = ("本局已答复", "ok") if one.answer else (PREVAILS, "warn")
    tag = tag if one.open or one.answer else ("按现行说法", "plain")
    return Passage(f"窗口怎么办：{one.question.advice}", tags=[tag], name=one.id)


def topic_blocks(said: Sequence[Statement], questions: Iterable[Conflict]) -> Iterator[QWidget]:
    """Yield a topic: what is agreed on first, then each contradiction in a card."""
    names = {one.conflict for one in said if one.conflict}
    cards = [one for one in questions if one.id in names and (one.open or one.answer)]
    apart = {one.id for one in cards}
    yield from (statement(one) for one in said if one.conflict not in apart)
    yield from conflict_blocks(cards)


def conflict_blocks(questions: Iterable[Conflict]) -> Iterator[QWidget]:
    """Yield questions on which more than one thing is said."""
    yield from (ConflictCard(one) for one in questions)


def channel_blocks(channels: Iterable[Channel]) -> Iterator[QWidget]:
    """Yield channels with their steps for filing, asking and cancelling."""
    yield from (_channel_card(one) for one in channels)


def _channel_card(channel: Channel) -> QWidget:
    card = ReadingCard(channel.name)
    card.body.setContentsMargins(px(14), px(6), px(14), px(10))
    for title, steps in (
        ("备案", channel.file),
        ("查询", channel.query),
        ("取消", channel.cancel),
    ):
        if steps:
            numbered = "\n".join(f"{at}. {step}。" for at, step in enumerate(steps, start=1))
            lead = Text(title, theme.LABEL, theme.SEMIBOLD, theme.PRIMARY_DARK)
            lead.setFixedWidth(px(40))
            card.body.addWidget(Passage(numbered, lead=lead))
    tags: list[TagWords] = [(channel.status.label, STATUS_KINDS[channel.status])]
    if channel.conflict or channel.confirm:
        tags.append((PREVAILS, "warn"))
    small = cited(channel.source, channel.place, channel.source_date)
    note = channel.note or "步骤以渠道当时的页面为准。"
    card.body.addWidget(Passage(note, small, tags=tags, name=channel.id))
    return card


def entry_block(entry: Entry) -> QWidget:
    """Return something that was found, by itself."""
    card = ReadingCard(entry.title)
    small = cited(entry.source, "", entry.source_date)
    tag = (KIND_WORDS.get(entry.kind, ""), "info")
    card.body.addWidget(Passage(entry.text, small, tags=[tag], name=entry.id))
    return card


def bring_blocks(guidance: Guidance, counsel: Counsel) -> Iterator[QWidget]:
    """Yield what a filing takes: documents, period, what to mind, papers, contradictions."""
    if not guidance.available:
        yield Banner(guidance.reason, "warn")
        return
    yield from _card("谁可以办", _eligibility(guidance))
    yield from _card("要带的材料", [_document(one, counsel) for one in guidance.documents])
    yield from _card("有效期", [statement(guidance.validity)] if guidance.validity else [])
    yield from _card("请注意", [statement(one) for one in guidance.warnings])
    yield from _card("窗口会打印", _papers(guidance))
    yield from conflict_blocks(guidance.conflicts)


def _eligibility(guidance: Guidance) -> list[Passage]:
    said = [] if guidance.eligibility is None else [guidance.eligibility]
    rule = guidance.type_rule
    if not guidance.makes_filing and rule is not None and not said:
        return [statement(rule)]
    return [statement(one) for one in said]


def _document(one: RequiredDocument, counsel: Counsel) -> Passage:
    words = [f"{one.name}：{one.need_text}。{one.proves}。"]
    if one.by_commitment:
        words = [f"{one.name}：不用带，签个人承诺书代替。"]
    elif one.alternatives:
        words.append(f"也可以用{'、'.join(one.alternatives)}代替。")
    if one.commitment_allowed and not one.by_commitment:
        words.append("一时拿不出的，可以改用个人承诺方式。")
    rule = counsel.rule(one.rule)
    if rule is None:
        return Passage("".join(words), one.source)
    small = cited(rule.source, rule.place, rule.source_date)
    tags = status_tags(rule)
    if one.confirm and not rule.needs_confirmation:
        tags.append((PREVAILS, "warn"))
    return Passage("".join(words), small, tags=tags, name=rule.id)


def _papers(guidance: Guidance) -> list[Passage]:
    if not guidance.makes_filing:
        return []
    titles = "、".join(f"《{printing.title_of(name)}》" for name in guidance.papers)
    return [Passage(f"材料带齐时打印：{titles}。")]


def _card(title: str, passages: Sequence[Passage]) -> Iterator[QWidget]:
    """Yield a card, or nothing where there is nothing to say."""
    if passages:
        card = ReadingCard(title)
        for passage in passages:
            card.body.addWidget(passage)
        yield card


def elsewhere_blocks(region: str, on: date) -> Iterator[QWidget]:
    """Yield what somebody insured elsewhere is told: the answer, then the ways from there."""
    yield from (Passage(line, boxed=True) for line in wrong_door.advice(region))
    yield from channel_blocks(Counsel(region=region, on=on).channels())


def asked_blocks(asked: Sequence[Asked], *, with_rules: bool = False) -> Iterator[QWidget]:
    """Yield questions with what to read out; ``with_rules`` adds what each answer rests on."""
    for one in asked:
        card = ReadingCard(one.question)
        card.body.setContentsMargins(px(14), px(6), px(14), px(10))
        for line in one.told:
            card.body.addWidget(Passage(line))
        yield card
        if with_rules:
            yield from (statement(rule) for rule in one.rules)
            yield from channel_blocks(one.channels)
