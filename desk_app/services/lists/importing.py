"""Bring in what another counter or an older installation kept: look first, then for real."""

import contextlib
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desk_app import files
from desk_app.errors import EnvironmentFailureError, RefusedError, StateConflictError, Stopped
from desk_app.records.audit import Verb
from desk_app.records.merging import Incoming, Merging
from desk_app.services.desk.authority import require_supervisor
from desk_app.services.desk.open_desk import Desk
from desk_app.services.lists import exchange, json_text
from desk_app.services.lists.exporting import Progress, watcher
from desk_app.storage.backup import backups
from desk_app.storage.database.database import FILE_NAME, Database
from desk_app.storage.folder import scratch
from desk_app.storage.keys import keys
from desk_app.storage.schema.failures import DamagedError
from desk_app.storage.upkeep import merging

_LINES = ".jsonl"
_LISTS = frozenset({".csv", ".xlsx", ".xls", ".ods"})
_MOST_PROBLEMS = 20
_LONGEST_LINE = 5_000_000  # characters of one filing with its papers; a hundred times the usual
_FILES = (FILE_NAME, FILE_NAME + "-wal", keys.FILE_NAME)


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where filings come from: a ``.jsonl`` list, a backup file, or a data folder.

    The last two open with a passphrase of their own, of ``staff_no`` or of anybody.
    """

    path: Path
    passphrase: str | None = None
    staff_no: str | None = None


class LinesRefusedError(RefusedError):
    """A list in which some lines cannot be read; ``problems`` are line numbers with sentences."""

    def __init__(self, problems: tuple[tuple[int, str], ...]) -> None:
        told = "".join(f"\n第 {line} 行：{sentence}" for line, sentence in problems)
        super().__init__(f"清单里有读不懂的行，什么都没有导入，请核对后重新导出：{told}")
        self.problems = problems


def look(
    *,
    desk: Desk,
    origin: Origin,
    progress: Progress | None = None,
    stopped: Stopped | None = None,
) -> Merging:
    """Say what bringing it in would do: new filings, known ones, clashes. Changes nothing."""
    require_supervisor(desk, "导入")
    watch = watcher(progress, stopped, said="已停止预览，什么都没有改动。")
    with _opened(desk, origin) as source, desk.database.reading() as session:
        return merging.look(session, source=watch(source()), seat=desk.seat)


def bring(
    *,
    desk: Desk,
    origin: Origin,
    agreed: Merging,
    progress: Progress | None = None,
    stopped: Stopped | None = None,
) -> Merging:
    """Bring in the new filings, all of them or none; clashes stay out for a person to judge.

    ``agreed`` is what ``look`` said. Raises StateConflictError when that is not so any more.
    """
    require_supervisor(desk, "导入")
    watch = watcher(progress, stopped, said="已停止导入，一件也没有导入。")
    with contextlib.ExitStack() as copies:
        source = copies.enter_context(_opened(desk, origin))
        with desk.database.writing() as session:
            done = merging.bring(session, seat=desk.seat, source=watch(source()), clock=desk.clock)
            if _counts(done) != _counts(agreed):
                raise StateConflictError("要导入的内容和刚才预览的不一样了，请重新预览。")
            desk.note(
                session,
                Verb.IMPORT,
                f"import:{_kind(origin.path)}",
                {
                    "new": done.new,
                    "known": done.known,
                    "clashes": len(done.clashes),
                    "papers": done.papers,
                },
            )
        opened = copies.pop_all()
    with contextlib.suppress(EnvironmentFailureError, OSError):
        opened.close()  # what came in is kept; a copy that stays goes at the next start
    return done


def needs_passphrase(path: Path) -> bool:
    """Tell whether what is there opens with a passphrase of its own: all but plain lists."""
    return _kind(path) != "jsonl" and path.suffix.lower() not in _LISTS


def _counts(merging: Merging) -> tuple[int, int, int, int]:
    return merging.new, merging.known, len(merging.clashes), merging.papers


Source = Callable[[], Iterable[Incoming]]


@contextlib.contextmanager
def _opened(desk: Desk, origin: Origin) -> Iterator[Source]:
    """Give a function that yields what is to come in."""
    path = origin.path
    if not path.exists():
        raise EnvironmentFailureError("找不到要导入的文件或文件夹。请核对位置，确认U盘已接好。")
    if not (path.is_file() or path.is_dir()):
        raise RefusedError("这不是普通的文件，也不是文件夹，不能导入。请另选。")
    if path.suffix.lower() in _LISTS and path.is_file():
        raise RefusedError(
            "Excel 和 CSV 清单是给人看的，项目不全，不能导入。"
            "请在原窗口由主管导出 JSONL（完整号码），或直接选那边的备份、数据文件夹。"
        )
    if path.resolve() == desk.folder.resolve():
        raise RefusedError("这就是本机正在用的数据文件夹，不需要导入。")
    if _kind(path) == "jsonl":
        _check_lines(path)
        yield lambda: _lines(path)
        return
    with scratch.within(desk.folder) as place:
        _lay_out(path, place)
        with _unlocked(place, origin, desk) as other, other.reading() as session:
            yield lambda: merging.incoming(session)


def _kind(path: Path) -> str:
    if path.is_dir():
        return "folder"
    return "jsonl" if path.suffix.lower() == _LINES else "backup"


def _lay_out(path: Path, place: Path) -> None:
    """Copy what is to be read, so that nothing of the original is changed by opening it."""
    if not path.is_dir():
        backups.unpack(path, into=place)
        return
    if not (path / FILE_NAME).is_file() or not keys.exist(path):
        raise RefusedError("这个文件夹里没有本程序的数据，请选 records.db 所在的文件夹。")
    for name in _FILES:
        if (path / name).exists():
            files.make_private(place / name)
            shutil.copyfile(path / name, place / name)


@contextlib.contextmanager
def _unlocked(place: Path, origin: Origin, desk: Desk) -> Iterator[Database]:
    if origin.passphrase is None:
        raise RefusedError("打开另一份数据需要它自己的口令，请输入那边任一人员的口令。")
    unlocked = keys.unlock(
        place, passphrase=origin.passphrase, clock=desk.clock, staff_no=origin.staff_no
    )
    with Database.open(place, unlocked.key) as other:
        if other.damaged_pages():
            raise DamagedError(
                "要导入的数据已损坏，或正在被另一个窗口使用。请关闭那边的窗口，或换一份备份。"
            )
        yield other


def _check_lines(path: Path) -> None:
    """Read the whole list once: nothing comes in of a list with a line that cannot be read."""
    problems: list[tuple[int, str]] = []
    for place, content in _numbered(path):
        try:
            exchange.incoming(content)
        except RefusedError as error:
            problems.append((place, error.message))
            if len(problems) >= _MOST_PROBLEMS:
                break
    if problems:
        raise LinesRefusedError(tuple(problems))


def _lines(path: Path) -> Iterator[Incoming]:
    return (exchange.incoming(content) for _, content in _numbered(path))


def _numbered(path: Path) -> Iterator[tuple[int, Any]]:
    try:
        with path.open(encoding="utf-8-sig") as stream:
            place = 0
            while text := stream.readline(_LONGEST_LINE):
                place += 1
                if text.strip():
                    yield place, _content(text)
    except UnicodeDecodeError:
        raise RefusedError("清单不是 UTF-8 编码，不是本程序导出的 .jsonl。") from None


def _content(text: str) -> Any:
    if len(text) == _LONGEST_LINE:
        raise RefusedError("清单里有一行太长，不是本程序导出的 .jsonl。")
    try:
        return json_text.parse(text, what="清单")
    except RefusedError:
        return None  # told as a line that is no filing
