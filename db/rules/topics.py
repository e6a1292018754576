"""The topics that the words of a talk suggest, so that they need not be ticked by hand."""

from __future__ import annotations

from db.vocabulary import TalkTopic

_WORDS: dict[TalkTopic, str] = {
    TalkTopic.STUDY: "学习 成绩 作业 考试 上课 课堂 数学 语文 英语 背书 偏科 预习 复习 听讲",
    TalkTopic.LIFE: "吃饭 饭菜 睡 衣服 生病 感冒 生活 住宿 寝室 零花钱 卫生 洗澡 三餐",
    TalkTopic.MIND: "心情 情绪 害怕 孤独 难过 自卑 不爱说话 沉默 哭 压力 烦 内向 心理 开心",
    TalkTopic.SAFETY: "安全 溺水 玩水 下河 交通 骑车 陌生人 用电 火 被打 欺负 欺凌",
    TalkTopic.FAMILY: "爸爸 妈妈 父亲 母亲 父母 爷爷 奶奶 外公 外婆 想家 回家 打电话 视频 家人",
    TalkTopic.CONDUCT: "纪律 打架 骂人 说谎 撒谎 偷 迟到 旷课 逃学 手机 游戏 礼貌 抽烟 品行",
}


def suggested_topics(text: str) -> tuple[TalkTopic, ...]:
    """The topics of which a word stands in a text, in the order of the card."""
    return tuple(topic for topic, words in _WORDS.items() if any(word in text for word in words.split()))
