"""Law: any text whatever as a rule file gives a program, or findings that each stand inside their source and say
something in both languages, and never an exception.

Mutant that it kills: sizes measured in `load.py` without `surrogatepass`, which raises on half a character.
"""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from engage.load import compile as compile_ruleset
from hostile.sample import read_rules

SIGNS = [*"()[]{}<>=~*/+-|,;:.\"'`\\#@$%&!?_ \n\t", "\n  ", "\n    ", "||", "\u202e", "\x00", "\ud800", "İ", "\ufeff"]
BLOCKS = (
    "rule r/  event /  when /  then /table t/fact f = /scorecard churn risk (0 to 100)/example e/never offer commercial"
)
WORDS = "customer tier/months with us/is/not/and/or/gold/1/9e9/at least/complaints/in the last/30 days/otherwise/any of"
MORE = "规则/当/客户等级/是/金卡/语言 中文/__class__/route to front desk/because/persona p/examples x"
PIECES = st.sampled_from([*SIGNS, *"/".join((BLOCKS, WORDS, MORE)).split("/")])


@given(st.lists(PIECES, max_size=60).map("".join) | st.text(max_size=80))
def test_any_text_as_a_ruleset_is_a_program_or_findings_with_their_places(text: str) -> None:
    read = read_rules(text)
    if read.ruleset.report.ok and read.ruleset.model is not None:
        compile_ruleset(read.ruleset)
    for finding in read.ruleset.report.findings:
        assert finding.span is not None
        assert 0 <= finding.span.start <= finding.span.end <= len(finding.span.source.text)
        assert finding.text("en")
        assert finding.text("zh")
