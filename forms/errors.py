"""What stops a paper, said so that the clerk can mend it."""


class PaperError(ValueError):
    """Base of what stops a paper; ``message`` is a Chinese sentence for the clerk."""

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class UnprintableError(PaperError):
    """A character that no font of the chain can draw."""

    def __init__(
        self, character: str, *, field: str | None = None, title: str | None = None
    ) -> None:
        where = f"“{title}”中的" if title else ""
        code = f"U+{ord(character):04X}"
        shown = f"“{character}”（{code}）" if character.isprintable() else code
        super().__init__(
            f"{where}字符{shown}不在打印字库中，已停止打印。"
            "请核对该字；确认无误的，请主管把含有该字的字体放入字体文件夹后再打印。",
            field=field,
        )
        self.character = character
        self.code_point = code


class TextDoesNotFitError(PaperError):
    """A text that has no room where it must stand, not even on an annex page."""

    def __init__(self, *, field: str | None = None, title: str | None = None) -> None:
        super().__init__(
            f"“{title or field or '文字'}”的内容过长，表格中放不下，已停止打印。请精简后再打印。",
            field=field,
        )


class FontUnusableError(PaperError):
    """A font file that cannot be taken into the chain."""

    def __init__(self, file_name: str, why: str) -> None:
        super().__init__(f"字体文件 {file_name} 无法使用：{why}。")
        self.file_name = file_name
