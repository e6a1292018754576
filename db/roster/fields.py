"""What a column of a roster can hold, and the headers that clerks, schools and ministries write over it.

Most headers are a person and an attribute, 父亲 + 联系电话; both tables together know every such pair. Sources: the
school template of the student register, the ministry's form, and public importers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from db.i18n import mark
from db.vocabulary import PairingKind

CHILD, FATHER, MOTHER, CARER, PARENTS, HELPER, TEACHER = (
    "child", "father", "mother", "carer", "parents", "helper", "teacher",
)  # fmt: skip
HELPERS = {
    "loving_mother": PairingKind.LOVING_MOTHER, "help_teacher": PairingKind.HELP_TEACHER, "cadre": PairingKind.CADRE,
    "volunteer": PairingKind.VOLUNTEER, HELPER: None,
}  # fmt: skip
"""Whoever helps the child, with the kind of help that a header names; None where their role tells it."""
GRANDPARENTS = ("paternal_grandfather", "paternal_grandmother", "maternal_grandfather", "maternal_grandmother")
MEMBERS = ("member1", "member2", "member3", "member4")
"""成员1 to 成员4 of the student register: whoever the column of the relation says."""

_PERSONS = """
child: 学生 儿童 幼儿 孩子 本人 留守儿童 留守学生 被帮扶人 被监护人 考生 受助人 小孩
father: 父亲 父 爸爸 爸 父方 儿童父亲 学生父亲
mother: 母亲 母 妈妈 妈 母方 儿童母亲 学生母亲
carer: 监护人 委托监护人 受委托监护人 临时监护人 代管人 代养人 委托照料人 受委托照料人 第二监护人 照护人 抚养人
  照料人 看护人 实际监护人 现监护人 监护者 在家监护人 委托人 临时照料人 实际照料人 代理监护人
parents: 家长 父母 父母亲 双亲 学生家长 法定监护人 父/母 父或母
loving_mother: 爱心妈妈 代理家长 代理妈妈 爱心代理妈妈 爱心家长 结对妈妈
help_teacher: 帮扶教师 结对教师 帮扶老师 结对老师 帮教教师 关爱教师 帮扶责任教师
cadre: 帮扶干部 结对干部 包联干部 联系干部
volunteer: 志愿者 结对志愿者
helper: 帮扶人 结对人 责任人 帮扶责任人 结对帮扶人 包保责任人 结对责任人
teacher: 班主任 班主任老师 班主任教师
paternal_grandfather: 祖父 爷爷
paternal_grandmother: 祖母 奶奶
maternal_grandfather: 外祖父 外公 姥爷
maternal_grandmother: 外祖母 外婆 姥姥
member1: 成员1 成员一 家庭成员1 家庭成员一 家长1 监护人1
member2: 成员2 成员二 家庭成员2 家庭成员二 家长2 监护人2
member3: 成员3 成员三 家庭成员3 家庭成员三
member4: 成员4 成员四 家庭成员4 家庭成员四
"""
_ATTRIBUTES = """
name: 姓名 名字 名 的姓名
sex: 性别 男女
birth_date: 出生日期 出生年月 出生年月日 生日 出生时间
age: 年龄 周岁 岁数
id_no: 身份证号 身份证号码 身份证 公民身份号码 公民身份证号码 身份证件号 身份证件号码 证件号码 证件号 身份号码
  公民身份证 居民身份证号 居民身份证号码
phone: 电话 联系电话 电话号码 联系电话号码 手机 手机号 手机号码 联系方式 联系号码 联系手机 手机电话
nation: 民族
work_place: 务工地点 打工地点 外出地 外出地点 务工地 打工地 工作单位 务工地址 外出务工地点 外出务工地址
  外出务工地 工作地点 务工单位 打工地址 务工去向 现务工地点 当前务工地点
whereabouts: 去向 现状 务工情况 外出务工情况 是否外出务工 是否在外务工 是否务工 是否外出 外出情况 状况 外出状态
  动态
away_since: 外出时间 务工时间 外出务工时间 外出日期 打工时间
health: 健康状况 健康 身体状况 身体情况 健康情况
illness: 疾病名称 病种 疾病 患病情况 何种疾病
condition: 特殊情况 特殊状态 状态 监护状态
relation: 关系 与儿童关系 与学生关系 与被监护人关系 与本人关系 与孩子关系 称谓 与留守儿童关系 与儿童的关系
  与学生的关系 与幼儿关系 与被监护人的关系 与孩子的关系 与监护人关系 与其关系 与受监护人关系
