"""How guidance is printed: for people line by line, for machines as JSON."""

from collections.abc import Iterator
from typing import Any

from desk_app.policy.guidance.documents import RequiredDocument
from desk_app.policy.guidance.guidance import Guidance
from desk_app.policy.packs.rules import Rule


def guidance_json(guidance: Guidance) -> dict[str, Any]:
    """Return guidance as JSON-able values; every statement with source, date and status."""
    validity = guidance.validity
    return {
        "ok": guidance.available,
        "region": guidance.facts.region,
        "type": guidance.type.value,
        "title": guidance.title,
        "method": guidance.facts.method.value,
        "methods": [method.value for method in guidance.methods],
        "on": guidance.facts.on.isoformat(),
        "available": guidance.available,
        "reason": guidance.reason or None,
        "makes_filing": guidance.makes_filing,
        "eligibility": statement_json(guidance.eligibility) if guidance.eligibility else None,
        "documents": [_document_json(document) for document in guidance.documents],
        "validity": {
            **statement_json(validity),
            "months": validity.months,
            "min_months": validity.min_months,
            "max_months": validity.max_months,
            "end_text": validity.end_text,
        }
        if validity
        else None,
        "warnings": [statement_json(statement) for statement in guidance.warnings],
        "statements": [
            {"topic": statement.topic, **statement_json(statement)}
            for statement in guidance.statements
        ],
        "papers": list(guidance.papers),
        "conflicts": [
            {
                "id": conflict.id,
                "question": conflict.question.question,
                "advice": conflict.question.advice,
                "statements": [statement_json(rule) for rule in conflict.rules],
            }
            for conflict in guidance.conflicts
        ],
        "rules": guidance.rules_version,
    }


def statement_json(rule: Rule) -> dict[str, Any]:
    """Return one statement with where it comes from and how far it can be trusted."""
    return {
        "id": rule.id,
        "text": rule.text,
        "region": rule.region,
        "source": rule.source,
        "place": rule.place,
        "source_date": rule.source_date,
        "status": rule.status.value,
        "needs_confirmation": rule.needs_confirmation,
    }


def guidance_lines(guidance: Guidance) -> Iterator[str]:
    """Yield guidance for a person to read."""
    yield f"{guidance.title}（{guidance.facts.method.label}）"
    if not guidance.available:
        yield f"不能办理：{guidance.reason}"
        return
    if not guidance.makes_filing:
        yield "不需要登记备案，不打印登记表。"
    yield from (f"适用对象：{cited(rule)}" for rule in (guidance.eligibility,) if rule)
    for place, document in enumerate(guidance.documents, 1):
        yield f"材料 {place}：{_document_line(document)}"
    yield from (f"有效期：{cited(rule)}" for rule in (guidance.validity,) if rule)
    yield from (f"提醒：{cited(rule)}" for rule in guidance.warnings)
    for conflict in guidance.conflicts:
        yield f"资料说法不一，请以参保地医保经办机构答复为准：{conflict.question.question}"
        yield from (f"  · {cited(rule)}" for rule in conflict.rules)
    yield f"打印：{'、'.join(guidance.papers)}"


def _document_json(document: RequiredDocument) -> dict[str, Any]:
    return {
        "id": document.id,
        "name": document.name,
        "proves": document.proves,
        "need": document.need,
        "copies": document.copies,
        "alternatives": list(document.alternatives),
        "commitment_allowed": document.commitment_allowed,
        "by_commitment": document.by_commitment,
        "issuer": document.issuer,
        "rule": document.rule,
        "source": document.source,
        "needs_confirmation": document.confirm,
    }


def _document_line(document: RequiredDocument) -> str:
    if document.by_commitment:
        return f"{document.name}：由个人承诺书代替"
    instead = f"，可用{'、'.join(document.alternatives)}代替" if document.alternatives else ""
    promise = "，可改用个人承诺" if document.commitment_allowed else ""
    unsure = "（需向经办机构核实）" if document.confirm else ""
    return f"{document.name}：{document.need_text}{instead}{promise}{unsure}"


def cited(rule: Rule) -> str:
    """Return a statement with its source, date and status."""
    return f"{rule.text}〔{rule.source} {rule.place}，{rule.source_date}，{rule.status.label}〕"
