"""The commands, their words and options, as rows."""

import argparse
import sys
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, NoReturn

from desk_app import __version__
from desk_app.cli.hall_arguments import HALL
from desk_app.cli.roster_arguments import FOR_INTAKE, ON_MISSING, ROSTER
from desk_app.cli.upkeep_arguments import UPKEEP
from desk_app.cli.words import (
    COMMON,
    DEVICE,
    JSON_OUTPUT,
    ON_DATE,
    OUT,
    PRINTER,
    RECORD,
    REGION,
    TRAY,
    Argument,
    Command,
    codes,
    legend,
)
from desk_app.policy.vocabulary import (
    CancelReason,
    FilingStatus,
    FilingType,
    IdKind,
    Method,
    Variant,
)

# It may stand before the command too, or where there is none.
FOR_WINDOW = replace(DEVICE, options={**DEVICE.options, "default": argparse.SUPPRESS})

COMMANDS = (
    Command("window", "打开窗口（不写命令时也是它）", (FOR_WINDOW,)),
    Command("demo", "用示例数据打开窗口，数据放在用完即删的文件夹", (FOR_WINDOW,)),
    Command("selftest", "不用显示器，把整件事从头到尾做一遍并核对", (OUT, JSON_OUTPUT)),
    Command(
        "init",
        "建立本窗口的数据文件夹",
        (
            Argument(("--hall",), "服务厅名称", {"required": True, "metavar": "NAME"}),
            Argument(("--code",), "服务厅代码，印在编号开头", {"required": True}),
            REGION,
            Argument(("--clerk",), "首位主管的姓名", {"required": True, "metavar": "NAME"}),
            Argument(("--address",), "服务厅地址"),
            Argument(("--phone",), "咨询电话"),
            Argument(("--complaint-phone",), "监督电话"),
            JSON_OUTPUT,
        ),
    ),
    Command(
        "intake",
        "登记备案并打印（文件里一件或一批）",
        (
            Argument(("file",), "案件文件（JSON），或单位名册（表格）", {"metavar": "FILE"}),
            OUT,
            ON_MISSING,
            *FOR_INTAKE,
            JSON_OUTPUT,
        ),
    ),
    Command(
        "cancel",
        "注销备案",
        (
            RECORD,
            Argument(
                ("--reason",),
                f"原因：{legend(CancelReason)}",
                {"required": True, **codes(CancelReason)},
            ),
            Argument(("--reason-text",), "原因为“其他”时的说明"),
            Argument(("--effective",), "生效日期，默认今天", {"metavar": "DATE"}),
            OUT,
            JSON_OUTPUT,
        ),
    ),
    Command(
        "change",
        "变更备案：注销原备案并登记新备案",
        (RECORD, Argument(("file",), "新案件文件（JSON）"), OUT, JSON_OUTPUT),
    ),
    Command(
        "print",
        "打印或补打表单",
        (
            RECORD,
            Argument(("--paper",), "只打哪几种表单", {"nargs": "+", "metavar": "ID"}),
            OUT,
            Argument(("--printer",), "送到这台打印机（与 --out 至少写一个）", {"metavar": "NAME"}),
            JSON_OUTPUT,
        ),
    ),
    Command(
        "find",
        "按姓名、拼音、证件或电话尾号、编号查找",
        (
            Argument(("text",), "要找的内容", {"metavar": "TEXT"}),
            Argument(("--limit",), "最多列出几件", {"type": int, "default": 20}),
            JSON_OUTPUT,
        ),
    ),
    Command("show", "显示一件备案", (RECORD, JSON_OUTPUT)),
    Command(
        "guide",
        "说明某类备案的条件、材料、期限和提醒；或按主题、按词查",
        (
            REGION,
            Argument(("--type",), f"备案类型：{legend(FilingType)}", codes(FilingType)),
            Argument(("--topic",), "读出一个主题（不写 --type 和 --topic 时列出全部主题）"),
            Argument(("--search",), "在全部规则、渠道、法规里查这些词", {"metavar": "TEXT"}),
            Argument(("--channels",), "列出办理渠道和步骤", {"action": "store_true"}),
            Argument(
                ("--answers",),
                "类型问答：依次给出各题的键，如 ny；空着则给出第一题",
                {"metavar": "KEYS", "nargs": "?", "const": ""},
            ),
            Argument(("--method",), f"备案方式：{legend(Method)}", codes(Method)),
            Argument(("--variant",), f"表格种类：{legend(Variant)}", codes(Variant)),
            Argument(("--place",), "就医地行政区划代码"),
            Argument(("--agent",), "由他人代办", {"action": "store_true"}),
            Argument(("--age",), "申请人年龄", {"type": int}),
            ON_DATE,
            JSON_OUTPUT,
        ),
    ),
    Command(
        "check-id",
        "核对证件号码",
        (
            Argument(("number",), "证件号码", {"metavar": "NUMBER"}),
            Argument(
                ("--kind",),
                f"证件类型：{legend(IdKind)}",
                {"default": str(IdKind.RESIDENT_ID), **codes(IdKind)},
            ),
            ON_DATE,
            JSON_OUTPUT,
        ),
    ),
    Command(
        "export",
        "导出备案清单（按扩展名：.csv .xlsx .jsonl；.db 为整份加密副本）",
        (
            Argument(("file",), "导出到哪个文件", {"metavar": "FILE"}),
            Argument(("--from",), "受理日期从", {"dest": "since", "metavar": "DATE"}),
            Argument(("--to",), "受理日期到（含）", {"dest": "until", "metavar": "DATE"}),
            Argument(("--type",), f"只要这一类：{legend(FilingType)}", codes(FilingType)),
            Argument(("--status",), f"只要这种状态：{legend(FilingStatus)}", codes(FilingStatus)),
            Argument(("--by",), "只要这个工号登记的", {"metavar": "NO"}),
            Argument(
                ("--masked",),
                "证件号码和电话打星号；经办员导出时总是如此",
                {"action": "store_const", "const": True, "default": None},
            ),
            Argument(
                ("--unmasked",),
                "完整导出（主管导出时的默认做法）",
                {"dest": "masked", "action": "store_const", "const": False},
            ),
            JSON_OUTPUT,
        ),
    ),
    Command(
        "rules",
        "规则：说法不一的问题、本局口径、规则包、节假日",
        (
            Argument(
                ("action",),
                "questions 列出问题；answer 录入本局口径；weigh 比较规则包；accept 启用；"
                "roll-back 退回；holidays 节假日表",
                {
                    "choices": ["questions", "answer", "weigh", "accept", "roll-back", "holidays"],
                    "metavar": "ACTION",
                },
            ),
            Argument(("--region",), "参保地行政区划代码，默认本厅的参保地"),
            Argument(("--subject",), "问题或规则的编号，如 C1"),
            Argument(("--text",), "答复内容"),
            Argument(("--answered-by",), "答复人"),
            Argument(("--number",), "来文或来电编号"),
            ON_DATE,
            Argument(("--file",), "规则包或节假日表文件"),
            JSON_OUTPUT,
        ),
    ),
    Command(
        "blank",
        "本局样表：check 画出对照表；install 启用；remove 停用；list 列出",
        (
            Argument(
                ("action",),
                "check、install、remove 或 list",
                {"choices": ["check", "install", "remove", "list"], "metavar": "ACTION"},
            ),
            Argument(("file",), "空白表（PDF）", {"nargs": "?", "metavar": "FILE"}),
            Argument(("map",), "对照表（TOML）", {"nargs": "?", "metavar": "MAP"}),
            Argument(("--paper",), "哪种表单（停用时写）", {"metavar": "ID"}),
            Argument(("--out",), "画好的文件存到哪里", {"metavar": "FILE"}),
            JSON_OUTPUT,
        ),
    ),
    Command(
        "calibrate",
        "套打校准：先打印校准页，再记下量得的位置",
        (
            PRINTER,
            TRAY,
            Argument(
                ("--measured",),
                "十字的应在位置=实际位置（毫米），如 20,20=20.4,21.0，至少两个",
                {"nargs": "+", "metavar": "X,Y=U,V"},
            ),
            Argument(("--out",), "校准页存到哪里", {"metavar": "FILE"}),
            JSON_OUTPUT,
        ),
    ),
    Command(
        "overprint",
        "套打：只印内容，印在预印好的表上",
        (
            RECORD,
            Argument(("--paper",), "哪种表单", {"required": True, "metavar": "ID"}),
            PRINTER,
            TRAY,
            Argument(("--out",), "存到哪里", {"metavar": "FILE"}),
            JSON_OUTPUT,
        ),
    ),
    Command("doctor", "检查本机环境：字体、磁盘、打印、数据文件夹", (JSON_OUTPUT,)),
    *UPKEEP,
    *HALL,
    *ROSTER,
)


class _Parser(argparse.ArgumentParser):
    """A parser whose complaints are in Chinese where the clerk's IT person reads them."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the words of the command and leave with exit code 2."""
        self.print_usage(sys.stderr)
        self.exit(2, f"命令写法不对：{message}\n用 {self.prog} --help 查看写法。\n")


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line."""
    parser = _Parser(prog="desk-app", description="异地就医备案窗口")
    parser.add_argument("--version", action="version", version=__version__)
    _add(parser, (*COMMON, DEVICE))
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", parser_class=_Parser)
    for command in COMMANDS:
        sub = commands.add_parser(command.name, help=command.help, description=command.help)
        _add(sub, command.arguments)
        # The common options may stand before or after the command; given after, they win.
        _add(sub, COMMON, default=argparse.SUPPRESS)
    return parser


def _add(parser: argparse.ArgumentParser, arguments: Iterable[Argument], **extra: Any) -> None:
    for argument in arguments:
        parser.add_argument(*argument.names, help=argument.help, **{**argument.options, **extra})
