"""Chinese words of conditions: every accepted spelling, by what it does. The first of each is the plainest one.

Only words live here, no logic. Words are written in simplified characters without spaces; traditional text is
read by `SIMPLER`, which turns each traditional character of these words into its simplified one.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["BARE_UNITS", "CURRENCIES", "NUMERALS", "SCALES", "SIMPLER", "UNITS", "WORDS"]

_TRADITIONAL = (
    "於屬為爲過內滿間從後時個賬帳鐘鍾週連續數無沒計總開頭結現單當達與並長歷曆"
    "億萬圓塊發漲減遞將兩筆條戶額處詳禮來裡裏則費謝爾韓盧門這張臺幣鎊歐遲點幾"
)
_SIMPLIFIED = (
    "于属为为过内满间从后时个账账钟钟周连续数无没计总开头结现单当达与并长历历"
    "亿万圆块发涨减递将两笔条户额处详礼来里里则费谢尔韩卢门这张台币镑欧迟点几"
)
#: traditional characters to the simplified ones in which these words are written
SIMPLER: Mapping[int, int] = MappingProxyType(
    {ord(one): ord(other) for one, other in zip(_TRADITIONAL, _SIMPLIFIED, strict=True)}
)

WORDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        # joining
        "and": ("且", "并且", "而且", "同时", "以及", "&", "&&"),
        "or": ("或", "或者", "或是", "||"),
        "not": ("非", "并非", "不满足"),
        "open": ("(",),
        "close": (")",),
        "comma": ("、", ","),
        # comparing
        "is": ("是", "为", "=", "==", "等于", "正好是", "就是"),
        "is not": ("不是", "不为", "!=", "<>", "≠", "不等于", "并非", "并不是"),
        ">": ("超过", ">", "大于", "高于", "多于", "逾", "超出"),
        "<": ("不满", "<", "小于", "低于", "少于", "不足", "不到", "未满", "未达", "未达到"),
        ">=": (
            "至少",
            ">=",
            "≥",
            "≧",
            "=>",
            "> =",
            "= >",
            "大于等于",
            "大于或等于",
            "不少于",
            "不低于",
            "不小于",
            "高于等于",
            "达到",
            "达",
            "满",
            "起码",
        ),
        "<=": (
            "不超过",
            "<=",
            "≤",
            "≦",
            "=<",
            "< =",
            "= <",
            "小于等于",
            "小于或等于",
            "低于等于",
            "不高于",
            "不大于",
            "不多于",
            "至多",
            "最多",
            "不超出",
        ),
        # comparing dates, times, moments
        "date <": ("早于", "先于"),
        "date <=": ("不晚于", "不迟于", "截至", "至", "到"),
        "date >": ("晚于", "迟于"),
        "date >=": ("不早于", "自", "从"),
        "date =": ("在", "于"),
        # behind the constant
        "suffix >=": ("以上", "及以上", "或以上", "和以上", "起", "以来", "或更高", "或更多"),
        "suffix <=": ("以下", "及以下", "或以下", "和以下", "以内", "之内", "为止", "止", "或更低", "或更少"),
        "suffix >": ("以外", "之外", "之后", "以后", "后"),
        "suffix <": ("之前", "以前", "前"),
        "between": ("介于", "处于"),
        "between and": ("和", "与", "到", "至", "跟"),
        "between end": ("之间",),
        "to": ("到", "至"),
        "range from": ("自", "从"),
        "not reaching": ("不满", "不到", "不足", "未满", "低于", "小于", "早于"),
        "one of": ("属于",),
        "none of": ("不属于", "不在", "非以下"),
        "list end": ("之一", "中", "之中", "其中", "中的一个", "之内", "的其中之一"),
        "nor": (),
        "unknown": ("未知", "是未知", "为未知", "为空", "缺失", "不详", "不明", "没有值"),
        "known": ("已知", "是已知", "为已知", "不为空", "不是未知", "非未知", "不缺失", "有值"),
        "starts with": ("开头是", "开头为", "以开头是"),
        "ends with": ("结尾是", "结尾为"),
        "contains": ("包含", "含有", "包括"),
        "contains all": ("同时包含", "同时含有", "同时包括", "全部包含", "都包含", "包含全部", "包含所有"),
        "contains any": ("包含任一", "包含任意", "包含任何"),
        "contains none": ("都不包含", "均不包含"),
        "matches": ("匹配", "符合"),
        "does not": ("不", "未"),
        "within": ("在未来", "未来", "在今后", "今后", "将在"),
        "within end": ("内", "以内", "之内", "里"),
        "ago": ("前", "之前", "以前"),
        "ago before": ("距今", "距现在"),
        # values
        "or else": ("否则",),
        "now": ("现在", "此刻", "当前时刻"),
        "age": ("距今", "距现在"),
        "of": ("的",),
        "part date": ("日期",),
        "part time": ("时间", "时刻"),
        "part hour": ("小时", "钟点"),
        "part weekday": ("星期", "星期几", "周几"),
        "part day": ("日",),
        "part month": ("月份", "月"),
        "part year": ("年份", "年"),
        "now date": ("今天", "今日", "当天日期"),
        "now time": ("当前时间", "当日时间", "时刻"),
        "now hour": ("当前小时", "当前钟点"),
        "now weekday": ("星期几", "周几", "今天星期"),
        "yes": ("是", "真"),
        "no": ("否", "假"),
        "+": ("+", "加上"),
        "-": ("-", "−", "减去"),
        "*": ("*", "×", "乘以"),
        "/": ("/", "÷", "除以"),
        # history
        "event is": ("事件是", "事件为", "本次事件是", "事件="),
        "no events": (
            "没有",
            "没有过",
            "未",
            "无",
            "未有",
            "未发生",
            "没有发生",
            "没发生",
            "没有出现",
            "从未",
            "从没有",
        ),
        "any events": ("有", "有过", "发生", "发生过", "出现", "出现过", "曾", "曾有", "存在"),
        "there are": ("有", "共有", "发生", "共", "合计"),
        "done": ("过", "了"),
        "exactly": ("正好", "恰好", "刚好", "等于", "=", "==", "为", "是", "共"),
        "count": ("次数", "的次数", "数量", "的数量", "笔数", "的笔数"),
        "sum": ("合计", "总和", "总计", "之和", "总额"),
        "average": ("平均值", "平均", "均值", "平均数"),
        "smallest": ("最小值", "最小", "最低值", "最低"),
        "largest": ("最大值", "最大", "最高值", "最高"),
        "distinct": ("不同值数", "不同值个数", "去重数", "不同值的个数"),
        "first": ("首次", "第一次", "最早一次"),
        "last": ("最近一次", "上次", "末次", "最后一次", "上一次"),
        "window last": ("最近", "近", "过去", "在最近", "在过去", "在近"),
        "window the": ("此前", "在此前", "之前", "前"),
        "window before": (),
        "window this": ("本", "当前", "在本", "这个", "当"),
        "window today": ("今天", "今日", "当日", "当天"),
        "window since": ("自", "从", "自从"),
        "window ever": ("累计", "历史上", "历来", "一共"),
        "window end": ("内", "以内", "之内", "里", "间", "中", "来"),
        "since end": ("以来", "起", "之后", "以后", "开始"),
        "full": ("个完整", "完整", "整"),
        "where": ("其中",),
        "same": ("同一", "相同", "同", "同样"),
        "of this event": (),
        "this event": ("本次", "此次", "本次事件的"),
        "followed by": (),
        "not followed by": (),
        "followed": (),
        "followed end": ("又", "再", "还"),
        "afterwards": ("之后", "后", "以后", "过后"),
        "falls": ("下降", "减少", "走低", "降低", "下跌", "递减"),
        "rises": ("上升", "增加", "走高", "升高", "上涨", "递增", "增长"),
        "for": ("持续", "已持续", "持续达", "持续满"),
        "in a row": ("连续",),
        "consecutive": ("连续",),
        "times": ("次", "个", "笔", "回", "条", "单", "起", "件", "张", "户", "通", "人", "台", "部"),
    }
)

UNITS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "second": ("秒", "秒钟", "s"),
        "minute": ("分钟", "min"),
        "hour": ("小时", "个小时", "钟头", "个钟头", "h"),
        "day": ("天", "日", "d"),
        "week": ("周", "个星期", "星期", "个礼拜", "礼拜"),
        "business hour": ("工作小时", "个工作小时", "工时", "bh"),
        "working day": ("个工作日", "工作日", "工作天", "个工作天", "bd"),
        "calendar day": ("个自然日", "自然日", "个日历日", "日历日", "自然天"),
        "calendar week": ("个自然周", "自然周"),
        "calendar month": ("个自然月", "自然月", "个日历月"),
        "calendar year": ("个自然年", "自然年"),
        "billing month": ("个账期", "账期", "个账单月", "账单月", "个计费月", "计费月", "个出账月", "出账月"),
    }
)

BARE_UNITS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "m": ("m",),
        "month": ("个月", "月"),
        "year": ("年", "个年"),
        "quarter": ("个季度", "季度", "季"),
    }
)

CURRENCIES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "CNY": ("元", "块", "块钱", "圆", "元人民币", "人民币", "cny", "rmb"),
        "EUR": ("欧元", "eur", "€"),
        "USD": ("美元", "美金", "usd", "$"),
        "GBP": ("英镑", "gbp", "£"),
        "JPY": ("日元", "日圆", "jpy"),
        "ILS": ("新谢克尔", "谢克尔", "ils", "₪"),
        "HKD": ("港元", "港币", "hkd"),
        "TWD": ("新台币", "台币", "twd"),
        "MOP": ("澳门元", "mop"),
        "SGD": ("新加坡元", "新币", "sgd"),
        "KRW": ("韩元", "krw"),
        "CHF": ("瑞士法郎", "chf"),
        "CZK": ("czk",),
        "INR": ("卢比", "inr"),
        "AUD": ("澳元", "aud"),
        "CAD": ("加元", "cad"),
        "SEK": ("sek",),
        "RUB": ("卢布", "rub"),
    }
)

NUMERALS: Mapping[str, int] = MappingProxyType(
    {
        "零": 0,
        "〇": 0,
        "一": 1,
        "二": 2,
        "两": 2,
        "三": 3,
        "四": 4,
        "五": 5,
        "六": 6,
        "七": 7,
        "八": 8,
        "九": 9,
    }
)

SCALES: Mapping[str, int] = MappingProxyType({"十": 10, "百": 100, "千": 1_000, "万": 10_000, "亿": 100_000_000})
