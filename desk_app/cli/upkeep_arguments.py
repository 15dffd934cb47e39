"""The commands that keep people, records and days in order, as rows."""

from desk_app.cli.words import JSON_OUTPUT, OUT, Argument, Command, codes, legend
from desk_app.policy.vocabulary import Role

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
)
SPANS = ("day", "week", "month")

APPLY = Argument(("--apply",), "真正执行；不写则只预览", {"action": "store_true"})
NEW_PASSPHRASE = Argument(
    ("--new-passphrase-file",),
    "新口令所在的文件（首行）；也可设 DESK_NEW_PASSPHRASE",
    {"metavar": "FILE"},
)
FILE = Argument(("file",), "文件", {"metavar": "FILE"})
STARS = (
    Argument(
        ("--masked",),
        "证件号码打星号；经办员总是如此",
        {"action": "store_const", "const": True, "default": None},
    ),
    Argument(
        ("--unmasked",),
        "完整列出（主管的默认做法）",
        {"dest": "masked", "action": "store_const", "const": False},
    ),
)

UPKEEP = (
    Command(
        "staff",
        "人员：list 列出；add 新增；change 改姓名或角色；remove 停用；passphrase 改口令；"
        "recover 用恢复码找回；recovery-code 换恢复码；"
        "remember 本机用系统钥匙串登录；forget 取消",
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
            JSON_OUTPUT,
        ),
    ),
    Command(
        "backup",
        "备份并打开核对；不写文件则做自动备份（数据文件夹的 backups 和第二备份位置）",
        (
            Argument(("file",), "备份文件", {"nargs": "?", "metavar": "FILE"}),
            Argument(
                ("--second",), "设置第二备份位置（写 none 取消），以后每天自动备份过去",
                {"metavar": "DIR"},
            ),
            JSON_OUTPUT,
        ),
    ),
    Command(
        "restore",
        "用备份恢复；先说明会少掉什么，加 --yes 才执行，原来的文件留着",
        (
            FILE,
            Argument(("--yes",), "已看过会少掉什么，确认恢复", {"action": "store_true"}),
            Argument(
                ("--backup-passphrase-file",),
                "备份那天的主管口令所在的文件；不写则用现在的口令",
                {"metavar": "FILE"},
            ),
            JSON_OUTPUT,
        ),
    ),
    Command("verify", "核验数据：说明哪里不对、该怎么办；有问题时退出码为 1", (JSON_OUTPUT,)),
    Command(
        "official",
        "官方系统：list FILE 导出待录入清单；mark RECORD NUMBER 标记已录入",
        (
            Argument(("action",), "list 或 mark", {"choices": ["list", "mark"]}),
            Argument(("target",), "清单文件，或备案编号", {"metavar": "FILE|RECORD"}),
            Argument(("number",), "官方系统编号", {"nargs": "?", "metavar": "NUMBER"}),
            *STARS,
            JSON_OUTPUT,
        ),
    ),
    Command(
        "import",
        "导入另一窗口的 .jsonl 清单、备份文件或数据文件夹；先预览，加 --apply 才导入",
        (
            Argument(("path",), "文件或文件夹", {"metavar": "PATH"}),
            APPLY,
            Argument(
                ("--from-passphrase-file",),
                "那份数据的口令所在的文件；也可设 DESK_FROM_PASSPHRASE；不写则用本机的口令",
                {"metavar": "FILE"},
            ),
            Argument(("--from-staff",), "那份数据里的工号", {"metavar": "NO"}),
            JSON_OUTPUT,
        ),
    ),
    Command(
        "purge",
        "清除过了保存期限的记录；先预览，加 --apply 才清除",
        (
            APPLY,
            Argument(("--years",), "改保存期限（年，至少 2）", {"type": int, "metavar": "N"}),
            JSON_OUTPUT,
        ),
    ),
    Command(
        "day",
        "一天、一周或一月的件数；写 --out 则同时打印日结单",
        (
            Argument(("--on",), "哪一天，默认今天", {"metavar": "DATE"}),
            Argument(("--span",), "day、week 或 month", {"choices": SPANS, "default": "day"}),
            OUT,
            JSON_OUTPUT,
        ),
    ),
    Command(
        "ledger",
        "打印一段日期的登记台账",
        (
            Argument(
                ("--from",), "登记日期从", {"dest": "since", "required": True, "metavar": "DATE"}
            ),
            Argument(
                ("--to",), "登记日期到（含）",
                {"dest": "until", "required": True, "metavar": "DATE"},
            ),
            Argument(
                ("--out",), "存到哪个文件夹", {"required": True, "metavar": "DIR"}
            ),
            *STARS,
            JSON_OUTPUT,
        ),
    ),
)  # fmt: skip
