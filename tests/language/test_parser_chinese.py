"""What people write in Chinese, in both scripts, and the one tree it becomes."""

from __future__ import annotations

from decimal import Decimal

import pytest

from engage.language.tree import Condition
from language.care import MONEY, codes, read, yuan

#: what is written, and a plain English sentence of the same meaning
SENTENCES: list[tuple[str, str]] = [
    ("客户等级 是 金卡", "customer tier is gold"),
    ("客户等级是金卡", "customer tier is gold"),
    ("客户等级 为 金卡", "customer tier is gold"),
    ("客户等级 ＝ 金卡", "customer tier is gold"),
    ("customer.tier 是 gold", "customer tier is gold"),
    ("客户等级 不是 金卡", "customer tier is not gold"),
    ("客户等级 属于 金卡、白金卡", "customer tier is gold or platinum"),
    ("客户等级 属于（金卡，白金卡）", "customer tier is gold or platinum"),
    ("客户等级 不属于 金卡、白金卡", "customer tier is not one of gold, platinum"),
    ("客户等级是普通或银卡", "customer tier is basic or silver"),
    ("客户等级 是 金卡、白金卡", "customer tier is gold or platinum"),
    ("客户等级 金卡以上", "customer tier is at least gold"),
    ("客户等级是金卡且在网月数＞12", "customer tier is gold and months with us > 12"),
    ("客户等级 是 金卡 或 白金卡 且 离网风险 是 高", "(customer tier is gold or platinum) and churn risk is high"),
    ("在网月数 ≥ 12", "months with us >= 12"),
    ("在网月数 大于等于 12", "months with us >= 12"),
    ("在网月数 至少 12 个月", "months with us >= 12"),
    ("在网月数 12以上", "months with us >= 12"),
    ("在网月数 超过 12", "months with us > 12"),
    ("在网月数 不超过 12", "months with us <= 12"),
    ("在网月数 12以下", "months with us <= 12"),
    ("在网月数 12以内", "months with us <= 12"),
    ("在网月数 不满 30", "months with us < 30"),
    ("在网月数不满30", "months with us < 30"),
    ("在网月数 不足十二", "months with us < 12"),
    ("在网月数 在 5 和 10 之间", "months with us is between 5 and 10"),
    ("在网月数在5到10之间", "months with us is between 5 and 10"),
    ("在网月数 介于 5 和 10 之间", "months with us is between 5 and 10"),
    ("在网月数 5 到 10", "months with us is between 5 and 10"),
    ("在网月数 5 到 不满 10", "months with us is 5 to below 10"),
    ("在网月数 5以上不满10", "months with us is 5 to below 10"),
    ("在网月数 未知", "months with us is unknown"),
    ("在网月数 不为空", "months with us is known"),
    ("近三月月均消费 200元以上", "average bill >= 200 yuan"),
    ("近三月月均消费 超过 10万", "average bill > 100,000 yuan"),
    ("近三月月均消费 超过 1.5万元", "average bill > 15000 yuan"),
    ("近三月月均消费 超过 两百元", "average bill > 200 yuan"),
    ("近三月月均消费 超过 20元5角", "average bill > 20.5 yuan"),
    ("近三月月均消费 超过 50分", "average bill > 0.5 yuan"),
    ("近3个月月均ARPU(元) 超过 50元", "ARPU (yuan) > 50 yuan"),
    ("近3个月月均ARPU（元） 超过 50元", "ARPU (yuan) > 50 yuan"),
    ("折扣 不超过 8折", "discount is at most 0.8"),
    ("是融合客户", "is a converged customer"),
    ("不是融合客户", "is not a converged customer"),
    ("是否融合客户 为 是", "is a converged customer"),
    ("是否融合客户 为 否", "is not a converged customer"),
    ("同意营销", "agreed to marketing"),
    ("同意 营销 是", "agreed to marketing"),
    ("合约到期日 在 60天内", "contract end within 60 days"),
    ("合约到期日 60天内", "contract end within 60 days"),
    ("合约到期日 在 2026-12-01 之前", "contract end before 2026-12-01"),
    ("合约到期日 等于 今天 持续 3天", "contract end is today for 3 days"),
    ("合约到期日 早于 今天 持续 3天", "contract end before today for 3 days"),
    ("今天 没有 投诉 持续 3天", "no complaints today for 3 days"),
    (
        "合约到期日 等于 今天 或 （连续4个自然月 账单 出账金额 已知）",
        "contract end is today or (bill amount is known for 4 calendar months in a row)",
    ),
    ("（合约到期日 等于 今天） 且 同意营销", "contract end is today and agreed to marketing"),
    ("合约到期日 2026年12月1日以前", "contract end before 2026-12-01"),
    ("合约到期日 至 2026-12-01", "contract end through 2026-12-01"),
    ("合约到期日 不早于 2026-12-01", "contract end on or after 2026-12-01"),
    ("合约到期日 距今 超过 90天", "contract end more than 90 days ago"),
    ("最近一次 订购 距今 超过 90天", "last order more than 90 days ago"),
    ("在网月数 - 0 至少 在网月数", "months with us - 0 is at least months with us"),
    ("最近一次 订购 在 最近7天内", "last order was in the last 7 days"),
    ("最近一次 订购 不等于 最近7天内 首次 订购", "last order is not first order in the last 7 days"),
    ("最近一次 订购 是 最近7天内 首次 订购", "last order is first order in the last 7 days"),
    ("最近一次 订购 不是 最近7天内", "last order more than 7 days ago"),
    ("现在 的 小时 至少 9", "hour of now is at least 9"),
    ("星期几 是 星期六 或 星期日", "weekday is 6 or 7"),
    ("当前时间 21:00 到 23:00", "time of day is 21:00 to 23:00"),
    ("没有订购", "no orders"),
    ("累计没有订购", "no orders ever"),
    ("从未 订购", "no orders"),
    ("最近90天内 没有 订购", "no orders in the last 90 days"),
    ("最近90天内没有订购", "no orders in the last 90 days"),
    ("近30天有投诉", "any complaint in the last 30 days"),
    ("近30天投诉至少2次", "at least 2 complaints in the last 30 days"),
    ("最近30天内 投诉两次", "at least 2 complaints in the last 30 days"),
    ("最近30天内 投诉满2次", "at least 2 complaints in the last 30 days"),
    ("最近30天内 投诉2次以上", "at least 2 complaints in the last 30 days"),
    ("最近30天内 有 2 次以上 投诉", "at least 2 complaints in the last 30 days"),
    ("最近30天内 至少 2 次 投诉", "at least 2 complaints in the last 30 days"),
    ("最近30天内 投诉 次数 超过 3", "more than 3 complaints in the last 30 days"),
    ("投诉至少2次", "at least 2 complaints"),
    ("缴费 累计 至少 2 次", "at least 2 payments ever"),
    ("此前30天内 投诉 至少 2 次", "at least 2 complaints in the 30 days before"),
    ("此前30天内 投诉（同一 原因） 至少 1 次", "any complaint (same reason) in the 30 days before"),
    (
        "最近30天内 投诉（原因 网络，同一 原因） 至少 2 次",
        "at least 2 complaints (reason network, same reason) in the last 30 days",
    ),
    ("最近90天内 没有 重大投诉", "no serious complaints in the last 90 days"),
    ("本自然月 没有 投诉", "no complaints this calendar month"),
    ("2026-10-01以来 没有 投诉", "no complaints since 2026-10-01"),
    ("投诉 或 订购", "complaint or order"),
    ("累计 没有 投诉 且 订购 累计 正好 1 次", "no complaints and exactly 1 order ever"),
    ("销户完成 或 携出完成", "account closed or ported out"),
    ("事件 是 投诉", "event is complaint"),
    ("连续3个账期 出账金额 下降", "bill amount falls for 3 billing months in a row"),
    ("出账金额 连续3个账期 下降", "bill amount falls for 3 billing months in a row"),
    ("连续3个账期 超套费用 超过 20元", "over-plan charges is over 20 yuan for 3 billing months in a row"),
    ("离网风险 是 高 持续 14天", "churn risk is high for 14 days"),
    ("非（离网风险 是 高）", "not (churn risk is high)"),
    ("昵称 包含 “x”", 'nickname contains "x"'),
    ("昵称 不包含 「x」", 'not (nickname contains "x")'),
    ("（昵称 否则 “您”） 是 “您”", '(nickname or else "您") is "您"'),
    (
        "近3个完整账期 出账金额 的 平均值 200元以上",
        "average bill amount over the last 3 full billing months is at least 200 yuan",
    ),
    (
        "账单 出账金额 在 近3个完整账期 的 平均值 200元以上",
        "average bill amount over the last 3 full billing months is at least 200 yuan",
    ),
    ("账单 出账金额 累计 的 合计 超过 1万元", "sum of bill amount ever is over 10,000 yuan"),
]
TRADITIONAL: list[tuple[str, str]] = [
    ("客戶等級 是 金卡 且 最近30天內 沒有 訂購", "customer tier is gold and no orders in the last 30 days"),
    ("連續3個賬期 出賬金額 下降", "bill amount falls for 3 billing months in a row"),
    ("近3個月月均ARPU(元) 超過 50元", "ARPU (yuan) > 50 yuan"),
    ("客戶等級 不屬於 金卡、白金卡", "customer tier is not one of gold, platinum"),
    ("離網風險 是 高 持續 14天", "churn risk is high for 14 days"),
]


