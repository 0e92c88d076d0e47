"""Messages about sentences that read well and cannot mean what they say: R150 to R169."""

from __future__ import annotations

from engage.ground.finding import Message, Severity

__all__ = [
    "BENEFIT_NEGATIVE",
    "CONFIDENCE_FORM",
    "ESTIMATED_FORM",
    "ESTIMATED_ROOT",
    "HIT_KIND",
    "HIT_SEVERAL",
    "NEVER_COMPUTED",
    "NEVER_IN_PART",
    "NEVER_THE_DEFAULT",
    "NEVER_WITHHOLD",
    "NOT_KEPT",
    "PROVIDED_FORM",
    "PROVIDED_ROOT",
    "RULE_AGAINST_ITSELF",
    "SETTLE_KIND",
]

NEVER_WITHHOLD = Message(
    "R150",
    "`never {text}` forbids a no: should these offers be withheld, or never be withheld?",
    "“禁止 {text}”是双重否定：是要不推荐，还是不许不推荐？",
    "to keep the offers away write `never {instead}`; to let them through, take the rule away that withholds them",
    "要禁止这些推荐，请写“禁止 {instead}”；要放行，请删去不推荐它们的规则",
)
NEVER_IN_PART = Message(
    "R151",
    "a veto forbids the whole, and `{text}` names a part of it",
    "禁止针对整体，而“{text}”只说了其中一部分",
    "write `never {bare}`; details belong behind `then`",
    "请写“禁止 {bare}”；细节请写在“则”之后",
)
NEVER_COMPUTED = Message(
    "R152",
    "a veto needs a value that is written out, not one that is worked out from the customer",
    "禁止须写明具体的值，不能由客户信息计算",
    "write the value, and say under `when` for which customers it holds",
    "请写出具体的值，并在“当”中说明适用的客户",
)
NEVER_THE_DEFAULT = Message(
    "R153",
    "{value} is what {output} is when nobody sets it, and a veto does not change that",
    "无人设置时{output}即为{value}，禁止不会改变它",
    "give the output another `otherwise`, or none",
    "请改写该输出的“否则”，或不写",
    severity=Severity.WARNING,
)
BENEFIT_NEGATIVE = Message(
    "R154",
    "an offer that harms the customer is never made",
    "对客户不利的推荐不会提出",
    "need comes before revenue: say what the customer gains, or take the offer away",
    "需要先于收入：请写客户的得益，或删去该推荐",
    severity=Severity.WARNING,
)
SETTLE_KIND = Message(
    "R155",
    "`{settle}` needs {wanted}, and {output} is {given}",
    "`{settle}` 需要{wanted}，而{output}是{given}",
    "settle it as `one`, `any` or `all`, or give it another type",
    "请用 `唯一胜出`、`须一致` 或 `全部`，或改用其他类型",
)
HIT_KIND = Message(
    "R156",
    "`{hit}` needs {wanted}, and the column `{column}` gives {given}",
    "`{hit}` 需要{wanted}，而结果列 `{column}` 给出的是{given}",
    "write another hit policy, or put the column into a table of its own",
    "请改用其他命中策略，或将该列放入单独的表",
)
HIT_SEVERAL = Message(
    "R157",
    "with `{hit}` several rows may answer, and `{column}` takes one answer",
    "`{hit}` 可有多行命中，而 `{column}` 只能有一个结果",
    "write `unique` or `first` as the hit policy, or an output that settles by `all`, `sum` or the like",
    "请用命中策略 `唯一命中` 或 `首个命中`，或让该输出按 `全部`、`求和` 等取值",
)
NOT_KEPT = Message(
    "R158",
    "{name} cannot be kept: only facts of the customer are",
    "{name} 无法保存：目前只保存客户的信息",
    "declare it as a fact of the customer; what belongs to one contact or an account comes with a later version",
    "请声明为客户的信息；联系与账户的信息将在后续版本支持",
)
RULE_AGAINST_ITSELF = Message(
    "R161",
    "a rule cannot say both `{first}` and `{second}`",
    "同一条规则不能既说“{first}”，又说“{second}”",
    "keep one of the two; what holds for other customers belongs in a rule of its own",
    "请只留一句；对其他客户另有做法的，请另写一条规则",
)
ESTIMATED_ROOT = Message(
    "R166",
    "{name} cannot be estimated: only facts of the customer are",
    "{name} 无法估计：只估计客户的信息",
    "declare it as a fact of the customer",
    "请声明为客户的信息",
)
ESTIMATED_FORM = Message(
    "R167",
    "this does not say what is estimated by whom",
    "未写明由谁估计什么",
    "write the name that the host binds and what it gives: `estimator btyd.value`",
    "请写宿主绑定的名称和所给的量：`estimator btyd.value`",
)
PROVIDED_ROOT = Message(
    "R168",
    "{name} cannot come from a provider: only facts of the customer do",
    "{name} 不能由提供方告知：提供方只告知客户的信息",
    "declare it as a fact of the customer",
    "请声明为客户的信息",
)
PROVIDED_FORM = Message(
    "R169",
    "this does not say who is asked",
    "未写明向谁询问",
    "write the name under which the host gives the provider: `provider crm`",
    "请写宿主给提供方所起的名称：`提供方 crm`",
)
CONFIDENCE_FORM = Message(
    "R180",
    "a confidence is written `at least` and a number from 0 to 1",
    "可信度请写“至少”加 0 到 1 之间的数",
    "for example `confidence: at least 0.7`",
    "例如 `可信度: 至少 0.7`",
)
