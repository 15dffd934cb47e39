"""What checking the records gave."""

from dataclasses import dataclass

from desk_app.policy.vocabulary import Labelled


class Area(Labelled):
    """What is checked, in this order."""

    PAGES = "pages", "数据文件"
    END = "end", "最后的记录"
    GUARDS = "guards", "表结构和防篡改保护"
    REFERENCES = "references", "记录之间的关联"
    NUMBERS = "numbers", "备案编号"
    FILINGS = "filings", "备案内容"
    PEOPLE = "people", "申请人资料"
    PRINTS = "prints", "打印记录"
    STAFF = "staff", "人员、服务厅和设置"
    SEARCH = "search", "查找索引"
    HISTORY = "history", "操作记录"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing that is wrong: where, what, and what to do about it, each as a sentence."""

    area: str
    finding: str
    remedy: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """The outcome of checking the records; all is well where there are no faults."""

    faults: tuple[Fault, ...]
    filings: int
    entries: int  # of the history
    head: str  # of the history, "seq-hash16", to compare with the day-end papers
    backups: int = 0  # in which the head of their day was looked up in the history
    papers: int = 0  # day-end papers of which the same was done

    @property
    def compared(self) -> str:
        """What outside the records the history was compared with, as a sentence."""
        said = [f"{self.backups} 份备份"] if self.backups else []
        said += [f"{self.papers} 个日结单校验值"] if self.papers else []
        if not said:
            return "没有找到备份，也没有输入日结单校验值：整个重写的操作记录这样查不出来。"
        return f"另与 {'、'.join(said)}核对过。"
