"""Fill in pinyin and historic names of filing_places.csv; run by hand after the list changed.

Not part of the running program. The first four columns are the list itself, the others are
worked out here from pypinyin, from region_codes_ever.csv and from the tables below.
"""  # noqa: INP001

import csv
import io
from pathlib import Path

from pypinyin import lazy_pinyin

HERE = Path(__file__).resolve().parent
COLUMNS = ("code", "province", "name", "kind", "to_verify", "province_pinyin", "pinyin", "historic")
# Filing to the whole province is said of provincial pooling; no official list was found.
PROVINCE_LEVEL = (
    ("460000", "海南省", "海南省", "省级"),
    ("540000", "西藏自治区", "西藏自治区", "省级"),
    ("660000", "新疆维吾尔自治区", "新疆生产建设兵团", "省级"),
)
# Readings the library gets wrong in place names.
READINGS = {
    "长治市": "chang zhi shi",
    "朝阳市": "chao yang shi",
    "漯河市": "luo he shi",
    "阿勒泰地区": "a le tai di qu",
    "克孜勒苏柯尔克孜自治州": "ke zi le su ke er ke zi zi zhi zhou",
    "锡林郭勒盟": "xi lin guo le meng",
}
# Second readings and spellings people type.
OTHER_READINGS = {
    "百色市": "bo se shi",
    "吕梁市": "lu liang shi",
    "六安市": "liu an shi",
    "乐山市": "yue shan shi",
}
PROVINCE_READINGS = {"陕西省": "shaan xi sheng|shan xi sheng"}
# Names a unit had under another code, as old papers and older people give them.
FORMER = {
    "110000": ("北平",),
    "140400": ("晋东南地区",),
    "140600": ("雁北地区",),
    "140900": ("忻县地区", "忻州地区"),
    "141100": ("离石地区", "吕梁地区"),
    "150400": ("昭乌达盟",),
    "150500": ("哲里木盟",),
    "150600": ("伊克昭盟",),
    "150800": ("巴彦淖尔盟",),
    "150900": ("乌兰察布盟",),
    "230100": ("松花江地区",),
    "340100": ("巢湖市",),
    "341000": ("徽州地区", "屯溪市"),
    "350700": ("建阳地区",),
    "370100": ("莱芜市",),
    "370700": ("昌潍地区",),
    "371600": ("惠民地区",),
    "421000": ("荆州地区", "沙市市"),
    "431100": ("零陵地区",),
    "431200": ("黔阳地区", "怀化地区"),
    "431300": ("涟源地区", "娄底地区"),
    "451100": ("梧州地区", "贺州地区", "贺县"),
    "451300": ("柳州地区",),
    "451400": ("南宁地区",),
    "460400": ("儋县",),
    "469001": ("通什市",),
    "500000": ("涪陵地区", "万县市", "黔江地区", "永川地区"),
    "511700": ("达县地区", "达川地区"),
    "522300": ("兴义地区",),
    "530800": ("思茅地区",),
    "621200": ("武都地区",),
}


def main() -> None:
    """Rewrite filing_places.csv in place."""
    target = HERE / "filing_places.csv"
    target.write_text(build(target.read_text("utf-8")), "utf-8")


def build(present: str) -> str:
    """Return the text of the finished file for the text of the present one."""
    rows = [
        tuple(row[name] for name in COLUMNS[:4]) for row in csv.DictReader(io.StringIO(present))
    ]
    known = {row[0] for row in rows}
    rows += [row for row in PROVINCE_LEVEL if row[0] not in known]
    names = names_in_time_order()
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for code, province, name, kind in rows:
        former = [*FORMER.get(code, ()), *names.get(code, ())]
        historic = [one for one in dict.fromkeys(former) if one != name]
        unsure = "yes" if kind == "省级" else ""
        pinyin = "|".join(readings(name))
        spelt = PROVINCE_READINGS.get(province, spell(province))
        writer.writerow((code, province, name, kind, unsure, spelt, pinyin, "|".join(historic)))
    return out.getvalue()


def names_in_time_order() -> dict[str, list[str]]:
    """Return every name each code has had."""
    with (HERE / "region_codes_ever.csv").open(encoding="utf-8", newline="") as table:
        return {row["code"]: row["names_in_time_order"].split("|") for row in csv.DictReader(table)}


def readings(name: str) -> list[str]:
    """Return the reading of a place name, then others in use."""
    first = READINGS.get(name) or spell(name)
    other = OTHER_READINGS.get(name)
    return [first, other] if other and other != first else [first]


def spell(name: str) -> str:
    """Return the syllables of a name, separated by spaces; ü is written v."""
    return " ".join(lazy_pinyin(name, v_to_u=False))


if __name__ == "__main__":
    main()