address: 家庭住址 住址 家庭地址 现住址 现居住地 详细地址 居住地址 地址 居住地 现居住地址 现住地址 家庭详细地址
  家庭住所 通讯地址
guardian: 是否监护人
agreement_on: 签订日期 协议签订日期 委托书签订日期 确认书签订日期 委托协议签订时间 签订时间
  委托监护责任确认书签订日期
"""
_ATTRIBUTES_OF: dict[str, str] = {
    CHILD: "name sex birth_date age id_no phone nation health illness address",
    FATHER: "name birth_date id_no phone work_place whereabouts away_since health condition age",
    MOTHER: "name birth_date id_no phone work_place whereabouts away_since health condition age",
    CARER: "name sex birth_date age id_no phone relation address health illness agreement_on",
    PARENTS: "name phone work_place away_since",
    **dict.fromkeys(HELPERS, "name phone relation work_place"),
    TEACHER: "name phone",
    **dict.fromkeys(GRANDPARENTS, "name birth_date age"),
    **dict.fromkeys(MEMBERS, "name relation phone guardian id_no work_place"),
}
_ELSE = """
seq: 序号 编号 号 No. 序 No 顺序号
former_name: 曾用名
nickname: 乳名 小名
id_type: 身份证件类型 证件类型
household_kind: 户口性质 户籍性质 户籍类型 户口类别 户口类型 户籍类别 是否农村户口
household_address: 户籍所在地 户籍地址 户口所在地 户籍地 户口地址 户籍所在地址 户籍住址
village: 村 村别 村居 村(居) 行政村 所属村 所在村 村名 村委会 村(社区) 村社区 社区 村委 村(居)委会 所属村居
  村/社区 村名称 村组
village_group: 组 村民小组 组别 社 小组 村组名 自然村 屯 居民组
school: 学校 就读学校 所在学校 校名 学校名称 就学学校 所在学校名称 就读学校名称 幼儿园 就读幼儿园
grade: 年级 所在年级 就读年级
class: 班级 班 所在班级 班号 年级班级 年级及班级 行政班 教学班 班级名称 年级/班级 年级班别 就读班级 班别 年班
  所在年级班级 年级、班级
languages: 语言 方言 语种 使用语言 日常语言 常用语言 民族语言 家庭语言 会说的语言
student_no: 学号 学籍号 学籍辅号 全国学籍号 学生学号 学生编号 学籍号码 全国学籍号码
boarding: 是否寄宿 是否住校 住宿情况 就读方式 寄宿 住校 是否寄宿生 是否住宿 住宿 是否在校住宿 寄宿情况
schooling: 就学 就学情况 就学状况 学业状况 在读情况 学段 就读情况 就读学段 学业情况 受教育情况
disabilities: 残疾类别 残疾类型 残疾种类
disability_level: 残疾等级 残疾级别
disability_no: 残疾证号 残疾证号码 残疾证 残疾人证号
care_reason: 委托照料原因 委托原因 留守原因 照料原因 委托监护原因
actual_care: 实际照料 实际监护 实际监护情况 监护人类型 实际照料情况 实际照料人类型
living: 居住 居住情况 居住状况 与谁居住 居住方式 和谁一起生活
guardianship_grade: 监护情况 监护等级 监护状况 监护能力
guardianship_kind: 监护类型
risk: 风险 风险等级 预警等级 风险颜色 风险级别 评估等级 风险评估等级
risk_reason: 风险原因 风险说明 预警原因
incomes: 经济来源 主要经济来源 家庭主要经济来源 收入来源 家庭收入来源
aids: 救助措施 救助情况 享受救助 享受救助情况 享受政策 救助类型 家庭类型 贫困类型 困难类型 家庭类别 经济状况
  家庭经济状况 困难类别
low_income: 是否低保 低保户 低保 是否低保户 是否享受低保 低保情况 低保家庭 是否低保家庭
filed_poor: 是否建档立卡 建档立卡 脱贫户 监测户 是否脱贫户 建档立卡户 是否建档立卡户 是否贫困户 贫困户
  是否建档立卡贫困户 是否监测户
