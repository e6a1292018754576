"""Templates of an office: errors as sentences, nothing reached outside, a clerk's paragraphs never lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from db import i18n
from db.errors import GuanaiError
from exports.templating import LARGEST, OURS, copy_template, own_paragraphs, render, template_name, template_path

CONTEXT = {"year": 2026, "work": {"talk": 3}}


def template(folder: Path, text: str) -> Path:
    path = folder / "township.zh.txt"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_template_is_filled_in_and_keeps_own_paragraphs(tmp_path: Path) -> None:
    path = template(tmp_path, '{{ year }}年谈心{{ work.talk }}次\n{{ own("问题", "（请填写。）") }}\n完\n')
    first = render(path, CONTEXT, {})
    assert first == "2026年谈心3次\n〔本单位补充：问题〕\n（请填写。）\n〔补充完〕\n完\n"
    kept = own_paragraphs(first.replace("（请填写。）", "第一段。\n\n第二段 {{ year }}"), path)
    again = render(path, CONTEXT, kept)
    assert "第一段。\n\n第二段 {{ year }}\n〔补充完〕" in again
    assert own_paragraphs(again.replace("\n", "\r\n"), path) == kept


def nested(depth: int) -> str:
    """Loops in loops over the ten characters of a text."""
    return "{% for x in '一二三四五六七八九十' %}" * depth + "x" + "{% endfor %}" * depth


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("一\n{{ work.visit }}", "第 2 行有错"),
        ("一\n{% if %}", "第 2 行有错"),
        ("{% for x in [1] %}", "有错"),
        ("{{ 1 // 0 }}", "第 1 行有错"),
        ("{{ unknown }}", "第 1 行有错"),
        ("{% include 'x' %}", "有错"),
        ("{{ ''.__class__.__mro__ }}", "不允许"),
        ("{{ work.update({'talk': 4}) }}", "不允许"),
        ("{{ own.__globals__ }}", "不允许"),
        ("{% for x in range(10 ** 9) %}{% endfor %}", "不允许用 range()"),
        ("{% for x in range(9) %}{% for y in range(9) %}{% endfor %}{% endfor %}", "不允许用 range()"),
        ("一\n{{ 9 ** 9 ** 9 }}", "第 2 行有错：模板里不允许用 **"),
        ("{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}", "不允许用 macro"),
        ("{% set x %}{{ year }}{% endset %}", "不允许用 assignblock"),
        ("{% set x = 1 %}", "不允许用 assign"),
        ("{% for x in [1] recursive %}{{ loop([1]) }}{% endfor %}", "不允许用 recursive"),
        ("{{ 'x' * 10 }}", "* 只能用于数字"),
        ("{{ 'x' + 'x' }}", "+ 只能用于数字"),
        ("{{ 'x' ~ 'x' }}", "不允许用 concat"),
        ("{{ '%999999999d' % 1 }}", "不允许用 %"),
        ("{{ 'x'.ljust(10) }}", "不允许用 ljust()"),
        ("{{ 'x'|center(999999999) }}", "不允许用 |center"),
        ("{{ lipsum(n=1000) }}", "不允许用 lipsum()"),
        ("{{ 9" + " * 9" * 3000 + " }}", "有错"),
        ("{{ " + "(" * 9000 + "1" + ")" * 9000 + " }}", "有错"),
        (nested(5), "循环次数太多"),
        (nested(30), "有错"),
        ("{% for x in 'x' * 9 %}{% endfor %}", "* 只能用于数字"),
        ("{% for x in '一二三四五六七八九十一二三四五六七八九十' %}" + "x" * 59_000 + "{% endfor %}", "太长"),
        ("x" * (LARGEST + 1), "太大"),
    ],
)
def test_a_template_with_an_error_is_one_sentence(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(GuanaiError) as raised:
        render(template(tmp_path, text), CONTEXT, {})
    assert words in raised.value.sentence
    assert "township.zh.txt" in raised.value.sentence


def test_a_template_that_cannot_be_read_is_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "township.zh.txt"
    path.write_bytes("关爱".encode("gb18030"))
    with pytest.raises(GuanaiError, match="UTF-8"):
        render(path, CONTEXT, {})
    path.unlink()
    with pytest.raises(GuanaiError, match="读不出来"):
        render(path, CONTEXT, {})


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: text.replace("〔补充完〕\n", "", 1),
        lambda text: text.replace("〔本单位补充：二〕\n", ""),
        lambda text: text.replace("二", "一"),
        lambda _text: "nothing of ours",
        lambda _text: "",
    ],
)
def test_own_paragraphs_that_cannot_be_told_apart_are_refused(tmp_path: Path, damage: object) -> None:
    assert callable(damage)
    whole = "〔本单位补充：一〕\n甲\n〔补充完〕\n中\n〔本单位补充：二〕\n乙\n〔补充完〕\n"
    assert own_paragraphs(whole, tmp_path) == {"一": "甲\n", "二": "乙\n"}
    with pytest.raises(GuanaiError, match="没有写文件"):
        own_paragraphs(damage(whole), tmp_path)


def test_the_office_copy_comes_before_ours_and_is_never_overwritten(tmp_path: Path) -> None:
    office = tmp_path / "templates"
    assert template_path("school", office) == OURS / "school.zh.txt"
    path = copy_template("school", office)
    assert template_path("school", office) == path
    path.write_text("{{ year }}")
    assert copy_template("school", office).read_text() == "{{ year }}"
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("kind", ["township", "school"])
def test_ours_are_there_in_every_language(language: str, kind: str) -> None:
    i18n.install(language, Path(__file__).resolve().parents[2] / "tui" / "locale")
    text = (OURS / template_name(kind)).read_text(encoding="utf-8")
    assert [name for name in ("基本情况", "工作成效", "存在的问题", "下一步打算") if f'own("{name}"' not in text] == []
    assert len(text.encode()) < LARGEST / 10
