"""Webhooks against a real server: signatures that a stranger's library verifies, and every fault of list G."""

from __future__ import annotations

import base64
import json
import os
import socket
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from decimal import Decimal
from pathlib import Path

import pytest
from attrs import evolve
from standardwebhooks import Webhook, WebhookVerificationError

from engage.plugins import Channel, Permanent, PluginError, Plugins, Retryable, UnknownOutcome
from engage.testing.channel import ChannelContract, delivery
from engage_webhook import WebhookChannel
from engage_webhook.answers import answer_of, retry_after
from plugins.fault_server import FaultServer

OLD = "whsec_" + base64.b64encode(b"an old secret with a . in it....").decode()
NEW = "whsec_" + base64.b64encode(bytes(range(32))).decode()


@pytest.fixture
def server() -> Iterator[FaultServer]:
    with FaultServer() as running:
        yield running


class TestWebhook(ChannelContract):
    @pytest.fixture(autouse=True)
    def _server(self, server: FaultServer) -> None:
        self.server = server

    def open(self, folder: Path) -> Channel:
        return WebhookChannel(self.server.url(), [NEW], seconds=5)

    def received(self, folder: Path) -> Sequence[tuple[str, str]]:
        return [(key, json.dumps(json.loads(body)["data"])) for key, body in self.server.effects()]

    def breaks(self, folder: Path) -> bool:
        self.server.stop()
        return True


def attempt(url: str, seconds: float = 5.0, secrets: Sequence[str] = (NEW,), number: int = 1) -> object:
    """What one delivery comes to: the answer or the error."""
    with closing(WebhookChannel(url, secrets, seconds=seconds)) as channel:
        return channel.deliver(delivery(number))


def test_a_strangers_library_verifies_the_signature(server: FaultServer) -> None:
    attempt(server.url())
    (seen,) = server.seen
    assert Webhook(NEW).verify(seen.body, dict(seen.headers)) == {
        "type": "task",
        "channel": "crm",
        "decision": delivery(1).decision_id,
        "data": {"text": "hello"},
    }
    assert seen.headers["content-type"] == "application/json"


def test_during_a_change_of_secrets_both_signatures_verify(server: FaultServer) -> None:
    attempt(server.url(), secrets=[NEW, OLD])
    (seen,) = server.seen
    assert seen.headers["webhook-signature"].count("v1,") == 2
    for secret in (NEW, OLD):
        Webhook(secret).verify(seen.body, dict(seen.headers))


def test_a_signature_with_another_secret_or_another_body_does_not_verify(server: FaultServer) -> None:
    attempt(server.url(), secrets=[OLD])
    (seen,) = server.seen
    for secret, body in ((NEW, seen.body), (OLD, seen.body + b" ")):
        with pytest.raises(WebhookVerificationError):
            Webhook(secret).verify(body, dict(seen.headers))


def test_the_id_and_the_body_stay_over_attempts_and_the_timestamp_moves(server: FaultServer) -> None:
    moments = iter([1_700_000_000_000_000, 1_700_000_005_999_999])
    with closing(WebhookChannel(server.url(), [NEW], now=lambda: next(moments))) as channel:
        channel.deliver(delivery(1))
        channel.deliver(evolve(delivery(1), attempt=2))
    first, second = server.seen
    assert first.headers["webhook-id"] == second.headers["webhook-id"] == delivery(1).key
    assert first.body == second.body
    assert (first.headers["webhook-timestamp"], second.headers["webhook-timestamp"]) == ("1700000000", "1700000005")
    assert first.headers["webhook-signature"] != second.headers["webhook-signature"]


def test_without_secrets_nothing_is_signed(server: FaultServer) -> None:
    attempt(server.url(), secrets=[])
    assert "webhook-signature" not in server.seen[0].headers
    assert server.seen[0].headers["webhook-id"] == delivery(1).key


def test_the_receivers_own_id_and_words_come_back(server: FaultServer) -> None:
    with closing(WebhookChannel(server.url())) as channel:
        answer = channel.deliver(delivery(1))
    assert (answer.outcome, answer.provider_id) == ("delivered", "msg-1")
    assert answer.data == {"status": 200, "answer": {"id": "msg-1", "queued": True, "cost": Decimal("0.25")}}


