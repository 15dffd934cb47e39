"""The commands about people; as rows."""

from desk_app.cli.words import JSON_OUTPUT, Argument, Command, Runners, codes, legend
from desk_app.policy.vocabulary import Role


def _load() -> Runners:
    from desk_app.cli.runners.staff import RUNNERS

    return RUNNERS


STAFF_ACTIONS = (
    "list",
    "add",
    "change",
    "remove",
    "passphrase",
    "recover",
    "recovery-code",
    "remember",
    "forget",
    "rekey",
)
NEW_PASSPHRASE = Argument(
    ("--new-passphrase-file",),
    "新口令所在的文件（首行）；也可设 DESK_NEW_PASSPHRASE",
    {"metavar": "FILE"},
)

COMMANDS = (
    Command(
        "staff",
        "人员：list 列出；add 新增；change 改姓名或角色；remove 停用；passphrase 改口令；"
        "recover 用恢复码找回；recovery-code 换恢复码；"
        "rekey 更换数据密钥；remember 本机用系统钥匙串登录；forget 取消",
        _load,
        (
            Argument(("action",), "做什么", {"choices": STAFF_ACTIONS, "metavar": "ACTION"}),
            Argument(("number",), "工号", {"nargs": "?", "metavar": "NO"}),
            Argument(("--name",), "姓名", {"metavar": "NAME"}),
            Argument(("--role",), f"角色：{legend(Role)}", codes(Role)),
            NEW_PASSPHRASE,
            Argument(
                ("--code-file",),
                "恢复码所在的文件（首行）；也可设 DESK_RECOVERY_CODE",
                {"metavar": "FILE"},
            ),
            Argument(
                ("--confirm",),
                "recovery-code：启用刚才显示的新恢复码，旧的从此作废；不写则取自上面的文件或变量",
                {"nargs": "?", "const": "", "metavar": "CODE"},
            ),
            Argument(
                ("--seen",),
                "passphrase：原来的口令被别人知道了，同时更换数据密钥",
                {"action": "store_true"},
            ),
            Argument(
                ("--leave-out",),
                "rekey：不等还没登录过新版的人；他们要由主管重设口令才能登录",
                {"action": "store_true"},
            ),
            JSON_OUTPUT,
        ),
    ),
)
