"""What is missing at the end of the records, and how to say it."""

from dataclasses import dataclass

from desk_app.policy.vocabulary import Labelled

NAMED = 12  # record numbers that are named; ``numbers`` has all that are known


class GapKind(Labelled):
    """How the records differ from what is known of their end."""

    MISSING = "missing", "缺少最后的记录"
    BRANCHED = "branched", "不是上次用过的那一份"
    ROUTINE = "routine", "缺少最后的登录、打印一类记录"
    UNKNOWN = "unknown", "核对文件不在或已损坏"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """How far the records fall short of what was sealed beside them.

    ``sealed`` and ``found`` are heads of the history, ``seq-hash16``.
    """

    kind: GapKind
    sealed: str
    found: str
    entries: int = 0  # of the history
    filings: int = 0
    numbers: tuple[str, ...] = ()  # record numbers that were given and are not here

    @property
    def blocks(self) -> bool:
        """Tell whether no number may be given until a supervisor has looked."""
        return self.kind in {GapKind.MISSING, GapKind.BRANCHED}

    @property
    def message(self) -> str:
        """What is missing and what to do."""
        return self.finding + self.remedy

    @property
    def finding(self) -> str:
        """What is missing."""
        if self.kind is GapKind.UNKNOWN:
            return (
                "数据文件夹里的核对文件（records.seal）不在或已损坏，这一次说不出最后几件是否齐全。"
            )
        if self.kind is GapKind.ROUTINE:
            return "数据文件里的备案齐全，但最后几条登录、退出、打印或备份的操作记录不在了。"
        if self.kind is GapKind.BRANCHED:
            return f"数据文件不是上次用过的那一份，操作记录已各走各的{self._which()}。"
        if self.filings:
            return f"数据文件缺少 {self.filings} 件备案{self._which()}。"
        return f"数据文件缺少最后 {self.entries} 条操作记录。"

    @property
    def remedy(self) -> str:
        """What to do."""
        if self.kind is GapKind.UNKNOWN:
            return "请拿最后发出的纸质表核对编号；登录后核对文件会重新建立。"
        if self.kind is GapKind.ROUTINE:
            return "可能是磁盘损坏，或数据文件被换成了刚才的一份。可以照常登记，请告诉主管。"
        return (
            "可能是磁盘损坏、断电，或数据文件（或整个数据文件夹）被换成了旧的一份。"
            "请保留数据文件夹里的全部文件；主管处理以前不能登记，以免把用过的编号再发一次。"
        )

    def _which(self) -> str:
        if not self.numbers:
            return ""
        more = " 等" if max(self.filings, len(self.numbers)) > min(NAMED, len(self.numbers)) else ""
        return f"（{'、'.join(self.numbers[:NAMED])}{more}）"
