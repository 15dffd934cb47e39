"""Places and region names: everything findable, nothing wrong in the tables."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import resources
from desk_app.policy.regions import (
    find_places,
    insured_regions,
    place,
    places,
    region_name,
    within_province,
)


def codes(text, **how):
    return [one.code for one in find_places(text, **how)]


def test_there_are_370_places_and_three_provinces_to_verify():
    assert len(places()) == 373
    unsure = [one.full_name for one in places() if one.to_verify]
    assert unsure == ["海南省", "西藏自治区", "新疆生产建设兵团"]
    assert not any(one.code[:2] in {"71", "81", "82", "83"} for one in places())
    assert len({one.province for one in places()}) == 31
    assert len({one.full_name for one in places()}) == 373


@pytest.mark.parametrize(
    ("name", "reading"),
    [
        ("重庆市", "chong qing shi"),
        ("厦门市", "xia men shi"),
        ("六安市", "lu an shi"),
        ("亳州市", "bo zhou shi"),
        ("长治市", "chang zhi shi"),
        ("长沙市", "chang sha shi"),
        ("台州市", "tai zhou shi"),
        ("蚌埠市", "beng bu shi"),
        ("东莞市", "dong guan shi"),
        ("儋州市", "dan zhou shi"),
        ("泸州市", "lu zhou shi"),
        ("乐山市", "le shan shi"),
        ("百色市", "bai se shi"),
        ("漯河市", "luo he shi"),
        ("朝阳市", "chao yang shi"),
        ("丽水市", "li shui shi"),
        ("衢州市", "qu zhou shi"),
        ("阿勒泰地区", "a le tai di qu"),
        ("锡林郭勒盟", "xi lin guo le meng"),
        ("克孜勒苏柯尔克孜自治州", "ke zi le su ke er ke zi zi zhi zhou"),
        ("巴音郭楞蒙古自治州", "ba yin guo leng meng gu zi zhi zhou"),
        ("延边朝鲜族自治州", "yan bian chao xian zu zi zhi zhou"),
        ("乐东黎族自治县", "le dong li zu zi zhi xian"),
        ("西藏自治区", "xi zang zi zhi qu"),
    ],
)
def test_tricky_readings(name, reading):
    found = next(one for one in places() if one.name == name)
    assert found.pinyin[0] == reading
    assert found.initials == "".join(word[0] for word in reading.split())


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("长沙", "430100"),
        ("湖南长沙", "430100"),
        ("湖南省长沙市", "430100"),
        ("changsha", "430100"),
        ("ChangSha", "430100"),
        ("chang sha", "430100"),
        ("css", "430100"),
        ("cs", "430100"),
        ("430100", "430100"),
        ("4301", "430100"),
        ("xi'an", "610100"),
        ("lvliang", "141100"),
        ("lüliang", "141100"),
        ("luliang", "141100"),
        ("bose", "451000"),
        ("襄樊", "420600"),
        ("思茅", "530800"),
        ("昆山", "320500"),
        ("义乌", "330700"),
        ("shaanxi", "610100"),
        ("兵团", "660000"),
        ("文昌", "469005"),
        ("仙桃", "429004"),
        ("石河子", "659001"),
        ("東莞", None),
    ],
)
def test_a_place_is_found_by(typed, code):
    assert (codes(typed) or [None])[0] == code


def test_preferred_places_come_first_among_equals():
    assert codes("suzhou") == ["320500", "341300"]
    assert codes("suzhou", prefer=["341300"]) == ["341300", "320500"]
    assert codes("", prefer=["430100", "000001"]) == ["430100"]


def test_equals_come_in_order_of_household_size_use_and_nearness():
    assert codes("gz", region="440300")[0] == "440100"
    assert codes("gz", region="440300", prefer=["360700"])[:2] == ["360700", "440100"]
    assert codes("gz", region="440300", used=["360700"])[0] == "440100"
    assert codes("yc", used=["420500"]).index("420500") < codes("yc").index("420500")
    assert codes("suzhou", region="440300") == codes("suzhou")
    assert codes("s", limit=3) == codes("s")[:3]


def test_the_insured_city_is_no_place_to_file_to():
    assert "440300" not in codes("sz", region="440300", limit=50)
    assert codes("深圳", region="440300") == []


LARGEST = {
    "上海": "sh", "北京": "bj", "重庆": "cq", "天津": "tj", "成都": "cd", "广州": "gz",
    "西安": "xa", "苏州": "sz", "郑州": "zz", "武汉": "wh", "杭州": "hz", "石家庄": "sjz",
    "临沂": "ly", "东莞": "dg", "青岛": "qd", "长沙": "cs", "哈尔滨": "heb", "南阳": "ny",
    "温州": "wz", "佛山": "fs", "邯郸": "hd", "宁波": "nb", "潍坊": "wf", "合肥": "hf",
    "南京": "nj", "保定": "bd", "济南": "jn", "徐州": "xz", "长春": "cc", "沈阳": "sy",
    "周口": "zk", "赣州": "gz", "菏泽": "hz", "泉州": "qz", "南宁": "nn", "昆明": "km",
    "济宁": "jn", "福州": "fz", "阜阳": "fy", "商丘": "sq", "南通": "nt", "唐山": "ts",
    "无锡": "wx", "大连": "dl", "洛阳": "ly", "贵阳": "gy", "兰州": "lz", "衡阳": "hy",
    "邵阳": "sy", "黄冈": "hg",
}  # fmt: skip


@pytest.mark.parametrize(("name", "initials"), LARGEST.items())
def test_a_large_city_is_first_on_its_initials_or_after_larger_ones_in_sight(name, initials):
    found = [one.name for one in find_places(initials, region="440300", limit=7)]
    rivals = [one for one, letters in LARGEST.items() if letters == initials]
    assert f"{name}市" in found
    assert {one.removesuffix("市") for one in found[: found.index(f"{name}市")]} <= set(rivals)


def test_every_place_is_found_by_its_own_name_code_and_reading():
    for one in places():
        assert one.code in codes(one.full_name)
        assert codes(one.code) == [one.code]
        assert one.code in codes(one.pinyin[0], limit=3)


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("440306", "广东省深圳市宝安区"),
        ("440301", "广东省深圳市"),
        ("440311", "广东省深圳市光明区"),
        ("440321", "广东省深圳市宝安县"),
        ("440399", None),
        ("512301", "四川省涪陵地区涪陵市"),
        ("110101", "北京市东城区"),
        ("500157", "重庆市两江新区"),
        ("653132", "新疆维吾尔自治区喀什地区岑岭县"),
        ("659001", "新疆维吾尔自治区石河子市"),
        ("469026", "海南省昌江黎族自治县"),
        ("441900", "广东省东莞市"),
        ("441911", "广东省东莞市"),
        ("440000", "广东省"),
        ("810000", "香港特别行政区"),
        ("000000", None),
        ("44030", None),
        ("４４０３０６", None),
        ("44030\n", None),
    ],
)
def test_names_of_codes(code, name):
    assert region_name(code) == name


def test_every_code_that_ever_was_has_a_name():
    table = resources.path("regions", "region_codes_ever.csv").read_text("utf-8").splitlines()[1:]
    unnamed = [line for line in table if not region_name(line.split(",")[0])]
    assert unnamed == []


def test_insured_regions_are_those_of_the_packs():
    found = [one.code for one in insured_regions()]
    assert found[0] == "440300"
    assert len(found) == 35
    assert "130500" in found
    assert sum(code.startswith("44") for code in found) == 21


def test_a_further_pack_makes_a_further_insured_region(tmp_path: Path):
    (tmp_path / "430100-changsha.toml").touch()
    (tmp_path / "notes.toml").touch()
    assert [one.code for one in insured_regions(tmp_path)] == ["430100"]


@pytest.mark.parametrize(
    ("region", "where", "inside"),
    [
        ("440300", "440100", True),
        ("440300", "430100", False),
        ("440300", "660000", False),
        ("650100", "659001", False),
        ("650100", "652700", True),
    ],
)
def test_within_the_province(region, where, inside):
    assert within_province(region, where) is inside
    found = place(where)
    assert found is not None
    assert within_province(region, found) is inside


def test_the_list_is_what_the_build_script_makes_of_it():
    # In a process of its own: the program loads pinyin without its phrases, the script with.
    script = resources.path("regions", "build_places.py")
    present = resources.path("regions", "filing_places.csv").read_text("utf-8")
    code = (
        "import runpy, sys; sys.stdin.reconfigure(encoding='utf-8', newline='');"
        "sys.stdout.reconfigure(encoding='utf-8', newline='');"
        f"sys.stdout.write(runpy.run_path({str(script)!r})['build'](sys.stdin.read()))"
    )
    environment = {key: value for key, value in os.environ.items() if "PYPINYIN" not in key}
    done = subprocess.run(
        [sys.executable, "-c", code],
        input=present.encode(),
        capture_output=True,
        env=environment,
        check=True,
    )
    assert done.stdout.decode() == present
