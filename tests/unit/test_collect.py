"""Handing in over a network: only where it is asked for, only from these pages, only a table of answers."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import stat
import threading
from pathlib import Path

import pytest

from crampkit.cli import main
from crampkit.hosts.pages import collect
from crampkit.hosts.pages.collect import Collection, FullError, rules, write_that_it_collects
from crampkit.hosts.pages.serve import PageServer
from crampkit.hosts.pages.share import address_page
from crampkit.practice.handed_in import LARGEST_HAND_IN, NotReadError, read_handed_in
from crampkit.practice.journal import Entry
from crampkit.practice.spreadsheet import to_csv
from crampkit.words import Words

WORD, OTHER = "a" * 26, "b" * 26
ANSWER = Entry("question", "clot_first", ("stretch",), 90, False, 0.0, id="one")
TABLE = to_csv([ANSWER]).encode()


@pytest.fixture
def site(tmp_path):
    made = tmp_path / "site"
    made.mkdir()
    (made / "index.html").write_text("<!doctype html>\n<p>Toggle and see.")
    (made / "versions.json").write_text('{"newest": "abc", "withdrawn": {}}')
    return made


@pytest.fixture
def collection(tmp_path, site):
    made = Collection(tmp_path / "handed-in", site)
    made.make()
    return made


@pytest.fixture
def server(site, collection):
    made = PageServer(site)
    made.also = rules(collection, made.hosts)
    with made.in_background():
        yield made


def hand_in(server, word=WORD, body=TABLE, method="POST", but=(), **headers) -> int:
    """The status of one hand-in as a page of this server makes it, but for the headers named."""
    own = {
        "Host": f"127.0.0.1:{server.port}",
        "Origin": server.url,
        "Content-Type": "text/csv",
        "Sec-Fetch-Site": "same-origin",
    } | {name.replace("_", "-"): value for name, value in headers.items()}
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    with contextlib.closing(connection):
        connection.request(
            method,
            f"/hand-in/{word}",
            body,
            {name: value for name, value in own.items() if name not in but},
        )
        return connection.getresponse().status


def kept(collection) -> dict[str, str]:
    return {path.name: path.read_text() for path in collection.folder.iterdir()}


# ------------------------------------------------------------------------------ what is kept


def test_a_hand_in_is_kept_under_its_word_and_a_second_one_replaces_it(server, collection):
    assert hand_in(server) == 204
    assert hand_in(server, OTHER) == 204
    later = to_csv([ANSWER, Entry("question", "clot_first", ("refer",), 80, True, 1.0)])
    assert hand_in(server, body=later.encode()) == 204
    found = kept(collection)
    assert set(found) == {f"hand-in-{WORD}.csv", f"hand-in-{OTHER}.csv"}
    assert len(read_handed_in(found[f"hand-in-{WORD}.csv"].encode())) == 2
    assert len(read_handed_in(found[f"hand-in-{OTHER}.csv"].encode())) == 1


def test_nothing_that_was_written_is_kept_and_neither_the_hour_nor_an_address(
    server, collection, capfd
):
    own = Entry(
        *("case", "amina", ("calcium_demand",), 80, True, 1.0),
        at="2026-11-24T22:17:05+00:00",
        data_version="St Mary's, 2",
        sentence="Like my sister Beth",
        ranked=("y",),
        handed_over=("situation:x",),
    )
    assert hand_in(server, body=to_csv([own]).encode()) == 204
    (content,) = kept(collection).values()
    for secret in ("Beth", "22:17", "Mary", "situation", "127.0.0.1"):
        assert secret not in content
    assert "amina" in content
    told = capfd.readouterr()
    assert told.out == "One more has handed in.\n"
    assert told.err == ""


@pytest.mark.skipif(os.name == "nt", reason="Windows has other rights")
def test_what_is_handed_in_is_for_its_owners_eyes_alone(server, collection):
    hand_in(server)
    (file,) = collection.folder.iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(collection.folder.stat().st_mode) == 0o700


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"Hello",
        b"<script>alert(1)</script>",
        b"PK\x03\x04" + bytes(100),
        b"\xff" * 100,
        TABLE.replace(b"stretch", b"My name is Beth"),
        TABLE.replace(b"clot_first", b"=1+1"),
        TABLE.replace(b"question", b"marks"),
        to_csv([Entry("question", "q", ("a",), 80, True, 1.0, miss="<b>")]).encode(),
        to_csv([Entry("question", "q", ("a",), 80, True, 1.0, id="../../x")]).encode(),
        to_csv([Entry("case", "q", ("a",), 80, True, 1.0, asked=("Is it Beth?",))]).encode(),
        ("[" * 5000).encode(),
    ],
    ids=lambda body: repr(body[:12]),
)
def test_what_is_no_table_of_answers_is_not_kept(server, collection, body):
    assert hand_in(server, body=body) == 400
    assert kept(collection) == {}


# ------------------------------------------------------------------------------ who may hand in


@pytest.mark.parametrize(
    ("status", "changes"),
    [
        (403, {"Origin": "http://elsewhere.example"}),
        (403, {"Origin": "null"}),
        (403, {"but": ("Origin",)}),
        (403, {"Sec_Fetch_Site": "cross-site"}),
        (403, {"Sec_Fetch_Site": "same-site"}),
        (415, {"Content_Type": "text/plain"}),
        (415, {"Content_Type": "application/x-www-form-urlencoded"}),
        (415, {"but": ("Content-Type",)}),
        (421, {"Host": "elsewhere.example", "Origin": "http://elsewhere.example"}),
        (405, {"method": "GET"}),
        (405, {"method": "OPTIONS"}),
        (405, {"method": "PUT"}),
        (405, {"method": "DELETE"}),
    ],
)
def test_no_other_page_and_no_other_way_hands_anything_in(server, collection, status, changes):
    assert hand_in(server, **changes) == status
    assert kept(collection) == {}


def test_an_older_browser_that_does_not_say_where_it_comes_from_is_known_by_its_origin(server):
    assert hand_in(server, but=("Sec-Fetch-Site",)) == 204


@pytest.mark.parametrize(
    "word",
    ["", "a" * 25, "a" * 27, "A" * 26, "1" * 26, "../" + "a" * 23, "%2e%2e%2f" + "a" * 23, "a" * 26 + "/x"],
)  # fmt: skip
def test_a_word_is_one_of_ours_and_never_a_path(server, collection, word):
    assert hand_in(server, word) == 405
    assert kept(collection) == {}


def test_without_being_asked_for_nothing_is_taken_in(site):
    with PageServer(site).in_background() as server:
        assert hand_in(server) == 405
    assert sorted(path.name for path in site.iterdir()) == ["index.html", "versions.json"]


def test_what_was_handed_in_is_read_by_nobody(server, collection):
    hand_in(server)
    assert hand_in(server, method="GET") == 405
    assert hand_in(server, method="HEAD") == 405


# ------------------------------------------------------------------------------ how much


def test_what_is_too_large_is_refused_before_it_has_come(server, collection):
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    with contextlib.closing(connection):
        connection.putrequest("POST", f"/hand-in/{WORD}")
        for name, value in (("Origin", server.url), ("Content-Type", "text/csv"),
                            ("Content-Length", str(LARGEST_HAND_IN + 1))):  # fmt: skip
            connection.putheader(name, value)
        connection.endheaders()
        assert connection.getresponse().status == 400
    assert kept(collection) == {}
    assert hand_in(server) == 204


def test_a_table_too_large_to_have_been_made_here_is_not_kept(collection):
    with pytest.raises(NotReadError):
        collection.keep(WORD, TABLE + b" " * LARGEST_HAND_IN)


def test_so_many_are_kept_and_no_more_but_whoever_is_there_can_hand_in_again(
    collection, server, monkeypatch
):
    monkeypatch.setattr(collect, "MOST_HAND_INS", 1)
    assert collection.keep(WORD, TABLE)
    with pytest.raises(FullError):
        collection.keep(OTHER, TABLE)
    assert hand_in(server, OTHER) == 507
    assert not collection.keep(WORD, TABLE)
    assert set(kept(collection)) == {f"hand-in-{WORD}.csv"}


def test_only_so_many_come_at_once_and_room_is_made_again(server, collection, monkeypatch):
    monkeypatch.setattr(collect, "AT_ONCE", 1)
    waiting = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    with contextlib.closing(waiting):
        waiting.putrequest("POST", f"/hand-in/{WORD}")
        for name, value in (("Origin", server.url), ("Content-Type", "text/csv"),
                            ("Content-Length", str(len(TABLE))), ("Expect", "100-continue")):  # fmt: skip
            waiting.putheader(name, value)
        waiting.endheaders()
        assert waiting.sock.recv(1000).startswith(b"HTTP/1.1 100")  # It is being waited for.
        assert hand_in(server, OTHER) == 503
        waiting.sock.sendall(TABLE)
        assert waiting.sock.recv(1000).startswith(b"HTTP/1.1 204")
    assert hand_in(server, OTHER) == 204


def test_thirty_hand_in_at_once(server, collection):
    words = [f"{letter}{digit}" + "c" * 24 for letter in "abcdef" for digit in "23456"]
    threads = [threading.Thread(target=hand_in, args=(server, word)) for word in words]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(kept(collection)) == 30


def test_a_disk_that_refuses_is_told_to_both(server, collection, capfd):
    collection.folder.rmdir()
    collection.folder.write_text("no folder")
    assert hand_in(server) == 507
    assert "A hand-in could not be kept: " in capfd.readouterr().out


# ------------------------------------------------------------------------------ sharing


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="a folder that takes no file")
def test_a_folder_into_which_nothing_can_be_written_is_told_before_anybody_hands_in(site):
    for folder in ("/proc/self/task", "/proc/self/none"):
        with pytest.raises(OSError, match=f"Nothing can be written into '{folder}'.*Name another"):
            Collection(Path(folder), site).make()


def test_the_folder_never_lies_among_the_pages(site, tmp_path):
    for inside in (site, site / "answers", site / "v" / "answers"):
        with pytest.raises(OSError, match="lies among the pages"):
            Collection(inside, site)
    (tmp_path / "file").write_text("hers")
    with pytest.raises(OSError, match="is a file"):
        Collection(tmp_path / "file", site)
    with pytest.raises(OSError, match="make it first"):
        Collection(tmp_path / "no" / "where", site)
    assert sorted(path.name for path in site.iterdir()) == ["index.html", "versions.json"]


def test_the_pages_are_told_that_somebody_collects_by_their_own_list(site, tmp_path):
    shown = tmp_path / "shown"
    shown.mkdir()
    write_that_it_collects(shown, site)
    told = json.loads((shown / "versions.json").read_text())
    assert told == {"newest": "abc", "withdrawn": {}, "collects": True}
    assert "collects" not in (site / "versions.json").read_text()
    (site / "versions.json").unlink()
    with pytest.raises(OSError, match="cannot hand in"):
        write_that_it_collects(shown, site)


def test_whoever_shares_is_told_of_collecting_before_saying_yes(
    site, tmp_path, monkeypatch, capsys
):
    monkeypatch.setattr("builtins.input", lambda question="": "n")
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    folder = tmp_path / "handed-in"
    asked = ["share", str(site), "--no-qr", "--no-browser", "--address", "127.0.0.1"]
    assert main([*asked, "--collect", str(folder)]) == 1
    told = capsys.readouterr().out
    assert f"They are kept in {folder}, without names and addresses." in told
    assert "not encrypted" in told
    assert not folder.exists()
    assert main(asked) == 1
    assert "hand in" not in capsys.readouterr().out


def test_the_page_for_the_projector_says_that_one_can_hand_in(shipped):
    words = Words(shipped.text)
    assert words("share.collects") in address_page("http://192.168.0.7:8000", words, True)
    assert words("share.collects") not in address_page("http://192.168.0.7:8000", words)
