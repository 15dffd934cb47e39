"""A hall's server and packages from the command line."""

import json

import pytest

import resources
from desk_app.cli import main
from tests.storage import postgres

CASES = str(resources.path("demo", "intake.json"))


@pytest.fixture
def run(data, monkeypatch, capsys):
    """Run a command on a counter's data folder; return its exit code and its JSON."""
    monkeypatch.delenv("DESK_HALL_PASSWORD", raising=False)

    def run(*words, counter="data"):
        code = main([*words, "--data", str(data.with_name(counter)), "--json"])
        return code, json.loads(capsys.readouterr().out)

    return run


@pytest.mark.skipif(postgres.lacking() is not None, reason=str(postgres.lacking()))
def test_two_counters_share_a_server_and_come_back(run, monkeypatch):
    run("intake", CASES)
    with postgres.running() as server:
        admin = server.url(server.fresh())
        code, prepared = run("hall", "init", admin)
        assert code == 0
        before = run("find", "SL01")[1]
        code, moved = run("hall", "move", "--to", admin)
        assert code == 0
        assert moved["tables"]["filing"]["rows"] > 0
        monkeypatch.setenv("DESK_HALL_PASSWORD", prepared["password"])
        for counter in ("data", "two"):
            code, joined = run("hall", "join", prepared["url"], counter=counter)
            assert (code, joined["hall"]) == (0, "示例服务厅")
            if counter == "two":  # it has the number of the first until it is given its own
                code, told = run("find", "SL01", counter=counter)
                assert (code, "窗口号" in told["problems"][0]["message"]) == (1, True)
                assert run("counter", "2", counter=counter)[0] == 0
            assert run("find", "SL01", counter=counter)[1] == before
        assert run("intake", CASES, counter="two")[0] in {0, 1}
        code, back = run("hall", "move", "--to-local", counter="two")
        assert code == 0
        assert back["tables"]["audit"]["rows"] > moved["tables"]["audit"]["rows"]
        assert run("find", "SL01", counter="data")[0] == 3
    assert run("verify", counter="two")[0] == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("init",), "服务器地址"),
        (("init", "http://x/y"), "写法"),
        (("init", "postgresql://host/db"), "写法"),
        (("init", "postgresql://u@h/db?sslmode=perhaps"), "sslmode"),
        (("join",), "服务器地址"),
        (("move",), "--to-local"),
        (("move", "--to", "postgresql://u@h/db", "--to-local"), "--to-local"),
        (("move", "--to-local"), "不在服务器上"),
    ],
)
def test_what_is_missing_is_told(run, words, said):
    code, answer = run("hall", *words)
    assert code == 1
    assert said in answer["problems"][0]["message"]


def test_a_package_travels(run, tmp_path):
    path = str(tmp_path / "hall.deskhall")
    assert run("pack", path)[0] == 1
    holidays = str(resources.path("policy", "holidays.toml"))
    assert run("rules", "holidays", "--file", holidays)[0] == 0
    assert run("pack", path, "--label", "第一版")[1]["label"] == "第一版"
    assert run("unpack", path)[1]["items"][0]["kind"] == "节假日"
    assert run("unpack", path, "--accept")[0] == 0
