"""Files whose difficulty is how they are stored, and where and what their header is."""

from __future__ import annotations

from typing import Any

from tests.unit.roster_corpus.files import Case, as_csv, as_xlsx, cells, id_number

BOY, GIRL = id_number("2013-05-02"), id_number("2015-11-20", 2)
PLAIN = cells(f"""
    姓名|性别|身份证号|村
    张小明|男|{BOY}|石桥村
    李小红|女|{GIRL}|石桥村
""")
BOTH: dict[str, dict[str, Any]] = {
    "张小明": {"sex": "male", "birth_date": "2013-05-02", "id_no": BOY, "village": "石桥村"},
    "李小红": {"sex": "female", "id_no": GIRL},
}


def _merge(*areas: str) -> Any:
    def change(book: Any) -> None:
        for area in areas:
            book.worksheets[0].merge_cells(area)

    return change


def _hide_second(book: Any) -> None:
    book.worksheets[1].sheet_state = "hidden"


def _month_format(book: Any) -> None:
    import datetime

    cell = book.worksheets[0]["C2"]
    cell.value = datetime.datetime(2013, 5, 1)
    cell.number_format = 'yyyy"年"m"月"'
    other = book.worksheets[0]["C3"]
    other.value = datetime.datetime(2015, 11, 20)
    other.number_format = "yyyy/m/d"


