"""The commands about keeping the records safe: backup, restore, verify; as rows."""

from desk_app.cli.words import JSON_OUTPUT, Argument, Command, Runners


def _load() -> Runners:
    from desk_app.cli.runners.safekeeping import RUNNERS

    return RUNNERS


FILE = Argument(("file",), "文件", {"metavar": "FILE"})

COMMANDS = (
    Command(
        "backup",
        "备份并打开核对；不写文件则做自动备份（数据文件夹的 backups 和第二备份位置）",
        _load,
        (
            Argument(("file",), "备份文件", {"nargs": "?", "metavar": "FILE"}),
            Argument(
                ("--second",),
                "设置第二备份位置（写 none 取消），以后每天自动备份过去",
                {"metavar": "DIR"},
            ),
            JSON_OUTPUT,
        ),
    ),
    Command(
        "restore",
        "用备份恢复；先说明会少掉什么，加 --yes 才执行，原来的文件留着",
        _load,
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
    Command(
        "verify",
        "核验数据：说明哪里不对、该怎么办；有问题时退出码为 1",
        _load,
        (
            Argument(
                ("--head",),
                "日结单上的审计记录条数和审计校验值，如 412-9f2c5a07b1e4d833；可写多次",
                {"metavar": "SEQ-HASH", "action": "append"},
            ),
            Argument(
                ("--accept-missing",),
                "主管确认缺少的最后几件，用过的编号不再发，以后继续登记",
                {"action": "store_true"},
            ),
            JSON_OUTPUT,
        ),
    ),
)
