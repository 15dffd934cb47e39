"""The longest text each value may have: a form needs room for it, on itself or on an annex."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from forms.kit.values import CODED, TICK, is_tick, values_named
from forms.stored import PaperData

_NAME = "阿卜杜热西提·阿卜杜热合曼·买买提依明"
_ADDRESS = "新疆维吾尔自治区巴音郭楞蒙古自治州和静县某某镇某某路甲1号某某花园小区12栋3单元2405房"
_COMPANY = "深圳市某某国际供应链管理服务有限公司莲花分公司"
_LONG_PLACE = "新疆维吾尔自治区巴音郭楞蒙古自治州"
_WORDS = "需要写明的情况较多时就会写得这样长，"

# By the last part of a value's name: the text that is repeated, and to how many characters.
_LONGEST: Mapping[str, tuple[str, int]] = MappingProxyType(
    {
        "name": (_NAME, 50),
        "clerk": (_NAME, 50),
        "province": ("新疆维吾尔自治区", 8),
        "city": ("巴音郭楞蒙古自治州", 9),
        "insured_region": (_LONG_PLACE, 17),
        "id_number": ("44039919580309004X", 18),
        "phone": ("0755-00000000转00000", 18),
        "phone2": ("0755-00000000转00000", 18),
        "complaint_phone": ("0755-00000000转00000", 18),
        "nation": ("柯尔克孜族", 5),
        "social_card_no": ("A0123456789012345678", 20),
        "insured_no": ("60000000012345678901", 20),
        "residence_permit_no": ("60000000012345678901", 20),
        "relation": ("受委托的法定监护人", 9),
        "employer": (_COMPANY, 200),
        "address": (_ADDRESS, 300),
        "household_address": (_ADDRESS, 300),
        "employment": (_WORDS, 200),
        "hall": (_COMPANY, 60),
        "reason": (_WORDS, 300),
        "remark": (_WORDS, 300),
        "referral_hospital": (_COMPANY, 100),
        "admission_hospital": (_COMPANY, 100),
    }
)
_DAYS = MappingProxyType({"year": "2026", "month": "12", "day": "30"})
_ANYTHING = "示例内容"


def longest_texts(sample: PaperData, names: Iterable[str]) -> dict[str, str]:
    """Return for each named value the longest text it may have; ticks are ticked, all of them."""
    known = values_named(sample, names)
    return {name: _longest(sample, name, known[name]) for name in known}


def _longest(sample: PaperData, name: str, text: str) -> str:
    if is_tick(sample, name):
        return TICK
    first, _, last = name.rpartition(".")
    if name in CODED:
        return max(CODED[name].values(), key=len)
    if last in _DAYS:
        return _DAYS[last]
    if first == "place" and last == "name":
        return _LONG_PLACE
    if last in _LONGEST:
        repeated, length = _LONGEST[last]
        longest = (repeated * (length // len(repeated) + 1))[:length]
        return max(longest, text, key=len)
    return text or _ANYTHING