@pytest.mark.parametrize("path", ["/nothing", "/204", "/deep", "/half", "/endless"])
def test_a_status_of_2xx_is_delivered_whatever_the_body_is(server: FaultServer, path: str) -> None:
    with closing(WebhookChannel(server.url(path), seconds=5)) as channel:
        assert channel.deliver(delivery(1)).outcome == "delivered"


def test_202_is_accepted(server: FaultServer) -> None:
    with closing(WebhookChannel(server.url("/202"))) as channel:
        assert channel.deliver(delivery(1)).outcome == "accepted"


@pytest.mark.parametrize("status", [300, 301, 302, 304, 307, 308, 408, 425, 429, 500, 502, 503, 504, 599])
def test_what_may_pass_is_worth_another_attempt(server: FaultServer, status: int) -> None:
    with pytest.raises(Retryable) as caught:
        attempt(server.url(f"/{status}"))
    assert (caught.value.code, caught.value.retry_after) == (f"http-{status}", None)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 405, 410, 413, 422, 451])
def test_what_will_not_change_is_refused_for_good(server: FaultServer, status: int) -> None:
    with pytest.raises(Permanent) as caught:
        attempt(server.url(f"/{status}"))
    assert caught.value.code == f"http-{status}"


def test_a_key_with_another_content_is_a_conflict(server: FaultServer) -> None:
    with pytest.raises(Permanent) as caught:
        attempt(server.url("/409"))
    assert caught.value.code == "key-conflict"


def test_a_redirect_is_not_followed(server: FaultServer) -> None:
    with pytest.raises(Retryable):
        attempt(server.url("/redirect"))
    assert [seen.path for seen in server.seen] == ["/redirect"]


@pytest.mark.parametrize(("asked", "seconds"), [("7", 7.0), ("0", 0.0), ("99999999999", 86_400.0), ("soon", None)])
def test_retry_after_is_honoured_and_capped(server: FaultServer, asked: str, seconds: float | None) -> None:
    with pytest.raises(Retryable) as caught:
        attempt(server.url(f"/503/{asked}"))
    assert caught.value.retry_after == seconds


def test_retry_after_may_be_a_date() -> None:
    assert retry_after("Tue, 14 Nov 2023 22:13:50 GMT", 1_700_000_000) == 30.0
    assert retry_after("Tue, 14 Nov 2023 22:13:10 GMT", 1_700_000_000) == 0.0
    assert retry_after("Tue, 14 Nov 2033 22:13:20 GMT", 1_700_000_000) == 86_400.0
    assert retry_after("Tue, 99 Nov 2023 22:13:20 GMT", 1_700_000_000) is None
    assert retry_after("-5", 1_700_000_000) is None


@pytest.mark.parametrize("path", ["/hang", "/drip-headers"])
def test_an_attempt_ends_at_its_deadline_with_an_unknown_outcome(server: FaultServer, path: str) -> None:
    begun = time.monotonic()
    with pytest.raises(UnknownOutcome):
        attempt(server.url(path), seconds=0.4)
    assert 0.3 < time.monotonic() - begun < 2
    assert len(server.seen) == 1


def test_a_body_that_drips_does_not_outlast_the_deadline(server: FaultServer) -> None:
    begun = time.monotonic()
    with closing(WebhookChannel(server.url("/drip-body"), seconds=0.4)) as channel:
        assert channel.deliver(delivery(1)).outcome == "delivered"
    assert time.monotonic() - begun < 2


@pytest.mark.parametrize("path", ["/close", "/reset", "/garbage", "/big-headers"])
def test_what_was_sent_and_not_answered_is_of_unknown_outcome(server: FaultServer, path: str) -> None:
    with pytest.raises(UnknownOutcome) as caught:
        attempt(server.url(path))
    assert caught.value.code == "no-answer"


def test_a_receiver_that_acts_and_answers_late_acts_once_on_the_key(server: FaultServer) -> None:
    with pytest.raises(UnknownOutcome):
        attempt(server.url("/slow/0.5"), seconds=0.2)
    attempt(server.url("/ok"))
    assert len(server.seen) == 2
    assert [key for key, _ in server.effects()] == [delivery(1).key]


