"""The command line as other programs use it: arguments, exit codes, JSON, Chinese reasons."""

import json
import os
import subprocess
import sys

import pytest

from desk_app.cli import main
from tests.cli.conftest import PASSPHRASE
from tests.factory import case, number


@pytest.fixture
def desk(data, capsys):
    """Run a command on the data folder; return its exit code and its JSON."""

    def run(*words):
        code = main([*words, "--data", str(data), "--json"])
        return code, json.loads(capsys.readouterr().out)

    return run


def test_a_data_folder_is_made_and_used(tmp_path, monkeypatch, capsys):
    """The way from nothing, with the passphrase as dear to guess as it is in a hall."""
    monkeypatch.setenv("DESK_PASSPHRASE", PASSPHRASE)
    folder = tmp_path / "new"
    words = ["--hall", "示例服务厅", "--code", "SL01", "--region", "440300", "--clerk", "陈静"]
    assert main(["init", *words, "--data", str(folder), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["staff"] == "01"
    assert len(answer["recovery_code"].split("-")) == 6
    write(tmp_path / "case.json", case())
    assert main(["intake", str(tmp_path / "case.json"), "--data", str(folder), "--json"]) == 0
    assert main(["find", "王小明", "--data", str(folder)]) == 0


def write(path, value):
    """Write a case file."""
    path.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
    return str(path)


def test_a_day_at_the_counter(desk, tmp_path):
    """Take in, find, show, print, change, cancel, export: each by its number."""
    out = tmp_path / "out"
    code, answer = desk("intake", write(tmp_path / "a.json", case()), "--out", str(out))
    assert code == 0
    result = answer["results"][0]
    assert (out / f"{result['record']}-shenzhen_registration.pdf").read_bytes()[:5] == b"%PDF-"
    record = result["record"]
    assert desk("find", "xm")[1][0]["filings"][0]["record"] == record
    assert desk("show", record)[1]["case"]["applicant"]["id_number"] == number()
    assert desk("print", record, "--out", str(out))[0] == 0
    moved = write(tmp_path / "b.json", case(place="450100"))
    code, answer = desk("change", record, moved, "--out", str(out))
    assert (code, answer["replaces"]) == (0, record)
    code, answer = desk("cancel", answer["record"], "--reason", "returned", "--out", str(out))
    assert code == 0
    for ending in ("csv", "xlsx", "jsonl"):
        code, answer = desk("export", str(tmp_path / f"list.{ending}"))
        assert (code, answer["rows"]) == (0, 2)


def test_one_refused_case_does_not_stop_the_others(desk, tmp_path):
    """Each case has its result; the refused one says every problem with its field."""
    cases = [
        case(applicant__id_number=number()[:-1] + "0", applicant__phone="1"),
        "not a case",
        case(applicant__id_number=number("19600101", "068")),
        case(applicant__id_number=number("19600101", "084"), documents={}),
    ]
    code, answer = desk("intake", write(tmp_path / "cases.json", cases))
    assert code == 1
    assert [result["ok"] for result in answer["results"]] == [False, False, True, False]
    fields = [problem["field"] for problem in answer["results"][0]["problems"]]
    assert fields == ["applicant.id_number", "applicant.phone"]
    assert answer["results"][2]["record"].endswith("-0001")
    assert {problem["field"] for problem in answer["results"][3]["problems"]} == {
        "documents.identity",
        "documents.household_register",
    }


def test_missing_documents_may_wait_for_a_notice(desk, tmp_path):
    """With notice the case is kept as waiting and says what is missing."""
    file = write(tmp_path / "a.json", case(documents={}))
    code, answer = desk("intake", file, "--on-missing", "notice")
    assert code == 0
    assert answer["results"][0]["status"] == "awaiting_documents"
    assert len(answer["results"][0]["missing"]) == 2


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["show", "SL01-01-20261121-0001"], 1),
        (["cancel", "SL01-01-20261121-0001", "--reason", "returned"], 1),
        (["intake", "/nowhere/case.json"], 3),
        (["export", "/nowhere/list.csv"], 3),
        (["export", "list.doc"], 1),
        (["find", "没有此人"], 0),
    ],
)
def test_exit_codes_tell_what_kind_of_thing_went_wrong(desk, words, code):
    """1 is for the input, 3 for the environment."""
    assert desk(*words)[0] == code


def test_wrong_usage_is_exit_code_two(capsys):
    """An unknown word of the command line is neither input nor environment."""
    with pytest.raises(SystemExit) as left:
        main(["check-id"])
    assert left.value.code == 2
    assert "命令写法不对" in capsys.readouterr().err


