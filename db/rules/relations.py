"""Words for kin, as lists and labels write them, and the relation that each means."""

from __future__ import annotations

from db.vocabulary import CarerRelation, Code, ParentRole

# Looked for in this order: 外公 before 公, 祖母 before 母, 姑父 before 父.
_WORDS: tuple[tuple[str, Code], ...] = (
    ("外祖父", CarerRelation.MATERNAL_GRANDFATHER),
    ("外祖母", CarerRelation.MATERNAL_GRANDMOTHER),
    ("外公", CarerRelation.MATERNAL_GRANDFATHER),
    ("姥爷", CarerRelation.MATERNAL_GRANDFATHER),
    ("外婆", CarerRelation.MATERNAL_GRANDMOTHER),
    ("姥姥", CarerRelation.MATERNAL_GRANDMOTHER),
    ("家公", CarerRelation.MATERNAL_GRANDFATHER),
    ("家婆", CarerRelation.MATERNAL_GRANDMOTHER),
    ("祖父", CarerRelation.PATERNAL_GRANDFATHER),
    ("祖母", CarerRelation.PATERNAL_GRANDMOTHER),
    ("伯", CarerRelation.UNCLE_AUNT),
    ("叔", CarerRelation.UNCLE_AUNT),
    ("婶", CarerRelation.UNCLE_AUNT),
    ("姑", CarerRelation.UNCLE_AUNT),
    ("舅", CarerRelation.UNCLE_AUNT),
    ("姨", CarerRelation.UNCLE_AUNT),
    ("哥", CarerRelation.SIBLING),
    ("姐", CarerRelation.SIBLING),
    ("兄", CarerRelation.SIBLING),
    ("嫂", CarerRelation.OTHER_KIN),
    ("爷", CarerRelation.PATERNAL_GRANDFATHER),
    ("奶", CarerRelation.PATERNAL_GRANDMOTHER),
    ("婆婆", CarerRelation.PATERNAL_GRANDMOTHER),
    ("亲戚", CarerRelation.OTHER_KIN),
    ("邻", CarerRelation.FRIEND),
    ("朋友", CarerRelation.FRIEND),
    ("继父", ParentRole.FATHER),
    ("继母", ParentRole.MOTHER),
    ("父", ParentRole.FATHER),
    ("爸", ParentRole.FATHER),
    ("母", ParentRole.MOTHER),
    ("妈", ParentRole.MOTHER),
)


def relation(word: str) -> Code | None:
    """What a word for kin means, a CarerRelation or a ParentRole; None where no such word stands in it.

    父母 names both parents and so neither.
    """
    if "父母" in word and "祖父母" not in word:
        return None
    return next((code for spelling, code in _WORDS if spelling in word), None)
