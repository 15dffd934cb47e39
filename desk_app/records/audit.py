"""The history: who did what, when, at which counter."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from desk_app.policy.vocabulary import Labelled


class Verb(Labelled):
    """What was done."""

    SET_UP = "set_up", "初始化"
    SIGN_IN = "sign_in", "登录"
    SIGN_IN_FAILED = "sign_in_failed", "口令错误"
    SIGN_OUT = "sign_out", "退出"
    REGISTER = "register", "登记"
    ACCEPT = "accept", "受理"
    SUPERSEDE = "supersede", "因变更失效"
    CANCEL = "cancel", "注销"
    AMEND = "amend", "补充材料"
    CORRECT = "correct", "更正"
    CONTACT = "contact", "修改联系信息"
    WITHDRAW = "withdraw", "撤回"
    REINSTATE = "reinstate", "恢复备案"
    REFUSE = "refuse", "不予受理"
    MARK_ENTERED = "mark_entered", "标记已录入官方系统"
    PERSON_CHANGED = "person_changed", "个人信息变更"
    DRAFT_TAKEN = "draft_taken", "接手草稿"
    DRAFT_DISCARDED = "draft_discarded", "删除草稿"
    PRINT = "print", "打印"
    REPRINT = "reprint", "补打"
    EXPORT = "export", "导出"
    IMPORT = "import", "导入"
    BACK_UP = "back_up", "备份"
    RESTORE = "restore", "恢复"
    VERIFY = "verify", "核验"
    NUMBERS = "numbers", "编号调整"
    GAP_FOUND = "gap_found", "发现记录缺失"
    GAP_ACCEPTED = "gap_accepted", "主管确认记录缺失"
    PURGE = "purge", "清除到期记录"
    CLERK_ADDED = "clerk_added", "新增人员"
    CLERK_CHANGED = "clerk_changed", "变更人员"
    KEY_CHANGED = "key_changed", "口令变更"
    HALL_ADDED = "hall_added", "新增服务厅"
    HALL_CHANGED = "hall_changed", "变更服务厅信息"
    SETTING_CHANGED = "setting_changed", "设置变更"
    UPGRADE = "upgrade", "数据升级"
    MOVE = "move", "迁移数据"


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditRecord:
    """One entry of the history; ``detail`` never holds a name, ID number or phone in clear."""

    seq: int
    at: datetime
    actor: str  # staff number, or "-" where nobody was signed in
    counter: int
    verb: Verb
    subject: str  # record number, or kind:id
    detail: Mapping[str, Any]
    hash: str  # hexadecimal
