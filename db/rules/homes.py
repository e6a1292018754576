"""What a home for left-behind children must have, held against what it has, and what kind of thing a name tells."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from db.vocabulary import HomeItemKind, HomeItemState


@dataclass(frozen=True)
class Requirement:
    """What the office asks of every home: things of this name or of one of the other names in `words`.

    The kind is what a new thing begins with; a thing counts whatever kind it was entered as.
    """

    id: int
    version: int
    kind: HomeItemKind
    name: str
    words: tuple[str, ...]
    quantity: int


@dataclass(frozen=True)
class Fulfilled:
    """A requirement and how many usable things stand for it."""

    requirement: Requirement
    have: int

    @property
    def fulfilled(self) -> bool:
        return self.have >= self.requirement.quantity


@dataclass(frozen=True)
class Thing:
    """What counts of an item of the inventory."""

    kind: str
    name: str
    quantity: int
    state: str | None = None

    @property
    def usable(self) -> bool:
        return self.state != HomeItemState.BROKEN


def fulfil(required: Iterable[Requirement], things: Iterable[Thing]) -> list[Fulfilled]:
    """How far each requirement is met; what cannot be used does not count."""
    usable = [thing for thing in things if thing.usable]
    return [Fulfilled(one, sum(thing.quantity for thing in usable if _stands_for(thing, one))) for one in required]


def _stands_for(thing: Thing, requirement: Requirement) -> bool:
    return any(word in thing.name for word in (requirement.name, *requirement.words))


_TELLING = (
    (HomeItemKind.MEDICAL, "急救 药 医 体温 血压 消毒 创可贴"),
    (HomeItemKind.MIND, "心理 沙盘 沙具 宣泄"),
    (HomeItemKind.PHONE, "电话 座机 话机 手机"),
    (HomeItemKind.SPORT, "球 棋 跳绳 琴 鼓 乐器 毽 呼啦圈 画笔"),
    (HomeItemKind.FURNITURE, "书柜 书架 书橱 鞋柜 储物柜 桌 椅 凳 沙发"),
    (HomeItemKind.LIVING, "床 被 毯 饮水 热水 冰箱 洗衣 空调 风扇 电扇 取暖 餐具"),
    (HomeItemKind.COMPUTING, "电脑 计算机 微机 台式机 电视 投影 打印 平板 音响 摄像 一体机"),
    (HomeItemKind.BOOKS, "图书 书籍 绘本 读物 杂志 报纸"),
    (HomeItemKind.FILES, "档案 文件 资料 柜"),
)
"""Parts of names, those first that decide: a table for table tennis is for sport, a cupboard for medicine no files."""


def kind_of(name: str) -> HomeItemKind | None:
    """What kind of thing a name tells, if any."""
    return next((kind for kind, words in _TELLING if any(word in name for word in words.split())), None)