def test_nobody_at_the_address_means_nothing_was_sent() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound and not listening: connections are refused
        with pytest.raises(Retryable) as caught:
            attempt(f"http://127.0.0.1:{taken.getsockname()[1]}/")
    assert caught.value.code == "no-connection"


def test_an_unknown_host_means_nothing_was_sent() -> None:
    with pytest.raises(Retryable) as caught:
        attempt("http://nobody.invalid/", seconds=5)
    assert caught.value.code == "no-connection"


def test_a_receiver_without_tls_means_nothing_was_sent(server: FaultServer) -> None:
    with pytest.raises(Retryable):
        attempt(server.url().replace("http:", "https:"), seconds=1)


def test_one_connection_serves_many_deliveries(server: FaultServer) -> None:
    with closing(WebhookChannel(server.url())) as channel:
        for number in range(5):
            channel.deliver(delivery(number))
    assert server.connections == 1


def test_after_a_fork_the_child_has_connections_of_its_own(server: FaultServer) -> None:
    with closing(WebhookChannel(server.url())) as channel:
        channel.deliver(delivery(1))
        child = os.fork()
        if child == 0:
            try:
                channel.deliver(delivery(2))
                os._exit(0)
            finally:
                os._exit(1)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
        channel.deliver(delivery(3))
    assert server.connections == 2
    assert len(server.seen) == 3


@pytest.mark.parametrize(
    "address",
    [
        "",
        "crm.example/in",
        "ftp://crm.example/",
        "file:///etc/passwd",
        "http://",
        "http:///in",
        "http://[",
        "http://a b/",
    ],
)
def test_only_http_and_https_with_a_host_are_addresses(address: str) -> None:
    with pytest.raises(PluginError) as caught:
        Plugins.discover().open_channel("webhook:" + address)
    assert caught.value.code == "W001"


def test_a_password_in_the_address_is_refused_and_not_repeated() -> None:
    with pytest.raises(PluginError) as caught:
        Plugins.discover().open_channel("webhook:https://zhang:hunter2@crm.example/in")
    assert caught.value.code == "W002"
    assert "hunter2" not in str(caught.value)


def test_secrets_come_from_the_environment(server: FaultServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CRM_SECRETS", f"{NEW} {OLD}")
    with closing(Plugins.discover().open_channel(f"webhook:{server.url()}#secrets=CRM_SECRETS")) as channel:
        channel.deliver(delivery(1))
    assert server.seen[0].path == "/ok"
    Webhook(OLD).verify(server.seen[0].body, dict(server.seen[0].headers))


def test_missing_secrets_are_told_by_the_name_of_their_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CRM_SECRETS", raising=False)
    for address, code in (("#secrets=CRM_SECRETS", "W005"), ("#secret", "W006"), ("#secrets=", "W006")):
        with pytest.raises(PluginError) as caught:
            Plugins.discover().open_channel("webhook:http://localhost/in" + address)
        assert caught.value.code == code


@pytest.mark.parametrize(
    ("secret", "code"),
    [
        ("hunter2", "W003"),
        ("whsec_???", "W003"),
        ("whsec_" + base64.b64encode(b"short").decode(), "W004"),
        ("whsec_" + base64.b64encode(b"x" * 65).decode(), "W004"),
    ],
)
def test_a_weak_or_broken_secret_is_refused_and_not_repeated(secret: str, code: str) -> None:
    with pytest.raises(PluginError) as caught:
        WebhookChannel("http://localhost/", [NEW, secret])
    assert caught.value.code == code
    assert "secret 2" in str(caught.value)
    assert secret not in str(caught.value)


@pytest.mark.parametrize(("status", "zh"), [(503, "接收方答复 503"), (409, "接收方已有此键，但内容不同")])
def test_a_failure_is_told_in_both_languages(status: int, zh: str) -> None:
    with pytest.raises((Retryable, Permanent)) as caught:
        answer_of(status, b"", "", 0.0)
    assert caught.value.text("zh").endswith(f"：{zh}")
    assert "receiver" in caught.value.text("en")
