"""Numbers as people read them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from engage.ground.numbers import Number, plain, rounded


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        (7, "7"),
        (Decimal("0.0025"), "0.0025"),
        (Decimal("1.123456"), "1.123456"),
        (Decimal("23.33333333333333333333333333333333"), "23.33"),
        (Decimal("-23.335000000000000000000000000000"), "-23.34"),
        (Decimal("0.6666666666666666666666666666666667"), "0.67"),
        (Decimal("0.003333333333333333333333333333333333"), "0.0033"),
        (Decimal("99999999999999999999999999.11111111"), "99999999999999999999999999.11"),
        (Decimal("0E-20"), "0"),
    ],
)
def test_people_read_a_quotient_with_few_digits(number: Number, shown: str) -> None:
    assert plain(rounded(number)) == shown
