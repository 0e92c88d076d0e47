"""Who belongs to an account shares what is once per account, whoever is faster; all else is the customer's own."""

from __future__ import annotations

from pathlib import Path

import pytest

import engage
from engage.errors import EventRejected
from engage.facts.decided import Decision, Verdict
from engage.runtime import Engine
from engage.workbench.desk_card import desk_card
from engage_sqlite import open_sqlite
from runtime.desk import HOUR, START
from runtime.household import DAY, call, desk, family, offered, on

RULE = "one family plan"


def told(decision: Decision) -> list[tuple[str, str]]:
    """The reasons that speak of accounts."""
    said = ("no account", "later known")
    return [(each.code, each.rule or each.detail) for each in decision.reasons if each.code in said]


def belongs(engine: Engine, customer: str) -> object:
    """To which account, as it is kept."""
    fact = engine.profile(customer).facts.get("account")
    return fact and fact.value


def test_two_users_of_one_account_share_its_cap_and_keep_their_own_consents(tmp_path: Path) -> None:
    with desk(tmp_path) as engine:
        # The child never agreed, and uses nothing up.
        assert not offered(engine.receive(call(1, "child")))
        assert offered(engine.receive(call(2, "mother", START + HOUR)))
        second = engine.receive(call(3, "father", START + 2 * HOUR))
        assert (offered(second), second.verdicts[RULE]) == (False, Verdict.ALREADY)
        assert RULE not in engine.receive(call(4, "child", START + 3 * HOUR)).verdicts
        assert offered(engine.receive(call(5, "father", START + HOUR + 30 * DAY)))
        assert engine.profile("child").facts["customer.may_advertise"].value is False
        assert told(second) == []


def test_an_event_names_the_account_and_it_is_the_customers_from_then_on(tmp_path: Path) -> None:
    with desk(tmp_path) as engine:
        engine.know("guest", {"customer.may_advertise": True}, at="2026-01-01T00:00:00Z")
        assert offered(engine.receive(call(1, "mother")))
        assert not offered(engine.receive(call(2, "guest", account="home")))
        assert belongs(engine, "guest") == "home"
        assert not offered(engine.receive(call(3, "guest", START + HOUR)))
        # An event that is no call, and one that the vocabulary does not know, say it as well.
        engine.receive(call(4, "guest", START + 2 * HOUR, account="work", type="bill.issued"))
        assert belongs(engine, "guest") == "work"
        engine.receive(call(5, "guest", START + 3 * HOUR, account="home", type="of no kind"))
        assert belongs(engine, "guest") == "home"


def test_a_customer_belongs_to_one_account_at_a_time_and_takes_nothing_along(tmp_path: Path) -> None:
    with desk(tmp_path) as engine:
        assert offered(engine.receive(call(1, "mother")))
        assert offered(engine.receive(call(2, "mother", START + HOUR, account="work")))
        assert belongs(engine, "mother") == "work"
        assert not offered(engine.receive(call(3, "mother", START + 2 * HOUR)))
        assert not offered(engine.receive(call(4, "father", START + 2 * HOUR)))
        engine.know("mother", {"account": None}, at="2026-11-06T10:00:00+08:00")
        alone = engine.receive(call(5, "mother", START + DAY + HOUR))
        assert (offered(alone), told(alone)) == (True, [("no account", RULE)])


def test_a_late_event_counts_for_the_account_that_it_names_and_moves_nobody_back(tmp_path: Path) -> None:
    with desk(tmp_path) as engine:
        engine.receive(call(1, "mother", START + DAY, account="work", type="bill.issued"))
        late = engine.receive(call(2, "mother", START, account="home"))
        assert (offered(late), told(late)) == (True, [("later known", "account")])
        assert belongs(engine, "mother") == "work"
        assert not offered(engine.receive(call(3, "father", START + HOUR)))
        assert offered(engine.receive(call(4, "mother", START + 2 * DAY)))


def test_an_account_told_ahead_counts_from_its_moment_on(tmp_path: Path) -> None:
    with desk(tmp_path) as engine:
        assert offered(engine.receive(call(1, "father")))
        engine.know("mother", {"account": "new home"}, at="2026-11-07T10:00:00+08:00")
        assert not offered(engine.receive(call(2, "mother", START + HOUR)))
        assert offered(engine.receive(call(3, "mother", START + 3 * DAY)))


def test_an_anonymous_contact_shares_what_the_account_that_it_names_shares(tmp_path: Path) -> None:
    with desk(tmp_path) as engine:
        bill = {"type": "bill.issued"}
        engine.receive(call(1, at=START, contact="k1", account="home", **bill))
        engine.receive(call(2, "mother", START + HOUR, **bill))
        engine._clock.at = START + 2 * DAY  # type: ignore[attr-defined]
        first, second = engine.tick()
        assert (first.plan.outputs["reminder"], second.plan.outputs["reminder"]) == (True, False)
        # Its contact remembers the account; what comes without either stands alone.
        assert told(first) == told(second) == []


