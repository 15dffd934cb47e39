"""A pack brought from outside: checked, compared, and refused when it is not newer."""

from pathlib import Path

import pytest

import resources
from desk_app.policy.packs.packs import PackError
from desk_app.policy.packs.updates import (
    differences,
    present_pack,
    read_update,
    refuse_older,
    version_key,
)

SHIPPED = resources.path("policy", "440300-shenzhen.toml").read_text("utf-8")


def brought(tmp_path: Path, text: str):
    path = tmp_path / "440300-shenzhen.toml"
    path.write_text(text, "utf-8")
    return read_update(path)


def test_the_same_pack_makes_no_difference(tmp_path):
    assert differences(present_pack("440300"), brought(tmp_path, SHIPPED)) == ()


def test_a_difference_names_the_rule_the_value_and_both_sides(tmp_path):
    text = SHIPPED.replace("months = 12\nmax_months = 12", "months = 6\nmax_months = 6")
    found = differences(present_pack("440300"), brought(tmp_path, text))
    assert [(one.kind, one.rule, one.label, one.before, one.after) for one in found] == [
        ("修改", "shenzhen.period.referral", "默认月数", "12", "6"),
        ("修改", "shenzhen.period.referral", "最多月数", "12", "6"),
    ]


def test_rules_added_and_removed_are_shown_whole(tmp_path):
    text = SHIPPED.replace('id = "shenzhen.cancel.when"', 'id = "shenzhen.cancel.new"')
    found = differences(present_pack("440300"), brought(tmp_path, text))
    assert [(one.kind, one.rule) for one in found] == [
        ("新增", "shenzhen.cancel.new"),
        ("删除", "shenzhen.cancel.when"),
    ]
    assert found[0].after == found[1].before != ""


def test_a_pack_for_a_region_without_one_is_all_new(tmp_path):
    pack = brought(tmp_path, SHIPPED)
    assert {one.kind for one in differences(None, pack)} == {"新增"}


def test_codes_are_shown_in_words(tmp_path):
    text = SHIPPED.replace(
        'id = "shenzhen.validity.referral"\ntopic = "validity"\ntypes = ["referral"]',
        'id = "shenzhen.validity.referral"\ntopic = "validity"\ntypes = ["other_temporary"]',
    )
    (one,) = differences(present_pack("440300"), brought(tmp_path, text))
    assert (one.before, one.after) == ("异地转诊就医人员", "其他临时外出就医人员")


@pytest.mark.parametrize(
    ("version", "newer"),
    [("2026.12.1", False), ("2026.10.30", False), ("2026.12.2", True), ("2027.1", True)],
)
def test_only_a_newer_pack_is_taken(tmp_path, version, newer):
    text = SHIPPED.replace('version = "2026.12.1"', f'version = "{version}"')
    pack = brought(tmp_path, text)
    if newer:
        refuse_older(present_pack("440300"), pack)
    else:
        with pytest.raises(PackError, match=r"2026\.12\.1"):
            refuse_older(present_pack("440300"), pack)


def test_versions_compare_as_numbers():
    assert version_key("2026.12.10") > version_key("2026.11.9")
    with pytest.raises(PackError):
        version_key("2026.x")


def test_a_file_with_a_wrong_name_or_no_text_is_refused(tmp_path):
    wrong = tmp_path / "shenzhen.toml"
    wrong.write_text(SHIPPED, "utf-8")
    with pytest.raises(PackError, match="文件名"):
        read_update(wrong)
    broken = tmp_path / "440300-x.toml"
    broken.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(PackError, match=r"440300-x\.toml"):
        read_update(broken)
