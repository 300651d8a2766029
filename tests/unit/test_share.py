"""Sharing pages with the room: which address, what is told, what is asked, and the code for a phone."""

from __future__ import annotations

import contextlib
import http.client
import io
import os
import re
import signal
import socket
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
import segno

from crampkit.catalogue import Catalogue
from crampkit.cli import main
from crampkit.hosts.pages import share
from crampkit.hosts.pages.share import Address, reachable
from crampkit.words import Words
from tests.sheets import tokens

HOME = {"lo": ["127.0.0.1", "::1"], "wlan0": ["192.168.0.7", "fd00::7", "fe80::7%wlan0"]}
TWO = {**HOME, "docker0": ["172.17.0.1"]}
LESSON = "<!doctype html>\n<title>Cramps</title>\n<p>Toggle and see.</p>\n"


@pytest.fixture
def site(tmp_path):
    made = tmp_path / "site"
    made.mkdir()
    (made / "index.html").write_text(LESSON, encoding="utf-8")
    return made


@pytest.fixture
def answers(monkeypatch):
    """What the person at the terminal will type, and what she was asked."""
    asked: list[str] = []

    def given(*typed: str):
        left = list(typed)

        def answer(question: str = "") -> str:
            asked.append(question)
            if not left:
                raise EOFError
            return left.pop(0)

        monkeypatch.setattr("builtins.input", answer)
        return asked

    return given


# ------------------------------------------------------------------------------ which address


def test_only_addresses_that_others_can_reach_are_offered():
    assert reachable(HOME) == [Address("192.168.0.7", "wlan0")]
    for alone in (["127.0.0.1"], ["::1"], ["169.254.3.4"], ["fe80::1%eth0"], ["0.0.0.0"], ["::"]):
        assert reachable({"any": alone}) == []


def test_the_likeliest_address_comes_first_and_the_others_keep_their_order():
    adapters = {"a": ["10.0.0.1"], "b": ["172.17.0.1"], "c": ["192.168.0.7"]}
    texts = [address.text for address in reachable(adapters, "192.168.0.7")]
    assert texts == ["192.168.0.7", "10.0.0.1", "172.17.0.1"]


def test_an_address_of_the_newer_kind_is_offered_where_there_is_no_other():
    assert reachable({"eth0": ["fd00::7", "fe80::7%eth0"]}) == [Address("fd00::7", "eth0")]


def test_the_addresses_of_this_machine_are_found_without_asking_anybody():
    own = [text for texts in share.own_addresses().values() for text in texts]
    assert "127.0.0.1" in own
    assert share.way_out() is None or share.way_out() in own


# ------------------------------------------------------------------------------ telling and asking


def test_she_is_told_who_can_reach_it_and_that_phones_may_be_kept_apart(answers, capsys):
    answers("y")
    assert share.choice(HOME, None, yes=False) == "192.168.0.7"
    said = capsys.readouterr().out
    for told in (
        *("192.168.0.7  (wlan0)", "Everybody in this network will be able to read these pages"),
        *("nothing else of this computer", "Nothing on it can be run", "nobody is recorded"),
        *("Many school networks keep phones apart", "hotspot of a phone", "a web host", "a stick"),
    ):
        assert told in said
    assert "whole internet" not in said
    assert "127.0.0.1" not in said
    assert "fe80" not in said


def test_an_address_of_the_whole_internet_is_told_as_one(answers, capsys):
    answers("n")
    share.choice({"eth0": ["8.8.8.8"]}, None, yes=False)
    assert "This is an address of the whole internet." in capsys.readouterr().out


@pytest.mark.parametrize("typed", ["y", "Y", "yes", " yes ", "1"])
def test_a_yes_opens_it_after_one_question(answers, typed):
    asked = answers(typed)
    assert share.choice(HOME, None, yes=False) == "192.168.0.7"
    assert asked == ["\nOpen these pages to the network at 192.168.0.7? [y/N] "]


@pytest.mark.parametrize("typed", [["n"], [""], ["no"], ["maybe"], ["0"], ["2"], []])
def test_anything_that_is_no_clear_yes_is_a_no(answers, typed):
    asked = answers(*typed)
    assert share.choice(HOME, None, yes=False) is None
    assert len(asked) == 1


def test_of_several_addresses_she_names_one(answers, capsys):
    for typed, chosen in (("1", "192.168.0.7"), ("2", "172.17.0.1")):
        asked = answers(typed)
        assert share.choice(TWO, None, yes=False) == chosen
    assert asked[-1] == "\nAt which address shall they be open? [1 to 2; Enter for none] "
    assert "  2  172.17.0.1  (docker0)" in capsys.readouterr().out


@pytest.mark.parametrize("typed", ["", "0", "3", "-1", "y", "1.0", "²", "١", "9" * 30])
def test_a_number_that_none_has_chooses_none(answers, typed):
    answers(typed)
    assert share.choice(TWO, None, yes=False) is None