destitute: 特困 特困供养 是否特困 特困户 是否特困供养
out_kind: 外出情况 留守类型 父母外出情况 双方外出/单方外出 是否双亲外出 双方外出 外出类型 留守情况 外出形式
  父母外出务工情况 父母务工情况 父母外出类型 留守类别 双亲/单亲外出 是否双方外出 是否父母双方外出
file_no: 档案号 档案编号 建档编号
registered_on: 登记日期 建档日期 建档时间 登记时间
character: 性格特征 性格 性格特点
hobbies: 兴趣爱好 爱好 特长 兴趣 兴趣特长 特长爱好
study_note: 学习成绩 学习情况 成绩 学习状况
conduct: 品行 品行表现 思想品德 在校表现 操行 表现
note: 备注 说明 其他 其它 备注说明 其他情况 其他说明 需要说明的情况
contact_phone: 紧急联系电话 紧急联系人电话 家庭电话 家庭联系电话
reason: 不能导入的原因 未导入原因
left_behind: 是否留守儿童 是否留守 留守儿童
computed: 民政口径 学校口径 排查日期 风险日期 登记状态 学期 填报日期 采集日期
outside: 学校标识码 入学年月 入学日期 籍贯 是否独生子女 是否孤儿 是否享受一补 是否进城务工人员随迁子女 照片
  政治面貌 血型 邮政编码 签名 签字 国籍 港澳台侨外 省 市 县 区 县区 乡镇 乡(镇) 乡镇街道 镇 省份 县(区)
  乡镇(街道) 所属乡镇 单位 填表人 审核人 联系人
