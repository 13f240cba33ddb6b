"""What tests of accounts share: nobody has been refused yet, and the accounts of the demonstration."""

import pytest
from django.core.cache import cache

from ppaos.operations.accounts.demo import make_demo_accounts
from support.area_list import fill_areas


@pytest.fixture(autouse=True)
def no_rates() -> None:
    """Rates are counted in the cache; each test begins without any."""
    cache.clear()


@pytest.fixture
def demo(db: None) -> None:
    fill_areas()
    make_demo_accounts("41")
