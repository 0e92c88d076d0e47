"""The contract kits tell what they compared only when pytest rewrites their asserts."""

from __future__ import annotations

import pytest

pytest.register_assert_rewrite("engage.testing.storage", "engage.testing.storage_effects", "engage.testing.channel")