"""

NOT_TAKEN = frozenset({"seq", "age", "reason", "left_behind", "computed", "outside"})
"""Columns that are understood, and of which nothing goes into the register."""
REPEATABLE = frozenset({"note", "contact_phone", "aids", "outside", "computed", "seq", "left_behind"})
"""Fields that several columns of one file may hold."""

_TITLES = {
    "name": mark("Name"), "sex": mark("Sex"), "birth_date": mark("Born"), "age": mark("Age"),
    "id_no": mark("ID number"), "phone": mark("Phone"), "nation": mark("Nation"),
    "work_place": mark("Place of work"), "whereabouts": mark("Where"), "away_since": mark("Away since"),
    "health": mark("Health"), "illness": mark("Illness"), "condition": mark("Special state"),
    "relation": mark("Relation"), "address": mark("Address"), "guardian": mark("Is guardian"),
    "agreement_on": mark("Agreement signed"), "seq": mark("No."), "former_name": mark("Former name"),
    "nickname": mark("Pet name"), "id_type": mark("Document"), "household_kind": mark("Household"),
    "household_address": mark("Registered at"), "village": mark("Village"), "village_group": mark("Group"),
    "school": mark("School"), "grade": mark("Grade"), "class": mark("Class"), "student_no": mark("Student number"),
    "languages": mark("Languages"), "boarding": mark("Boards"), "schooling": mark("Schooling"),
    "disabilities": mark("Disability"),
    "disability_level": mark("Disability level"), "disability_no": mark("Disability card"),
    "care_reason": mark("Reason for care"), "actual_care": mark("Cared for by"), "living": mark("Lives"),
    "guardianship_grade": mark("Guardianship"), "guardianship_kind": mark("Kind of guardianship"),
    "risk": mark("Risk"), "risk_reason": mark("Reason of the risk"), "incomes": mark("Income"), "aids": mark("Aid"),
    "low_income": mark("Minimum living allowance"), "filed_poor": mark("Filed as poor"),
    "destitute": mark("Destitute support"), "out_kind": mark("Who is away"), "file_no": mark("File number"),
    "registered_on": mark("Registered"), "character": mark("Character"), "hobbies": mark("Hobbies"),
    "study_note": mark("Study"), "conduct": mark("Conduct"), "note": mark("Note"),
    "contact_phone": mark("Contact phone"), "reason": mark("Why not imported"),
    "left_behind": mark("Left behind"), "computed": mark("Computed by guanai"),
    "outside": mark("Not in the register"),
}  # fmt: skip
_PERSON_TITLES = {
    CHILD: "", FATHER: mark("Father"), MOTHER: mark("Mother"), CARER: mark("Carer"), PARENTS: mark("Parents"),
    **{person: kind.msgid if kind else mark("Helper") for person, kind in HELPERS.items()},
    TEACHER: mark("Class teacher"), "paternal_grandfather": mark("paternal grandfather"),
    "paternal_grandmother": mark("paternal grandmother"), "maternal_grandfather": mark("maternal grandfather"),
    "maternal_grandmother": mark("maternal grandmother"), "member1": mark("Family member 1"),
    "member2": mark("Family member 2"), "member3": mark("Family member 3"), "member4": mark("Family member 4"),
}  # fmt: skip
_OF_THE_ROSTER = {
    mark("Child's phone"): "contact_phone", mark("Father is"): "father.whereabouts",
    mark("Father's phone"): "father.phone", mark("Mother is"): "mother.whereabouts",
    mark("Mother's phone"): "mother.phone", mark("Carer's phone"): "carer.phone", mark("Relation"): "carer.relation",
    mark("Civil affairs"): "computed", mark("School count"): "computed", mark("Surveyed"): "computed",
    mark("Father"): "father.name", mark("Mother"): "mother.name", mark("Carer"): "carer.name",
    mark("Born"): "birth_date",
}  # fmt: skip
"""Headers of the program's own roster, in each language, where they are not a field's title."""


def _table(text: str) -> dict[str, list[str]]:
    """Key and words of each entry; its lines after the first are indented."""
    entries = (entry.partition(":") for entry in re.split(r"\n(?=\S)", text.strip()))
    return {key: words.split() for key, _colon, words in entries}


PERSONS = _table(_PERSONS)
ATTRIBUTES = _table(_ATTRIBUTES)
ELSE = _table(_ELSE)


@dataclass(frozen=True)
class Field:
    """`key` is `father.phone`, or `village` for the child itself; `title` and `person_title` are msgids."""

    key: str
    person: str
    attribute: str
    title: str
    person_title: str


@lru_cache(maxsize=1)
def fields() -> dict[str, Field]:
    """Every field by its key, in the order in which a person chooses from them."""
    found = {}
    for person, attributes in _ATTRIBUTES_OF.items():
        for attribute in attributes.split():
            key = attribute if person == CHILD else f"{person}.{attribute}"
            if key == "phone":
                continue  # the child's own phone is where one reaches the family
            found[key] = Field(key, person, attribute, _TITLES[attribute], _PERSON_TITLES[person])
    for key in ELSE:
        found[key] = Field(key, CHILD, key, _TITLES[key], "")
    return found


@lru_cache(maxsize=1)
def spellings() -> dict[str, str]:
    """The key of the field that a header names by itself: 父亲联系电话, 监护人, 村居."""
    found = {}
    for person, attributes in _ATTRIBUTES_OF.items():
        for word in PERSONS[person]:
            for attribute in attributes.split():
                key = _key(person, attribute)
                found.update({word + suffix: key for suffix in ATTRIBUTES[attribute]})
            # 母亲 alone is her name; 孩子 and 学生 alone the child's.
            found[word] = "left_behind" if word == "留守儿童" else _key(person, "name")
    for attribute in _ATTRIBUTES_OF[CHILD].split():
        if attribute != "phone":
            found.update(dict.fromkeys(ATTRIBUTES[attribute], attribute))
    for key, words in ELSE.items():
        found.update(dict.fromkeys(words, key))
    found.update({f"留守儿童{suffix}": "name" for suffix in ("姓名", "名字")})
    return found


@lru_cache(maxsize=1)
def person_words() -> dict[str, str]:
    """Whom a word over several columns means: 父亲 over 姓名 and 电话."""
    found = {word: person for person, words in PERSONS.items() for word in words}
    for person, words in PERSONS.items():
        for word in words:
            found[f"{word}情况"] = found[f"{word}信息"] = found[f"{word}基本情况"] = found[f"{word}基本信息"] = person
    return found


@lru_cache(maxsize=1)
def attribute_words() -> dict[str, str]:
    """Attributes that a header may name without saying whose: 姓名, 电话, 关系."""
    return {word: attribute for attribute, words in ATTRIBUTES.items() for word in words}


def of_person(person: str, attribute: str) -> str | None:
    """The key of a person's attribute; None where such a thing is not kept."""
    return _key(person, attribute) if attribute in _ATTRIBUTES_OF[person].split() else None


def own_headers() -> dict[str, str]:
    """The field of each header that the program's own roster writes, as msgids."""
    return {field.title: key for key, field in fields().items() if field.person == CHILD} | _OF_THE_ROSTER


def _key(person: str, attribute: str) -> str:
    if person == CHILD:
        return "contact_phone" if attribute == "phone" else attribute
    return f"{person}.{attribute}"
