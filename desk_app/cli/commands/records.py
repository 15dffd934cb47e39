"""The commands about records: init, intake, cancel, change, print, find, show, export; as rows."""

from dataclasses import replace

from desk_app.cli.commands.intake import ANSWER, FOR_INTAKE, JSON_LINES, ON_MISSING
from desk_app.cli.words import (
    JSON_OUTPUT,
    OUT,
    RECORD,
    REGION,
    TO_PRINTER,
    WAIT,
    Argument,
    Command,
    Runners,
    codes,
    legend,
    whole,
)
from desk_app.policy.vocabulary import CancelReason, DocumentState, FilingStatus, FilingType


def _load_intake() -> Runners:
    from desk_app.cli.runners.intake import RUNNERS

    return RUNNERS


def _load() -> Runners:
    from desk_app.cli.runners.records import RUNNERS

    return RUNNERS


def _load_putting_right() -> Runners:
    from desk_app.cli.runners.putting_right import RUNNERS

    return RUNNERS


REASON = Argument(("--reason",), "理由，记入操作记录", {"metavar": "TEXT"})
ASKED_BY = Argument(("--asked-by",), "谁提出的，如 本人、女儿", {"metavar": "TEXT"})

COMMANDS = (
    Command(
        "init",
        "建立本窗口的数据文件夹",
        _load,
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
        dated=True,
    ),
    Command(
        "intake",
        "登记备案并打印（文件里一件或一批）",
        _load_intake,
        (
            Argument(("file",), "案件文件（JSON），或单位名册（表格）", {"metavar": "FILE"}),
            OUT,
            TO_PRINTER,
            WAIT,
            ON_MISSING,
            *FOR_INTAKE,
            JSON_OUTPUT,
            JSON_LINES,
        ),
        dated=True,
    ),
    Command(
        "cancel",
        "注销备案",
        _load,
        (
            RECORD,
            Argument(
                ("--reason",),
                f"原因：{legend(CancelReason)}",
                {"required": True, **codes(CancelReason)},
            ),
            Argument(("--reason-text",), "原因为“其他”时的说明；参保人死亡时写来办的人和关系"),
            Argument(("--effective",), "生效日期，默认今天", {"metavar": "DATE"}),
            OUT,
            TO_PRINTER,
            WAIT,
            JSON_OUTPUT,
        ),
        dated=True,
    ),
    Command(
        "change",
        "变更备案：注销原备案并登记新备案",
        _load,
        (
            RECORD,
            Argument(("file",), "新案件文件（JSON）"),
            ANSWER,
            OUT,
            TO_PRINTER,
            WAIT,
            JSON_OUTPUT,
        ),
        dated=True,
    ),
    Command(
        "complete",
        "补齐材料：待补正的备案受理，个人承诺的改为提交材料",
        _load_putting_right,
        (
            RECORD,
            Argument(
                ("--document",),
                f"带来的材料，可写多次；状态：{legend(DocumentState)}",
                {"action": "append", "required": True, "metavar": "ID=STATE"},
            ),
            ON_MISSING,
            OUT,
            TO_PRINTER,
            WAIT,
            JSON_OUTPUT,
        ),
        dated=True,
    ),
    Command(
        "withdraw",
        "撤回刚办的一步（登记、变更、注销、补齐材料）；一分钟后由主管写明理由",
        _load_putting_right,
        (RECORD, REASON, JSON_OUTPUT),
        dated=True,
    ),
    Command(
        "reinstate",
        "误注销、误变更、误撤回的恢复原状（主管）",
        _load_putting_right,
        (
            RECORD,
            replace(REASON, options={**REASON.options, "required": True}),
            OUT,
            TO_PRINTER,
            WAIT,
            JSON_OUTPUT,
        ),
        dated=True,
    ),
    Command(
        "correct",
        "更正写错的姓名、号码、医院等，编号不变；文件里只写要改的项",
        _load_putting_right,
        (
            RECORD,
            Argument(("file",), "要改成的项（JSON）", {"metavar": "FILE"}),
            replace(ASKED_BY, options={**ASKED_BY.options, "required": True}),
            Argument(("--seen",), "看过的证件或材料", {"required": True, "metavar": "TEXT"}),
            OUT,
            TO_PRINTER,
            WAIT,
            JSON_OUTPUT,
        ),
        dated=True,
    ),
    Command(
        "amend",
        "修改电话、地址、单位等联系信息，编号不变；文件里只写要改的项",
        _load_putting_right,
        (
            RECORD,
            Argument(("file",), "要改成的项（JSON）", {"metavar": "FILE"}),
            ASKED_BY,
            OUT,
            TO_PRINTER,
            WAIT,
            JSON_OUTPUT,
        ),
        dated=True,
    ),
    Command(
        "print",
        "打印或补打表单（--out 与 --printer 至少写一个）",
        _load,
        (
            RECORD,
            Argument(("--paper",), "只打哪几种表单", {"nargs": "+", "metavar": "ID"}),
            OUT,
            TO_PRINTER,
            WAIT,
            JSON_OUTPUT,
        ),
    ),
    Command(
        "printed",
        "看过打印机后，记下不知道印出没有的表单：yes 已出纸，no 没出纸",
        _load,
        (
            RECORD,
            Argument(("came",), "yes 或 no", {"choices": ["yes", "no"], "metavar": "yes|no"}),
            Argument(("--paper",), "只说哪几种表单", {"nargs": "+", "metavar": "ID"}),
            JSON_OUTPUT,
        ),
    ),
    Command(
        "find",
        "按姓名、拼音、证件或电话尾号、编号查找",
        _load,
        (
            Argument(("text",), "要找的内容", {"metavar": "TEXT"}),
            Argument(("--limit",), "最多列出几件", {**whole(1, 10_000), "default": 20}),
            JSON_OUTPUT,
        ),
    ),
    Command("show", "显示一件备案", _load, (RECORD, JSON_OUTPUT)),
    Command(
        "draft",
        "取回数据文件夹不见时另存的草稿（.deskdraft）",
        _load,
        (Argument(("file",), "另存的草稿", {"metavar": "FILE"}), JSON_OUTPUT),
    ),
    Command(
        "export",
        "导出备案清单（按扩展名：.csv .xlsx .jsonl；.db 为整份加密副本）",
        _load,
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
)
