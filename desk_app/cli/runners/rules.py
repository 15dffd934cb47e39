"""The commands that need no records: check-id and guide. They load nothing heavy."""

import argparse
from collections.abc import Callable, Iterable
from itertools import chain
from typing import Any

from desk_app.cli.dates import day
from desk_app.cli.output import output
from desk_app.cli.output.advice_output import (
    channel_json,
    channel_lines,
    entry_json,
    entry_lines,
    step_json,
    step_lines,
    topic_json,
    topic_lines,
    topic_titles,
)
from desk_app.cli.output.guidance_output import guidance_json, guidance_lines
from desk_app.clock import Clock
from desk_app.errors import RefusedError
from desk_app.policy.guidance.guidance import Guidance
from desk_app.policy.guidance.wrong_door import NO_REGION, advice, pooled
from desk_app.policy.people.identity import IdentityVerdict, check_identity
from desk_app.policy.regions import place
from desk_app.policy.vocabulary import FilingType, IdKind, Method, Variant
from desk_app.services.rules.advising import Counsel
from desk_app.services.rules.rulebooks import SHIPPED


def check_id(options: argparse.Namespace) -> int:
    """Judge an identity number; exit code 1 when it cannot be right."""
    today = day(options.on, option="--on") or Clock().today()
    verdict = check_identity(options.number, kind=IdKind(options.kind), today=today)
    if options.json:
        output.emit(_identity_json(verdict))
    else:
        _tell_identity(verdict)
    return 0 if verdict.ok else 1


def _identity_json(verdict: IdentityVerdict) -> dict[str, Any]:
    return {
        "ok": verdict.ok,
        "kind": verdict.kind.value,
        "number": verdict.number,
        "problems": list(verdict.problems),
        "hints": list(verdict.hints),
        "sex": verdict.sex.value if verdict.sex else None,
        "birth": verdict.birth.isoformat() if verdict.birth else None,
        "age": verdict.age,
        "region": verdict.region_name,
        "region_code": verdict.region_code,
        "suggestion": verdict.suggestion,
    }


def _tell_identity(verdict: IdentityVerdict) -> None:
    output.line(
        f"{verdict.kind.label} {verdict.number}：{'没有发现错误' if verdict.ok else '有误'}"
    )
    for message in verdict.problems:
        output.line(f"  · {message}")
    for message in verdict.hints:
        output.line(f"  · 提示：{message}")
    facts = (
        ("性别", verdict.sex.label if verdict.sex else None),
        ("出生日期", verdict.birth),
        ("年龄", verdict.age),
        ("地区", verdict.region_name),
    )
    for title, value in facts:
        if value is not None:
            output.line(f"  {title}：{value}")


def guide_case(options: argparse.Namespace) -> int:
    """Tell what a filing needs; or a topic, what fits words, the channels, the next question."""
    on = day(options.on, option="--on") or Clock().today()
    region = pooled(options.region)
    if region is None:
        raise RefusedError(NO_REGION)
    if options.place and place(options.place) is None:
        raise RefusedError("就医地代码不在备案地名单里，请改为地级市或直辖市的六位代码。")
    counsel = Counsel(region=region, on=on)
    if options.type:
        guidance = _guidance(options, counsel)
        output.tell(options.json, guidance_lines(guidance), guidance_json(guidance))
        return 0 if guidance.available else 1
    answer, lines = _advice(options, counsel)
    output.tell(options.json, lines, answer)
    return 0


def _guidance(options: argparse.Namespace, counsel: Counsel) -> Guidance:
    return counsel.guide(
        FilingType(options.type),
        Method(options.method or Method.DOCUMENTS),
        variant=Variant(options.variant) if options.variant else None,
        has_agent=options.agent,
        age=options.age,
        place=options.place,
    )


def _advice(options: argparse.Namespace, counsel: Counsel) -> tuple[object, Iterable[str]]:
    if options.answers is not None:
        step = counsel.find_type(options.answers, age=options.age)
        return step_json(step), step_lines(step)
    if options.search:
        found = counsel.search(options.search)
        return [entry_json(entry) for entry in found], entry_lines(found)
    if options.channels:
        offered = counsel.channels()
        return [channel_json(channel) for channel in offered], channel_lines(offered)
    topics = (counsel.topic(options.topic),) if options.topic else counsel.topics()
    lines = topic_lines(topics) if options.topic else topic_titles(topics)
    if not options.topic and place(counsel.region) and counsel.region not in SHIPPED.regions():
        lines = chain(advice(counsel.region), lines)
    return [topic_json(topic) for topic in topics], lines


RUNNERS: dict[str, Callable[[argparse.Namespace], int]] = {
    "check-id": check_id,
    "guide": guide_case,
}
