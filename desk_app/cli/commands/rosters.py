"""The commands about rosters; as rows."""

from desk_app.cli.commands.intake import FOR_ALL, ON_MISSING
from desk_app.cli.words import JSON_OUTPUT, Argument, Command, Runners


def _load() -> Runners:
    from desk_app.cli.runners.rosters import RUNNERS

    return RUNNERS


COMMANDS = (
    Command(
        "roster",
        "单位名册：template 生成空白名册；check 逐行核对（登记用 intake）",
        _load,
        (
            Argument(
                ("action",),
                "template 或 check",
                {"choices": ["template", "check"], "metavar": "ACTION"},
            ),
            Argument(
                ("file",), "名册文件（xlsx、xls、et、ods、docx、html、csv）", {"metavar": "FILE"}
            ),
            ON_MISSING,
            *FOR_ALL,
            JSON_OUTPUT,
        ),
    ),
)
