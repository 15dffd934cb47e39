"""Name what a blank holds beside paper: scripts, actions, links, attachments and the like.

Only the words come from here; that none of it reaches a paper is the work of ``copying``, which
takes along nothing it does not know. So every object of the file is looked at, wherever it hangs.
"""

from collections import Counter
from collections.abc import Iterable
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Stream

from forms.blanks.cleaning.objects import entry, items, key_of, keys

_DEEPEST = 30
_ACTIONS = {
    "/JavaScript": "脚本（JavaScript）",
    "/Launch": "启动其他程序的动作",
    "/URI": "网址链接",
    "/SubmitForm": "把填写内容发送出去的动作",
    "/ImportData": "读入其他文件的动作",
    "/ResetForm": "清空表单的动作",
    "/GoToR": "打开其他文件的链接",
    "/GoToE": "打开附件的链接",
    "/Hide": "显示或隐藏的动作",
    "/Named": "菜单动作",
    "/SetOCGState": "切换图层的动作",
    "/Rendition": "播放多媒体的动作",
    "/Movie": "播放多媒体的动作",
    "/Sound": "播放声音的动作",
    "/RichMediaExecute": "播放多媒体的动作",
    "/GoTo3DView": "三维内容的动作",
}
_ANNOTATIONS = {
    "/Movie": "多媒体",
    "/Screen": "多媒体",
    "/Sound": "声音",
    "/RichMedia": "多媒体",
    "/3D": "三维内容",
    "/FileAttachment": "批注中的附件",
    "/Text": "便签批注",
    "/Popup": "便签批注",
}
_ENTRIES = {
    "/OpenAction": "打开文件时自动执行的动作",
    "/AA": "自动触发的动作",
    "/XFA": "XFA 动态表单",
    "/JS": "脚本（JavaScript）",
    "/Alternates": "图片的替代版本",
    "/OPI": "图片的外部来源",
    "/PieceInfo": "制作软件的私有数据",
    "/AF": "关联文件",
}
_TYPES = {
    "/EmbeddedFile": "附件",
    "/OCG": "图层（已按打印时的样子固定）",
    "/Sig": "数字签名",
}
_PASSIVE = {
    "/Outlines": "书签",
    "/StructTreeRoot": "结构标签",
    "/Metadata": "文件说明",
    "/Collection": "文件包",
    "/Perms": "权限设置",
}


def left_out(document: pikepdf.Pdf) -> tuple[str, ...]:
    """Return what a file holds that no paper has, in words with how often; active things first."""
    found: Counter[str] = Counter()
    for one in document.objects:
        _look(one, found, 0)
    names = sorted(_attachment_names(document))
    said = [f"{words} {count} 处" for words, count in found.items()]
    passive = [words for key, words in _PASSIVE.items() if entry(document.Root, key) is not None]
    if document.is_encrypted:
        passive.append("权限加密")
    return (*sorted(said), *(f"附件“{name}”" for name in names), *passive)


def _look(value: Any, found: Counter[str], depth: int) -> None:
    """Count what an object and what is written within it are known for."""
    if depth > _DEEPEST:
        return
    if isinstance(value, Array):
        for one in _direct(value):
            _look(one, found, depth + 1)
    elif isinstance(value, Dictionary | Stream):
        found.update(_known(value))
        for key in keys(value):
            inner = entry(value, key)
            if isinstance(inner, Array | Dictionary) and not inner.is_indirect:
                _look(inner, found, depth + 1)


def _direct(value: Any) -> Iterable[Any]:
    return (
        one for one in items(value) if isinstance(one, Array | Dictionary) and not one.is_indirect
    )


def _known(value: Any) -> set[str]:
    """Return what one dictionary is known for, each once."""
    words = {
        _ACTIONS.get(_name(value, "/S"), ""),
        _TYPES.get(_name(value, "/Type"), ""),
        _link_or(value),
    }
    words |= {said for key, said in _ENTRIES.items() if key in value}
    if isinstance(value, Stream) and "/F" in value:
        words.add("存放在其他文件里的内容")
    if isinstance(value, Stream) and _name(value, "/Subtype") == "/PS":
        words.add("PostScript 程序")
    return words - {""}


def _link_or(value: Any) -> str:
    subtype = _name(value, "/Subtype")
    if subtype == "/Link":
        return "" if "/A" in value else "页内链接"
    return _ANNOTATIONS.get(subtype, "") if "/Rect" in value else ""


def _name(value: Any, key: str) -> str:
    found = entry(value, key)
    return key_of(found) if isinstance(found, pikepdf.Name) else ""


def _attachment_names(document: pikepdf.Pdf) -> set[str]:
    """Return what the files hung onto a document are called."""
    found = set()
    for one in document.objects:
        if isinstance(one, Dictionary) and "/EF" in one:
            name = one.get("/UF", one.get("/F"))
            if isinstance(name, pikepdf.String):
                found.add(str(name))
    return found
