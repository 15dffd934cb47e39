"""The command that takes in a list: of each case it tells at once what became of it."""

import argparse
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from desk_app.cli import answers, stopping
from desk_app.cli.opening import open_desk
from desk_app.cli.output import edge, output, printers, streams
from desk_app.cli.output.paper_output import UNSAVED, paper_lines, papers_json
from desk_app.cli.output.printers import Printed
from desk_app.errors import Stopped
from desk_app.services.desk.open_desk import Desk
from desk_app.services.filing import intake_list
from desk_app.services.filing.intake_list import CaseResult, Taken, Wishes
from desk_app.services.lists import case_file
from desk_app.services.papers import issuing, spooling


def take_in(options: argparse.Namespace) -> int:
    """Register the cases of a file; one result per case, the others go on when one is refused.

    A spreadsheet is a roster: its correct rows are registered in one go.
    """
    if Path(options.file).suffix.lower() != ".json":
        from desk_app.cli.runners import rosters

        if rosters.is_roster(options.file):
            return rosters.take_in(options)
    cases = [answers.answered(one, options) for one in case_file.read(Path(options.file))]
    folder = Path(options.out) if options.out else None
    if folder is not None:
        issuing.expect_room(folder, sets=len(cases))
    if options.printer:
        spooling.expect(options.printer)
    report = _Report(options=options, whole=len(cases))
    wishes = Wishes(
        on_missing=options.on_missing,
        folder=folder,
        printer=options.printer,
        reprint=options.reprint,
    )
    try:
        with open_desk(options) as desk, stopping.noticed() as stopped:
            report.begun = True
            for taken in intake_list.take_in(
                desk=desk, cases=cases, wishes=wishes, stopped=stopped
            ):
                report.hear(taken)
            report.wait(desk, stopped)
    except (Exception, KeyboardInterrupt) as error:
        if not report.begun:
            raise
        report.fault, report.cut = edge.words(error, options), True
    return report.end()


@dataclass(slots=True, kw_only=True)
class _Report:
    """What was told of a list so far, and what there is to say at its end, whatever ended it."""

    options: argparse.Namespace
    whole: int
    begun: bool = False
    cut: bool = False
    fault: str | None = None
    taken: list[Taken] = field(default_factory=list)
    printed: dict[str, Printed] = field(default_factory=dict)

    def hear(self, taken: Taken) -> None:
        """Keep what became of a case, and tell it now."""
        self.taken.append(taken)
        self.fault = taken.fault
        if self.options.json_lines:
            output.emit_line(_json(taken))
        elif not self.options.json:
            for text in _lines(taken):
                output.line(text)
            streams.flush()
        output.progress(len(self.taken), self.whole, plain=self._plain)

    def wait(self, desk: Desk, stopped: Stopped) -> None:
        """Wait for what the printer was given, and tell what became of it."""
        sent = {one.record.number: one.brought.job for one in self.taken
                if one.record and one.brought and one.brought.job}  # fmt: skip
        if not sent:
            return
        wait_s = self.options.wait
        ended = printers.wait(desk=desk, jobs=[*sent.values()], wait_s=wait_s, stopped=stopped)
        self.printed = dict(zip(sent, ended, strict=True))
        if self._plain:
            for text in printers.report(self.printed):
                output.line(text)

    def end(self) -> int:
        """Say how it ended and return the exit code."""
        whole = self.fault is None and len(self.taken) == self.whole
        code = edge.FAILED if not whole else edge.DONE if self._ok else edge.REFUSED
        if any(one.code for one in self.printed.values()):
            code = edge.FAILED
        if not whole and self._plain:
            streams.complain("\n".join(self._rest()) + "\n")
        if not self._plain:
            self._emit({} if whole else self._left(), ok=code == edge.DONE)
        return code

    @property
    def _plain(self) -> bool:
        return not (self.options.json or self.options.json_lines)

    @property
    def _ok(self) -> bool:
        return all(one.result is not CaseResult.REFUSED for one in self.taken)

    def _emit(self, left: Mapping[str, Any], *, ok: bool) -> None:
        answer: dict[str, Any] = {"ok": ok}
        if self.printed:
            answer["printing"] = {number: one.answer() for number, one in self.printed.items()}
        try:
            if self.options.json_lines:
                output.emit_line({**answer, "end": True, "told": len(self.taken), **left})
            else:
                output.emit({**answer, "results": [_json(one) for one in self.taken], **left})
            streams.flush()
        except streams.OutputLostError as error:
            streams.complain("\n".join([error.message, *self._rest()]) + "\n")

    def _left(self) -> dict[str, Any]:
        return {
            "problems": [{"field": None, "message": text} for text in self._rest()],
            "not_begun": list(range(self._next, self.whole + 1)),
        }

    @property
    def _next(self) -> int:
        """The place of the first case that was not begun."""
        return len(self.taken) + 1 + self.cut

    def _rest(self) -> Iterator[str]:
        """Yield what was registered, what was not begun, and what to do."""
        yield self.fault or "已按要求停下。"
        done = [one for one in self.taken if one.record and one.result is CaseResult.REGISTERED]
        if done:
            named = "、".join(one.record.number for one in done if one.record)
            yield f"这次已登记 {len(done)} 件：{named}。"
        if any(one.fault for one in self.taken):
            how = "--printer 名称" if self.options.printer else "--out 文件夹"
            yield f"表单没有出来的，排除后用 desk-app print 编号 {how} 补出，编号不变。"
        if self.cut and len(self.taken) < self.whole:
            yield f"第 {len(self.taken) + 1} 件办到一半停下，没有报告为已登记。"
        if self._next <= self.whole:
            yield f"第 {self._next} 件起共 {self.whole - self._next + 1} 件没有开始。"
        yield "请用同一个文件再运行一次：已登记的会认出来，不会重复登记。"


def _json(taken: Taken) -> dict[str, Any]:
    if taken.record is None:
        return {
            "ok": False,
            "problems": [
                {**one, "field": one["field"] or None} for one in output.remarks(taken.problems)
            ],
            "hints": output.remarks(taken.hints),
        }  # fmt: skip
    answer = {
        "ok": True,
        "record": taken.record.number,
        "status": taken.record.status.value,
        "papers": _papers(taken),
        "hints": output.remarks(taken.hints),
        "missing": [{"id": item.id, "name": item.name} for item in taken.missing],
    }
    if taken.result is CaseResult.KNOWN:
        answer["known"] = True
    if taken.fault is not None:
        answer["fault"] = taken.fault
    return answer


def _papers(taken: Taken) -> list[dict[str, Any]]:
    return papers_json(taken.papers, taken.brought.files) if taken.brought else []


def _lines(taken: Taken) -> Iterator[str]:
    number = f" {taken.record.number}" if taken.record else ""
    yield f"第 {taken.place} 件：{taken.result.label}{number}"
    yield from output.problem_lines(taken.problems)
    yield from (f"  · 待补材料：{item.name}" for item in taken.missing)
    job = taken.brought.job if taken.brought else None
    yield from paper_lines(_papers(taken), unsaved="" if job else UNSAVED)
    if job is not None:
        yield f"  · {printers.sent(job)}"
    yield from (f"  · 提示：{hint.message}" for hint in taken.hints)


RUNNERS: dict[str, Callable[[argparse.Namespace], int]] = {"intake": take_in}
