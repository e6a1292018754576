"""Words of a clerk's list and the codes that they mean: 走读, 脱贫户, 已故, √.

A word that begins with ~ may stand anywhere in the cell, any other must be the whole of it. The labels of a vocabulary
are known besides, in every language. What means no code is for the clerk to read, never guessed.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from db import vocabulary as v
from db.i18n import in_every_language
from db.vocabulary import Code


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


NOTHING = _set("""
    无 / \\ — - -- —— ——— 不详 不祥 未详 暂无 未知 没有 空 N/A #N/A #REF! #VALUE! #NAME? NULL None nan 未填 不清楚
    不知道 无信息 未采集 ... …… 无数据 未提供
""") | {""}
NO_PHONE = _set("无电话 无手机 没有电话 空号 停机 0")
DASHES = frozenset({"—", "——", "———", "―", "──"})
"""In the cell of a parent or grandparent, deceased: the ministry form's own note."""
_STATES = (
    "离异|离婚|改嫁|再婚|再嫁|另嫁|分居|(?:离家)?出走|跑了|失踪|失联|走失|外出(?:务工|打工)|在外(?:务工|打工)|服刑|坐牢|在押|"
    "入狱|戒毒|去向不明|下落不明|精神病|重残"
)
NO_NAME = re.compile(
    f"(?:[父母]亲?)?(?:已|现|均|都)?(?:{_STATES})了?$|"
    "^(?:单亲|未婚生育|健在|在外|外出|打工|务工|残疾|患病|病重|不在|没有?|无[父母]亲?)$"
)
"""What has become of a parent, in the cell or at its end: a school writes 离异 where the mother's name belongs."""
DEAD = re.compile("已?(死亡|去世|亡故|病故|身故|过世|离世)|已故|已亡|^亡$|殁")

_YES = _set("是 有 √ ✓ ✔ ☑ ✅ 1 y yes t true 对 享受 已")
_NO = _set("否 无 × ✗ ✘ ☒ 0 n no f false 没有 不是 非 未 / - —")

