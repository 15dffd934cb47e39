"""What is put right from the command line: complete."""

import json

import pytest

from desk_app.cli import main
from tests.factory import case


@pytest.fixture
def run(data, capsys):
    """Run a command on the data folder; return its exit code and its JSON."""

    def run(*words):
        code = main([*words, "--data", str(data), "--json"])
        return code, json.loads(capsys.readouterr().out)

    return run


@pytest.fixture
def taken(run, tmp_path):
    """Take in a case and return its number."""

    def taken(**changes):
        path = tmp_path / "case.json"
        held = {"documents": {"identity": "both", "household_register": "both"}}
        path.write_text(json.dumps(case(**held | changes), ensure_ascii=False), encoding="utf-8")
        code, answer = run("intake", str(path), "--on-missing", "notice")
        assert code == 0, answer
        return answer["results"][0]["record"]

    return taken


def brought(*ids, state="both"):
    """Return the options for documents."""
    return [word for one in ids for word in ("--document", f"{one}={state}")]


def test_a_waiting_case_is_completed_by_its_number(run, taken, tmp_path):
    """Half of it leaves it waiting when that was asked for; the rest accepts it."""
    record = taken(documents={"identity": "both"})
    code, answer = run("complete", record, *brought("identity"))
    assert (code, answer["ok"]) == (1, False)
    code, answer = run("complete", record, *brought("identity"), "--on-missing", "notice")
    assert (code, answer["status"]) == (0, "awaiting_documents")
    missing = [one["id"] for one in answer["missing"]]
    assert "household_register" in missing
    code, answer = run("complete", record, *brought(*missing), "--out", str(tmp_path / "papers"))
    assert (code, answer["status"], answer["missing"]) == (0, "accepted", [])
    assert (tmp_path / "papers" / f"{record}-shenzhen_registration.pdf").exists()
    assert run("show", record)[1]["status"] == "accepted"


def test_a_commitment_is_completed(run, taken):
    """The documents it stood for make it a filing by documents."""
    record = taken(method="commitment", documents={"identity": "both"})
    code, answer = run("complete", record, *brought("household_register"))
    assert (code, answer["status"]) == (0, "accepted")
    assert run("show", record)[1]["case"]["method"] == "documents"


@pytest.mark.parametrize(
    ("pair", "words"),
    [
        ("identity", "材料=状态"),
        ("identity=seen", "材料=状态"),
        ("referral_letter=both", "不需要材料"),
    ],
)
def test_what_is_no_document_of_it_is_refused(run, taken, pair, words):
    """The sentence names what would do."""
    record = taken(documents={"identity": "both"})
    code, answer = run("complete", record, "--document", pair)
    assert code == 1
    assert words in answer["problems"][0]["message"]


def test_a_waiting_case_is_named_where_another_is_refused(run, taken, tmp_path):
    """Who comes back is not sent off to file anew or to change what is not in force."""
    record = taken(documents={"identity": "both"})
    path = tmp_path / "again.json"
    held = {"documents": {"identity": "both", "household_register": "both"}}
    path.write_text(json.dumps(case(**held), ensure_ascii=False), encoding="utf-8")
    code, answer = run("intake", str(path))
    told = answer["results"][0]["problems"][0]["message"]
    assert code == 1
    assert record in told
    assert "补齐材料" in told
    code, answer = run("change", record, str(path))
    assert code == 1
    assert "补齐材料" in answer["problems"][0]["message"]


def test_a_step_is_taken_back_and_an_end_by_mistake_undone(run, taken, tmp_path):
    """Each answer says what was undone and how the filing stands now."""
    record = taken()
    run("cancel", record, "--reason", "returned")
    code, answer = run("withdraw", record)
    assert (code, answer["undone"], answer["status"]) == (0, "cancel", "accepted")
    run("cancel", record, "--reason", "returned")
    code, answer = run("reinstate", record, "--reason", "按错了", "--out", str(tmp_path / "out"))
    assert (code, answer["status"]) == (0, "accepted")
    assert (tmp_path / "out" / f"{record}-receipt.pdf").exists()
    code, answer = run("withdraw", record, "--reason", "录错人")
    assert (code, answer["undone"], answer["status"]) == (0, "register", "withdrawn")
    code, answer = run("withdraw", record)
    assert code == 1
    steps = [one["verb"] for one in run("show", record)[1]["acts"]]
    assert steps == ["cancel", "withdraw", "cancel", "reinstate", "withdraw"]
    assert run("verify")[1]["ok"]


def test_a_slip_and_a_phone_are_put_right_from_a_file(run, taken, tmp_path):
    """The file holds only what is to be different."""
    record = taken()
    slip = tmp_path / "slip.json"
    slip.write_text(json.dumps({"applicant": {"name": "王晓鸣"}}), encoding="utf-8")
    proof = ("--asked-by", "本人", "--seen", "居民身份证")
    code, answer = run("correct", record, str(slip), *proof, "--out", str(tmp_path / "out"))
    assert (code, answer["fields"]) == (0, ["applicant.name"])
    assert run("find", "王小明")[1][0]["filings"][0]["record"] == record
    slip.write_text(json.dumps({"applicant": {"phone": "13900000007"}}), encoding="utf-8")
    code, answer = run("amend", record, str(slip))
    assert (code, answer["fields"]) == (0, ["applicant.phone"])
    slip.write_text(json.dumps({"type": "referral"}), encoding="utf-8")
    code, answer = run("correct", record, str(slip), *proof)
    assert (code, answer["ok"]) == (1, False)
    assert run("verify")[1]["ok"]