def test_a_wrong_passphrase_is_refused_in_words(data, monkeypatch, capsys):
    """No trace, no traceback: one sentence."""
    monkeypatch.setenv("DESK_PASSPHRASE", "wrong passphrase")
    assert main(["find", "王", "--data", str(data)]) == 1
    assert "口令" in capsys.readouterr().err


def test_no_data_yet_says_what_to_do(tmp_path, monkeypatch, capsys):
    """A command before init points to init."""
    monkeypatch.setenv("DESK_PASSPHRASE", PASSPHRASE)
    assert main(["find", "王", "--data", str(tmp_path / "none")]) == 3
    assert "init" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("content", "part"),
    [(b"{", "JSON"), (b"\xff\xfe\xfd", "UTF-8"), (b"", "JSON")],
)
def test_a_broken_case_file_is_told(desk, tmp_path, content, part):
    """What is wrong with the file itself is said, in one problem."""
    (tmp_path / "a.json").write_bytes(content)
    code, answer = desk("intake", str(tmp_path / "a.json"))
    assert code == 1
    assert part in answer["problems"][0]["message"]


def test_check_id_as_json(capsys):
    """The keys other programs rely on."""
    assert main(["check-id", " 440399-19580309 001" + number()[-1].lower(), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["ok"] is True
    assert answer["number"] == number()
    assert (answer["sex"], answer["birth"]) == ("male", "1958-03-09")
    assert answer["kind"] == "resident_id"
    assert answer["problems"] == []


def test_an_old_number_is_refused_with_a_suggestion(capsys):
    """Fifteen digits are no document any more; the eighteen they would be are shown."""
    assert main(["check-id", "440399580309001", "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["suggestion"] == number()


@pytest.mark.parametrize("region", ["440300", "440100"])
@pytest.mark.parametrize(
    "kind",
    [
        "retiree_resettled",
        "long_term_resident",
        "posted_worker",
        "referral",
        "other_temporary",
        "childbirth",
        "emergency",
    ],
)
def test_guide_cites_a_source_for_everything(capsys, region, kind):
    """Each statement has source, date and status; an emergency makes no form."""
    assert main(["guide", "--region", region, "--type", kind, "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    told = [answer["eligibility"], *answer["warnings"], *answer["statements"]]
    assert all(one["source"] and one["source_date"] and one["status"] for one in told)
    assert answer["makes_filing"] is (kind != "emergency")
    assert bool(answer["documents"]) is (kind != "emergency")
    assert any("registration" in paper for paper in answer["papers"]) is (kind != "emergency")


@pytest.mark.parametrize(
    ("words", "part"),
    [
        ([], "备案有效期"),
        (["--topic", "settlement"], "医保电子凭证"),
        (["--search", "转诊 有效期"], "一年"),
        (["--channels"], "粤医保"),
        (["--answers"], "急诊"),
        (["--answers", "1"], "emergency"),
    ],
)
def test_guide_answers_people_who_only_ask(capsys, words, part):
    """Topics, search, channels and the type finder, as JSON with sources."""
    assert main(["guide", "--region", "440300", *words, "--json"]) == 0
    answer = capsys.readouterr().out
    assert json.loads(answer)
    assert part in answer


def test_guide_asks_for_a_child_what_the_window_asks_for(capsys):
    """Who comes for a child under fourteen is the guardian: no power of attorney."""
    ask = ["guide", "--region", "440300", "--type", "long_term_resident", "--agent", "--json"]
    for age, wanted in (("5", False), ("30", True)):
        assert main([*ask, "--age", age]) == 0
        assert ("power_of_attorney" in json.loads(capsys.readouterr().out)["papers"]) is wanted


def test_an_unknown_topic_names_those_there_are(capsys):
    """Nobody has to guess a name."""
    assert main(["guide", "--region", "440300", "--topic", "weather"]) == 1
    assert "settlement" in capsys.readouterr().err


def test_no_secret_is_in_what_a_command_leaves(desk, data, tmp_path):
    """Log and data files hold no name and no number."""
    desk("intake", write(tmp_path / "a.json", case(applicant__name="欧阳𬭚𫖮")))
    for file in data.rglob("*"):
        if file.is_file():
            content = file.read_bytes()
            assert "欧阳𬭚𫖮".encode() not in content
            assert number().encode() not in content
            assert "陈静".encode() not in content


def test_selftest_needs_no_screen_and_says_where_the_papers_are(tmp_path):
    """As a person would run it on a machine without a display."""
    environment = {key: value for key, value in os.environ.items() if "DISPLAY" not in key}
    done = subprocess.run(
        [sys.executable, "-m", "desk_app", "selftest", "--out", str(tmp_path / "out")],
        capture_output=True,
        text=True,
        env=environment,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert str(tmp_path / "out") in done.stdout
    assert "自检通过" in done.stdout
