"""People, backups, the official list, import, purge, days: as another program uses them."""

import csv
import json
import re
import shutil

import pytest

from desk_app.cli import main
from desk_app.clock import Clock
from desk_app.errors import EnvironmentFailureError
from desk_app.storage.database.database import Database
from desk_app.storage.keys import keys
from tests.cli.conftest import PASSPHRASE
from tests.factory import case, number

OTHER = "another good phrase"


@pytest.fixture
def run(data, capsys):
    """Run a command; return its exit code and its JSON."""

    def run(*words, folder=data):
        code = main([*words, "--data", str(folder), "--json"])
        return code, json.loads(capsys.readouterr().out)

    return run


@pytest.fixture
def said(data, capsys):
    """Run a command; return its exit code and what a person reads."""

    def said(*words):
        code = main([*words, "--data", str(data)])
        told = capsys.readouterr()
        return code, told.out + told.err

    return said


def init(folder, capsys, code="SL01"):
    words = ["--hall", "示例服务厅", "--code", code, "--region", "440300", "--clerk", "陈静"]
    assert main(["init", *words, "--data", str(folder)]) == 0
    capsys.readouterr()
    return folder


def take_in(run, tmp_path, *orders, **where):
    cases = [case(applicant__id_number=number(order=f"{order:03d}")) for order in orders]
    file = tmp_path / "cases.json"
    file.write_text(json.dumps(cases, ensure_ascii=False), encoding="utf-8")
    code, answer = run("intake", str(file), **where)
    assert code == 0
    return [one["record"] for one in answer["results"]]


def test_a_person_comes_works_and_leaves(run, said, tmp_path, monkeypatch):
    (tmp_path / "new").write_text(OTHER + "\n", encoding="utf-8")
    given = ["--new-passphrase-file", str(tmp_path / "new")]
    assert run("staff", "add", "--name", "梁一鸣", *given)[1]["staff"] == "02"
    take_in(run, tmp_path, 1)
    with monkeypatch.context() as patched:
        patched.setenv("DESK_PASSPHRASE", OTHER)
        code, answer = run("export", str(tmp_path / "a.csv"))
        assert (code, answer["masked"]) == (0, True)
        assert number(order="001") not in (tmp_path / "a.csv").read_text(encoding="utf-8-sig")
        assert "打星号" in said("export", str(tmp_path / "a.csv"))[1]
        assert run("export", str(tmp_path / "a.csv"), "--unmasked")[0] == 1
        assert run("staff", "add", "--name", "何二", *given)[0] == 1
        patched.setenv("DESK_NEW_PASSPHRASE", "a third phrase")
        assert run("staff", "passphrase")[0] == 0
    assert run("staff", "change", "02", "--role", "supervisor")[1]["role"] == "supervisor"
    listed = run("staff", "list")[1]["staff"]
    assert [(one["staff"], one["can_sign_in"]) for one in listed] == [("01", True), ("02", True)]
    assert run("staff", "passphrase", "02", *given)[0] == 0
    assert run("staff", "remove", "02")[1]["active"] is False
    assert "不能登录" in said("staff", "list")[1]
    assert "最后一位主管" in said("staff", "remove", "01")[1]
    monkeypatch.setenv("DESK_PASSPHRASE", OTHER)
    assert run("staff", "list")[0] == 1


def test_the_recovery_code_opens_the_door_again(run, monkeypatch):
    code = run("staff", "recovery-code")[1]["recovery_code"]
    monkeypatch.setenv("DESK_PASSPHRASE", "forgotten long ago")
    monkeypatch.setenv("DESK_NEW_PASSPHRASE", "found again now")
    other = "3" if code[0] == "2" else "2"
    monkeypatch.setenv("DESK_RECOVERY_CODE", other + code[1:])
    assert run("staff", "recover", "01")[0] == 1
    monkeypatch.setenv("DESK_RECOVERY_CODE", code)
    assert run("staff", "recover", "01")[0] == 0
    monkeypatch.setenv("DESK_PASSPHRASE", "found again now")
    assert run("staff", "list")[0] == 0


