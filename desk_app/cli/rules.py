"""The commands that need no records: check-id and guide. They load nothing heavy."""

import argparse
from typing import Any

from desk_app.cli import output
from desk_app.cli.dates import day
from desk_app.clock import Clock
from desk_app.policy.identity import IdentityVerdict, check_identity
from desk_app.policy.vocabulary import IdKind


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
