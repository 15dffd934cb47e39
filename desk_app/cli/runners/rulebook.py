"""The command that keeps the rules in use: open questions, answers, packs, holidays."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

from desk_app.cli.dates import day
from desk_app.cli.opening import open_desk
from desk_app.cli.output import output
from desk_app.cli.output.guidance_output import cited, statement_json
from desk_app.errors import RefusedError
from desk_app.policy.guidance.wrong_door import Neighbours
from desk_app.policy.packs.answers import BureauAnswer
from desk_app.policy.topics.conflicts import Conflict, conflict, questions
from desk_app.services.desk.open_desk import Desk
from desk_app.services.rules import rulekeeping, workdays
from desk_app.services.rules.rulekeeping import Offer
from desk_app.services.settings.preferences import NEIGHBOURS

Action = Callable[[argparse.Namespace, Desk], Any]


def rules(options: argparse.Namespace) -> int:
    """Do one thing with the rules in use."""
    with open_desk(options) as desk:
        answer = _ACTIONS[options.action](options, desk)
    if options.json:
        output.emit(answer)
    return 0


def _questions(options: argparse.Namespace, desk: Desk) -> list[dict[str, Any]]:
    book = rulekeeping.shelf(desk=desk).rulebook(
        options.region or desk.hall.region, on=desk.clock.today()
    )
    found = [conflict(name, book) for name in questions()]
    if not options.json:
        for one in found:
            _tell_conflict(one)
    return [
        {
            "id": one.id,
            "question": one.question.question,
            "advice": one.question.advice,
            "open": one.open,
            "answer": statement_json(one.answer) if one.answer else None,
            "statements": [statement_json(rule) for rule in one.rules],
        }
        for one in found
    ]


def _tell_conflict(one: Conflict) -> None:
    state = "本局已答复" if one.answer else "以经办机构答复为准" if one.open else "资料一致"
    output.line(f"{one.id}  {one.question.question}（{state}）")
    if one.answer:
        output.line(f"  → {cited(one.answer)}")
    for rule in one.rules:
        output.line(f"  · {cited(rule)}")


def _answer(options: argparse.Namespace, desk: Desk) -> dict[str, Any]:
    given = BureauAnswer(
        subject=_given(options.subject, "--subject"),
        region=options.region or desk.hall.region,
        text=_given(options.text, "--text"),
        answered_by=_given(options.answered_by, "--answered-by"),
        answered_on=day(options.on, option="--on") or desk.clock.today(),
        number=options.number,
    )
    rulekeeping.answer(desk=desk, given=given)
    if not options.json:
        output.line("已录入本局口径，从现在起按此办理和打印。")
    return {"ok": True, "subject": given.subject}


def _weigh(options: argparse.Namespace, desk: Desk) -> dict[str, Any]:
    offer = rulekeeping.weigh(desk=desk, path=Path(_given(options.file, "--file")))
    if not options.json:
        _tell_offer(offer)
    return _offer_json(offer)


def _accept(options: argparse.Namespace, desk: Desk) -> dict[str, Any]:
    offer = rulekeeping.accept(desk=desk, path=Path(_given(options.file, "--file")))
    if not options.json:
        _tell_offer(offer)
        output.line(f"已启用规则 {offer.pack.region}，版本 {offer.pack.version}。")
    return _offer_json(offer)


def _roll_back(options: argparse.Namespace, desk: Desk) -> dict[str, Any]:
    version = rulekeeping.roll_back(desk=desk, region=options.region or desk.hall.region)
    if not options.json:
        output.line(f"已退回到版本 {version}。" if version else "已退回到随程序提供的规则。")
    return {"ok": True, "version": version}


def _holidays(options: argparse.Namespace, desk: Desk) -> dict[str, Any]:
    if options.file:
        table = workdays.take_in(desk=desk, path=Path(options.file))
    else:
        table = workdays.calendar(desk=desk)
    rows = [
        {"year": one.year, "complete": one.complete, "off": len(one.off), "work": len(one.work)}
        for one in sorted(table.years.values(), key=lambda one: one.year)
    ]
    if not options.json:
        for row in rows:
            state = "" if row["complete"] else "（调休未收录，按周末推算）"
            output.line(f"{row['year']} 年：放假 {row['off']} 天，调休上班 {row['work']} 天{state}")
    return {"ok": True, "years": rows}


def _tell_offer(offer: Offer) -> None:
    output.line(
        f"规则 {offer.pack.region}，版本 {offer.pack.version}，{len(offer.differences)} 处不同"
    )
    for one in offer.differences:
        output.line(f"  {one.kind} {one.rule} {one.label}：{one.before} → {one.after}")


def _offer_json(offer: Offer) -> dict[str, Any]:
    return {
        "ok": True,
        "region": offer.pack.region,
        "version": offer.pack.version,
        "differences": [
            {
                "kind": one.kind,
                "rule": one.rule,
                "label": one.label,
                "before": one.before,
                "after": one.after,
            }
            for one in offer.differences
        ],
    }


def _given(value: str | None, option: str) -> str:
    if not value:
        raise RefusedError(f"请用 {option} 写明。")
    return value


def _neighbours(options: argparse.Namespace, desk: Desk) -> dict[str, Any]:
    if options.text:
        NEIGHBOURS.set(desk, options.text)
    now = Neighbours(NEIGHBOURS.of(desk))
    if not options.json:
        output.line(f"省内外市参保的人来备案：{now.label}（{now.value}）")
    return {"ok": True, "neighbours": now.value}


_ACTIONS: dict[str, Action] = {
    "questions": _questions,
    "answer": _answer,
    "weigh": _weigh,
    "accept": _accept,
    "roll-back": _roll_back,
    "holidays": _holidays,
    "neighbours": _neighbours,
}

RUNNERS: dict[str, Callable[[argparse.Namespace], int]] = {"rules": rules}
