"""Opening a storage to look at what it keeps: one that is there, and never a new one for a path mistyped."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from engage.errors import NotFound, SchemaMismatch
from engage.ground.finding import Words
from engage.sockets.plugins import Plugins
from engage.sockets.storage import Storage
from engage.sockets.upkeep import Schema, Upkeep

__all__ = ["existing", "outdated", "there"]

_SENTENCES: Final = {
    "S015": (
        Words(
            "the storage has the schema `{found}`, this engage needs `{wanted}`",
            "存储的结构为 `{found}`，此版 engage 需要 `{wanted}`",
            "儲存的結構為 `{found}`，此版 engage 需要 `{wanted}`",
        ),
        Words(
            "type `engage db upgrade --storage {storage}`",
            "请输入 `engage db upgrade --storage {storage}`",
            "請輸入 `engage db upgrade --storage {storage}`",
        ),
    )
}


@contextmanager
def existing(address: str) -> Iterator[Storage]:
    """The storage at an address. Raises NotFound when none was ever made there, and SchemaMismatch for an older schema:
    whoever looks changes nothing.
    """
    storage = Plugins.discover().open_storage(address)
    try:
        schema = storage.schema() if isinstance(storage, Upkeep) else None
        if schema is not None:
            there(schema)
        if schema is not None and schema.found != schema.wanted:
            raise outdated(schema, address)
        storage.prepare()
        yield storage
    finally:
        storage.close()


def there(schema: Schema) -> Schema:
    """The schema of a storage that was made before. Raises NotFound where nothing is."""
    if not schema.found:
        raise NotFound(
            "S012",
            Words("there is no storage at this address", "该地址没有存储", "該地址沒有儲存"),
            hint=Words(
                "see the path; `engage run` makes one",
                "请核对路径；`engage run` 会建立",
                "請核對路徑；`engage run` 會建立",
            ),
        )
    return schema


def outdated(schema: Schema, address: str) -> SchemaMismatch:
    """The refusal of a storage of an older schema, with what to type."""
    ((code, (sentence, hint)),) = _SENTENCES.items()
    said = sentence.filled(found=schema.found, wanted=schema.wanted)
    return SchemaMismatch(code, said, hint=hint.filled(storage=address))
