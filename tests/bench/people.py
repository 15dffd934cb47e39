"""Invented people as a Guangdong hall meets them, and a file with a million of their filings."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from desk_app.policy.people.check_digits import check_character

# Surnames with their share in ten thousand; common ones of Guangdong, rare and double ones too.
_SURNAMES = {
    "陈": 1130, "李": 800, "黄": 680, "张": 610, "梁": 420, "林": 410, "刘": 390, "吴": 330,
    "王": 320, "何": 300, "杨": 250, "罗": 210, "谢": 205, "邓": 200, "郑": 190, "曾": 180,
    "周": 175, "叶": 170, "冯": 160, "赖": 150, "钟": 148, "蔡": 146, "黎": 140, "徐": 130,
    "朱": 120, "彭": 115, "江": 110, "苏": 105, "蓝": 100, "卢": 95, "余": 90, "许": 88, "古": 70,
    "邹": 65, "温": 60, "谭": 58, "麦": 50, "莫": 48, "区": 45, "冼": 30, "欧阳": 25, "翟": 12,
    "单": 8, "解": 7, "查": 6, "仇": 5, "覃": 5, "缪": 4, "司徒": 9, "上官": 3, "尉迟": 1,
}  # fmt: skip
_GIVEN = (
    "志伟明华丽芳秀英国强建军文辉晓燕玲娟敏静婷雪梅春花海波涛勇杰俊浩宇轩子涵梓晨欣怡佳琪嘉乐行"
    "长重朝阳家豪永康少芬惠珍金玉桂兰美容清荣德贵祥瑞彬斌鹏飞龙凤仙娇媚莲香云霞红艳平安生财有福"
)
_PREFIXES = (*range(130, 140), 147, *range(150, 154), *range(155, 160), 166, *range(170, 190), 198)


@dataclass(frozen=True, slots=True)
class Made:
    """An invented person."""

    name: str
    id_number: str
    phone: str
    sex: str
    birth: date


def people(count: int, *, seed: int = 1) -> Iterator[Made]:
    """Yield people of region 440399, which never existed, with distinct right numbers."""
    chance = random.Random(seed)
    surnames, weights = list(_SURNAMES), list(_SURNAMES.values())
    for serial in range(count):
        days, order = divmod(serial * 7 + chance.randrange(7), 997)
        birth = date(1936, 1, 1) + timedelta(days=days * 13 % 27_000)
        body = f"440399{birth:%Y%m%d}{order + 1:03d}"
        given = chance.choices(_GIVEN, k=2 if chance.random() < 0.84 else 1)
        yield Made(
            name=chance.choices(surnames, weights)[0] + "".join(given),
            id_number=body + check_character(body),
            phone=f"{chance.choice(_PREFIXES)}{chance.randrange(10**8):08d}",
            sex="male" if order % 2 == 0 else "female",
            birth=birth,
        )
