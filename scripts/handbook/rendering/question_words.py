"""Words of the questions of an ordinary Monday, of their answers and of the home page."""

from __future__ import annotations

from collections.abc import Mapping

QUESTIONS: Mapping[str, str] = {
    "owed": "这一周谁有什么要办，该找谁？",
    "unreleased": "谁的挂职已经到期，还没有办免职？",
    "moved": "挂职期间，谁的原单位或职务层次变了？",
    "silent": "这个季度，哪些单位一份汇报也没有报来？",
    "rotations": "谁快满 36 个月了，还没有下一步安排？",
    "fitting": "空缺的岗位，哪些没挂过职的人合适？",
    "on-a-day": "某一天，谁在挂职？",
}
ANSWERS: Mapping[str, str] = {
    "owed": "先列到本周日为止的，再列已经逾期的。"
    "要问就找负责单位的联系岗位；手册里不登个人的号码。",
    "unreleased": "最后一天已经过去，登记表里没有免职文号和日期，也没有返回日期和去向。",
    "moved": "正在挂职的人里，派出时的单位或职务层次和干部表里现在的不一样。",
    "silent": "有人正在那里挂职，本季度开始以来一份汇报也没有交。最久没有报的排在前面。",
    "rotations": "越南项目里正在挂职、180 天以内满 36 个月或已经满了的人，"
    "没有去向、没有接续的挂职，也没有延到那天以后。",
    "fitting": "在职、从没有挂过职、不是本单位的人，职务层次正好相符；限党员的岗位只列党员。"
    "专业只列出来，请自己判断。",
    "on-a-day": "选一天，看那天的名单；也可以按月份翻看。",
}
"""Question → how its answer is found."""
ASKED: Mapping[str, str] = {
    "day": "期限",
    "days": "还有几天",
    "task": "要办的事",
    "name": "姓名",
    "unit": "单位",
    "office": "联系岗位",
    "home": "派出单位",
    "host": "接收单位",
    "title": "挂任职务",
    "start": "起",
    "end": "止",
    "status": "状态",
    "home_then": "派出时的单位",
    "home_now": "现在的单位",
    "rank_then": "派出时的层次",
    "rank_now": "现在的层次",
    "people": "人数",
    "last": "上一次报来",
    "full": "满 36 个月",
    "post": "岗位",
    "batch": "批次",
    "rank_required": "要求层次",
    "specialty": "专业要求",
    "named": "合适的人",
}
"""Columns of the answers."""
TASKS: Mapping[str, str] = {
    "report": "交汇报",
    "assessment": "考核",
    "mentor-gap": "补足帮带联系人",
    "home-post": "核对原岗位",
}
"""What somebody has to do, by kind of due."""
STEPS: Mapping[str, str] = {
    "reported": "报名",
    "eligible": "资格审查合格",
    "exam": "参加笔试",
    "interview": "参加面试",
    "inspection": "考察通过",
    "selected": "入选",
}
"""Steps of a selection, each with how many are left after it."""

QUESTION_WORDS: Mapping[str, Mapping[str, str]] = {
    "questions": QUESTIONS,
    "answers": ANSWERS,
    "asked": ASKED,
    "tasks": TASKS,
    "steps": STEPS,
}
"""Words chosen by a key at run time."""
