"""The commands about many records at once: official, import, purge, day, ledger; as rows."""

from desk_app.cli.words import JSON_OUTPUT, OUT, Argument, Command, Runners, whole


def _load() -> Runners:
    from desk_app.cli.runners.upkeep import RUNNERS

    return RUNNERS


SPANS = ("day", "week", "month")

APPLY = Argument(("--apply",), "真正执行；不写则只预览", {"action": "store_true"})
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

COMMANDS = (
    Command(
        "counter",
        "本机的窗口号：不写号则显示；主管写号则改，从下一次登录起用它",
        _load,
        (
            Argument(("number",), "新的窗口号", {**whole(1, 99), "nargs": "?", "metavar": "N"}),
            Argument(
                ("--take",),
                "服务器上另一台电脑占着这个号，而它已不再使用：拿过来",
                {"action": "store_true"},
            ),
            JSON_OUTPUT,
        ),
    ),
    Command(
        "official",
        "官方系统：list FILE 导出待录入清单；mark RECORD NUMBER 标记已录入",
        _load,
        (
            Argument(("action",), "list 或 mark", {"choices": ["list", "mark"]}),
            Argument(("target",), "清单文件，或备案编号", {"metavar": "FILE|RECORD"}),
            Argument(("number",), "官方系统编号", {"nargs": "?", "metavar": "NUMBER"}),
            *STARS,
            JSON_OUTPUT,
        ),
        dated=True,
    ),
    Command(
        "import",
        "导入另一窗口的 .jsonl 清单、备份文件或数据文件夹；先预览，加 --apply 才导入",
        _load,
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
        dated=True,
    ),
    Command(
        "purge",
        "清除过了保存期限的记录；先预览，加 --apply 才清除",
        _load,
        (
            APPLY,
            Argument(("--years",), "改保存期限（年，至少 2）", {**whole(1, 99), "metavar": "N"}),
            JSON_OUTPUT,
        ),
        dated=True,
    ),
    Command(
        "day",
        "一天、一周或一月的件数；写 --out 则同时打印日结单",
        _load,
        (
            Argument(("--on",), "哪一天，默认今天", {"metavar": "DATE"}),
            Argument(("--span",), "day、week 或 month", {"choices": SPANS, "default": "day"}),
            OUT,
            JSON_OUTPUT,
        ),
        dated=True,
    ),
    Command(
        "ledger",
        "打印一段日期的登记台账",
        _load,
        (
            Argument(
                ("--from",), "登记日期从", {"dest": "since", "required": True, "metavar": "DATE"}
            ),
            Argument(
                ("--to",),
                "登记日期到（含）",
                {"dest": "until", "required": True, "metavar": "DATE"},
            ),
            Argument(("--out",), "存到哪个文件夹", {"required": True, "metavar": "DIR"}),
            *STARS,
            JSON_OUTPUT,
        ),
    ),
)
