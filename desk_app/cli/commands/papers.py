"""The commands about paper itself: blank, calibrate, overprint; as rows."""

from desk_app.cli.words import JSON_OUTPUT, PRINTER, RECORD, TRAY, Argument, Command, Runners


def _load() -> Runners:
    from desk_app.cli.runners.papers import RUNNERS

    return RUNNERS


COMMANDS = (
    Command(
        "blank",
        "本局样表：read 读出各处该填什么；check 画出对照表；install 启用；remove 停用；list 列出",
        _load,
        (
            Argument(
                ("action",),
                "read、check、install、remove 或 list",
                {"choices": ["read", "check", "install", "remove", "list"], "metavar": "ACTION"},
            ),
            Argument(
                ("file",),
                "空白表（PDF；read 也读 docx、doc、xlsx 等）",
                {"nargs": "?", "metavar": "FILE"},
            ),
            Argument(("map",), "对照表（TOML）", {"nargs": "?", "metavar": "MAP"}),
            Argument(("--paper",), "哪种表单（停用时写；read 不写时看表名）", {"metavar": "ID"}),
            Argument(("--out",), "画好的文件、读出的对照表存到哪里", {"metavar": "FILE"}),
            JSON_OUTPUT,
        ),
    ),
    Command(
        "calibrate",
        "套打校准：先打印校准页，再记下量得的位置",
        _load,
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
        _load,
        (
            RECORD,
            Argument(("--paper",), "哪种表单", {"required": True, "metavar": "ID"}),
            PRINTER,
            TRAY,
            Argument(("--out",), "存到哪里", {"metavar": "FILE"}),
            JSON_OUTPUT,
        ),
    ),
)
