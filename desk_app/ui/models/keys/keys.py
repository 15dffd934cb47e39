"""Every key the window knows, once: the help shows this table, a test holds the screens to it."""

from collections.abc import Iterable
from dataclasses import dataclass

EVERYWHERE = "everywhere"
SCREENS = {
    EVERYWHERE: "任何页面",
    "counter": "办理",
    "check": "核对",
    "papers": "打印",
    "records": "备案记录",
    "ending": "注销",
    "guide": "办事指南",
    "day": "今日与日结",
    "settings": "设置",
    "first_start": "首次启动",
    "door": "登录",
    "help": "帮助",
}


@dataclass(frozen=True, slots=True)
class Key:
    """A key (or several that do the same), the screen it works on, and what it does.

    ``alone`` are the names Qt knows; ``shown`` is how it stands on a key cap.
    """

    screen: str
    keys: tuple[str, ...]
    does: str
    shown: str = ""

    @property
    def cap(self) -> str:
        """Return the key as it stands on a cap."""
        return self.shown or self.keys[0].replace("+", " ")


KEYS = (
    Key(EVERYWHERE, ("F1",), "看这个页面的说明，再按一次收起"),
    Key(EVERYWHERE, ("F2",), "新办一件，手上的先存为草稿"),
    Key(EVERYWHERE, ("Ctrl+K",), "查找备案：姓名、拼音首字母、证件号码、受理编号"),
    Key(EVERYWHERE, ("Ctrl+G",), "打开办事指南"),
    Key(EVERYWHERE, ("F10",), "今日与日结：统计、到期、待补正、日结、导出"),
    Key(EVERYWHERE, ("F11",), "设置"),
    Key(EVERYWHERE, ("F12",), "锁定，离开座位时用"),
    Key(EVERYWHERE, ("Return",), "到下一项，或按下当前的按钮", "Enter"),
    Key(EVERYWHERE, ("Shift+Return",), "回到上一项", "Shift Enter"),
    Key(EVERYWHERE, ("Tab",), "到下一个可操作的位置"),
    Key("counter", ("Ctrl+Return", "Ctrl+Enter"), "核对并打印", "Ctrl Enter"),
    Key("counter", ("F3",), "沿用这个人上次备案的信息"),
    Key("counter", ("F6",), "跳到下一处要改的地方"),
    Key("counter", ("F8",), "读身份证；再按一次停止；有不同时对照"),
    Key("counter", ("F9",), "放大表单预览，再按收起"),
    Key("counter", ("Ctrl+S",), "存为草稿"),
    Key("counter", ("Ctrl+O",), "取回数据文件夹不见时另存的草稿"),
    Key(
        "counter",
        tuple(f"Alt+{number}" for number in range(1, 10)),
        "切换第几份材料的状态：缺、原件、复印件…",
        "Alt 1–9",
    ),
    Key(
        "counter",
        tuple(f"Ctrl+{number}" for number in range(1, 4)),
        "答复要先问清的事",
        "Ctrl 1–3",
    ),
    Key("counter", ("Alt+Down",), "在证件号码栏：选择证件类型", "Alt ↓"),
    Key("counter", ("Esc",), "等证件时：停止读卡"),
    Key("counter", ("1",), "在单选项里直接选，并到下一项", "1–9"),
    Key("counter", ("t",), "在日期栏：今天；+3 是三天后", "t"),
    Key("check", ("Ctrl+Return", "Ctrl+Enter"), "登记、编号并打印整套表单", "Ctrl Enter"),
    Key("check", ("Esc",), "回去修改"),
    Key("papers", ("Ctrl+P",), "打印全部"),
    Key("papers", ("Ctrl+S",), "另存为 PDF"),
    Key("papers", ("Ctrl+Z",), "撤回刚办的这件", "Ctrl Z"),
    Key("papers", ("F5",), "重打选中的一份"),
    Key("records", ("Up", "Down"), "选择备案", "↑ ↓"),
    Key("records", ("Ctrl+P",), "补打表单"),
    Key("records", ("F4",), "补齐材料，再受理"),
    Key("records", ("F7",), "变更"),
    Key("records", ("F8",), "注销"),
    Key("records", ("F6",), "到筛选：时间、类型、状态"),
    Key("records", ("F9",), "标记已录入官方系统"),
    Key("records", ("Ctrl+Z",), "撤回最近办的一步；已结束的由主管恢复", "Ctrl Z"),
    Key("records", ("Esc",), "回到办理"),
    Key("ending", ("Ctrl+Return", "Ctrl+Enter"), "确认注销并打印", "Ctrl Enter"),
    Key("ending", ("Esc",), "不注销"),
    Key("guide", ("Up", "Down"), "在目录里选择；在正文里逐条阅读", "↑ ↓"),
    Key("guide", ("Return",), "进入正文", "Enter"),
    Key("guide", ("Ctrl+F",), "到搜索框"),
    Key("guide", ("1",), "回答问题，或直接选", "1–9"),
    Key("guide", ("Backspace",), "在类型问答里：收回上一个回答"),
    Key("guide", ("Ctrl+B",), "看要带什么"),
    Key("guide", ("Ctrl+Return", "Ctrl+Enter"), "按这一类开始办理", "Ctrl Enter"),
    Key("guide", ("Ctrl+P",), "预览须知；在预览里打印"),
    Key("guide", ("Ctrl+S",), "在预览里：另存为 PDF"),
    Key("guide", ("PgUp", "PgDown"), "翻页", "PgUp PgDn"),
    Key("guide", ("Esc",), "一步一步返回"),
    Key("day", ("Up", "Down"), "在左边选一页；在名单里选一件", "↑ ↓"),
    Key("day", ("Right",), "从左边进入这一页，也可按 Enter", "→"),
    Key("day", ("Ctrl+Return", "Ctrl+Enter"), "生成日结单、台账，导出，核对名册", "Ctrl Enter"),
    Key("day", ("Ctrl+P",), "打印生成的表单"),
    Key("day", ("Ctrl+S",), "把生成的表单另存为 PDF"),
    Key("day", ("F9",), "放大看生成的表单，按 Esc 收起"),
    Key("day", ("Ctrl+E",), "导出待录入官方系统的清单，或名册的改正清单"),
    Key("day", ("Ctrl+O",), "选择单位名册"),
    Key("day", ("Esc",), "停止导出；回到左边；再按回去接着办"),
    Key("settings", ("Up", "Down"), "在左边选一项设置", "↑ ↓"),
    Key("settings", ("Right",), "从左边进入这一页，也可按 Enter", "→"),
    Key("settings", ("Ctrl+P",), "打印样表核对页"),
    Key("settings", ("Ctrl+S",), "把样表核对页另存为 PDF"),
    Key("settings", ("F9",), "放大看样表核对页，按 Esc 收起"),
    Key("settings", ("Esc",), "回到左边；再按回去接着办"),
    Key("first_start", ("Ctrl+Return", "Ctrl+Enter"), "保存并继续", "Ctrl Enter"),
    Key("door", ("Return",), "登录", "Enter"),
    Key("help", ("Up", "Down"), "选择主题，或逐条阅读", "↑ ↓"),
    Key("help", ("Return",), "进入正文", "Enter"),
    Key("help", ("Esc",), "收起帮助，回到原处"),
)


def keys_of(*screens: str) -> tuple[Key, ...]:
    """Return the keys of some screens, in the order of the table."""
    return tuple(one for one in KEYS if one.screen in screens)


def is_known(key: str, screens: Iterable[str]) -> bool:
    """Tell whether a key, as Qt names it, is in the table for one of the screens."""
    wanted = set(screens)
    return any(key in one.keys for one in KEYS if one.screen in wanted)