def test_yes_beforehand_is_told_all_the_same_and_asked_nothing(answers, capsys):
    asked = answers()
    assert share.choice(TWO, None, yes=True) == "192.168.0.7"
    assert asked == []
    assert share.WHO in capsys.readouterr().out


def test_an_address_can_be_named_if_this_machine_has_it(answers):
    answers("y")
    assert share.choice(TWO, "172.17.0.1", yes=False) == "172.17.0.1"
    assert share.choice(HOME, "127.0.0.1", yes=True) == "127.0.0.1"
    for other in ("10.0.0.9", "0.0.0.0", "elsewhere.example", "fe80::7%wlan0", ""):
        with pytest.raises(OSError, match=r"has no address .* It has: 192\.168\.0\.7$"):
            share.choice(HOME, other, yes=True)


def test_a_computer_in_no_network_is_told_what_to_do():
    with pytest.raises(OSError, match=r"This computer is in no network.*hotspot"):
        share.choice({"lo": ["127.0.0.1"]}, None, yes=True)


# ------------------------------------------------------------------------------ the code


def code_in(page: str) -> str:
    return re.search(r"<svg.*</svg>", page, re.DOTALL)[0]


def test_the_page_shows_the_address_and_its_code(shipped: Catalogue):
    url = "http://192.168.0.7:8000"
    page = share.address_page(url, Words(shipped.text))
    assert "http://<wbr>192.168.0.7:8000</a>" in page
    drawn = segno.make(url).svg_inline(border=4, dark="#000", light="#fff", omitsize=True)
    assert code_in(page) == drawn
    assert code_in(page) != code_in(share.address_page(f"{url}1", Words(shipped.text)))


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag, attributes):
        self.found.append((tag, dict(attributes)))


def test_the_page_is_without_script_and_takes_nothing_from_elsewhere(shipped: Catalogue):
    tags = Tags()
    tags.feed(share.address_page("http://192.168.0.7:8000", Words(shipped.text)))
    assert {tag for tag, _ in tags.found}.isdisjoint({"script", "style", "img", "iframe", "form"})
    links = [
        attributes[name]
        for _, attributes in tags.found
        for name in ("href", "src")
        if name in attributes
    ]
    assert links == ["data:,", "address.css", "/"]


def test_the_page_brings_its_colours_along_and_is_dark_where_the_system_is(
    tmp_path, shipped: Catalogue
):
    share.write_address_page(tmp_path, "http://192.168.0.7:8000", Words(shipped.text))
    style = (tmp_path / "address.css").read_text(encoding="utf-8")
    light, _, dark = style.partition("@media screen and (prefers-color-scheme: dark) {\n  :root {")
    assert f"--paper: {tokens('light')['paper']}" in light
    assert f"--paper: {tokens('dark')['paper']}" in dark
    assert "data-theme" not in style
    assert "data-edition" not in style
    assert "url(" not in style
    assert "@import" not in style


def test_words_of_the_tables_are_shown_as_text(shipped: Catalogue):
    words = Words({**shipped.text, "share.how": "<script>1</script>", "share.code": '"><b>'})
    page = share.address_page("http://192.168.0.7:8000", words)
    assert "<script" not in page
    assert '"><b>' not in page


def test_no_code_is_drawn_where_there_is_no_terminal_that_can_show_it(tmp_path):
    assert share.code_for(io.StringIO(), "http://192.168.0.7:8000") == ""
    with (tmp_path / "file").open("w", encoding="utf-8") as file:
        assert share.code_for(file, "http://192.168.0.7:8000") == ""


def modules_drawn(code: str) -> list[list[bool]]:
    """Which modules are dark in what a terminal shows, the quiet zone included."""
    halves = {" ": (1, 1), "▀": (0, 1), "▄": (1, 0), "█": (0, 0)}
    rows = []
    for line in code.splitlines():
        if drawn := re.fullmatch(r"\x1b\[97;40m([ ▀▄█]+)\x1b\[0m", line):
            pairs = [halves[letter] for letter in drawn[1]]
            rows += [[bool(pair[half]) for pair in pairs] for half in (0, 1)]
    return rows


# ------------------------------------------------------------------------------ the whole command

COMMAND = [sys.executable, "-m", "crampkit.cli", "share"]
HERE = ["--address", "127.0.0.1", "--port", "0", "--no-browser"]


