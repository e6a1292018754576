"""What made-up places, people and circumstances are called; nothing here names a real one."""

from __future__ import annotations

from db import vocabulary as v
from db.demo.dice import spread, weighted

TOWNSHIPS = (
    "云溪乡", "石泉镇", "双河乡", "白鹭镇", "青岭乡", "龙潭镇", "梅岗乡", "竹山镇", "清水乡", "古渡镇", "枫林乡",
    "平湖镇",
)  # fmt: skip
VILLAGE_FIRST = "石大小双青白黄龙凤梅竹松柳杨桃李云清新老上下东西"
VILLAGE_SECOND = ("桥", "塘", "河", "湾", "冲", "坪", "岭", "坡", "沟", "井", "田", "溪", "庄", "寨", "岗", "畈")
VILLAGE_FAMILIES = ("王家湾", "李家冲", "张家坪", "刘家畈", "陈家老屋", "杨家桥", "周家嘴", "吴家塘")
ROAD = "镇中路"

STANDARD_LANGUAGE = "普通话"
VILLAGE_LANGUAGES = {3: "苗语", 5: "土家语"}
"""What is spoken at home in some of eight villages."""

NATIONS = weighted({"汉族": 242, "土家族": 5, "苗族": 4, "彝族": 1, "壮族": 1, "侗族": 1, "布依族": 1, "回族": 1})

# (province, city, place as people say it); a place outside the province nine times out of ten.
WORK_PLACES = spread(
    [("广东省", "东莞市", "东莞长安镇电子厂")] * 5 + [("广东省", "深圳市", "深圳龙岗塑胶厂")] * 5
    + [("广东省", "广州市", "广州花都皮具厂")] * 4 + [("广东省", "佛山市", "佛山顺德家具厂")] * 3
    + [("浙江省", "温州市", "浙江省温州市瑞安鞋厂")] * 4 + [("浙江省", "宁波市", "宁波慈溪")] * 3
    + [("浙江省", "杭州市", "杭州萧山工地")] * 3 + [("浙江省", "金华市", "义乌小商品市场")] * 3
    + [("江苏省", "苏州市", "苏州昆山电子厂")] * 4 + [("江苏省", "无锡市", "江阴纺织厂")] * 2
    + [("福建省", "泉州市", "泉州晋江服装厂")] * 3 + [("福建省", "厦门市", "厦门装修")]
    + [("上海市", None, "上海松江")] * 3 + [("北京市", None, "北京送快递")] * 2
    + [("新疆维吾尔自治区", "乌鲁木齐市", "乌鲁木齐建筑工地"), ("山东省", "青岛市", "青岛胶州")]
)  # fmt: skip
PROVINCE_PLACES = spread(
    [("湖北省", "武汉市", "武汉东西湖工地"), ("湖北省", "宜昌市", "宜昌餐馆"), ("湖北省", "襄阳市", "襄阳汽配厂")]
)
COUNTY_PLACES = spread([(None, None, "县城超市"), (None, None, "县城工地")])
ABROAD = spread([(None, None, "非洲安哥拉工地"), (None, None, "新加坡")])

CHARACTERS = spread(
    ["活泼开朗", "活泼开朗", "内向", "文静", "懂事", "好动", "胆小", "自立", "敏感", "倔强", "待人有礼"]
)
HOBBIES = spread(
    ["画画", "篮球", "阅读", "唱歌", "跳绳", "手机游戏", "乒乓球", "跳舞", "下棋", "看动画片", "跑步", "书法"]
)
STUDY = spread(["良好", "中等", "中等", "优秀", "数学偏弱", "英语偏弱", "作业拖拉", "进步明显", "基础较差"])
CONDUCT = spread(["优", "良", "良", "良", "中"])

RELATION_WORDS = {
    relation.value: word for relation, word in (
        (v.CarerRelation.PATERNAL_GRANDFATHER, "爷爷"), (v.CarerRelation.PATERNAL_GRANDMOTHER, "奶奶"),
        (v.CarerRelation.MATERNAL_GRANDFATHER, "外公"), (v.CarerRelation.MATERNAL_GRANDMOTHER, "外婆"),
        (v.CarerRelation.UNCLE_AUNT, "叔叔"), (v.CarerRelation.SIBLING, "哥哥"),
        (v.CarerRelation.OTHER_KIN, "表亲"), (v.CarerRelation.FRIEND, "邻居"),
    )
}  # fmt: skip

