"""How topics, search results, channels and the type finder are printed."""

from collections.abc import Iterable, Iterator
from typing import Any

from desk_app.cli.output.guidance_output import cited, statement_json
from desk_app.policy.guidance.finder import Finding, Question
from desk_app.policy.search.full_text import Entry
from desk_app.policy.topics.by_topic import Topic
from desk_app.policy.topics.channels import Channel


def topic_titles(topics: Iterable[Topic]) -> Iterator[str]:
    """Yield the topics there are."""
    for topic in topics:
        yield f"{topic.title.id}  {topic.title.title}（{len(topic.statements)} 条）"


def topic_lines(topics: Iterable[Topic]) -> Iterator[str]:
    """Yield everything that is known on topics."""
    for topic in topics:
        yield topic.title.title
        yield from (f"  · {cited(statement)}" for statement in topic.statements)


def topic_json(topic: Topic) -> dict[str, Any]:
    """Return a topic as JSON-able values."""
    return {
        "id": topic.title.id,
        "title": topic.title.title,
        "statements": [statement_json(statement) for statement in topic.statements],
        "printed": list(topic.printed_lines),
    }


def entry_lines(entries: Iterable[Entry]) -> Iterator[str]:
    """Yield what was found; say so when nothing was."""
    found = False
    for entry in entries:
        found = True
        yield f"{entry.title}：{entry.text}〔{entry.source}，{entry.source_date}〕"
    if not found:
        yield "没有找到。可以换用更短的词，例如“转诊”“期限”“报销”。"


def entry_json(entry: Entry) -> dict[str, Any]:
    """Return something that was found as JSON-able values."""
    return {
        "kind": entry.kind,
        "id": entry.id,
        "title": entry.title,
        "text": entry.text,
        "source": entry.source,
        "source_date": entry.source_date,
    }


def channel_lines(channels: Iterable[Channel]) -> Iterator[str]:
    """Yield channels with their steps."""
    for channel in channels:
        yield f"{channel.name}〔{channel.source} {channel.place}，{channel.source_date}〕"
        steps = (("备案", channel.file), ("查询", channel.query), ("取消", channel.cancel))
        yield from (f"  {title}：{' → '.join(words)}" for title, words in steps if words)
        if channel.note:
            yield f"  {channel.note}"


def channel_json(channel: Channel) -> dict[str, Any]:
    """Return a channel as JSON-able values."""
    return {
        "id": channel.id,
        "name": channel.name,
        "kind": channel.kind,
        "regions": list(channel.regions),
        "file": list(channel.file),
        "query": list(channel.query),
        "cancel": list(channel.cancel),
        "note": channel.note,
        "source": channel.source,
        "place": channel.place,
        "source_date": channel.source_date,
        "status": channel.status.value,
    }


def step_lines(step: Question | Finding) -> Iterator[str]:
    """Yield the next question with its keys, or the type that was found."""
    if isinstance(step, Question):
        yield step.text
        yield from (f"  {option.key}  {option.label}" for option in step.options)
        if step.hint:
            yield f"  提示：{step.hint}"
        return
    yield f"{step.type.label}：{step.reason}"
    yield from (f"  不选 {one.type.label}：{one.reason}" for one in step.excluded)


def step_json(step: Question | Finding) -> dict[str, Any]:
    """Return a question or a finding as JSON-able values."""
    if isinstance(step, Question):
        return {
            "question": step.text,
            "options": [{"key": one.key, "label": one.label} for one in step.options],
            "hint": step.hint,
        }
    return {
        "type": step.type.value,
        "title": step.type.label,
        "reason": step.reason,
        "excluded": [{"type": one.type.value, "reason": one.reason} for one in step.excluded],
    }
