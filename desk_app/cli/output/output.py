"""What the command line prints: Chinese for people, JSON for machines."""

import contextlib
import json
import sys
from collections.abc import Iterable, Iterator
from typing import Any

from desk_app import files
from desk_app.cli import answers
from desk_app.cli.output import streams
from desk_app.policy.vocabulary import Hint, Problem

_CONTROLS = (*range(32), *range(127, 160))
_SHOWN = {code: f"[U+{code:04X}]" for code in _CONTROLS if chr(code) not in "\n\t"}


def emit(value: Any) -> None:
    """Print a value as JSON, Chinese characters kept wherever the output can hold them."""
    text = json.dumps(value, ensure_ascii=False, indent=2, default=str) + "\n"
    if not streams.holds(text):  # escaped, it is the same value
        text = json.dumps(value, indent=2, default=str) + "\n"
    streams.write(text)


def emit_line(value: Any) -> None:
    """Print a value as one line of JSON, now."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    if not streams.holds(text):
        text = json.dumps(value, default=str)
    streams.write(text + "\n", now=True)


def progress(many: int, whole: int, *, plain: bool) -> None:
    """Show on a terminal how far a list is, unless its lines are told there anyway."""
    if sys.stderr.isatty() and not (plain and sys.stdout.isatty()):
        streams.complain(f"\r已办 {many} / {whole} 件" + ("\n" if many == whole else ""))


def line(text: str = "") -> None:
    """Print one line for a person; what would command the terminal is shown instead."""
    streams.write(text.translate(_SHOWN) + "\n")


def tell(as_json: bool, lines: Iterable[str], answer: Any) -> None:
    """Print an answer for a machine, or the lines that say the same to a person."""
    if as_json:
        emit(answer)
        return
    for one in lines:
        line(one)


def failure(message: str, *, as_json: bool) -> None:
    """Say why nothing was done."""
    if as_json:
        with contextlib.suppress(streams.OutputLostError):
            emit({"ok": False, "problems": [{"field": None, "message": message}]})
            streams.flush()
            return
    streams.complain(message.translate(_SHOWN) + "\n")


def explain_os_error(error: OSError) -> str:
    """Return a Chinese sentence with a way out, naming the path but no content."""
    sentence = files.sentence(error)
    return f"{sentence}（{error.filename}）" if error.filename else sentence


def remarks(items: Iterable[Problem | Hint]) -> list[dict[str, Any]]:
    """Return problems or hints as JSON-able rows; one that is a question has its ``answers``."""
    rows = []
    for item in items:
        row = {"field": item.field, "message": item.message, "source": item.source}
        usable = answers.choices(item)
        rows.append(row | {"answers": usable} if usable else row)
    return rows


def problem_lines(problems: Iterable[Problem]) -> Iterator[str]:
    """Yield problems for a person, each with how to answer it where it is a question."""
    for problem in problems:
        yield f"  · {problem.message}"
        yield from answers.lines(problem)