_SPELLINGS: dict[str, tuple[type[Code], str]] = {
    "relation": (v.CarerRelation, ""),
    "sex": (v.Sex, """
        male: 男性 男孩 男生 男童 m 1 先生 ♂
        female: 女性 女孩 女生 女童 f 2 女士 ♀
    """),
    "id_type": (v.IdType, """
        resident: ~身份证 户口簿 户口本
        permit: ~港澳 ~台湾
        passport: ~护照
        birth: ~出生医学 出生证 ~出生证明
        none: 无证件 未办理
    """),
    "household_kind": (v.HouseholdKind, """
        urban: 非农业 非农业户口 非农 城镇 城镇户口 城市 非农户口 否
        unregistered: 未登记 未上户 ~无户口 ~未落户
        rural: 农业 农业户口 农村 农村户口 农 农户 农业家庭户 农业家庭户口 是
        other: 其它
    """),
    "health": (v.Health, """
        healthy: 良好 健康良好 正常 好 健康或良好 身体健康 无病 很好
        weak: 一般 较弱 体弱 较差 差 弱 亚健康
        serious: 大病 严重疾病 重大疾病 ~患重病 ~患大病
        chronic: ~慢性病
        disabled: ~残疾 残
        other: 其它
    """),
    "schooling": (v.Schooling, """
        home: 散居 在家 学龄前 未入学 散居儿童
        kindergarten: ~幼儿园 幼儿 学前 学前班 大班 中班 小班 学前教育
        primary: ~小学 义务教育小学阶段
        junior: ~初中 ~中学初
        senior: ~高中
        vocational: ~中职 ~职高 ~中专 ~技校 中职学校
        dropped_out: ~辍学 ~失学
        not_in_school: ~不在学 毕业未升学
    """),
    "care_reason": (v.CareReason, """
        one_away: ~一方外出另一方无 ~一方外出，另一方无 ~一方外出,另一方无
        both_unable: ~双方无监护 ~双方均无监护 ~均无监护能力 ~都无监护能力
        both_away: ~双方外出 ~双方均外出 ~双亲外出 ~均外出 ~都外出 ~双方同时外出 ~父母外出 双方 双亲
    """),
    "actual_care": (v.ActualCare, """
        grandparents: ~祖父母 ~爷爷 ~奶奶 ~外公 ~外婆 ~隔代 ~祖辈 ~姥姥 ~姥爷 ~祖父 ~祖母
        nobody: ~无人照料 ~无人监护 ~自我监护 ~独自
        relatives: ~亲戚 ~亲属 ~朋友 ~亲友 ~叔 ~姑 ~舅 ~姨 ~伯
    """),
    "living": (v.Living, """
        alone: ~独自 ~独居 ~单独居住
        siblings: ~兄弟姐妹 ~兄妹 ~姐弟
        boarding: ~住校 ~寄宿
        carer: ~祖父 ~祖母 ~爷爷 ~奶奶 ~外公 ~外婆 ~照料人 ~监护人 ~亲戚 ~隔代
        parent: ~随父 ~随母 ~与父 ~与母 ~和父 ~和母 父亲 母亲
    """),
    "guardianship_grade": (v.GuardianshipGrade, """
        good: 好 良好 强
        fair: 中 中等
        poor: 较差 不好 弱
    """),
    "guardianship_kind": (v.GuardianshipKind, """
        nobody: 无人
        parent_unable: ~父或母无监护
        carer_weak: ~能力不足
    """),
    "risk": (v.Risk, """
        yellow: ~中高风险 ~黄 中风险 中 中级 二级
        red: ~红 高风险 高 高级 一级
        blue: ~蓝 低风险 低 低级 三级
        green: ~绿 无风险 无 正常 四级
    """),
    "whereabouts": (v.Whereabouts, """
        home: ~在家 务农 ~家中 本村 未外出 家里 家 否 ~在本村
        unknown: ~去向不明 ~下落不明 ~不知去向
        in_county: ~县内 本县 ~县城 本地 ~本镇 ~本乡 镇上
        in_province: 省内 本省 ~省内务工 市内 本市
        out_of_province: 省外 外省 ~省外务工
        abroad: ~国外 ~境外 ~出国
    """),
    "condition": (v.ParentCondition, """
        normal: 无 健在 健康 良好 否
        dead: ~死亡 ~去世 ~已故 ~病故 ~亡故 亡 ~过世
        prison: ~服刑 ~坐牢 ~在押 ~监狱 ~入狱
        drug_treatment: ~戒毒
        lost_contact: ~失联 ~出走 ~下落不明 ~失去联系 失踪 ~无音讯
        missing: ~宣告失踪
        severe_disability: ~重残 ~重度残疾 一级残疾 二级残疾
        serious_illness: ~患重病 ~重大疾病 大病
        revoked: ~撤销
    """),
}  # fmt: skip
_SETS: dict[str, tuple[type[Code], str]] = {
    "disabilities": (v.Disability, """
        sight: ~视力 ~视觉 ~盲
        hearing: ~听力 ~听觉 ~聋
        speech: ~言语 ~语言 ~哑
        body: ~肢体
        mind: ~智力
        psyche: ~精神
        multiple: ~多重
    """),
    "incomes": (v.Income, """
        work: ~打工 ~务工 ~工资
        farming: ~种养 ~务农 ~种地 ~农业 ~养殖 ~种植
        relief: ~政府 ~低保 ~救助
        family: ~接济 ~亲友 ~亲戚
        other: ~其他 ~其它 ~经商 ~个体
    """),
    "aids": (v.Aid, """
        filed_poor: ~建档立卡 ~脱贫户 ~脱贫 ~监测户 ~监测对象 ~贫困户 ~易致贫 ~易返贫 ~突发严重困难
        low_income: ~低保 ~最低生活保障
        destitute: ~特困 ~五保
        temporary: ~临时救助
        medical: ~医疗救助
        housing: ~住房 ~危房
        disability_living: ~残疾人生活 ~困难残疾人
        disability_nursing: ~护理补
        orphan: ~孤儿
        other: ~其他 ~其它 ~边缘
        none: 无 一般户 一般农户 普通 普通家庭 一般 否 非困难 正常
    """),
}  # fmt: skip
_BOARDS = _set("是 寄宿 寄宿生 住校 住校生 住宿 住宿生 内宿 内宿生 住读 全寄宿 在校住宿 有")
_BOARDS_NOT = _set("""
    否 走读 走读生 通校 通校生 非寄宿 非寄宿生 不住校 不寄宿 不住宿 外宿 外宿生 校外住宿
""")
_BOTH_AWAY = re.compile("双方|双亲|父母|均外出|都外出|^是$|^双$|^全部$")
_ONE_AWAY = re.compile("单方|单亲|一方|^单$")
_AT_HOME = re.compile("(父亲?|母亲?|爸爸?|妈妈?)(留守)?在家")
_LEVELS = {word: level for level, words in enumerate(("一1壹Ⅰ", "二2贰Ⅱ", "三3叁Ⅲ", "四4肆Ⅳ"), 1) for word in words}

