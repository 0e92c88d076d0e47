"""Effects as HTTP posts, signed after Standard Webhooks 1.0.0: `webhook:https://crm.example/in#secrets=CRM_SECRETS`.

The network library is loaded when a channel is opened, not when the plugin is found.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engage.plugins import Channel, ChannelRegistry, hookimpl

if TYPE_CHECKING:
    from engage_webhook.channel import WebhookChannel

__all__ = ["WebhookChannel", "engage_channels", "open_webhook"]


def open_webhook(address: str) -> Channel:
    """The channel that posts to a URL; `#secrets=NAME` names the environment variable with the signing secrets."""
    from engage_webhook.channel import from_address

    return from_address(address)


@hookimpl
def engage_channels(registry: ChannelRegistry) -> None:
    """Register `webhook`."""
    registry.add("webhook", open_webhook)


def __getattr__(name: str) -> object:
    if name == "WebhookChannel":
        from engage_webhook.channel import WebhookChannel

        return WebhookChannel
    raise AttributeError(f"module `engage_webhook` has no name `{name}`")