def test_without_an_account_the_limit_is_the_customers_own_and_the_reasons_say_so(tmp_path: Path) -> None:
    program = family(tmp_path / "rules")
    with on(program, tmp_path / "desk.db") as engine:
        for customer in ("ann", "bob"):
            engine.know(customer, {"customer.may_advertise": True}, at="2026-01-01T00:00:00Z")
            first = engine.receive(call(1 if customer == "ann" else 2, customer))
            assert (offered(first), told(first)) == (True, [("no account", RULE)])
        again = engine.receive(call(3, "ann", START + HOUR))
        assert (again.verdicts[RULE], told(again)) == (Verdict.ALREADY, [("no account", RULE)])
        # It joins an account: what it had itself counts for it, and for no other member.
        joined = engine.receive(call(4, "ann", START + 2 * HOUR, account="home"))
        assert (joined.verdicts[RULE], told(joined)) == (Verdict.ALREADY, [])
        engine.know("cid", {"customer.may_advertise": True}, at="2026-01-01T00:00:00Z")
        assert offered(engine.receive(call(5, "cid", START + 3 * HOUR, account="home")))
        text = engage.explain(program, again).text("en")
        assert "`one family plan` is once per account, and no account is known" in text
        assert "it spoke at 2026-11-05 10:00" in text


def test_why_it_dropped_out_is_told_in_every_language_and_names_no_account(tmp_path: Path) -> None:
    with desk(tmp_path) as engine:
        engine.receive(call(1, "mother"))
        engine.receive(call(2, "father", START + HOUR))
        decision = list(engine.decisions("father"))[-1]
        explanation = engage.explain(engine.program, decision)
        assert "it spoke at 2026-11-05 10:00 for the account" in explanation.text("en")
        assert "已于 2026-11-05 10:00 为该账户触发过" in explanation.text("zh")
        assert "已於 2026-11-05 10:00 為該賬戶觸發過" in explanation.text("zh-Hant")
        assert all("home" not in str(each) for each in decision.reasons)
        assert "home" not in repr(decision)


def test_the_later_membership_stands_after_a_merge(tmp_path: Path) -> None:
    with desk(tmp_path) as engine:
        engine.receive(call(1, "mother"))
        engine.receive(call(2, "phone", START + HOUR, account="work", type="bill.issued"))
        engine.merge("phone", into="father")
        assert belongs(engine, "father") == "work"
        assert offered(engine.receive(call(3, "father", START + 2 * HOUR)))
        assert not offered(engine.receive(call(4, "phone", START + 3 * HOUR)))


def test_members_who_come_in_one_transaction_use_it_up_in_their_order(tmp_path: Path) -> None:
    with desk(tmp_path) as engine:
        events = [call(1, "mother"), call(2, "father"), call(3, "guest", account="work")]
        read = [engage.event(engine.program, each) for each in events]
        assert [isinstance(each, Decision) and offered(each) for each in engine.take_many(read)] == [True, False, False]


def test_a_preview_uses_nothing_up(tmp_path: Path) -> None:
    with desk(tmp_path) as engine:
        assert offered(engine.preview(call(1, "mother")))
        assert offered(engine.receive(call(2, "father")))
        assert not offered(engine.preview(call(1, "mother")))


def test_a_name_that_is_no_account_is_refused_without_its_text(tmp_path: Path) -> None:
    with desk(tmp_path) as engine:
        for wrong in ("", 7, "x" * 2_000):
            with pytest.raises(EventRejected) as refused:
                engine.know("mother", {"account": wrong})
            assert refused.value.where == "/account"
            assert "xxx" not in str(refused.value)
        bad = {**call(1, "mother", type="customer.updated"), "data": {"account": 7}}
        assert [each.detail for each in engine.receive(bad).reasons if each.code == "unreadable"] == ["account"]
        engine.receive({**call(2, "mother", START + HOUR, type="customer.updated"), "data": {"account": "work"}})
        assert belongs(engine, "mother") == "work"


def test_what_is_kept_survives_the_engine(tmp_path: Path) -> None:
    with desk(tmp_path) as engine:
        assert offered(engine.receive(call(1, "mother")))
        program = engine.program
    with on(program, open_sqlite(str(tmp_path / "desk.db"))) as engine:
        assert not offered(engine.receive(call(2, "father", START + HOUR)))


def test_a_brief_tells_the_account_and_what_is_used_up_in_it(tmp_path: Path) -> None:
    with desk(tmp_path) as engine:
        engine.receive(call(1, "mother"))
        brief = engine.brief("father")
        assert (brief.account, [each.rule for each in brief.used_up]) == ("home", [RULE])
        text = brief.text("en")
        assert "account home" in text
        assert "used up in the account" in text
        assert "one family plan  again from 2026-12-05 10:00 (used at 2026-11-05 10:00)" in text
        assert "该账户已用完" in brief.text("zh")
        assert "賬戶 home" in brief.text("zh-Hant")
        data = brief.as_json()
        assert (data["account"], data["used_up"]) == ("home", [{"rule": RULE, "at": START, "until": START + 30 * DAY}])
        assert "home" not in repr(brief)
        card = desk_card(brief, "en")
        assert "again from 2026-12-05 10:00" in card
        engine.know("mother", {"account": "work"}, at="2026-11-05T11:00:00+08:00")
        assert engine.brief("father").used_up == brief.used_up
        engine._clock.at = START + 30 * DAY  # type: ignore[attr-defined]
        later = engine.brief("father"), engine.brief("mother")
        assert [(each.account, each.used_up) for each in later] == [("home", ()), ("work", ())]
