"""Bring a database's schema up to date with alembic. Loaded only when there is something to do: alembic takes 0.2 s."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Connection, create_engine
from sqlalchemy.event import listen
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from engage_sqlite.messages import failed, failure_of
from engage_sqlite.opening import APPLICATION, HEAD

__all__ = ["configuration", "upgrade"]

_LOG: Final = logging.getLogger("engage.storage")


def configuration() -> Config:
    """alembic's configuration: the migrations lie in this package."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")).replace("%", "%%"))
    return config


def upgrade(opened: Callable[[], sqlite3.Connection], crash: Callable[[str], None]) -> None:
    """Bring the schema up to date in one transaction: all of it or nothing. Two that start at once take turns."""
    config = configuration()
    engine = create_engine("sqlite://", creator=opened, poolclass=NullPool, hide_parameters=True)
    listen(engine, "begin", _begin)
    try:
        with engine.begin() as connection:
            connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION}")
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            crash("migrate")
    except (DBAPIError, sqlite3.Error) as error:
        cause = error.orig if isinstance(error, DBAPIError) else error
        known = failure_of(cause) if isinstance(cause, sqlite3.Error) else None
        raise known or failed("S031", reason=type(error).__name__) from None
    except CommandError as error:
        raise failed("S031", reason=type(error).__name__) from None
    _LOG.info("schema %s", HEAD)


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")
