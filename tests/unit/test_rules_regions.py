"""Provinces and prefectures out of free texts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.rules.regions import WorkPlace, cities, provinces, work_place


@pytest.mark.parametrize(
    ("text", "province", "city"),
    [
        ("广东", "广东省", None),
        ("广东省", "广东省", None),
        ("东莞打工", "广东省", "东莞市"),
        ("在东莞市长安镇", "广东省", "东莞市"),
        ("浙江省温州市瑞安", "浙江省", "温州市"),
        ("瑞安", "浙江省", "温州市"),
        ("江苏昆山", "江苏省", "苏州市"),
        ("广东中山", "广东省", "中山市"),
        ("深圳宝安", "广东省", "深圳市"),
        ("吉林", "吉林省", None),
        ("吉林省吉林市", "吉林省", "吉林市"),
        ("海南三亚", "海南省", "三亚市"),
        ("青海海南", "青海省", None),
        ("青海省海南藏族自治州", "青海省", "海南藏族自治州"),
        ("北京朝阳区", "北京市", None),
        ("辽宁省朝阳市", "辽宁省", "朝阳市"),
        ("上海", "上海市", None),
        ("恩施", "湖北省", "恩施土家族苗族自治州"),
        ("云南大理", "云南省", "大理白族自治州"),
        ("新疆库尔勒", "新疆维吾尔自治区", None),
        ("内蒙古鄂尔多斯", "内蒙古自治区", "鄂尔多斯市"),
        ("香港", "香港特别行政区", None),
        ("俄罗斯", None, None),
        ("在家", None, None),
        ("", None, None),
    ],
)
def test_work_places(text: str, province: str | None, city: str | None) -> None:
    assert work_place(text) == WorkPlace(province, city, text)


def test_the_table_is_whole() -> None:
    names = provinces()
    assert len(names) == 34
    assert names["44"] == "广东省"
    assert sum(len(cities(name)) for name in names.values()) > 330
    assert "东莞市" in cities("广东省")
    assert cities("上海市") == cities("某省") == ()


@given(st.data())
def test_every_prefecture_is_found_by_its_full_name(data: st.DataObject) -> None:
    province = data.draw(st.sampled_from(sorted(name for name in provinces().values() if cities(name))))
    city = data.draw(st.sampled_from(cities(province)))
    assert work_place(province + city) == WorkPlace(province, city, province + city)
    assert work_place(f"{city}打工").city == city
