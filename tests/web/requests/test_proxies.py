"""Whose address the site believes, with and without proxies of our own before it."""

import pytest

from ppaos.web import wsgi


@pytest.mark.parametrize(
    ("proxies", "forwarded", "believed"),
    [
        (0, "198.51.100.7", "10.0.0.9"),
        (1, "198.51.100.7", "198.51.100.7"),
        (1, "1.2.3.4, 198.51.100.7", "198.51.100.7"),
        (2, "1.2.3.4, 198.51.100.7, 10.0.0.8", "198.51.100.7"),
        (2, "198.51.100.7", "10.0.0.9"),
        (1, "", "10.0.0.9"),
    ],
)
def test_only_what_our_own_proxies_wrote_is_believed(
    monkeypatch, proxies: int, forwarded: str, believed: str
) -> None:
    seen = {}
    monkeypatch.setattr(wsgi, "_site", lambda environ, respond: seen.update(environ) or [b""])
    given = {"REMOTE_ADDR": "10.0.0.9", "HTTP_X_FORWARDED_FOR": forwarded}
    wsgi.behind_proxies(given, lambda *arguments: None, proxies=proxies)
    assert seen["REMOTE_ADDR"] == believed
