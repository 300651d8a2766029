"""The service worker of a set of pages: which files it keeps for a time without network."""

from __future__ import annotations

import json
from collections.abc import Mapping

from crampkit.front import FOLDER
from crampkit.hosts.pages.runtime import digest_of

NAME = "sw.js"
GAP = '"@SITE@"'


def service_worker(set_id: str, files: Mapping[str, bytes]) -> bytes:
    """`sw.js` for these files, to lie beside the pages. Another byte in any of them makes another one.

    >>> b'"files": ["index.html"]' in service_worker("cramps", {"index.html": b"<p>Cramps"})
    True
    """
    site = {"set": set_id, "edition": digest_of(files)[:10], "files": sorted(files)}
    script = (FOLDER / NAME).read_text(encoding="utf-8")
    assert script.count(GAP) == 1
    return script.replace(GAP, json.dumps(site)).encode("utf-8")
