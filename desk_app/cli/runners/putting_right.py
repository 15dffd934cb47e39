"""The commands that go on with a filing or put right what was done to it."""

import argparse
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from desk_app.cli.opening import open_desk
from desk_app.cli.output import output
from desk_app.cli.output.paper_output import bring
from desk_app.cli.runners.records import tell_refusal
from desk_app.errors import RefusedError
from desk_app.policy.vocabulary import DocumentState
from desk_app.records.field_table import label
from desk_app.services.desk.open_desk import Desk
from desk_app.services.filing import completing, correcting, reinstating, withdrawing
from desk_app.services.filing.correcting import Corrected
from desk_app.services.filing.refusals import CaseRefusedError
from desk_app.services.lists import case_file


def complete(options: argparse.Namespace) -> int:
    """Hand in what a waiting filing lacked, or the documents a commitment stood for."""
    brought = _documents(options.document)
    with open_desk(options) as desk:
        case = completing.with_documents(desk=desk, record_no=options.record, brought=brought)
        try:
            done = completing.complete(
                desk=desk, record_no=options.record, case=case, on_missing=options.on_missing
            )
        except CaseRefusedError as error:
            tell_refusal(error, options, "材料没有记入")
            return 1
        papers = bring(desk, done.papers, options)
    if options.json:
        output.emit(
            {
                "ok": True,
                "record": done.record.number,
                "status": done.record.status.value,
                "missing": [{"id": one.id, "name": one.name} for one in done.missing],
                "hints": output.remarks(done.hints),
                **papers.json,
            }
        )
        return papers.code
    output.line(f"材料已记入：{done.record.number} {done.record.status.label}")
    for one in done.missing:
        output.line(f"  · 还缺：{one.name}（{one.need_text}）")
    papers.tell(output.line)
    for gain in done.gains:
        output.line(f"  · 告知：{gain.text}")
    for hint in done.hints:
        output.line(f"  · 提示：{hint.message}")
    return papers.code


def withdraw(options: argparse.Namespace) -> int:
    """Take back the last thing that was done to a filing."""
    with open_desk(options) as desk:
        done = withdrawing.withdraw(desk=desk, record_no=options.record, reason=options.reason)
    answer = {
        "ok": True,
        "record": done.record.number,
        "undone": done.verb.value,
        "status": done.record.status.value,
        "linked": done.linked.number if done.linked else None,
        "out": list(done.out),
    }
    output.tell(options.json, [done.words], answer)
    return 0


def reinstate(options: argparse.Namespace) -> int:
    """Bring a filing that was ended by mistake into force again."""
    with open_desk(options) as desk:
        try:
            done = reinstating.reinstate(desk=desk, record_no=options.record, reason=options.reason)
        except CaseRefusedError as error:
            tell_refusal(error, options, "未恢复")
            return 1
        papers = bring(desk, done.papers, options)
    record, linked = done.record, done.linked
    if options.json:
        answer = {
            "ok": True,
            "record": record.number,
            "status": record.status.value,
            "linked": linked.number if linked else None,
        }
        output.emit({**answer, **papers.json})
        return papers.code
    output.line(f"已恢复：{record.number} 现为“{record.status.label}”")
    if linked:
        output.line(f"  · {linked.number} 现为“{linked.status.label}”")
    papers.tell(output.line)
    return papers.code


def correct(options: argparse.Namespace) -> int:
    """Put a slip in a filing right under its number."""
    return _put_right(
        options,
        lambda desk, case: correcting.correct(
            desk=desk,
            record_no=options.record,
            case=case,
            asked_by=options.asked_by,
            seen=options.seen,
        ),
    )


def amend(options: argparse.Namespace) -> int:
    """Bring the contact of a filing up to date."""
    return _put_right(
        options,
        lambda desk, case: correcting.amend(
            desk=desk, record_no=options.record, case=case, asked_by=options.asked_by
        ),
    )


def _put_right(
    options: argparse.Namespace, work: Callable[[Desk, Mapping[str, Any]], Corrected]
) -> int:
    cases = case_file.read(Path(options.file))
    if len(cases) != 1 or not isinstance(cases[0], Mapping):
        raise RefusedError('文件里应正好有一组要改的项，例如 {"applicant": {"name": "…"}}。')
    with open_desk(options) as desk:
        try:
            done = work(desk, cases[0])
        except CaseRefusedError as error:
            tell_refusal(error, options, "没有改")
            return 1
        papers = bring(desk, done.papers, options)
    if options.json:
        output.emit(
            {
                "ok": True,
                "record": done.record.number,
                "fields": list(done.fields),
                "hints": output.remarks(done.hints),
                **papers.json,
            }
        )
        return papers.code
    titles = "、".join(label(one) for one in done.fields)
    output.line(f"已改：{done.record.number} 的{titles}；从前的内容仍查得到")
    papers.tell(output.line)
    return papers.code


def _documents(pairs: Iterable[str]) -> Mapping[str, DocumentState]:
    """Read ``ID=STATE`` pairs; raise RefusedError for what is none."""
    found: dict[str, DocumentState] = {}
    for pair in pairs:
        name, equals, state = pair.partition("=")
        if not (name and equals and state in set(DocumentState)):
            states = "、".join(f"{one}（{one.label}）" for one in DocumentState)
            raise RefusedError(f"“{pair}”看不懂，请写成 材料=状态，状态是：{states}。")
        found[name] = DocumentState(state)
    return found


RUNNERS: dict[str, Callable[[argparse.Namespace], int]] = {
    "complete": complete,
    "withdraw": withdraw,
    "reinstate": reinstate,
    "correct": correct,
    "amend": amend,
}
