"""The sheets of a day and of a period, where they cannot be saved."""

from pathlib import Path

from desk_app.clock import Clock
from tests.cli.test_upkeep import run

__all__ = ["run"]


def test_a_sheet_that_cannot_be_saved_is_told_beside_what_is_there(run, tmp_path):
    """The numbers are told all the same, and what to do."""
    out = tmp_path / "out"
    today = Clock().today().isoformat()
    for words in (["day"], ["ledger", "--from", today, "--to", today]):
        code, answer = run(*words, "--out", str(out))
        assert (code, answer["ok"]) == (0, True)
        file = Path(answer["file"])
        file.unlink()
        file.mkdir()  # a folder of its name is in the way
        (file / "x").touch()
        code, answer = run(*words, "--out", str(out))
        assert (code, answer["ok"], answer["file"]) == (3, False, None)
        (problem,) = answer["problems"]
        assert "没有存上" in problem["message"]
        assert problem["message"].endswith("排除后再运行一次，会重新出一份。")
        assert "total" in answer or answer["rows"] >= 0