def test_a_new_recovery_code_counts_once_it_was_confirmed(run, said, monkeypatch):
    """In two steps for scripts; until the second the old one opens too."""
    old = run("staff", "recovery-code")[1]["recovery_code"]
    assert run("staff", "recovery-code", "--confirm", old)[0] == 0
    made = run("staff", "recovery-code")[1]
    assert made["confirmed"] is False
    monkeypatch.setenv("DESK_RECOVERY_CODE", old)
    assert run("staff", "recovery-code", "--confirm")[0] == 1
    monkeypatch.setenv("DESK_RECOVERY_CODE", made["recovery_code"])
    assert "旧恢复码已作废" in said("staff", "recovery-code", "--confirm")[1]
    monkeypatch.setenv("DESK_NEW_PASSPHRASE", "found again now")
    monkeypatch.setenv("DESK_RECOVERY_CODE", old)
    assert run("staff", "recover", "01")[0] == 1
    monkeypatch.setenv("DESK_RECOVERY_CODE", made["recovery_code"])
    assert run("staff", "recover", "01")[0] == 0


def test_who_left_cannot_read_on_and_that_is_said(run, said, data, tmp_path, monkeypatch):
    """By removing them, by a passphrase that was seen, by a command."""
    monkeypatch.setenv("DESK_NEW_PASSPHRASE", OTHER)
    assert run("staff", "add", "--name", "梁一鸣")[0] == 0
    take_in(run, tmp_path, 1)
    taken = [keys.unlock(data, passphrase=OTHER, clock=Clock()).key]
    for words in (
        ["staff", "passphrase", "02", "--seen"],
        ["staff", "rekey"],
        ["staff", "remove", "02"],
    ):
        code, told = said(*words)
        assert code == 0
        assert "数据密钥已更换" in told
        assert "以前的备份仍用当时的口令" in told
        for key in taken:
            with pytest.raises(EnvironmentFailureError):
                Database.open(data, key)
        taken.append(keys.unlock(data, passphrase=PASSPHRASE, clock=Clock()).key)
    assert len(set(taken)) == 4
    assert run("verify")[0] == 0


@pytest.mark.parametrize("right", [True, False])
def test_at_a_terminal_three_groups_of_the_new_code_are_asked_back(
    data, run, monkeypatch, capsys, right
):
    """A wrong one three times leaves the old code as it was."""
    old = run("staff", "recovery-code")[1]["recovery_code"]
    assert run("staff", "recovery-code", "--confirm", old)[0] == 0
    asked = []

    def typed(prompt):
        asked.append(prompt)
        shown = re.search(r"恢复码：(\S+)", capsys.readouterr().out)
        code.extend(shown[1].split("-") if shown else [])
        return code[int(re.search(r"\d", prompt)[0]) - 1].lower() if right else "XXXXX"

    code = []
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("builtins.input", typed)
    assert main(["staff", "recovery-code", "--data", str(data)]) == 0
    told = capsys.readouterr().out
    assert len(asked) == 3
    assert ("旧恢复码已作废" in told) is right
    monkeypatch.setattr("sys.stdin.isatty", lambda: False)
    monkeypatch.setenv("DESK_NEW_PASSPHRASE", "found again now")
    monkeypatch.setenv("DESK_RECOVERY_CODE", old)
    assert run("staff", "recover", "01")[0] == (1 if right else 0)


def test_a_hurt_key_of_anybody_is_noticed_by_every_check(run, data):
    """The recovery code's, too, before it is needed."""
    path = data / "keys.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    slot = next(one for one in content["slots"] if one["kind"] == "recovery")
    slot["wrapped"] = ("B" if slot["wrapped"][0] != "B" else "C") + slot["wrapped"][1:]
    path.write_text(json.dumps(content), encoding="utf-8")
    (data / "keys.json.before").unlink(missing_ok=True)
    code, found = run("verify")
    assert code == 1
    assert any("恢复码" in one["finding"] for one in found["faults"])
    assert main(["doctor", "--data", str(data), "--json"]) == 3


def test_records_without_keys_are_left_as_they_are_by_every_command(run, said, data, tmp_path):
    """However often the first start is tried: what is missing is said, nothing is written."""
    take_in(run, tmp_path, 1)
    (data / "keys.json").unlink()
    (data / "keys.json.before").unlink(missing_ok=True)
    before = {path.name: path.read_bytes() for path in data.iterdir() if path.is_file()}
    again = ["init", "--hall", "厅", "--code", "SL01", "--region", "440300", "--clerk", "陈静"]
    for _ in range(2):
        code, told = said(*again)
        assert code == 1
        assert "keys.json" in told
    for words in (["find", "王"], ["verify"], ["backup"], ["staff", "list"], ["doctor"]):
        code, told = said(*words)
        assert code == 3
        assert "keys.json" in told
        assert "还没有数据" not in told
    assert {path.name: path.read_bytes() for path in data.iterdir() if path.is_file()} == before