RISK_REASONS = {
    "red": ("无人监护，独自居住", "监护人有严重不良行为", "近期出现自伤言行"),
    "yellow": ("祖辈年迈多病，监护能力不足", "经常逃学上网", "父母失联，情绪低落", "由亲戚轮流照看"),
    "blue": ("隔代溺爱，作业无人辅导", "性格内向，少与人交流", "与父母联系少", "家庭经济困难"),
    "green": ("监护良好",),
}
EXITS = (
    (v.ExitReason.PARENT_RETURNED, "母亲返乡照料"), (v.ExitReason.WENT_WITH_PARENTS, "随父母到务工地就读"),
    (v.ExitReason.TURNED_16, "年满十六周岁"), (v.ExitReason.HOUSEHOLD_MOVED, "户口迁往县城"),
    (v.ExitReason.CHANGED_SCHOOL, "转往外乡镇学校"), (v.ExitReason.WRONG_ENTRY, "重复登记"),
)  # fmt: skip
DISABILITIES = (
    (v.Disability.BODY, 4, 2, "左下肢残疾"), (v.Disability.HEARING, 2, 1, "双耳重度听力障碍"),
    (v.Disability.MIND, 5, 3, "智力发育迟缓"), (v.Disability.SIGHT, 1, 4, "低视力"),
)  # fmt: skip

WORKING_GROUP = (
    ("党委书记", "统筹全面工作"), ("乡长", "任组长，主持日常工作"), ("分管副乡长", "分管关爱工作"),
    ("民政办主任", "信息台账与救助"), ("中心学校校长", "学校关爱与控辍保学"), ("派出所所长", "安全与强制报告"),
    ("司法所所长", "法治教育"), ("卫生院院长", "健康检查与心理疏导"), ("妇联主席", "组织爱心妈妈结对"),
    ("团委书记", "志愿服务"),
)  # fmt: skip
# Tasks of a phase, one a line, and what came of it.
PHASES = {
    1: ("成立工作小组，动员部署\n逐村逐校摸底排查\n建立名册和档案", "全乡摸底完成，名册和档案已建立"),
    2: ("留守儿童之家全部建成\n爱心妈妈、帮扶教师结对到人\n每学期落实九个一", ""),
}
MOTHER_UNITS = ("村民", "村妇联", "乡卫生院", "个体商户", "乡政府", "退休教师", "村小教师")

Thing = tuple[v.HomeItemKind, str, int, str, str, int]
"""Kind, name, quantity, unit, source, value in yuan."""
HOME_ITEMS: tuple[Thing, ...] = (
    (v.HomeItemKind.FILES, "档案资料柜", 2, "个", "拨款", 1600),
    (v.HomeItemKind.PHONE, "亲情电话机", 1, "部", "捐赠", 150),
    (v.HomeItemKind.COMPUTING, "电脑", 3, "台", "拨款", 9600),
    (v.HomeItemKind.COMPUTING, "电视机", 1, "台", "捐赠", 2800),
    (v.HomeItemKind.BOOKS, "儿童图书", 860, "册", "捐赠", 12900),
    (v.HomeItemKind.FURNITURE, "阅览桌椅", 12, "套", "拨款", 3600),
    (v.HomeItemKind.SPORT, "乒乓球台", 1, "张", "自筹", 900),
    (v.HomeItemKind.MIND, "沙盘", 1, "套", "捐赠", 2200),
)
VILLAGE_HOME_ITEMS: tuple[Thing, ...] = (
    (v.HomeItemKind.FILES, "文件柜", 1, "个", "拨款", 600),
    (v.HomeItemKind.PHONE, "亲情电话机", 1, "部", "捐赠", 150),
    (v.HomeItemKind.COMPUTING, "电脑", 1, "台", "捐赠", 2600),
    (v.HomeItemKind.BOOKS, "图书角图书", 240, "册", "捐赠", 3600),
    (v.HomeItemKind.FURNITURE, "学习桌椅", 6, "套", "自筹", 1500),
    (v.HomeItemKind.SPORT, "羽毛球拍", 4, "副", "捐赠", 200),
)
