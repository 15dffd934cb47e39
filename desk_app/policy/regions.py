"""Administrative divisions: filing places, insured regions, and names of all codes that ever were.

The tables are read when first asked for. Sources and dates: DOMAIN C1, C2.
"""

import csv
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import resources

PROVINCE_LEVEL = "省级"
_NO_CLASS = 9
# Prefixes printed on cards for a prefecture without naming its district (DOMAIN C2).
_WHOLE_PREFECTURE = frozenset({"01", "02", "11", "20"})
_NO_NAME = frozenset(
    {
        "市辖区",
        "县",
        "省直辖行政单位",
        "省直辖县级行政单位",
        "省直辖县级行政区划",
        "自治区直辖县级行政单位",
        "自治区直辖县级行政区划",
    }
)
_OUTSIDE = {"810000": "香港特别行政区", "820000": "澳门特别行政区", "830000": "台湾地区"}
_PACK_FILE = re.compile(r"([0-9]{6})-.+\.toml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place one can file to: a prefecture, a municipality, a county under a province.

    ``pinyin`` holds the readings, syllables separated by spaces; ``to_verify`` marks places
    of which no official list was found (whole provinces, the Xinjiang corps).
    """

    code: str
    name: str
    province: str
    kind: str
    to_verify: bool
    pinyin: tuple[str, ...]
    province_pinyin: tuple[str, ...] = field(repr=False)
    historic: tuple[str, ...] = ()

    @property
    def full_name(self) -> str:
        """Return the name with its province, for example 湖南省长沙市, or 重庆市."""
        alone = self.name == self.province or self.kind == PROVINCE_LEVEL
        return self.name if alone else f"{self.province}{self.name}"

    @property
    def initials(self) -> str:
        """Return the first letters of the syllables, for example ``css`` for 长沙市."""
        return _initials(self.pinyin[0])


def places() -> tuple[Place, ...]:
    """Return every filing place: by code, whole provinces last. Not Hong Kong, Macao, Taiwan."""
    return tuple(_by_code().values())


def place(code: str) -> Place | None:
    """Return the filing place of a code, or None."""
    return _by_code().get(code)


def place_words(code: str) -> str:
    """Return the full name of a place of treatment, the code itself where nothing names it."""
    found = place(code)
    return found.full_name if found else region_name(code) or code


def insured_regions(*folders: Path) -> tuple[Place, ...]:
    """Return the regions whose rules the packs cover, Shenzhen first.

    ``folders`` are searched for packs, the shipped one by default.
    The code in a pack's file name counts; a province's pack covers all its prefectures.
    """
    names = (
        path.name for folder in folders or (resources.path("policy"),) for path in folder.iterdir()
    )
    covered = {found[1] for name in names if (found := _PACK_FILE.fullmatch(name))}
    provinces = tuple(code[:2] for code in covered if code.endswith("0000") and code != "000000")
    chosen = [
        one
        for one in places()
        if one.kind != PROVINCE_LEVEL and (one.code in covered or one.code.startswith(provinces))
    ]
    own_pack = sorted(covered)
    return tuple(
        sorted(chosen, key=lambda one: (one.code != "440300", one.code not in own_pack, one.code))
    )


def within_province(region: str, where: "str | Place") -> bool:
    """Tell whether a place lies in the province of an insured region."""
    code = where.code if isinstance(where, Place) else where
    if code == "660000" or code.startswith("6590"):
        return region == "660000" or region.startswith("6590")
    return region[:2] == code[:2] and not region.startswith("6590")


def region_name(code: str) -> str | None:
    """Return the full name of any county, prefecture or province code that ever was, or None.

    The latest name of each level is used. Codes that name a whole prefecture by 01, 02, 11
    or 20 at the end give the prefecture.
    """
    if code in _OUTSIDE:
        return _OUTSIDE[code]
    if re.fullmatch(r"[1-9][0-9]{5}", code) is None:
        return None
    own = _latest_name(code)
    if own is None and not (code[4:] in _WHOLE_PREFECTURE and _latest_name(f"{code[:4]}00")):
        return None
    levels = dict.fromkeys((f"{code[:2]}0000", f"{code[:4]}00", code))
    names = [name for level in levels if (name := _latest_name(level)) and name not in _NO_NAME]
    return "".join(dict.fromkeys(names))


def find_places(
    text: str,
    *,
    prefer: Sequence[str] = (),
    used: Sequence[str] = (),
    region: str | None = None,
    limit: int = 8,
) -> tuple[Place, ...]:
    """Return the places that fit what is typed, the best first, at most ``limit``.

    Chinese characters anywhere in the name, pinyin, initials, code, former names, and names
    of counties inside a place all find it. Among equals the codes in ``prefer`` come first, then
    large cities, then those ``used`` here, then the province of the insured ``region``; the
    insured city itself is no place to file to.
    """
    wanted = "".join(text.split()).lower().replace("'", "").replace("ü", "v")
    if not wanted:
        first = dict.fromkeys((*prefer, *used))
        return tuple(one for code in first if (one := place(code)) is not None)[:limit]
    near, known = _order(prefer), _order(used)
    scored = [
        (
            rank,
            near.get(one.code, len(near)),
            _classes().get(one.code, _NO_CLASS),
            known.get(one.code, len(known)),
            _far(one, region),
            position,
            one,
        )
        for position, one in enumerate(places())
        if one.code != region and (rank := _rank(one, wanted)) is not None
    ]
    if not scored:
        return _containing_county(wanted, limit)
    scored.sort(key=lambda row: row[:-1])
    return tuple(row[-1] for row in scored[:limit])


def _order(codes: Sequence[str]) -> Mapping[str, int]:
    return {code: position for position, code in enumerate(codes)}


@cache
def _classes() -> Mapping[str, int]:
    """Return how large a city is, 1 largest; NOTICE.md says by what."""
    with resources.path("regions", "place_weights.csv").open(encoding="utf-8", newline="") as table:
        return {row["code"]: int(row["class"]) for row in csv.DictReader(table)}


def _far(one: Place, region: str | None) -> bool:
    return region is not None and not within_province(region, one)


def _rank(one: Place, wanted: str) -> int | None:
    """Return how well a place fits (0 best), or None."""
    tests = _latin_tests(one, wanted) if wanted.isascii() else _chinese_tests(one, wanted)
    return next((rank for rank, fits in tests if fits), None)


def _chinese_tests(one: Place, wanted: str) -> Iterator[tuple[int, bool]]:
    yield 0, wanted in {one.name, one.full_name, one.name[:-1]}
    yield 1, one.name.startswith(wanted)
    yield 2, wanted in one.name
    yield 3, any(wanted in name for name in one.historic)
    yield 4, wanted in one.full_name
    yield 5, _in_order(wanted, one.full_name)


def _latin_tests(one: Place, wanted: str) -> Iterator[tuple[int, bool]]:
    if wanted.isdigit():
        yield 0, one.code.startswith(wanted)
        return
    yield 0, any(_joined(reading) == wanted for reading in _short_readings(one))
    yield 1, any(_initials(reading) == wanted for reading in _short_readings(one))
    yield 2, any(_joined(reading).startswith(wanted) for reading in one.pinyin)
    yield 3, any(_initials(reading).startswith(wanted) for reading in one.pinyin)
    yield 4, any(_from_a_syllable(reading, wanted) for reading in one.pinyin)
    yield 5, any(_joined(reading).startswith(wanted) for reading in one.province_pinyin)


def _short_readings(one: Place) -> tuple[str, ...]:
    """Return the readings without the last syllable (市, 盟, 县), as people type them."""
    return tuple(reading.rpartition(" ")[0] for reading in one.pinyin)


def _from_a_syllable(reading: str, wanted: str) -> bool:
    syllables = reading.split()
    return any("".join(syllables[start:]).startswith(wanted) for start in range(1, len(syllables)))


def _in_order(wanted: str, text: str) -> bool:
    """Tell whether all characters stand in the text in this order, as 湖南长沙 in 湖南省长沙市."""
    rest = iter(text)
    return all(character in rest for character in wanted)


def _joined(reading: str) -> str:
    return reading.replace(" ", "")


def _initials(reading: str) -> str:
    return "".join(syllable[0] for syllable in reading.split())


def _containing_county(wanted: str, limit: int) -> tuple[Place, ...]:
    if len(wanted) < 2 or wanted.isascii():
        return ()
    codes = dict.fromkeys(code for name, code in _counties() if name.startswith(wanted))
    return tuple(one for code in codes if (one := place(code)) is not None)[:limit]


@cache
def _by_code() -> Mapping[str, Place]:
    with resources.path("regions", "filing_places.csv").open(encoding="utf-8", newline="") as table:
        return {row["code"]: _place(row) for row in csv.DictReader(table)}


def _place(row: Mapping[str, str]) -> Place:
    return Place(
        code=row["code"],
        name=row["name"],
        province=row["province"],
        kind=row["kind"],
        to_verify=row["to_verify"] == "yes",
        pinyin=tuple(row["pinyin"].split("|")),
        province_pinyin=tuple(row["province_pinyin"].split("|")),
        historic=tuple(name for name in row["historic"].split("|") if name),
    )


@cache
def _counties() -> tuple[tuple[str, str], ...]:
    """Return (county name, code of the filing place it lies in)."""
    tree = json.loads(resources.path("regions", "divisions.json").read_text("utf-8"))
    return tuple(
        (name, city["code"] or province["code"])
        for province in tree["provinces"]
        for city in province["cities"]
        for _, name in city["counties"]
    )


@cache
def _codes_ever() -> str:
    return resources.path("regions", "region_codes_ever.csv").read_text("utf-8")


@cache
def _latest_name(code: str) -> str | None:
    # Searching the text is a hundred times quicker than parsing seven thousand rows.
    table = _codes_ever()
    start = table.find(f"\n{code},")
    if start < 0:
        return None
    names = table[start + 1 :].partition("\n")[0].split(",")[1]
    return names.rpartition("|")[2]
