"""The commands about keeping the rules in use; as rows."""

from desk_app.cli.words import JSON_OUTPUT, ON_DATE, Argument, Command, Runners


def _load() -> Runners:
    from desk_app.cli.runners.rulebook import RUNNERS

    return RUNNERS


COMMANDS = (
    Command(
        "rules",
        "规则：说法不一的问题、本局口径、规则包、节假日",
        _load,
        (
            Argument(
                ("action",),
                "questions 列出问题；answer 录入本局口径；weigh 比较规则包；accept 启用；"
                "roll-back 退回；holidays 节假日表；neighbours 外市参保人",
                {
                    "choices": [
                        *("questions", "answer", "weigh", "accept", "roll-back", "holidays"),
                        "neighbours",
                    ],
                    "metavar": "ACTION",
                },
            ),
            Argument(("--region",), "参保地行政区划代码，默认本厅的参保地"),
            Argument(("--subject",), "问题或规则的编号，如 C1"),
            Argument(("--text",), "答复内容；neighbours 时为 ask、file 或 refuse"),
            Argument(("--answered-by",), "答复人"),
            Argument(("--number",), "来文或来电编号"),
            ON_DATE,
            Argument(("--file",), "规则包或节假日表文件"),
            JSON_OUTPUT,
        ),
    ),
)
