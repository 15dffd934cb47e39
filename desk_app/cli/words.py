"""What a command is made of, and the arguments that several commands share."""

import argparse
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from desk_app.policy.vocabulary import Labelled

Runner = Callable[[argparse.Namespace], int]
Runners = Mapping[str, Runner]


@dataclass(frozen=True, slots=True)
class Argument:
    """One word or option of a command; ``options`` go to argparse as they are."""

    names: tuple[str, ...]
    help: str
    options: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Command:
    """One command: its name, what it does, its arguments.

    ``load`` imports the runners of its module, no sooner than one of them is wanted. What is
    ``dated`` writes the day into records or papers: it waits for a clock that is believed.
    """

    name: str
    help: str
    load: Callable[[], Runners]
    arguments: tuple[Argument, ...] = ()
    dated: bool = False

    def run(self, options: argparse.Namespace) -> int:
        """Do it and return the exit code."""
        return self.load()[self.name](options)


def whole(least: int, most: int) -> dict[str, Any]:
    """Return the options of an argument that takes a whole number in a range."""

    def number(text: str) -> int:
        if not (text.isascii() and text.isdecimal() and len(text) <= len(str(most))):
            raise argparse.ArgumentTypeError(f"应为 {least} 到 {most} 的整数")
        if not least <= int(text) <= most:
            raise argparse.ArgumentTypeError(f"应为 {least} 到 {most} 的整数")
        return int(text)

    return {"type": number}


def codes(kind: type[Labelled]) -> dict[str, Any]:
    """Return the options of an argument that takes a code of a closed set."""
    return {"choices": [str(member) for member in kind], "metavar": kind.__name__.upper()}


def legend(kind: type[Labelled]) -> str:
    """Return the codes of a closed set with their titles, for the help."""
    return "；".join(f"{member} {member.label}" for member in kind)


JSON_OUTPUT = Argument(("--json",), "以 JSON 输出，供其他程序读取", {"action": "store_true"})
ON_DATE = Argument(("--on",), "按哪一天判断（YYYY-MM-DD），默认今天", {"metavar": "DATE"})
OUT = Argument(("--out",), "把表单存为 PDF 的文件夹", {"metavar": "DIR"})
RECORD = Argument(("record",), "备案编号", {"metavar": "RECORD"})
PRINTER = Argument(("--printer",), "打印机名称", {"metavar": "NAME"})
TO_PRINTER = Argument(("--printer",), "把表单送到这台打印机", {"metavar": "NAME"})
WAIT = Argument(
    ("--wait",),
    "最多等几秒看打印结果，默认 20；退出码 0 为已送达或在排队，3 为没有印出或不知道",
    {**whole(0, 86_400), "default": 20, "metavar": "SECONDS"},
)
TRAY = Argument(("--tray",), "纸盒，默认为“默认”", {"default": "默认", "metavar": "NAME"})
REGION = Argument(("--region",), "参保地行政区划代码，如 440300", {"required": True})
DEVICE = Argument(
    ("--device",),
    "用哪个读卡器：sim 为模拟，也可写串口，默认自动寻找",
    {"metavar": "NAME"},
)

COMMON = (
    Argument(("--data",), "数据文件夹，默认在用户目录下", {"metavar": "DIR"}),
    Argument(("--passphrase-file",), "口令所在的文件（首行）", {"metavar": "FILE"}),
    Argument(("--staff",), "工号；不写则逐一尝试", {"metavar": "NO"}),
    Argument(
        ("--clock-is-right",),
        "电脑时钟有疑问而确实对时：写手机或日历上今天的日期（记入操作记录）",
        {"metavar": "DATE"},
    ),
    Argument(("--counter",), "窗口号", {**whole(1, 99), "metavar": "N"}),
)