@pytest.mark.parametrize(("chinese", "english"), SENTENCES)
def test_a_chinese_sentence_means_what_its_english_one_means(chinese: str, english: str) -> None:
    assert read(chinese, "zh") == read(english)


@pytest.mark.parametrize(("chinese", "english"), TRADITIONAL)
def test_both_scripts_are_read_in_a_chinese_file(chinese: str, english: str) -> None:
    assert read(chinese, "zh-Hant") == read(english)
    assert read(chinese, "zh") == read(english)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("最近一个月内没有投诉", "E028"),
        ("本月没有投诉", "E028"),
        ("离网风险 是 高 持续 30m", "E027"),
        ("在网月数 50-80", "E026"),
        ("在网月数 50~80", "E026"),
        ("在网月数 是 50～80", "E026"),
        ("在网月数 10 到 5", "E020"),
        ("离网风险 是 高 且 在网月数 > 5 或 客户等级 是 金卡", "E018"),
        ("客户等级 金卡", "E025"),
        ("在网月数 > “18”", "E021"),
        ("近三月月均消费 至少 200美元", "E022"),
        ("离网原因 至少 网络", "E024"),
    ],
)
def test_what_could_mean_two_things_is_asked_back(text: str, code: str) -> None:
    assert codes(text, "zh") == [code]


def test_money_keeps_its_exact_amount() -> None:
    condition: Condition = read("近三月月均消费 超过 20元5角", "zh")
    assert getattr(condition, "right", None) == yuan(Decimal("20.5"))
    assert MONEY.currency == "CNY"
