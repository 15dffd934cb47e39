"""Questions of a senior clerk on the command line: told with their answers, kept when answered."""

import json

import pytest

from desk_app.cli import main
from tests.factory import case, number
from tests.roster_files import person, write_xlsx


@pytest.fixture
def run(data, capsys):
    """Run a command on a new data folder; return its exit code and its JSON."""

    def go(*words):
        code = main([*(str(word) for word in words), "--data", str(data), "--json"])
        return code, json.loads(capsys.readouterr().out)

    return go


def written(path, *cases):
    path.write_text(json.dumps(cases, ensure_ascii=False), encoding="utf-8")
    return path


YOUNG = {"applicant__id_number": number("20000101", "001")}
RENAMED = {"applicant__name": "李大同", "place": "420100"}


def test_what_is_improbable_is_told_with_how_to_answer(run, tmp_path):
    code, answer = run("intake", written(tmp_path / "a.json", case(**YOUNG)))
    (hint,) = [one for one in answer["results"][0]["hints"] if one["field"].startswith("answers")]
    assert code == 0
    assert hint["field"] == "answers.retired_young"
    assert "26 岁" in hint["message"]
    assert hint["answers"] == {"yes": "确已退休"}


def test_an_answer_is_kept_and_asks_no_more(run, tmp_path):
    file = written(tmp_path / "a.json", case(**YOUNG))
    code, answer = run("intake", file, "--answer", "retired_young=yes")
    (result,) = answer["results"]
    assert (code, [one for one in result["hints"] if "answers" in one]) == (0, [])
    shown = run("show", result["record"])[1]
    assert shown["case"]["answers"] == {"retired_young": "yes"}


def test_whose_number_it_is_must_be_answered(run, tmp_path):
    assert run("intake", written(tmp_path / "a.json", case()))[0] == 0
    other = written(tmp_path / "b.json", case(**RENAMED))
    code, answer = run("intake", other)
    (problem,) = answer["results"][0]["problems"]
    assert (code, problem["field"]) == (1, "answers.other_name")
    assert problem["answers"].keys() == {"slip", "new_name", "other_person"}
    assert "王*明" in problem["message"]
    code, answer = run("intake", other, "--answer", "other_name=slip")
    assert (code, answer["results"][0]["problems"][0]["field"]) == (1, "applicant.name")
    assert run("intake", other, "--answer", "other_name=other_person")[0] == 0


def test_a_row_of_a_roster_is_asked_whose_number_it_is(run, tmp_path):
    known = written(tmp_path / "a.json", case(applicant__id_number=number("19900309", "001")))
    assert run("intake", known, "--answer", "retired_young=yes")[0] == 0
    roster = write_xlsx(tmp_path / "r.xlsx", [person(1)])
    code, answer = run("roster", "check", roster)
    assert code == 1
    assert "answers.other_name" in json.dumps(answer)


@pytest.mark.parametrize("answer", ["retired_young", "retired_young=no", "weather=yes"])
def test_an_answer_to_nothing_is_refused(run, tmp_path, answer):
    code, told = run("intake", written(tmp_path / "a.json", case()), "--answer", answer)
    assert code == 1
    assert told["ok"] is False


def test_the_dead_are_not_filed_again(run, tmp_path):
    code, answer = run("intake", written(tmp_path / "a.json", case()))
    record = answer["results"][0]["record"]
    assert run("cancel", record, "--reason", "deceased")[0] == 1  # who came is not said
    came = ("--reason-text", "女儿王小红")
    assert run("cancel", record, "--reason", "deceased", *came)[0] == 0
    code, answer = run("intake", written(tmp_path / "b.json", case(place="420100")))
    assert code == 1
    assert "已去世" in answer["results"][0]["problems"][0]["message"]