NATIONS = _set("""
    汉 蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 佤 畲 高山 拉祜 水 东乡 纳西
    景颇 柯尔克孜 土 达斡尔 仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯 阿昌 普米 塔吉克 怒 乌孜别克 俄罗斯 鄂温克 德昂 保安
    裕固 京 塔塔尔 独龙 鄂伦春 赫哲 门巴 珞巴 基诺
""")
"""The 56 nations without the 族 that half of the lists leave out."""


def plain(text: str) -> str:
    """A cell as it is looked up: half width, without blanks."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text[:200])).casefold()


def is_nothing(text: str) -> bool:
    """Whether the cell says that nothing is known."""
    return text.strip() in NOTHING


@lru_cache(maxsize=8192)
def code(field: str, text: str) -> Code | None:
    """The code that a cell of this field means; None for a word that is not known."""
    whole, inside = _table(field)
    word = plain(text)
    if word in whole:
        return whole[word]
    return next((meaning for part, meaning in inside if part in word), None)


def codes(field: str, text: str) -> tuple[str | None, list[str]]:
    """The set of codes that a cell means, as it is stored, and the words that mean none."""
    vocabulary = _SETS[field][0]
    found: set[str] = set()
    unknown: list[str] = []
    whole, inside = _table(field)
    for word in re.split(r"[、,，;；/\s+和]+", unicodedata.normalize("NFKC", text).strip()):
        meanings = [whole[plain(word)]] if plain(word) in whole else [m for part, m in inside if part in plain(word)]
        found.update(meaning.value for meaning in meanings)
        if word and not meanings and plain(word) not in NOTHING:
            unknown.append(word)
    return " ".join(member.value for member in vocabulary if member.value in found) or None, unknown


def yes_no(text: str) -> bool | None:
    """是, √, 1; 否, 无, 0; None for anything else."""
    word = plain(text)
    return True if word in _YES else False if word in _NO else None


def boarding(text: str) -> bool | None:
    """寄宿, 住校, 是; 走读, 否; None for anything else."""
    word = plain(text)
    if word in _BOARDS:
        return True
    return False if word in _BOARDS_NOT else yes_no(text)


def who_is_away(text: str) -> str | None:
    """both, father, mother, or one of whom it is not said which; None for anything else."""
    word = _AT_HOME.sub("", plain(text))
    if _BOTH_AWAY.search(word):
        return "both"
    father, mother = bool(re.search("[父爸]", word)), bool(re.search("[母妈]", word))
    if father != mother:
        return "father" if father else "mother"
    return "both" if father else "one" if _ONE_AWAY.search(word) else None


def level(text: str) -> int | None:
    """一级, 1级, 1: the level of a disability."""
    word = plain(text).removesuffix("级")
    return _LEVELS.get(word)


@lru_cache(maxsize=64)
def _table(field: str) -> tuple[dict[str, Code], list[tuple[str, Code]]]:
    """Whole words, and parts of words the longest first, with what they mean."""
    vocabulary, spellings = _SPELLINGS[field] if field in _SPELLINGS else _SETS[field]
    whole: dict[str, Code] = {plain(word): member for member in vocabulary for word in in_every_language(member.msgid)}
    whole |= {member.value: member for member in vocabulary}
    inside: list[tuple[str, Code]] = []
    for entry in spellings.strip().splitlines():
        name, _colon, words = entry.partition(":")
        meaning = vocabulary(name.strip())
        for word in words.split():
            if word.startswith("~"):
                inside.append((plain(word[1:]), meaning))
            else:
                whole.setdefault(plain(word), meaning)
    return whole, sorted(inside, key=lambda pair: -len(pair[0]))
