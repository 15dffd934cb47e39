"""Rosters and cards from the command line."""

import json
from pathlib import Path

import pytest

from desk_app.cli import main
from desk_app.devices.simulator import DEMO_CARD
from desk_app.services.proofs import readback
from desk_app.services.roster.reading import read
from tests.roster_files import person, write_xlsx


@pytest.fixture
def desk(data, capsys):
    """Run a command on a new data folder; return its exit code and its JSON."""

    def run(*words, plain=False):
        code = main(
            [*(str(word) for word in words), "--data", str(data), *([] if plain else ["--json"])]
        )
        told = capsys.readouterr()
        return code, told.out + told.err if plain else json.loads(told.out)

    return run


def test_a_roster_from_template_to_papers(desk, tmp_path):
    """Template, check with an error file, register, register again."""
    template = tmp_path / "template.xlsx"
    assert desk("roster", "template", template)[0] == 0
    assert desk("roster", "template", template)[0] == 1
    roster = write_xlsx(tmp_path / "r.xlsx", [person(1), person(2, 手机号="123"), person(3)])
    errors = tmp_path / "mend.xlsx"
    code, answer = desk("roster", "check", roster, "--errors", errors)
    assert code == 1
    assert [row["ok"] for row in answer["rows"]] == [True, False, True]
    assert len(read(errors).lines) == 1
    code, answer = desk("intake", roster, "--out", tmp_path / "out")
    assert code == 1
    assert [row["result"] for row in answer["results"]] == ["registered", "refused", "registered"]
    assert answer["results"][2]["record"] in readback.paper_text(Path(answer["file"]))
    code, answer = desk("intake", roster)
    assert [row["result"] for row in answer["results"]] == ["known", "refused", "known"]
    assert answer["file"] is None


def test_common_values_come_from_options(desk, tmp_path):
    headings = ("姓名", "身份证号", "手机号", "常驻点")
    roster = write_xlsx(tmp_path / "r.xlsx", [{**person(1), "常驻点": "长沙市"}], headings=headings)
    words = [
        "--insurance",
        "employee_1",
        "--begin",
        "2026-12-01",
        "--documents",
        "both",
        "--consent",
    ]
    code, answer = desk("roster", "check", roster, *words)
    assert code == 1
    assert {one["field"] for one in answer["rows"][0]["problems"]} == {"place"}
    code, answer = desk("roster", "check", roster, *words, "--column", "常驻点=place")
    assert code == 0, answer
    assert desk("roster", "check", roster, *words, "--place", "长沙")[0] == 0


def test_what_a_clerk_reads(desk, tmp_path):
    roster = write_xlsx(
        tmp_path / "r.xlsx", [person(1), person(2, 派驻城市="湖南长沙", 险种="公费")]
    )
    code, told = desk("roster", "check", roster, plain=True)
    assert code == 1
    assert "可以登记 1" in told
    assert "第 3 行" in told
    assert "按湖南省长沙市办理" in told
    code, told = desk("intake", roster, "--out", tmp_path / "out", plain=True)
    assert "已登记 SL01-01-" in told
    assert "存为一份" in told


@pytest.mark.parametrize(
    "words",
    [
        ["roster", "template", "r.ods"],
        ["roster", "check", "r.xlsx", "--errors", "mend.csv"],
        ["roster", "check", "r.xlsx", "--column", "姓名"],
        ["roster", "check", "r.xlsx", "--sheet", "没有"],
        ["roster", "check", "r.pdf"],
    ],
)
def test_careless_words_are_refused(desk, tmp_path, monkeypatch, words):
    monkeypatch.chdir(tmp_path)
    write_xlsx(tmp_path / "r.xlsx", [person(1)])
    (tmp_path / "r.pdf").write_bytes(b"")
    code, answer = desk(*words)
    assert code == 1
    assert answer["problems"][0]["message"].endswith("。")


def test_the_simulated_card_is_read(desk):
    code, answer = desk("card", "--device", "sim")
    assert code == 0
    assert answer["number"] == DEMO_CARD.texts["number"]
    code, told = desk("card", "--device", "sim", plain=True)
    assert DEMO_CARD.texts["number"] not in told


def test_without_a_reader(desk, tmp_path):
    code, answer = desk("card", "--device", tmp_path / "ttyUSB0")
    assert code == 3
    assert "读卡器" in answer["problems"][0]["message"]
    assert desk("card", "--list")[0] == 0
