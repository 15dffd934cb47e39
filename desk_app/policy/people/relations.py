"""How who acts belongs to the applicant, as clerks write it, and whom that makes a guardian."""

ADULT_FROM = 18
_PARENTS = frozenset(
    [
        "父亲",
        "母亲",
        "父",
        "母",
        "爸爸",
        "妈妈",
        "爸",
        "妈",
        "父母",
        "父子",
        "父女",
        "母子",
        "母女",
        "养父",
        "养母",
    ]
)
_APPOINTED = frozenset(["监护人", "法定监护人", "法定代理人", "指定监护人"])
_OTHERS = """
配偶 夫妻 丈夫 妻子 夫 妻 爱人 老公 老婆 未婚夫 未婚妻 男友 女友 恋人
子女 儿子 女儿 子 女 儿女 继子 继女 养子 养女 继父 继母 儿媳 媳妇 女婿 公公 婆婆 岳父 岳母
祖父 祖母 祖父母 爷爷 奶奶 外祖父 外祖母 外公 外婆 姥姥 姥爷 祖孙 祖辈
孙子 孙女 外孙 外孙女 孙辈
兄弟 姐妹 兄弟姐妹 哥哥 弟弟 姐姐 妹妹 兄 弟 姐 妹 兄妹 姐弟 嫂子 姐夫 妹夫 弟媳
叔叔 伯伯 伯父 姑姑 姑妈 舅舅 舅妈 姨妈 姨 阿姨 侄子 侄女 外甥 外甥女
堂兄 堂弟 堂姐 堂妹 表兄 表弟 表姐 表妹 表哥 亲属 其他亲属 亲戚 家属 近亲属 继承人
朋友 同事 邻居 同学 同乡 老乡 室友 雇主 单位 单位经办人 单位同事 单位代办 经办人 人事
护工 保姆 社工 网格员 社区工作人员 村干部 志愿者 律师 非亲属 受托人 代理人
学校 老师 班主任 辅导员
"""
_USUAL = _PARENTS | _APPOINTED | frozenset(_OTHERS.split())


def is_adult(age: int | None) -> bool:
    """Tell whether somebody of that age is of full age; who is of unknown age counts as adult."""
    return age is None or age >= ADULT_FROM


def is_guardian(relation: str | None, age: int | None) -> bool:
    """Tell whether an agent's relation, as typed, makes them guardian of somebody of that age.

    Parents are guardians of their children until these are of age; of an adult only who is
    named so.
    """
    named = (relation or "").strip()
    return named in _APPOINTED or (named in _PARENTS and not is_adult(age))


def is_known_relation(relation: str) -> bool:
    """Tell whether a relation, as typed, says in usual words how two people belong together."""
    return "".join(relation.split()).removeprefix("申请人").removeprefix("的") in _USUAL