def test_records_without_keys_are_restored_from_a_backup(run, said, data, tmp_path):
    """What is there stays beside it; that nobody can tell what is lost is said."""
    take_in(run, tmp_path, 1)
    file = str(tmp_path / "a.deskbackup")
    assert run("backup", file)[0] == 0
    (data / "keys.json").unlink()
    (data / "keys.json.before").unlink(missing_ok=True)
    code, told = said("restore", file)
    assert code == 1
    assert "keys.json" in told
    assert "已恢复" in said("restore", file, "--yes")[1]
    assert run("verify")[1]["filings"] == 1
    assert list(data.glob("replaced-*/records.db"))


@pytest.mark.parametrize("words", [["add"], ["change"], ["change", "01"], ["remove"], ["recover"]])
def test_what_is_left_out_is_asked_for(run, words):
    assert run("staff", *words)[0] == 1


def test_going_back_asks_first_and_tells_what_would_be_missing(run, said, tmp_path, data):
    (kept,) = take_in(run, tmp_path, 1)
    file = str(tmp_path / "a.deskbackup")
    assert run("backup", file)[1]["filings"] == 1
    lost = take_in(run, tmp_path, 2, 3)
    code, answer = run("restore", file)
    assert (code, answer["restored"]) == (1, False)
    assert answer["missing"]["registered"] == lost
    assert all(one in said("restore", file)[1] for one in lost)
    assert run("show", lost[0])[0] == 0
    code, answer = run("restore", file, "--yes")
    assert (code, answer["restored"]) == (0, True)
    assert run("show", kept)[0] == 0
    assert run("show", lost[0])[0] == 1
    assert take_in(run, tmp_path, 4)[0].endswith("-0004")
    assert run("verify")[1]["ok"] is True
    shutil.rmtree(answer["replaced"])
    new = tmp_path / "new"
    assert run("restore", file, "--yes", folder=new)[1]["missing"] is None
    assert run("show", kept, folder=new)[0] == 0


def test_automatic_backups_go_to_two_places(run, said, tmp_path):
    stick = tmp_path / "stick"
    stick.mkdir()
    answer = run("backup", "--second", str(stick))[1]
    assert answer["second"].startswith(str(stick))
    shutil.rmtree(stick)
    code, told = said("backup")
    assert (code, "U盘" in told) == (3, True)
    assert run("backup", "--second", "none")[0] == 0


def test_damage_is_told_with_the_way_out(run, said, tmp_path, data):
    take_in(run, tmp_path, 1)
    made = run("backup")[1]["file"]
    code, told = said("verify")
    assert (code, "核验通过" in told) == (0, True)
    file = data / "records.db"
    content = bytearray(file.read_bytes())
    content[4096 * 5 + 7] ^= 1
    file.write_bytes(content)
    code, answer = run("verify")
    assert (code, answer["ok"]) == (1, False)
    assert answer["backup"] == made
    assert "恢复" in answer["faults"][0]["remedy"]
    content[:4096] = bytes(4096)
    file.write_bytes(content)
    code, told = said("verify")
    assert code == 1
    assert made in told
    code, told = said("restore", made, "--yes")
    assert (code, "已恢复" in told) == (0, True)
    assert run("verify")[1]["ok"] is True


def test_missing_filings_are_told_and_stop_registering_until_accepted(run, said, tmp_path, data):
    take_in(run, tmp_path, 1)
    old = (data / "records.db").read_bytes()
    _, backed_up = run("backup")
    take_in(run, tmp_path, 2)
    (data / "records.db").write_bytes(old)
    code, told = said("find", "王")
    assert (code, "缺少 1 件" in told, "-0002" in told) == (0, True, True)
    assert backed_up["file"] in told
    code, told = said("intake", str(tmp_path / "cases.json"))
    assert (code, "主管处理以前不能登记" in told) == (1, True)
    code, answer = run("verify")
    assert (code, [one["area"] for one in answer["faults"]]) == (1, ["最后的记录"])
    assert run("verify", "--accept-missing")[1]["ok"] is True
    assert take_in(run, tmp_path, 2)[0].endswith("-0003")
    assert "缺少" not in said("find", "王")[1]
    assert run("verify")[1]["ok"] is True
    assert run("verify", "--accept-missing")[0] == 1


def test_records_without_their_guards_are_refused_but_examined(run, said, tmp_path, data):
    take_in(run, tmp_path, 1)
    made = run("backup")[1]["file"]
    key = keys.unlock(data, passphrase=PASSPHRASE, clock=Clock()).key
    with Database.open(data, key) as database:
        raw = database._engine.raw_connection()
        raw.execute("drop trigger audit_no_delete")
        raw.execute("update filing set place = '110000'")
        raw.close()
    assert run("find", "张")[0] == 3
    code, answer = run("verify")
    assert (code, answer["ok"], answer["backup"]) == (1, False, made)
    findings = "".join(fault["finding"] for fault in answer["faults"])
    assert "audit_no_delete" in findings
    assert "内容与操作记录不符" in findings
    told = said("verify")[1]
    assert "只读核验" in told
    assert made in told
    assert run("verify", folder=tmp_path / "none")[0] == 3
    assert run("restore", made, "--yes")[0] == 0
    assert run("verify")[1]["ok"] is True


