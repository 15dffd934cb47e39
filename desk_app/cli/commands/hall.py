"""The commands about halls with several counters: the shared server, the hall package; as rows."""

from desk_app.cli.words import JSON_OUTPUT, Argument, Command, Runners


def _load() -> Runners:
    from desk_app.cli.runners.hall import RUNNERS

    return RUNNERS


HALL_ACTIONS = ("init", "join", "move")

COMMANDS = (
    Command(
        "hall",
        "多个窗口共用一台 PostgreSQL：init 准备服务器；join 本窗口加入；move 迁移数据",
        _load,
        (
            Argument(("action",), "做什么", {"choices": HALL_ACTIONS, "metavar": "ACTION"}),
            Argument(
                ("url",),
                "服务器地址，如 postgresql://用户@主机/数据库?sslmode=verify-full",
                {"nargs": "?", "metavar": "URL"},
            ),
            Argument(("--to",), "迁到这台服务器（管理员的地址）", {"metavar": "URL"}),
            Argument(("--to-local",), "从服务器迁回本机，服务器随即停用", {"action": "store_true"}),
            Argument(
                ("--stay",),
                "迁移中断后服务器再也连不上：放弃迁移，数据留在原处",
                {"action": "store_true"},
            ),
            Argument(
                ("--server-password-file",),
                "服务器口令所在的文件（首行）；也可设 DESK_HALL_PASSWORD",
                {"metavar": "FILE"},
            ),
            Argument(("--new-password",), "给窗口账号换一个新口令", {"action": "store_true"}),
            JSON_OUTPUT,
        ),
    ),
    Command(
        "pack",
        "把本厅启用的规则、口径、样表、节假日打成一个厅包，供其他窗口启用",
        _load,
        (
            Argument(("file",), "厅包文件", {"metavar": "FILE"}),
            Argument(("--label",), "厅包的版本说明", {"metavar": "TEXT"}),
            Argument(
                ("--with-fonts",), "连同本厅自备的字体（请先确认许可）", {"action": "store_true"}
            ),
            JSON_OUTPUT,
        ),
    ),
    Command(
        "unpack",
        "核对一个厅包并列出不同之处；主管加 --accept 启用",
        _load,
        (
            Argument(("file",), "厅包文件", {"metavar": "FILE"}),
            Argument(("--code",), "提供者告知的核对码，不符则拒绝", {"metavar": "CODE"}),
            Argument(("--accept",), "已看过不同之处，启用", {"action": "store_true"}),
            JSON_OUTPUT,
        ),
    ),
)
