"""The commands about the program itself: window, demo, selftest, doctor; as rows."""

import argparse
from dataclasses import replace

from desk_app.cli.words import DEVICE, JSON_OUTPUT, OUT, Command, Runners


def _load() -> Runners:
    from desk_app.cli.runners.program import RUNNERS

    return RUNNERS


# It may stand before the command too, or where there is none.
FOR_WINDOW = replace(DEVICE, options={**DEVICE.options, "default": argparse.SUPPRESS})

COMMANDS = (
    Command("window", "打开窗口（不写命令时也是它）", _load, (FOR_WINDOW,)),
    Command("demo", "用示例数据打开窗口，数据放在用完即删的文件夹", _load, (FOR_WINDOW,)),
    Command("selftest", "不用显示器，把整件事从头到尾做一遍并核对", _load, (OUT, JSON_OUTPUT)),
    Command("doctor", "检查本机环境：字体、磁盘、打印、数据文件夹", _load, (JSON_OUTPUT,)),
)
