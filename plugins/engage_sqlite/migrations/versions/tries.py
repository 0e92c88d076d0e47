"""How often and since when an effect is tried, so that an attempt never leaves behind the receiver's window.

Expand and backfill: an engine that knows only the schema before it may go on beside, its new effects have the defaults.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

__all__ = ["upgrade"]

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_BACKFILL = """
UPDATE outbox SET tries = attempt, first_at = coalesce(
    (SELECT min(a.started_at) FROM attempt a WHERE a.tenant = outbox.tenant AND a.effect = outbox.key), claimed_at, 0)
WHERE attempt > 0
"""


def upgrade() -> None:
    """Add the two columns; what was tried before counts from its first attempt."""
    for name in ("tries", "first_at"):
        op.add_column("outbox", sa.Column(name, sa.BigInteger(), nullable=False, server_default=sa.text("0")))
    op.execute(_BACKFILL)
