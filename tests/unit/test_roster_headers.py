"""Headers: every synonym that is known of real rosters, whose an unsaid telephone is, and what a person settles."""

from __future__ import annotations

from pathlib import Path

import pytest

from db.errors import UsageError
from db.roster import mapping
from db.roster.fields import NOT_TAKEN, fields
from db.roster.header import Header, How, field_named, find

SYNONYMS = {
    "seq": "序号 编号 号 No. 序",
    "name": "姓名 学生姓名 儿童姓名 幼儿姓名 孩子姓名 名字 学生 留守儿童姓名 被帮扶人",
    "sex": "性别 男女",
    "birth_date": "出生日期 出生年月 出生年月日 生日 出生时间",
    "age": "年龄 周岁 岁数",
    "id_no": "身份证号 身份证号码 公民身份号码 公民身份证号码 身份证件号 证件号码 身份证 学生身份证号 儿童身份证号",
    "nation": "民族",
    "languages": "语言 方言 使用语言",
    "school": "学校 就读学校 所在学校 校名",
    "grade": "年级 所在年级",
    "class": "班级 班 所在班级 班号 年级班级 年级及班级",
    "teacher.name": "班主任 班主任姓名 班主任老师",
    "student_no": "学号 学籍号 学籍辅号 全国学籍号",
    "village": "村 村别 村居 村(居) 行政村 所属村",
    "village_group": "组 村民小组 组别 社",
    "address": "家庭住址 住址 家庭地址 现住址 现居住地 详细地址 居住地址",
    "household_address": "户籍所在地 户籍地址 户口所在地",
    "father.name": "父亲 父亲姓名 爸爸姓名 父姓名",
    "mother.name": "母亲 母亲姓名 妈妈姓名",
    "parents.name": "家长姓名 父母姓名",
    "father.phone": "父亲电话 父亲联系电话 父亲手机 父电话",
    "mother.phone": "母亲电话 母亲联系电话 母亲手机 母电话",
    "parents.phone": "家长电话 家长联系电话",
    "contact_phone": "联系电话 电话 手机 联系方式",
    "parents.work_place": "务工地点 打工地点 外出地 外出地点 务工地 工作单位 父母务工地址 打工地",
    "father.work_place": "父亲务工地点",
    "out_kind": "外出情况 留守类型 父母外出情况 双方外出/单方外出 是否双亲外出",
    "carer.name": "监护人 监护人姓名 委托监护人 受委托监护人 临时监护人 代管人 代养人 委托照料人 第二监护人 照护人 "
    "抚养人",
    "carer.relation": "与儿童关系 与学生关系 与被监护人关系 关系 称谓",
    "carer.phone": "监护人电话 监护人联系方式 委托监护人电话",
    "health": "健康状况 身体状况 身体情况",
    "disabilities": "残疾类别 残疾类型",
    "disability_level": "残疾等级",
    "disability_no": "残疾证号",
    "low_income": "是否低保 低保户",
    "aids": "家庭类型 贫困类型",
    "filed_poor": "是否建档立卡 脱贫户 监测户",
    "destitute": "特困",
    "boarding": "是否寄宿 是否住校 住宿情况 就读方式",
    "helper.name": "帮扶人 结对人 责任人",
    "help_teacher.name": "帮扶教师 结对教师",
    "loving_mother.name": "爱心妈妈 代理家长",
    "loving_mother.phone": "爱心妈妈电话 爱心妈妈联系电话",
    "note": "备注 说明",
}
PAIRS = [(header, key) for key, headers in SYNONYMS.items() for header in headers.split()]


def _meanings(*titles: str) -> list[str | None]:
    found = find([titles])
    assert found is not None
    return [column.field for column in found.columns]


def _grounds(header: Header | None) -> list[How]:
    assert header is not None
    return [column.how for column in header.columns]


@pytest.mark.parametrize(("header", "key"), PAIRS, ids=lambda value: value)
def test_synonym(header: str, key: str) -> None:
    # Among columns that are there in every list; the child's own where the header is one of them.
    rest = [
        title
        for title in ("姓名", "性别", "民族", "就学", "居住")
        if key not in _meanings(title, "姓名", "性别", "民族")[:1]
    ]
    assert _meanings(*rest, header)[-1] == key


@pytest.mark.parametrize("title", ["*姓 名", "姓名（必填）", "姓\n名：", "姓名 ", "姓　名"])
def test_what_varies_in_a_header_makes_no_difference(title: str) -> None:
    assert _meanings(title, "性别", "民族")[0] == "name"


def test_two_unsaid_telephones_are_asked_for() -> None:
    header = find([["姓名", "性别", "电话", "民族", "电话"]])
    assert _grounds(header)[2] is How.ASK
    assert header is not None
    assert [column.index for column in header.questions] == [2, 4]


def test_the_person_before_says_whose_a_column_is() -> None:
    assert _meanings("姓名", "性别", "监护人", "电话", "父亲", "电话") == [
        "name", "sex", "carer.name", "carer.phone", "father.name", "father.phone",
    ]  # fmt: skip


def test_a_second_name_is_that_of_the_person_before_it_or_asked_for() -> None:
    assert _grounds(find([["姓名", "性别", "民族", "姓名"]]))[-1] is How.ASK
    assert _meanings("姓名", "性别", "母亲电话", "姓名")[-1] == "mother.name"


def test_no_header_in_plain_text() -> None:
    assert find([["今天天气很好"], ["姓名", "张三"], ["一", "二", "三", "四"]]) is None


def test_every_field_is_found_by_its_own_title() -> None:
    titles = {key: mapping.title(key) for key in fields() if key not in NOT_TAKEN}
    assert {key: field_named(title) for key, title in titles.items()} == {key: key for key in titles}


def test_a_mapping_file_settles_columns(tmp_path: Path) -> None:
    header = find([["姓名", "性别", "电话", "民族", "电话"]])
    assert header is not None
    path = tmp_path / "列.txt"
    path.write_text("// 两个电话\n#3 = 父亲电话\n#5=母亲电话\n民族 = -\n没有的列 = 备注\n", encoding="utf-8-sig")
    settled = mapping.applied(header, mapping.read(path, header))
    assert [column.field for column in settled.columns] == ["name", "sex", "father.phone", None, "mother.phone"]
    assert not settled.questions


def test_the_written_mapping_reads_as_it_was(tmp_path: Path) -> None:
    header = find([["姓名", "性别", "父亲", "电话", "母亲", "电话", "怪列"]])
    assert header is not None
    path = tmp_path / "列.txt"
    path.write_text(mapping.written(header), encoding="utf-8")
    again = mapping.applied(header, mapping.read(path, header))
    assert [column.field for column in again.columns] == [column.field for column in header.columns]


@pytest.mark.parametrize("line", ["电话", "电话 = 没有这种字段", "= 姓名 ="])
def test_a_mapping_that_means_nothing_is_refused_with_its_line(tmp_path: Path, line: str) -> None:
    header = find([["姓名", "性别", "电话"]])
    assert header is not None
    path = tmp_path / "列.txt"
    path.write_text(f"姓名 = 姓名\n{line}\n", encoding="utf-8")
    with pytest.raises(UsageError, match="第2行"):
        mapping.read(path, header)
