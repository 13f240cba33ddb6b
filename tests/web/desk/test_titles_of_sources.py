"""Pages of the desk call sources by their titles, not by the names of their documents."""

import re
from typing import Any

import pytest
from django.urls import reverse

from ppaos.definitions.sources import loader
from ppaos.domain.linkage.records import LINKED_REGISTERS
from ppaos.engine.store import Store
from ppaos.workflows.stored.files import stored_files

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("page", ["imports", "review", "sources"])
def test_sources_go_by_their_titles(
    client: Any, people_by_role: Any, sign_in: Any, settings: Any, small_store: Store, page: str
) -> None:
    settings.PPAOS_STORE = small_store.root
    answer = sign_in(client, people_by_role["national"]).get(reverse(f"desk:{page}"))
    words = re.sub(r"<[^>]*>", " ", answer.content.decode())
    for file in stored_files(small_store):
        words = words.replace(file.name, "")  # a file may be called as its source is
    assert any(loader.load(name).title.th in words for name in loader.names())
    for name in (*loader.names(), LINKED_REGISTERS):
        assert not re.search(rf"(?<![\w-]){re.escape(name)}(?![\w.-])", words), name
