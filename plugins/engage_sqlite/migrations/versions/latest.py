"""The latest moment that was decided on for a customer or a contact, so that a late event is told to be one.

Expand and backfill: an engine that knows only the schema before it may go on beside, and moves no moment on.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

__all__ = ["upgrade"]

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_CUSTOMERS = """
UPDATE customer SET latest_at = (
    SELECT max(e.at) FROM event e WHERE e.tenant = customer.tenant AND e.key = customer.key)
"""
_CONTACTS = """
UPDATE contact SET latest_at = (
    SELECT max(e.at) FROM event e WHERE e.tenant = contact.tenant AND e.key = '' AND e.contact = contact.key)
"""


def upgrade() -> None:
    """Add the column to both; what was recorded before counts."""
    for table in ("customer", "contact"):
        op.add_column(table, sa.Column("latest_at", sa.BigInteger(), nullable=True))
    op.execute(_CUSTOMERS)
    op.execute(_CONTACTS)
