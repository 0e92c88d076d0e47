"""What leads to a customer, and which timers wait for one, found without reading all of them: for merging.

Expand only: an engine that knows only the schema before it may go on beside.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

__all__ = ["upgrade"]

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make both indexes."""
    op.create_index("alias_of_customer", "alias", ["tenant", "key"])
    op.create_index(
        "timer_of_customer", "timer", ["tenant", "key"], sqlite_where=sa.text("state = 'waiting' AND key <> ''")
    )
