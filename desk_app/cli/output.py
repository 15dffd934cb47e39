"""What the command line prints: Chinese for people, JSON for machines."""

import errno
import json
import sys
from collections.abc import Iterable
from typing import Any

from desk_app.policy.vocabulary import Hint, Problem

_OS_SENTENCES = {
    errno.ENOSPC: "磁盘空间不足，请清理后重试。",
    errno.EACCES: "没有权限读写，请换一个文件夹或请管理员开放权限。",
    errno.EPERM: "没有权限读写，请换一个文件夹或请管理员开放权限。",
    errno.EROFS: "所在磁盘是只读的，请换一个文件夹。",
    errno.ENOENT: "找不到文件或文件夹，请核对路径。",
    errno.EISDIR: "这里需要一个文件，给出的是文件夹。",
    errno.ENOTDIR: "路径中有一段不是文件夹，请核对。",
    errno.EEXIST: "同名的文件或文件夹已经存在，请换一个名字。",
}


def emit(value: Any) -> None:
    """Print a value as JSON, Chinese characters kept."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2, default=str) + "\n")


def line(text: str = "") -> None:
    """Print one line for a person."""
    sys.stdout.write(text + "\n")


def tell(as_json: bool, lines: Iterable[str], answer: Any) -> None:
    """Print an answer for a machine, or the lines that say the same to a person."""
    if as_json:
        emit(answer)
        return
    for one in lines:
        line(one)


def failure(message: str, *, as_json: bool) -> None:
    """Say why nothing was done."""
    if as_json:
        emit({"ok": False, "problems": [{"field": None, "message": message}]})
    else:
        sys.stderr.write(message + "\n")


def explain_os_error(error: OSError) -> str:
    """Return a Chinese sentence with a way out, naming the path but no content."""
    sentence = _OS_SENTENCES.get(error.errno or 0, f"系统报告错误：{error.strerror or error}")
    return f"{sentence}（{error.filename}）" if error.filename else sentence


def remarks(items: Iterable[Problem | Hint]) -> list[dict[str, Any]]:
    """Return problems or hints as JSON-able rows."""
    return [{"field": item.field, "message": item.message, "source": item.source} for item in items]
