"""The rules in use, kept from the command line."""

import json

import pytest

import resources
from desk_app.cli import main

ANSWER = ["--subject", "C1", "--text", "可不备案。", "--answered-by", "张科", "--number", "7"]


@pytest.fixture
def desk(data, capsys):
    """Run a command on a new data folder; return its exit code and its JSON."""

    def run(*words):
        code = main([*words, "--data", str(data), "--json"])
        return code, json.loads(capsys.readouterr().out)

    return run


def test_an_answer_settles_a_question(desk):
    """Before, the sources disagree; after, the bureau's words stand."""
    before = {one["id"]: one for one in desk("rules", "questions")[1]}
    assert before["C1"]["open"] is True
    assert len(before["C1"]["statements"]) > 1
    assert desk("rules", "answer", *ANSWER)[0] == 0
    after = {one["id"]: one for one in desk("rules", "questions")[1]}
    assert after["C1"]["open"] is False
    assert after["C1"]["answer"]["status"] == "bureau_confirmed"


def test_an_answer_without_words_is_refused(desk):
    """What is not given is asked for by its option."""
    code, answer = desk("rules", "answer", "--subject", "C1")
    assert code == 1
    assert "--text" in answer["problems"][0]["message"]


def test_a_pack_travels_in_and_out(desk, tmp_path):
    """Weigh, accept, roll back."""
    text = resources.path("policy", "440300-shenzhen.toml").read_text(encoding="utf-8")
    line = next(line for line in text.splitlines() if line.startswith("version"))
    brought = tmp_path / "440300-shenzhen.toml"
    brought.write_text(text.replace(line, 'version = "2099.1.1"'), encoding="utf-8")
    assert desk("rules", "weigh", "--file", str(brought))[1]["version"] == "2099.1.1"
    assert desk("rules", "accept", "--file", str(brought))[0] == 0
    assert desk("rules", "accept", "--file", str(brought))[0] == 1
    assert desk("rules", "roll-back")[1]["version"] is None


def test_holidays_can_be_replaced(desk, tmp_path):
    """A table from a file counts from then on; a wrong one is refused."""
    shipped = desk("rules", "holidays")[1]["years"]
    assert {one["year"] for one in shipped} >= {2024, 2025, 2026, 2027}
    table = tmp_path / "holidays.toml"
    table.write_text(
        "[[year]]\nyear = 2028\ncomplete = true\noff = [2028-01-03]\nwork = []\n",
        encoding="utf-8",
    )
    assert [one["year"] for one in desk("rules", "holidays", "--file", str(table))[1]["years"]] == [
        2028
    ]
    assert [one["year"] for one in desk("rules", "holidays")[1]["years"]] == [2028]
    table.write_text("[[year]]\nyear = 2028\noff = [2028-01-01]\n", encoding="utf-8")
    assert desk("rules", "holidays", "--file", str(table))[0] == 1
