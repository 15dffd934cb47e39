"""How papers are told, and what is said where a deed is done but its papers are not there."""

import argparse
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desk_app.cli.output import printers, streams
from desk_app.cli.output.printers import Printed
from desk_app.records.print_job import SpooledRecord
from desk_app.services.desk.open_desk import Desk
from desk_app.services.papers import issuing, printing
from desk_app.services.papers.issuing import IssuedPaper, NotSavedError

UNSAVED = "（未存盘，可用 print 打印）"
_AGAIN = "这件事已经办好，不要重办；排除后用 desk-app print 编号 --out 文件夹 补出表单。"
_PRINT_AGAIN = "没有打出来的，排除后用 desk-app print 编号 --printer 名称 再打，编号不变。"


@dataclass(frozen=True, slots=True, kw_only=True)
class BroughtPapers:
    """Papers as they are told, what went wrong with saving them, and what the printer did."""

    rows: list[dict[str, Any]]
    fault: str | None = None
    printed: Printed | None = None

    @property
    def code(self) -> int:
        """The exit code of a deed that is done."""
        return 3 if self.fault is not None or (self.printed and self.printed.code) else 0

    @property
    def json(self) -> dict[str, Any]:
        """What an answer for a machine says of them."""
        fault = {"fault": self.fault} if self.fault else {}
        printing = {"printing": self.printed.answer()} if self.printed else {}
        return {"papers": self.rows, **fault, **printing}

    def tell(self, line: Callable[[str], object]) -> None:
        """Say to a person where they are, and on standard error what went wrong."""
        for text in paper_lines(self.rows, unsaved="" if self.printed else UNSAVED):
            line(text)
        for text in self.printed.lines() if self.printed else ():
            line(text)
        if self.fault is not None:
            streams.complain(f"{self.fault}\n{_AGAIN}\n")
        if self.printed and self.printed.code:
            streams.complain(f"{_PRINT_AGAIN}\n")


def bring(desk: Desk, papers: Sequence[IssuedPaper], options: argparse.Namespace) -> BroughtPapers:
    """Bring the papers of a deed that is done into a folder and onto a printer, as was asked."""
    files: Sequence[Path | None] = (None,) * len(papers)
    fault = None
    if options.out:
        try:
            files = issuing.save(desk=desk, papers=papers, folder=Path(options.out))
        except NotSavedError as error:
            files, fault = error.files, error.message

    def give() -> SpooledRecord:
        return printing.send(desk=desk, papers=papers, printer=options.printer)

    wanted = options.printer and papers
    printed = printers.send(desk=desk, give=give, wait_s=options.wait) if wanted else None
    return BroughtPapers(rows=papers_json(papers, files), fault=fault, printed=printed)


def papers_json(
    papers: Sequence[IssuedPaper], files: Sequence[Path | None]
) -> list[dict[str, Any]]:
    """Return papers as JSON-able rows; ``file`` is null where one was not saved."""
    return [
        {
            "paper": paper.paper,
            "title": paper.title,
            "file": str(file) if file else None,
            "sha256": paper.sha256,
        }
        for paper, file in zip(papers, files, strict=True)
    ]


def paper_lines(rows: Iterable[Mapping[str, Any]], *, unsaved: str = UNSAVED) -> Iterator[str]:
    """Yield where each paper is."""
    for row in rows:
        yield f"  · 《{row['title']}》 {row['file'] or unsaved}".rstrip()
