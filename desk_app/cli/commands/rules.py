"""The commands about the rules as they are: guide and check-id; as rows."""

from desk_app.cli.words import (
    JSON_OUTPUT,
    ON_DATE,
    REGION,
    Argument,
    Command,
    Runners,
    codes,
    legend,
    whole,
)
from desk_app.policy.vocabulary import FilingType, IdKind, Method, Variant


def _load() -> Runners:
    from desk_app.cli.runners.rules import RUNNERS

    return RUNNERS


COMMANDS = (
    Command(
        "guide",
        "说明某类备案的条件、材料、期限和提醒；或按主题、按词查",
        _load,
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
            Argument(("--age",), "申请人年龄", whole(0, 150)),
            ON_DATE,
            JSON_OUTPUT,
        ),
    ),
    Command(
        "check-id",
        "核对证件号码",
        _load,
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
)
