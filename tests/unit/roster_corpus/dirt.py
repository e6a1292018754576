"""Files whose difficulty is in the cells: the list of dirt of a clerk's roster, one file a rule."""

from __future__ import annotations

from tests.unit.roster_corpus.files import Case, as_csv, as_xlsx, cells, id_number

BOY, GIRL = id_number("2013-05-02"), id_number("2015-11-20", 2)


def _one(name: str, header: str, row: str, refused: tuple[str, ...] = (), warned: tuple[str, ...] = (),
         noted: tuple[str, ...] = (), **values: object) -> Case:  # fmt: skip
    """A child 张小明 of 石桥村 with further columns."""
    table = cells(f"姓名|村|{header}\n张小明|石桥村|{row}")
    renamed = {key.replace("__", "."): value for key, value in values.items()}
    children = {} if refused else {"张小明": renamed}
    return Case(name, as_csv(table), int(not refused), refused=refused, children=children, warned=warned, noted=noted)


CASES = [
    _one("ID as a power of ten", "身份证号", "5.10322E+17", warned=("身份证号",), id_no=None, id_note="5.10322E+17"),
    _one("ID rounded to 000", "身份证号", "510322201305020000", warned=("身份证号",), id_no=None,
         id_note="510322201305020000"),
    Case("ID as a number of a workbook",
         as_xlsx({"名册": [["姓名", "村", "身份证号"], ["张小明", "石桥村", 510322201305021234]]}), 1,
         children={"张小明": {"id_no": None, "id_note": "5.10322201305021E+17"}}, warned=("身份证号",)),
    _one("ID in full width with blanks", "身份证号", "\t５１１０２１ " + BOY[6:], noted=("身份证号",), id_no=BOY),
    _one("ID with a small x", "身份证号", id_number("2013-05-02", 7).lower(), id_no=id_number("2013-05-02", 7)),
    _one("ID of 15 digits", "身份证号", BOY[:6] + "970502" + "001", id_no=id_number("1997-05-02", 1)),
    _one("disability card in the ID column", "身份证号", BOY + "42", id_no=BOY, disability_no=BOY + "42"),
    _one("ID mistyped", "身份证号", BOY[:17] + ("1" if BOY[17] != "1" else "2"), warned=("身份证号",), id_no=None),
    _one("no ID yet", "身份证号", "未上户", id_no=None),
    _one("sex against the ID", "性别|身份证号", f"女|{BOY}", refused=("男",)),
    _one("birth date against the ID", "出生日期|身份证号", f"2012-5-2|{BOY}", refused=("2013-05-02",)),
    *(_one(f"date {spelling}", "出生日期", spelling, noted=("出生日期",), birth_date=stored) for spelling, stored in (
        ("2013.5.2", "2013-05-02"), ("2013/05/02", "2013-05-02"), ("20130502", "2013-05-02"),
        ("2013年5月2日", "2013-05-02"), ("2013年5月", "2013-05"), ("2013.05", "2013-05"), ("13.5.2", "2013-05-02"),
        ("41396", "2013-05-02"), ("２０１３", "2013"), ("2013-05-02 00:00:00", "2013-05-02"),
    )),
    _one("a lunar date", "出生日期", "农历2013年三月廿三", noted=("出生日期",), birth_date="2013-05-02"),
    _one("born after today", "出生日期", "2030-1-1", refused=("出生日期",)),
    _one("a birth date that is none", "出生日期", "不知哪天", refused=("出生日期",)),
    _one("telephones of both parents in one cell", "家长电话", "父13812345678 母13912345678", noted=("家长电话",),
         father__phone="13812345678", mother__phone="13912345678", phone=None),
    _one("a second number", "父亲电话", "13812345678/0713-1234567", noted=("父亲电话",), father__phone="13812345678",
         note="父亲电话：0713-1234567"),
    _one("a number of 12 digits", "父亲电话", "138123456789", warned=("父亲电话",), father__phone=None),
    _one("country code", "父亲电话", "+86 138-1234-5678", noted=("父亲电话",), father__phone="13812345678"),
    _one("out of service", "父亲电话", "13812345678（空号）", warned=("父亲电话",), father__phone=None),
    *(_one(f"class {spelling}", "学校|班级", f"石桥学校|{spelling}", **{"class": title}) for spelling, title in (
        ("三(2)班", "三(2)班"), ("三（2）班", "三(2)班"), ("三2班", "三(2)班"), ("3.2", "三(2)班"), ("302", "三(2)班"),
        ("三年级二班", "三(2)班"), ("七(1)", "七(1)班"), ("初一1班", "七(1)班"), ("2024级3班", "三(3)班"),
        ("大班", "大班"), ("学前班", "学前班"),
    )),
    _one("grade and class in two columns", "学校|年级|班级", "石桥小学|三年级|2班", **{"class": "三(2)班"}),
    _one("no class", "学校|班级", "石桥小学|不清", warned=("班级",), **{"class": None}),
    *(_one(f"carer {word}", "监护人|关系", f"王老人|{word}", carer__relation=code) for word, code in (
        ("姥爷", "maternal_grandfather"), ("外婆", "maternal_grandmother"), ("大伯", "uncle_aunt"), ("邻居", "friend"),
    )),
    _one("the carer is the father", "监护人|关系|监护人电话", "张大|父子|13812345678", father__name="张大",
         father__phone="13812345678", carer__name=None),
    _one("the carer is only called grandmother", "监护人", "奶奶", carer__name="奶奶",
         carer__relation="paternal_grandmother"),
    *(_one(f"boarding {word}", "是否住校", word, boarding=value) for word, value in (
        ("√", True), ("N", False), ("走读", False), ("住校生", True))),
    _one("blanks in words", "民族|家庭住址|父亲电话|健康状况", "不详|/|无|暂无", nation=None, address=None,
         health=None, father__phone=None),
    _one("a dash for the dead", "父亲姓名|母亲姓名", "—|李芳(已故)", noted=("父亲姓名", "母亲姓名"),
         father__condition="dead", mother__condition="dead", mother__name="李芳"),
    *(_one(f"no name of a mother: {word}", "母亲姓名", word, warned=("母亲姓名",), mother__name=name, note=note)
      for word, name, note in (("离异", None, "母亲姓名：离异"), ("母亲改嫁", None, "母亲姓名：母亲改嫁"),
                               ("外出务工", None, "母亲姓名：外出务工"), ("无母亲", None, "母亲姓名：无母亲"),
                               ("李芳 已再婚", "李芳", "母亲姓名：已再婚"))),
    *(_one(f"the state for a name: {word}", "母亲姓名", word, noted=("母亲姓名",), mother__condition=condition,
           mother__whereabouts=where, mother__name=name, note=None)
      for word, condition, where, name in (
          ("死亡", "dead", None, None), ("已故", "dead", None, None), ("离家出走", "lost_contact", None, None),
          ("失联", "lost_contact", None, None), ("服刑", "prison", None, None), ("李芳服刑", "prison", None, "李芳"),
          ("下落不明", "lost_contact", None, None))),
    *(_one(f"nobody's name: {word}", "村2|母亲姓名", f"~|{word}", mother__name=None, note=None)
      for word in ("无", "不详", "不祥", "健在")),
    _one("grandparents", "祖父|祖母", "—|王秀英", paternal_grandfather__deceased=True,
         paternal_grandmother__name="王秀英"),
    _one("places of work", "父亲务工地点|母亲务工地点", "东莞打工|浙江省温州市瑞安", father__work_province="广东省",
         father__work_city="东莞市", mother__work_city="温州市"),
    _one("one place of work for both", "外出情况|务工地点", "双方外出|广东", care_reason="both_away",
         father__work_place="广东", mother__work_place="广东"),
    _one("a place of work of nobody said", "务工地点", "广东", father__work_place=None, note="务工地点：广东"),
    _one("two parents in one cell", "父母姓名", "张大、王芳", noted=("父母姓名",), father__name="张大",
         mother__name="王芳"),
    _one("one parent of two", "家长姓名", "张大", warned=("家长姓名",), father__name=None, note="家长姓名：张大"),
    _one("help of several kinds", "是否低保|脱贫户|家庭类型", "是|是|监测户", aids="filed_poor low_income"),
    _one("disability", "健康状况|残疾类别|残疾等级", "残疾|肢体残疾|二级", health="disabled", disabilities="body",
         disability_level=2),
    _one("a word that is not known", "健康状况", "先天性心脏病", warned=("健康状况",), health=None,
         illness="先天性心脏病"),
    _one("an age that does not fit", "出生日期|年龄", "2013-05-02|8", warned=("年龄",), birth_date="2013-05-02"),
    Case("names with blanks and brackets", as_csv(cells("""
        姓名|性别|村
        张　三|男|石桥村
        李四(双胞胎弟)|男|石桥村
        阿依古丽.买买提|女|石桥村
        王小二（曾用名：王二）|男|石桥村
    """)), 4, children={"张三": {}, "李四": {"note": "姓名：双胞胎弟"}, "阿依古丽·买买提": {},
                        "王小二": {"former_name": "王二"}}, noted=("姓名",)),
    Case("characters that cannot be shown", as_csv([["姓名", "性别", "村"], ["张\u202e三", "男", "石桥村"]]), 0,
         refused=("U+202E",)),
    Case("rows without a name or identity", as_csv(cells("""
        姓名|性别|村|父亲姓名
        ~|男|石桥村|张大
        张小明|男|~|~
    """)), 0, refused=("姓名", "太少")),
    Case("a child twice in a file", as_csv(cells(f"""
        姓名|身份证号|村
        张小明|{BOY}|石桥村
        张小明|{BOY}|石桥村
        张小明|{BOY}|柳树村
        张晓明|{BOY}|石桥村
    """)), 1, same=1, refused=("2", "身份证号")),
    Case("twins of one birthday", as_csv(cells("""
        姓名|出生日期|村|父亲姓名
        张大双|2013-5-2|石桥村|张大
        张小双|2013-5-2|石桥村|张大
    """)), 2),
    Case("a village spelt in three ways", as_csv(cells("""
        姓名|性别|村
        张小明|男|石桥村
        李小红|女|石桥村委会
        王小军|男|石桥
    """)), 3, children={"李小红": {"village": "石桥村"}, "王小军": {"village": "石桥村"}}),
    *(_one(f"group {word}", "组", word, village_group=group) for word, group in (
        ("三组", "3组"), ("3", "3组"), ("组12", "12组"), ("第十二村民小组", "12组"), ("二十组", "20组"),
        ("大湾", "大湾"), ("无", None))),
    Case("village and group in one cell", as_csv(cells("""
        姓名|性别|村组
        张小明|男|石桥村3组
    """)), 1, children={"张小明": {"village": "石桥村", "village_group": "3组"}}, noted=("村组",)),
]  # fmt: skip
