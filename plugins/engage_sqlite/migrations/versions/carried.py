"""What is carried on from event to event of history terms without an end, so that an old customer is not read anew.

Expand: an engine that knows only the schema before it may go on beside; what it leaves is seen to be out of date.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

__all__ = ["upgrade"]

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; every customer begins anew with the next event."""
    op.add_column("customer", sa.Column("carried", sa.Text(), nullable=False, server_default=sa.text("''")))
