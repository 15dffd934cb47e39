"""The list at the left of the guide: what can be read, and what was found by searching."""

from collections.abc import Iterable
from dataclasses import dataclass

from desk_app.policy.guidance.wrong_door import TITLE
from desk_app.policy.regions import Place
from desk_app.policy.search.full_text import Entry
from desk_app.policy.topics.by_topic import Topic
from desk_app.services.rules.advising import Counsel
from desk_app.ui.screens.guide.blocks import KIND_WORDS
from desk_app.ui.widgets.displays.rows import RowLook

ELSEWHERE = "elsewhere:"  # and the code of the region
FINDER, BRING, CHANNELS, QUESTIONS = "finder", "bring", "channels", "questions"
ASKED = "asked"
ROW_KINDS = {"question": "warn", "law": "ok", "answer": "ok"}
NOTE_LENGTH = 40  # characters of a text that a row could possibly show


@dataclass(frozen=True, slots=True)
class Part:
    """One page of the guide: one of the names above, or the id of a topic."""

    name: str
    title: str


def rows(counsel: Counsel) -> list[tuple[RowLook, object]]:
    """Return every page there is, the tools first."""
    channels, questions = counsel.channels(), counsel.questions()
    open_ones = sum(one.open for one in questions)
    listed: list[tuple[RowLook, object]] = [
        _row(FINDER, "该办哪一类", "回答几个问题，选出备案类型"),
        _row(BRING, "要带什么", "按类型、方式、谁来办列出材料"),
        _row(ASKED, "大家常问的", f"{len(counsel.asked())} 个，每个两句话"),
    ]
    listed += [_topic(topic) for topic in counsel.topics()]
    listed.append(_row(CHANNELS, "办理渠道", f"{len(channels)} 种，附办理、查询、取消步骤"))
    listed.append(_row(QUESTIONS, "说法不一的问题", f"{open_ones} 个待本局答复"))
    return listed


def found(entries: Iterable[Entry]) -> list[tuple[RowLook, object]]:
    """Return what was found by searching, as rows."""
    return [
        (
            RowLook(
                one.title,
                one.text[:NOTE_LENGTH],
                KIND_WORDS.get(one.kind, ""),
                ROW_KINDS.get(one.kind, "plain"),
            ),
            one,
        )
        for one in entries
    ]


def elsewhere(places: Iterable[Place]) -> list[tuple[RowLook, object]]:
    """Return the rows of regions somebody may be insured in, other than this one."""
    return [_row(f"{ELSEWHERE}{one.code}", f"参保地是{one.name}", TITLE) for one in places]


def _row(name: str, title: str, note: str) -> tuple[RowLook, object]:
    return RowLook(title, note), Part(name, title)


def _topic(topic: Topic) -> tuple[RowLook, object]:
    unsure = sum(one.disputed for one in topic.statements)
    note = f"{len(topic.statements)} 条"
    note += f"，其中 {unsure} 条说法不一" if unsure else ""
    return _row(topic.title.id, topic.title.title, note)
