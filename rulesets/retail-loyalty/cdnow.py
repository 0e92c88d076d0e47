"""Makes events of the purchases of CDNOW, a file of columns of fixed width: `python cdnow.py FILE > cdnow.jsonl`.

Reads the whole file (customer, day, discs, dollars) and its 1/10 sample, which has a second number of the customer
before the day; plain or compressed with gzip. What a customer bought on a day is one purchase, as in the literature,
at noon in New York, because the file knows no hour. A day on which more came back than was bought would be a return:
CDNOW has none. The same file gives the same ids.
"""

from __future__ import annotations

import datetime
import gzip
import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

NOON = datetime.time(12, tzinfo=ZoneInfo("America/New_York"))


def lines(path: Path) -> Iterator[tuple[str, datetime.date, int, Decimal]]:
    """Customer, day, discs and dollars of every line; a line of headings is passed over."""
    text = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    for line in text.decode("ascii").splitlines():
        customer, *_, day, discs, dollars = line.split()
        if day.isdigit():
            yield customer, datetime.datetime.strptime(day, "%Y%m%d").date(), int(discs), Decimal(dollars)


def events(path: Path) -> Iterator[dict[str, object]]:
    """One event a customer and day, in the order of days."""
    bought: dict[tuple[datetime.date, str], list[Decimal]] = defaultdict(lambda: [Decimal(0), Decimal(0)])
    for customer, day, discs, dollars in lines(path):
        sums = bought[day, customer]
        sums[0] += discs
        sums[1] += dollars
    for (day, customer), (items, amount) in sorted(bought.items()):
        back = amount < 0
        yield {
            "specversion": "1.0",
            "id": f"{customer}-{day}",
            "source": "/cdnow",
            "type": "goods.returned" if back else "purchase.made",
            "subject": customer,
            "time": datetime.datetime.combine(day, NOON).isoformat(),
            "data": {"refund": float(-amount)} if back else {"amount": float(amount), "discs": int(items)},
        }


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python cdnow.py FILE > cdnow.jsonl")
    for event in events(Path(sys.argv[1])):
        print(json.dumps(event))
