"""Look at the computer the desk stands on: what works, what does not, what to do about it."""

import platform
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from desk_app import __version__
from desk_app.errors import DeskError
from desk_app.services.backup import backing_up
from desk_app.services.settings import typefaces
from desk_app.services.start import opening, resuming
from desk_app.storage.keys import keycheck
from forms import catalogue

LOW_DISK = 500 * 1024 * 1024
"""Bytes below which a backup of a busy year's records may not fit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was looked at; ``remedy`` says what to do where it is not well."""

    subject: str
    ok: bool
    detail: str
    remedy: str = ""


def examine(folder: Path) -> tuple[Finding, ...]:
    """Look at program, folder, disk, fonts and printing; only what was cut off is ended."""
    return (
        _program(),
        _records(folder),
        _disk(folder),
        _fonts(folder),
        _printing(),
    )


def _program() -> Finding:
    python = ".".join(str(part) for part in sys.version_info[:3])
    return Finding(
        subject="程序",
        ok=True,
        detail=f"desk-app {__version__}，Python {python}，{platform.platform()}",
    )


def _records(folder: Path) -> Finding:
    try:
        done = resuming.resume(folder=folder)
        if not opening.is_set_up(folder):
            first = "首次使用请运行 desk-app init，或打开窗口按提示设置。"
            return Finding(
                subject="数据",
                ok=True,
                detail=f"{folder} 尚未初始化",
                remedy="".join((*done, first)),
            )
        holders = opening.people(folder)
        strange = backing_up.keys_of_another(folder=folder)
        faults = (*keycheck.faults(folder), *([strange] if strange else []))
    except DeskError as error:
        return Finding(subject="数据", ok=False, detail=str(folder), remedy=error.message)
    return Finding(
        subject="数据",
        ok=not faults,
        detail=f"{folder}，{len(holders)} 人可登录",
        remedy="".join((*done, *faults, backing_up.second_fault(folder=folder) or "")),
    )


def _disk(folder: Path) -> Finding:
    existing = next(place for place in (folder, *folder.parents) if place.exists())
    free = shutil.disk_usage(existing).free
    return Finding(
        subject="磁盘",
        ok=free >= LOW_DISK,
        detail=f"剩余 {free / 2**30:.1f} GB",
        remedy="" if free >= LOW_DISK else "请清理磁盘，至少留出 0.5 GB。",
    )


def _fonts(folder: Path) -> Finding:
    sample = "欧阳𬭚𫖮𠮷䶮·\U00031cea"
    refused = typefaces.take_in(folder)
    missing = catalogue.unprintable(sample)
    level_3, amendment = typefaces.coverage()
    detail = (
        f"GB 18030-2022 三级 {level_3.printable}/{level_3.total} 字可印，"
        f"2024 年增补 {amendment.printable}/{amendment.total} 字可印"
    )
    remedy = "".join(refused)
    if missing or level_3.missing:
        remedy += "随附字体不完整，请重新安装程序。"
    elif amendment.missing:
        remedy += f"需要其余的字时，请把含有它们的字体放入 {folder / typefaces.FOLDER}。"
    complete = not (missing or level_3.missing or refused)
    return Finding(subject="字体", ok=complete, detail=detail, remedy=remedy)


def _printing() -> Finding:
    found = shutil.which("lp")
    return Finding(
        subject="打印",
        ok=True,
        detail=f"可直接打印（{found}）" if found else "未找到打印命令",
        remedy="" if found else "表单可存为 PDF 后打印；直接打印需安装 CUPS。",
    )
