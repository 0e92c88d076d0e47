"""Where customers stand in lifecycles and segments, every move between stages, and the alarm that asks charts again.

Expand only: an engine that knows only the schema before it may go on beside, and moves nobody.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

__all__ = ["upgrade"]

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make both tables and the index that finds a customer's alarm."""
    op.create_table(
        "stay",
        sa.Column("tenant", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("chart", sa.Text(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("since", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("passed", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "key", "chart"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "move",
        sa.Column("position", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("tenant", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("chart", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("decision_id", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("position"),
    )
    op.create_index("move_of_customer", "move", ["tenant", "key", "position"], unique=False)
    op.create_index(
        "timer_alarm",
        "timer",
        ["tenant", "key"],
        unique=False,
        sqlite_where=sa.text("state = 'waiting' AND name = ''"),
    )
