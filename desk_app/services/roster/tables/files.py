"""Read the tables of a file as a person sees them: spreadsheets, documents, plain text."""

from pathlib import Path

from desk_app import apart, given
from desk_app.errors import RefusedError
from desk_app.services.roster.tables.sheets import UNREADABLE, Sheet, SheetError

MAX_BYTES = 30_000_000
READ_SECONDS = 60
SUFFIXES = frozenset(
    {".xlsx", ".xlsm", ".xls", ".et", ".ods", ".docx", ".htm", ".html", ".csv", ".txt", ".tsv"}
)


def read_sheets(path: Path) -> tuple[Sheet, ...]:
    """Return the tables of a file, whatever its ending says it is.

    Raises RefusedError for what holds no table, has a password, or is too long.
    """
    if path.suffix.lower() not in SUFFIXES:
        known = "、".join(sorted(SUFFIXES))
        raise RefusedError(f"名册文件的扩展名应为 {known} 之一，请另存后再试。")
    content = given.read(path, what="名册文件", most=MAX_BYTES)
    answer = apart.answer(_tables, content, seconds=READ_SECONDS) or UNREADABLE
    if isinstance(answer, str):
        raise RefusedError(answer)
    return answer


def _tables(content: bytes) -> tuple[Sheet, ...] | str:
    """Return the tables, or the sentence that refuses the file.

    Not in the program's own process: a damaged file may ask for more memory than there is.
    """
    from desk_app.services.roster.tables.kinds import tables_of  # noqa: PLC0415 - that process only

    try:
        return tables_of(content)
    except SheetError as error:
        return str(error)
