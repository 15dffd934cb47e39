"""The commands about card readers; as rows."""

from desk_app.cli.words import DEVICE, JSON_OUTPUT, Argument, Command, Runners, whole


def _load() -> Runners:
    from desk_app.cli.runners.card import RUNNERS

    return RUNNERS


COMMANDS = (
    Command(
        "card",
        "读卡器：读出证件；--list 列出设备",
        _load,
        (
            DEVICE,
            Argument(("--list",), "列出读卡器", {"action": "store_true"}),
            Argument(
                ("--wait",),
                "等证件放上来，最多几秒",
                {**whole(0, 3600), "default": 0, "metavar": "SECONDS"},
            ),
            Argument(("--host",), "作为厂家驱动的进程运行，由程序自己调用", {"metavar": "FILE"}),
            JSON_OUTPUT,
        ),
    ),
)