CASES = [
    Case("utf-8 with BOM", as_csv(PLAIN), 2, children=BOTH),
    Case("utf-8 without BOM", as_csv(PLAIN, "utf-8"), 2, children=BOTH),
    Case("GBK as Excel saves CSV", as_csv(PLAIN, "gbk"), 2, children=BOTH),
    Case("GB18030 with a rare character", as_csv(cells("""
        姓名|性别|村
        张㐂|男|石桥村
        王𬱟|女|石桥村
    """), "gb18030"), 2, children={"王𬱟": {"sex": "female"}}),
    Case("GB18030 character of the private area", "姓名,性别,村\n李\ue81e,男,石桥村\n".encode("gb18030"), 1,
         children={"李\u9fb4": {}}),
    Case("Unicode text with tabs", as_csv(PLAIN, "utf-16", "\t"), 2, children=BOTH),
    Case("UTF-16 without BOM", as_csv(PLAIN, "utf-16-le", "\t"), 2, children=BOTH),
    Case("semicolons", as_csv(PLAIN, "utf-8", ";"), 2, children=BOTH),
    Case("line ends of an old Mac", as_csv(PLAIN, "utf-8", end="\r"), 2, children=BOTH),
    Case("quoted cell with line break", as_csv([["姓\n名", "性 别*", "村（必填）"], ["张小明", "男", "石桥村"]]), 1,
         children={"张小明": {"village": "石桥村"}}),
    Case("apostrophes and formula texts", f'name,x\n姓名,性别,身份证号\n\'张小明,男,"=""{BOY}"""\n'.encode(), 1,
         children={"张小明": {"id_no": BOY}}),
    Case("plain workbook", as_xlsx({"Sheet1": PLAIN}), 2, children=BOTH),
    Case("title, unit and footer", as_csv(cells(f"""
        石桥乡2024年秋季留守儿童花名册
        填报单位：石桥小学|~|填报日期：2024.9.1
        序号|姓名|性别|身份证号
        1|张小明|男|{BOY}
        2|李小红|女|{GIRL}
        3
        合计|2人
        填表人：王老师|~|审核人：
        注：本表一式两份
    """)), 2, children={"张小明": {"school": "石桥小学"}}, noted=("标题",)),
    Case("who has signed stands under the names", as_csv(cells(f"""
        序号|姓名|性别|出生日期|村|身份证号
        1|张小明|男|2013-5-2|石桥村|
        ~|小计|1人
        2|李小红|女|2015-11-20|柳树村|
        3|~|女|2015-1-2|柳树村|
        4|王小军|男|2014-1-2|石桥村|{id_number("2014-01-02")}
        填表人%|刘老师
        填 表 人%|刘老师|审核%|张校长|日期%|2026-11-20
        校长(签字)%|张校长|~|2026-11-20
        制表%刘老师|~|~|审核人%
        负责人|张校长
        ~|班主任%刘老师
        ~|~|~|~|审核%张校长
        7|陈小亮|~|~|石桥村|
        8|~|~|2015-3-4
        本表一式两份|~|柳树村
    """.replace("%", "\N{FULLWIDTH COLON}"))), 4, refused=("没有姓名", "没有姓名")),
    Case("two-row header of a CSV", as_csv(cells("""
        序号|姓名|性别|父亲|~|母亲|~|村
        ~|~|~|姓名|电话|姓名|联系电话|~
        1|张小明|男|张大|13812345678|王芳|13912345678|石桥村
    """)), 1, children={"张小明": {"father.name": "张大", "father.phone": "13812345678", "mother.name": "王芳",
                                "mother.phone": "13912345678", "phone": None}}),
    Case("two-row header with merged cells", as_xlsx({"名册": cells("""
        石桥乡花名册|~|~|~|~
        姓名|性别|监护人|~|~
        ~|~|姓名|与儿童关系|电话
        张小明|男|王奶奶|奶奶|13712345678
    """)}, _merge("A1:E1", "A2:A3", "B2:B3", "C2:E2")), 0, refused=("张小明",)),
    Case("group headings over a header", as_csv(cells("""
        学生基本信息|~|~|父亲情况|~|母亲情况|~
        姓名|性别|村|姓名|电话|姓名|电话
        张小明|男|石桥村|张大|13812345678|王芳|13912345678
    """)), 1, children={"张小明": {"father.phone": "13812345678", "mother.name": "王芳"}}),
    Case("village merged over its children", as_xlsx({"名册": cells("""
        村|姓名|性别
        石桥村|张小明|男
        ~|李小红|女
        柳树村|王小军|男
    """)}, _merge("A2:A3")), 3, children={"李小红": {"village": "石桥村"}, "王小军": {"village": "柳树村"}}),
    Case("village only in the first row of a CSV", as_csv(cells("""
        村|姓名|性别
        石桥村|张小明|男
        ~|李小红|女
        柳树村|王小军|男
    """)), 3, children={"李小红": {"village": "石桥村"}}, noted=("村",)),
    Case("village missing here and there", as_csv(cells("""
        村|姓名|性别|父亲姓名
        石桥村|张小明|男|张大
        石桥村|李小红|女|李大
        ~|王小军|男|王大
    """)), 3, children={"王小军": {"village": None}}),
    Case("several sheets", as_xlsx({"石桥": PLAIN, "柳树": cells("""
        学生姓名|男女|行政村
        王小军|男|柳树村
    """), "说明": [["本表由学校填写"]]}), 3, children={**BOTH, "王小军": {"village": "柳树村"}}),
    Case("a hidden sheet", as_xlsx({"名册": PLAIN, "旧": cells("""
        姓名|性别|村
        不该导入|男|石桥村
    """)}, _hide_second), 2, children=BOTH),
    Case("header printed on each page", as_csv([*PLAIN, [], *PLAIN[:1], ["王小军", "男", "", "柳树村"]]), 3,
         children=BOTH),
    Case("tables of two classes in one sheet", as_csv(cells("""
        学校：石桥小学
        三(1)班花名册
        姓名|性别|班级|学校
        张小明|男|三(1)班|石桥小学
        ~
        三(2)班花名册
        序号|学生姓名|学校|班级|性别
        1|李小红|石桥小学|三(2)班|女
    """)), 2, children={"张小明": {"class": "三(1)班"}, "李小红": {"class": "三(2)班", "sex": "female"}}),
    Case("telephone beside each person", as_csv(cells("""
        姓名|村|父亲姓名|电话|母亲姓名|电话|监护人|关系|联系电话
        张小明|石桥村|张大|13812345678|王芳|13912345678|张老大|爷爷|13712345678
    """)), 1, children={"张小明": {"father.phone": "13812345678", "mother.phone": "13912345678",
                                "carer.name": "张老大", "carer.relation": "paternal_grandfather",
                                "carer.phone": "13712345678"}}),
    Case("one telephone for the family", as_csv(cells("""
        姓名|村|父亲姓名|母亲姓名|联系电话
        张小明|石桥村|张大|王芳|13812345678
    """)), 1, children={"张小明": {"phone": "13812345678", "mother.phone": None}}),
    Case("headers of the student register", as_csv(cells("""
        学校标识码|姓名|性别|出生日期|民族|身份证件号|户口性质|成员1姓名|成员1关系|成员1电话|成员1是否监护人|成员2姓名|成员2关系|成员2电话|是否留守儿童|就读方式
        1234|张小明|男|20130502|汉族|~|农业户口|张大|父亲|13812345678|是|王奶奶|奶奶|13712345678|是|走读
    """)), 1, children={"张小明": {"father.name": "张大", "father.phone": "13812345678", "carer.name": "王奶奶",
                                "carer.relation": "paternal_grandmother", "boarding": False,
                                "household_kind": "rural", "nation": "汉族"}}),
    Case("dates as the cells show them", as_xlsx({"名册": cells("""
        姓名|性别|出生年月|村
        张小明|男|~|石桥村
        李小红|女|~|石桥村
    """)}, _month_format), 2, children={"张小明": {"birth_date": "2013-05"}, "李小红": {"birth_date": "2015-11-20"}}),
    Case("headers spelt otherwise", as_csv(cells("""
        孩子姓名(与户口本一致)|男女|所属村|家庭详细住址|学籍号码
        张小明|男|石桥村|石桥村3组5号|G123
    """)), 1, children={"张小明": {"village": "石桥村", "student_no": "G123"}}),
    Case("a sample row", as_csv(cells("""
        序号|姓名|性别|村
        例|张三|男|示范村
        1|张小明|男|石桥村
    """)), 1, children={"张小明": {}}),
]  # fmt: skip
