"""What people write down: the texts of talks, visits, calls, letters, plans and activities."""

from __future__ import annotations

from typing import NamedTuple

from db import vocabulary as v
from db.demo.dice import codes, spread, weighted


class Talk(NamedTuple):
    """The columns of a talk that depend on what was talked about."""

    topics: str
    summary: str
    child_wish: str | None
    measure: str | None
    effect: str | None


def _talk(topics: str, summary: str, wish: str = "", measure: str = "", effect: str = "") -> Talk:
    return Talk(topics, summary, wish or None, measure or None, effect or None)


TALKS = spread([
    _talk("study", "数学计算常出错，作业能按时交", "希望有人辅导数学", "安排小老师每天课间辅导", "作业正确率有提高"),
    _talk("study", "期中成绩进步，受到表扬", "想得一张奖状", "班会上表扬", "学习劲头更足"),
    _talk("study", "上课走神，昨晚看手机到很晚", "", "与奶奶约定手机每天不超过半小时", "已有改善"),
    _talk("study", "英语单词记不住", "想要一本单词本", "赠送单词本，每周听写一次", ""),
    _talk("study life", "早上常迟到，路远，奶奶腿脚不便", "想住校", "联系家长商量寄宿", "待家长答复"),
    _talk("life", "衣服单薄，天冷没有添衣", "", "通知监护人添衣，爱心妈妈送来棉衣", "已穿上棉衣"),
    _talk("life", "早餐常不吃", "", "提醒奶奶准备早餐", "基本能吃早餐"),
    _talk("life", "能帮奶奶做家务，生活自理", "", "鼓励", "情绪稳定"),
    _talk("mind", "想念父母，夜里哭过", "想和妈妈视频", "安排亲情电话，与母亲通话二十分钟", "情绪好转"),
    _talk("mind", "和同学闹矛盾，觉得被孤立", "", "同双方谈话，握手言和", "已和好"),
    _talk("mind", "胆小，不敢举手发言", "想当一次升旗手", "安排朗读任务，多给机会", "能主动发言"),
    _talk("mind family", "父母过年没有回来，有失落感", "希望爸爸暑假来接", "与父亲电话沟通", "父亲答应每周视频"),
    _talk("safety", "放学后曾到河边玩水", "", "讲防溺水知识，告知监护人接送", "保证不再下河"),
    _talk("safety", "骑自行车上学，没有头盔", "", "讲交通安全，建议步行", ""),
    _talk("safety", "独自在家时给陌生人开过门", "", "讲自护常识，留村儿童主任电话", "记住求助电话"),
    _talk("family", "父母每周来电一次，关系好", "", "鼓励多写信", "已写家书一封"),
    _talk("family", "父亲两个月没有来电", "想知道爸爸什么时候回来", "联系父亲，提醒每周通话", "父亲已回电"),
    _talk("conduct", "主动打扫教室，乐于助人", "", "推荐为好人好事典型", ""),
    _talk("conduct", "拿了同学的文具", "", "单独谈心，归还并道歉", "认识到错误"),
    _talk("study conduct", "作业抄袭", "", "说明道理，补做作业", "能独立完成"),
])  # fmt: skip

TALK_PLACES = spread(["办公室", "办公室", "教室", "操场", "留守儿童之家", "心理咨询室"])
VISIT_SUMMARIES = spread([
    "家中整洁，老人身体尚好，孩子在写作业", "住房较旧，老人患高血压，由村医按月随访",
    "孩子独自看电视，爷爷在地里干活，已提醒看护", "查看了床铺和饮食，无安全隐患", "用电线路老化，已联系村电工",
    "父母今年不回来过年，孩子情绪一般", "监护人能按时接送，作业有人督促", "水塘离家近，没有护栏，已报村委会",
])  # fmt: skip
AIMS = {
    "red": "高风险，每周走访",
    "yellow": "了解近况，落实看护",
    "blue": "例行走访",
    "green": "学期家访",
    None: "学期家访",
}
AT_HOME = (
    "做完作业再看电视", "帮老人做饭", "常独自看手机", "爱说话，会照顾弟妹", "不太出门", "听话，按时睡觉",
    "作业要人催", None,
)  # fmt: skip
TOLD = ("成绩稳定，与同学相处好", "作业质量下降，请家里督促", "劳动积极，受过表扬", None)
CALL_TIMES = ("16:40", "17:05", "12:30", "19:10")
OPINIONS = spread([
    "感谢学校关心", "希望多辅导作业", "孩子不听话，请老师多管教", "希望申请临时救助", "没有意见", "想让孩子住校", None,
])  # fmt: skip
CALL_SUMMARIES = spread(
    ["谈了学习和吃饭", "父亲叮嘱听奶奶的话", "说了想念，约好下周再打", "母亲问了考试成绩", "没有人接，改日再打", None]
)
LETTERS = spread(["写给爸爸妈妈的一封信", "祝妈妈节日快乐", "我的暑假生活", "画了一张全家福", None])
DEEDS = spread(["帮敬老院打扫卫生", "参加植树", "给弟弟妹妹讲故事", "捡拾河边垃圾", "慰问孤寡老人", "学会做一道菜"])
DUTIES = spread(["打电话问了学习", "到校看望，送文具", "一起过生日", "带孩子理发", "陪同看病", "转告班主任孩子近况"])
HELPS = spread(["送棉被一床", "发放临时救助金500元", "赠送书包文具", "减免午餐费", "联系医院免费体检"])
SUBJECTS = spread(["语文", "数学", "数学", "英语"])
SURVEY_NOTES = spread([None] * 30 + ["父母电话已换", "由外婆转爷爷照料", "春节后母亲又外出"])

