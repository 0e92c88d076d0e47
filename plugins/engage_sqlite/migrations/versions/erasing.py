"""Erasing customers: where new ones begin to count, and timers that have ended and are nobody's any more.

Expand and backfill: nothing reads whose a timer was that does not wait.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

__all__ = ["upgrade"]

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_ENDED = """
UPDATE timer SET "key" = '', subject = '', contact = '', "case" = '' WHERE state <> 'waiting'
"""


def upgrade() -> None:
    """Make the index; let go of whose the timers were that have ended."""
    op.create_index("customer_erased", "customer", ["tenant", "version"], sqlite_where=sa.text("erased_at IS NOT NULL"))
    op.execute(_ENDED)
