"""How papers are told, and what is said where a deed is done but its papers are not there."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desk_app.cli.output import streams
from desk_app.services.desk.open_desk import Desk
from desk_app.services.papers import issuing
from desk_app.services.papers.issuing import IssuedPaper, NotSavedError

UNSAVED = "（未存盘，可用 print 打印）"
_AGAIN = "这件事已经办好，不要重办；排除后用 desk-app print 编号 --out 文件夹 补出表单。"


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedPapers:
    """Papers as they are told, and what went wrong with saving them, if something did."""

    rows: list[dict[str, Any]]
    fault: str | None = None

    @property
    def code(self) -> int:
        """The exit code of a deed that is done."""
        return 0 if self.fault is None else 3

    @property
    def json(self) -> dict[str, Any]:
        """What an answer for a machine says of them."""
        return {"papers": self.rows, **({"fault": self.fault} if self.fault else {})}

    def tell(self, line: Callable[[str], object], *, unsaved: str = UNSAVED) -> None:
        """Say to a person where they are, and on standard error what went wrong."""
        for text in paper_lines(self.rows, unsaved=unsaved):
            line(text)
        if self.fault is not None:
            streams.complain(f"{self.fault}\n{_AGAIN}\n")


def save(desk: Desk, papers: Sequence[IssuedPaper], out: str | None) -> SavedPapers:
    """Save the papers of a deed that is done, if a folder was given."""
    files: Sequence[Path | None] = (None,) * len(papers)
    fault = None
    if out:
        try:
            files = issuing.save(desk=desk, papers=papers, folder=Path(out))
        except NotSavedError as error:
            files, fault = error.files, error.message
    return SavedPapers(rows=papers_json(papers, files), fault=fault)


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