def test_the_official_list_and_its_ticks(run, tmp_path):
    first, second = take_in(run, tmp_path, 1, 2)
    assert run("official", "mark", first, "GD-1")[1]["official_no"] == "GD-1"
    assert run("official", "mark", second)[0] == 1
    code, answer = run("official", "list", str(tmp_path / "a.csv"))
    assert (code, answer["rows"]) == (0, 1)
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as stream:
        assert list(csv.reader(stream))[1][0] == second
    assert run("official", "list", str(tmp_path / "a.doc"))[0] == 1
    assert run("find", "GD-1")[1][0]["filings"][0]["record"] == first


def test_export_by_type_state_and_clerk(run, tmp_path):
    take_in(run, tmp_path, 1, 2)
    for words, rows in (
        (["--type", "retiree_resettled", "--status", "accepted", "--by", "01"], 2),
        (["--type", "referral"], 0),
        (["--status", "cancelled"], 0),
    ):
        assert run("export", str(tmp_path / "a.xlsx"), *words)[1]["rows"] == rows
    assert run("export", str(tmp_path / "a.xlsx"), "--by", "77")[0] == 1
    assert run("export", str(tmp_path / "copy.db"))[1]["rows"] == 2
    assert run("restore", str(tmp_path / "copy.db"))[1]["missing"]["registered"] == []
    assert run("export", str(tmp_path / "other.db"), "--type", "referral")[0] == 1


def test_another_counter_comes_in_after_a_look(run, said, tmp_path, capsys):
    other = init(tmp_path / "other", capsys, "AA01")
    (theirs,) = take_in(run, tmp_path, 5, folder=other)
    run("export", str(tmp_path / "a.jsonl"), folder=other)
    for path in (tmp_path / "a.jsonl", other):
        code, answer = run("import", str(path))
        assert (code, answer["applied"], answer["new"]) == (0, False, 1)
    assert run("show", theirs)[0] == 1
    assert "没有导入" in said("import", str(tmp_path / "a.jsonl"))[1]
    assert run("import", str(tmp_path / "a.jsonl"), "--apply")[1]["new"] == 1
    assert run("show", theirs)[0] == 0
    assert run("import", str(other))[1]["known"] == 1
    line = json.loads((tmp_path / "a.jsonl").read_text(encoding="utf-8"))
    line["case"]["place"] = "450100"
    (tmp_path / "b.jsonl").write_text(json.dumps(line, ensure_ascii=False), encoding="utf-8")
    assert run("import", str(tmp_path / "b.jsonl"), "--apply")[1]["clashes"] == [theirs]
    code, told = said("import", str(tmp_path / "b.jsonl"))
    assert theirs in told
    assert "王小明" not in told


def test_purge_looks_first(run, said, tmp_path):
    take_in(run, tmp_path, 1)
    code, answer = run("purge", "--years", "5")
    assert (code, answer["years"], answer["due"], answer["purged"]) == (0, 5, 0, None)
    assert run("purge", "--years", "1")[0] == 1
    assert run("purge", "--apply")[1]["purged"] == {"filings": 0, "people": 0, "papers": 0}
    assert "5 年" in said("purge")[1]


def test_the_day_and_the_ledger(run, said, tmp_path):
    out = tmp_path / "out"
    take_in(run, tmp_path, 1, 2)
    code, answer = run("day", "--out", str(out))
    assert (code, answer["total"]) == (0, 2)
    assert answer["types"]["retiree_resettled"]["new"] == 2
    assert answer["clerks"] == {"01": 2}
    assert run("day", "--span", "month")[1]["total"] == 2
    assert run("day", "--span", "week", "--out", str(out))[0] == 1
    assert "共登记 2 件" in said("day")[1]
    today = Clock().today().isoformat()
    code, answer = run("ledger", "--from", today, "--to", today, "--out", str(out))
    assert (code, answer["rows"]) == (0, 2)
    assert run("ledger", "--from", "x", "--to", today, "--out", str(out))[0] == 1
    assert {file.suffix for file in out.iterdir()} == {".pdf"}
    assert len(list(out.iterdir())) == 2