WAYS = codes({v.ContactWay.FACE: 88, v.ContactWay.PHONE: 8, v.ContactWay.VIDEO: 4})
CALL_WAYS = codes({v.ContactWay.PHONE: 55, v.ContactWay.VIDEO: 45})
MARKS = weighted({mark: 4 if 70 <= mark < 90 else 1 for mark in range(38, 101)})

# Cause, facts, goal, and the measures with their rhythm.
PLANS = (
    (v.PlanCause.STUDY_DECLINE, "期末三科成绩下滑四十分以上，作业多次不交", "一学期内各科及格",
     (("每天放学后在校辅导一小时", "每天"), ("任课教师每周反馈一次", "每周"), ("与父母视频沟通", "每月"))),
    (v.PlanCause.PERSONALITY, "长期沉默，不与同学来往，多次旷课", "能与两名以上同学正常交往",
     (("心理教师个别辅导", "每周"), ("爱心妈妈陪伴", "每两周"), ("参加兴趣小组", "每周"))),
    (v.PlanCause.MORAL, "多次拿他人财物，欺负低年级同学", "本学期不再发生",
     (("班主任谈心", "每周"), ("参加公益劳动", "每月"))),
    (v.PlanCause.UNLAWFUL, "参与校外斗殴，派出所训诫一次", "遵纪守法，不与社会闲散人员来往",
     (("法治副校长谈话", "每月"), ("村儿童主任家访", "每两周"), ("家长到校陪读一周", "一次"))),
)  # fmt: skip
REVIEWS = ("有进步，继续按计划进行", "反复一次，加强家校联系", "基本达到目标")

# Kind, urgent, facts, days ago, reported.
INCIDENTS = (
    (v.IncidentKind.VIOLENCE, 1, "班主任发现孩子背部有多处淤伤，孩子说是被打的", 2, False),
    (v.IncidentKind.BULLYING, 1, "孩子在放学路上被高年级学生索要钱物", 37, True),
    (v.IncidentKind.MISSING, 1, "晚上八点孩子未归，村里组织寻找，次日在同学家找到", 120, True),
)

# Kind, title, place, topics.
SCHOOL_ACTIVITIES = (
    (v.ActivityKind.SYMPOSIUM, "留守儿童座谈会", "会议室", "学习生活情况、困难与愿望"),
    (v.ActivityKind.GUARDIAN_TRAINING, "监护人培训", "阶梯教室", "隔代教育、亲情沟通、安全看护"),
    (v.ActivityKind.LAW_LECTURE, "法治副校长讲座", "操场", "未成年人保护法"),
    (v.ActivityKind.SAFETY_LECTURE, "防溺水与交通安全讲座", "操场", "防溺水六不准"),
    (v.ActivityKind.MIND_LECTURE, "心理健康讲座", "多媒体教室", "情绪管理"),
    (v.ActivityKind.OUTING, "走出校园实践活动", "乡敬老院", "感恩与劳动"),
    (v.ActivityKind.CULTURE_SPORT, "阳光平台文体活动", "操场", "跳绳、拔河、合唱"),
)
TOWNSHIP_ACTIVITIES = (
    (v.ActivityKind.GROUP_MEETING, "关爱工作小组会议", "乡政府会议室", "通报摸底情况，部署下一步工作"),
    (v.ActivityKind.PUBLICITY, "未成年人保护宣传", "乡集市", "发放宣传单，接受咨询"),
)
# What the form of a kind has besides: of the plan, and what came of it.
_OF_A_LECTURE = {"audience": "全体儿童", "materials": "宣传册每人一本"}
PLANNED_DETAILS: dict[v.ActivityKind, dict[str, str]] = {
    v.ActivityKind.GUARDIAN_TRAINING: {"lecturer_unit": "乡妇联", "materials": "《家庭教育手册》"},
    v.ActivityKind.LAW_LECTURE: {"lecturer_unit": "乡司法所", **_OF_A_LECTURE},
    v.ActivityKind.SAFETY_LECTURE: {"lecturer_unit": "乡派出所", **_OF_A_LECTURE},
    v.ActivityKind.MIND_LECTURE: {"lecturer_unit": "乡卫生院", **_OF_A_LECTURE},
    v.ActivityKind.OUTING: {
        "escorts": "班主任、校医", "audience": "全体儿童", "route": "学校—乡敬老院—学校", "transport": "步行",
        "safety": "五人一组由教师带队，走人行道，备急救包", "gifts": "水果、牛奶",
    },
    v.ActivityKind.CULTURE_SPORT: {"audience": "全校", "safety": "赛前检查场地，校医在场", "gifts": "跳绳、笔记本"},
    v.ActivityKind.PUBLICITY: {"audience": "赶集群众", "materials": "宣传单五百份"},
}  # fmt: skip
RESULT_DETAILS: dict[v.ActivityKind, dict[str, str]] = {
    v.ActivityKind.SYMPOSIUM: {
        "problems": "希望多开放图书室", "decisions": "会后由班主任跟进", "passed_on_to": "学校、村委会",
    },
    v.ActivityKind.GUARDIAN_TRAINING: {"problems": "孩子常看手机怎么办", "decisions": "每天约定时间，一起做家务"},
    v.ActivityKind.CULTURE_SPORT: {"awards": "拔河：一队第一"},
    v.ActivityKind.PUBLICITY: {"problems": "如何办理委托照护"},
    v.ActivityKind.GROUP_MEETING: {"decisions": "月底前补齐档案", "passed_on_to": "各校校长、各村儿童主任"},
}  # fmt: skip
