"""What ``intake`` and ``roster`` take for the people of a list."""

from desk_app.cli.words import Argument, codes, legend
from desk_app.policy.vocabulary import DocumentState, FilingType, Insurance, Method

ON_MISSING = Argument(
    ("--on-missing",),
    "材料不齐时：notice 先登记为待补正，refuse 不登记（默认）",
    {"choices": ["notice", "refuse"], "default": "refuse"},
)

ANSWER = Argument(
    ("--answer",),
    "已问清的事：登记时提出的问题和答复，可写多次，如 retired_young=yes",
    {"action": "append", "metavar": "QUESTION=ANSWER"},
)

FOR_ALL = (
    ANSWER,
    Argument(("--place",), "名册：全体的就医地，如 湖南省长沙市"),
    Argument(("--begin",), "名册：全体的开始日期", {"metavar": "DATE"}),
    Argument(("--end",), "名册：全体的结束日期", {"metavar": "DATE"}),
    Argument(("--employer",), "名册：全体的单位名称", {"metavar": "NAME"}),
    Argument(("--insurance",), f"名册：全体的险种：{legend(Insurance)}", codes(Insurance)),
    Argument(("--type",), "名册：全体的备案类型，默认 posted_worker", codes(FilingType)),
    Argument(("--method",), f"名册：全体的备案方式：{legend(Method)}", codes(Method)),
    Argument(
        ("--documents",),
        f"名册：名册没写的材料，全体都是：{legend(DocumentState)}",
        codes(DocumentState),
    ),
    Argument(("--consent",), "名册：已收到全体的告知确认", {"action": "store_true"}),
    Argument(
        ("--column",),
        "名册：列的含义，如 派驻点=place；等号后空着则不用这一列",
        {"action": "append", "metavar": "HEADING=FIELD"},
    ),
    Argument(
        ("--sheet",),
        "名册：工作表的名字，或写“全部”；只有一张写了人员时不用写",
        {"metavar": "NAME"},
    ),
    Argument(("--hidden",), "名册：连隐藏、筛选掉和划掉的一起读", {"action": "store_true"}),
    Argument(("--errors",), "名册：把要改正的行写进这个 xlsx", {"metavar": "FILE"}),
)

FOR_INTAKE = (
    *FOR_ALL,
    Argument(("--reprint",), "以前登记过的，表单也一起再出", {"action": "store_true"}),
)

JSON_LINES = Argument(
    ("--json-lines",),
    "每办完一件就输出一行 JSON，最后一行说明结果",
    {"action": "store_true"},
)
