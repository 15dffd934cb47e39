"""Print what is known on topics, for somebody who only asks; nobody is named or recorded."""

from collections.abc import Sequence

from desk_app.errors import RefusedError
from desk_app.policy.guidance.documents import RequiredDocument
from desk_app.policy.guidance.guidance import Guidance
from desk_app.policy.guidance.wrong_door import TITLE, advice
from desk_app.policy.packs.rules import ASK_THE_BUREAU
from desk_app.policy.search.asked import Asked
from desk_app.policy.topics.by_topic import Topic
from desk_app.services.desk.open_desk import Desk
from desk_app.services.papers import issuing
from desk_app.services.papers.filling import office
from desk_app.services.rules import rulekeeping
from desk_app.services.rules.advising import Counsel
from forms.data import TopicHandout, TopicSection

PAPER = "topic_handout"


def counsel(*, desk: Desk, region: str | None = None) -> Counsel:
    """Return advice by the rules in use at this desk, today."""
    return Counsel(
        region=region or desk.hall.region,
        on=desk.clock.today(),
        shelf=rulekeeping.shelf(desk=desk),
    )


def topic_handout(*, desk: Desk, topics: Sequence[Topic], region: str | None = None) -> bytes:
    """Return the handout on topics as a PDF: confirmed text, and advice to ask for the rest.

    Raises RefusedError when no topic was chosen.
    """
    if not topics:
        raise RefusedError("请先选一个主题。")
    data = TopicHandout(
        day=desk.clock.today(),
        office=office(desk, region=region or desk.hall.region),
        sections=tuple(
            TopicSection(title=topic.title.title, sentences=topic.printed_lines) for topic in topics
        ),
    )
    return issuing.render(PAPER, data)


def asked_handout(*, desk: Desk, asked: Sequence[Asked]) -> bytes:
    """Return questions with their answers as a PDF; what is not sure is said to be so."""
    data = TopicHandout(
        day=desk.clock.today(),
        office=office(desk, region=desk.hall.region),
        sections=tuple(
            TopicSection(title=one.question, sentences=one.printed_lines) for one in asked
        ),
    )
    return issuing.render(PAPER, data)


def elsewhere_handout(*, desk: Desk, region: str) -> bytes:
    """Return what somebody insured elsewhere takes home as a PDF: where to file, how, with what."""
    there = counsel(desk=desk, region=region)
    offered = (one for one in there.channels() if one.file and one.kind in {"app", "miniprogram"})
    materials = [one for one in there.topics() if one.title.id in {"materials", "retroactive"}]
    sections = (
        (TITLE, advice(region)),
        ("自己怎么办", tuple(f"{one.name}：{'，'.join(one.file)}。" for one in offered)),
        *((one.title.title, one.printed_lines) for one in materials),
    )
    data = TopicHandout(
        day=desk.clock.today(),
        office=office(desk, region=region),
        sections=tuple(TopicSection(title=head, sentences=lines) for head, lines in sections),
    )
    return issuing.render(PAPER, data)


def bring_handout(*, desk: Desk, guidance: Guidance) -> bytes:
    """Return what to bring for a filing as a PDF: documents, period, what to mind."""
    method = guidance.facts.method.label
    sections = (
        (
            f"{guidance.title}（{method}）：要带的材料",
            [_to_bring(one) for one in guidance.documents],
        ),
        ("有效期", [_sentence(guidance.validity.printed_text)] if guidance.validity else []),
        ("请注意" if guidance.documents else f"{guidance.title}：请注意", _to_mind(guidance)),
    )
    data = TopicHandout(
        day=desk.clock.today(),
        office=office(desk, region=guidance.facts.region),
        sections=tuple(
            TopicSection(title=head, sentences=tuple(lines)) for head, lines in sections if lines
        ),
    )
    return issuing.render(PAPER, data)


def _to_bring(one: RequiredDocument) -> str:
    words = [f"{one.name}：{one.need_text}"]
    if one.by_commitment:
        words = [f"{one.name}：签个人承诺书代替，在窗口签名"]
    elif one.alternatives:
        words.append(f"也可以用{'、'.join(one.alternatives)}代替")
    if one.confirm:
        words.append(ASK_THE_BUREAU)
    return "；".join(words) + "。"


def _to_mind(guidance: Guidance) -> list[str]:
    said = [one.text for one in guidance.warnings if one.printable]
    if not guidance.makes_filing and guidance.type_rule is not None:
        said.insert(0, guidance.type_rule.text)  # why there is nothing to file
    return said


def _sentence(text: str) -> str:
    return text if text.endswith("。") else f"{text}。"