def test_with_nobody_to_ask_it_refuses_and_says_what_to_add(site):
    ended = subprocess.run(
        [*COMMAND, str(site), *HERE], input="y\n", capture_output=True, text=True
    )
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr == f"{share.NOBODY_TO_ASK}\n"
    assert "--yes" in ended.stderr


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ("none", "There is no folder "),
        ("site/index.html", " is a file. Name the folder with the pages."),
        (".", " holds no pages: there is no index.html in it."),
    ],
)
def test_a_folder_without_pages_is_told_before_anything_is_asked(site, given, why, capsys):
    assert main(["share", str(site.parent / given), *HERE, "--yes"]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert why in said.err
    assert said.err.count("\n") == 1


@pytest.mark.parametrize("port", ["99999", "-1", "http"])
def test_a_port_that_there_is_not_is_refused(site, port, capsys):
    with pytest.raises(SystemExit):
        main(["share", str(site), f"--port={port}"])
    assert "is no port" in capsys.readouterr().err


def started(site: Path, *options: str) -> tuple[subprocess.Popen[str], str, str]:
    """The command at work: its process, what it has said, and its address."""
    process = subprocess.Popen(
        [*COMMAND, str(site), "--yes", *HERE, *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    said = ""
    for line in process.stdout:
        said += line
        if line.startswith("To end this"):
            break
    found = re.search(r"http://(127\.0\.0\.1:\d+)/\n", said)
    assert found, said + process.communicate(timeout=20)[1]
    return process, said, found[1]


def page_of(host: str, path: str) -> tuple[int, str]:
    with contextlib.closing(http.client.HTTPConnection(host, timeout=20)) as connection:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()


@pytest.mark.skipif(os.name == "nt", reason="a process cannot be asked to end there")
def test_it_serves_the_pages_and_the_address_until_ctrl_c(site):
    process, said, host = started(site)
    try:
        assert share.WHO in said
        assert share.APART in said
        assert f"for the projector: http://{host}/address.html" in said
        assert "\033" not in said  # no terminal, no code drawn
        assert page_of(host, "/") == (200, LESSON)
        status, page = page_of(host, "/address.html")
        assert status == 200
        assert f"http://<wbr>{host}</a>" in page
        assert page_of(host, "/address.css")[0] == 200
        assert page_of(host, "/nothing")[0] == 404
    finally:
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=20)
    assert (process.returncode, out, err) == (0, "\nEnding the lessons.\n", "")


@pytest.mark.skipif(os.name == "nt", reason="a process cannot be asked to end there")
def test_without_a_code_there_is_no_page_with_one(site):
    process, said, host = started(site, "--no-qr")
    try:
        assert "projector" not in said
        assert page_of(host, "/address.html")[0] == 404
    finally:
        process.terminate()
        process.communicate(timeout=20)


@pytest.mark.skipif(os.name == "nt", reason="a process cannot be asked to end there")
def test_tables_that_cannot_be_read_do_not_stop_a_class(site, tmp_path, monkeypatch):
    (tmp_path / "broken").mkdir()
    monkeypatch.setenv("CRAMPKIT_DATA", str(tmp_path / "broken"))
    process, said, host = started(site)
    try:
        assert page_of(host, "/") == (200, LESSON)
        assert "projector" not in said
    finally:
        process.terminate()
        err = process.communicate(timeout=20)[1]
    assert "the address is shown without a QR code" in err


@pytest.mark.skipif(os.name == "nt", reason="a process cannot be asked to end there")
def test_a_port_in_use_is_told_and_another_taken(site):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        process, said, host = started(site, "--port", str(port))
        process.terminate()
        process.communicate(timeout=20)
    assert not host.endswith(f":{port}")
    assert f"Port {port} is in use or not allowed here, so this is port {host[10:]}." in said


@pytest.mark.skipif(os.name == "nt", reason="there is no such terminal")
@pytest.mark.parametrize("answer", ["y", "n"])
def test_at_a_terminal_it_asks_and_draws_a_code_that_says_the_address(site, answer):
    ours, theirs = os.openpty()
    process = subprocess.Popen(
        [*COMMAND, str(site), *HERE],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )
    os.close(theirs)
    said = b""

    def read_until(marker: bytes) -> None:
        nonlocal said
        with contextlib.suppress(OSError):  # how a terminal tells of its end
            while marker not in said and (part := os.read(ours, 65536)):
                said += part

    try:
        read_until(b"[y/N]")
        assert b"http://" not in said  # nothing is open before she has answered
        os.write(ours, f"{answer}\n".encode())
        if answer == "y":
            read_until(b"press Ctrl-C here.")
            url = re.search(r"http://127\.0\.0\.1:\d+", said.decode())[0]
            drawn = modules_drawn(said.decode().replace("\r\n", "\n"))
            wanted = [
                [bool(module) for module in row] for row in segno.make(url).matrix_iter(border=4)
            ]
            assert drawn[: len(wanted)] == wanted
            process.send_signal(signal.SIGINT)  # what Ctrl-C is, where the terminal is its own
        read_until(b"\0")
    finally:
        code = process.wait(timeout=20)
        os.close(ours)
    assert code == (0 if answer == "y" else 1)
    assert ("Ending the lessons." if answer == "y" else "Nothing was shared.") in said.decode()
