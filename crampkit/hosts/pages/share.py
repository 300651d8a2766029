"""Share a folder of pages with the room: which address, who can reach it, and how a phone gets there."""

from __future__ import annotations

import contextlib
import html
import io
import ipaddress
import os
import socket
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import psutil
import segno

from crampkit.front import sheet, tokens_without_script
from crampkit.hosts.pages.collect import Collection, rules, write_that_it_collects
from crampkit.hosts.pages.serve import bound, folder_of_pages, serve_until_interrupted
from crampkit.words import Words

USUAL_PORT = 8000
ADDRESS_PAGE = "address.html"

WHO = (
    "Everybody in this network will be able to read these pages, and nothing else of this computer. "
    "Nothing on it can be run or changed from there, and nobody is recorded."
)
APART = (
    "Many school networks keep phones apart: they are in the same network and still cannot reach this "
    "computer. Then use the hotspot of a phone, a web host (deploy/README.md), or a stick. "
    "If a firewall asks whether Python may be reached, allow it in this network."
)
COLLECTS = (
    "Learners can hand in their answers, if they want to. They are kept in {folder}, without names and "
    "addresses. The network is not encrypted: others in it could read what is handed in, and anybody in "
    "it can hand in."
)
OPEN_TO_ALL = (
    "This is an address of the whole internet. Unless a firewall stands before it, not only this network "
    "but anybody can read these pages."
)
NO_NETWORK = (
    "This computer is in no network, so no phone can reach it. Join the one that the phones are in, or "
    "switch on the hotspot of a phone and join that."
)
NOBODY_TO_ASK = (
    "crampkit share asks before it opens pages to a network, and here is nobody to ask. "
    "To open them unasked, add --yes."
)


class Address(NamedTuple):
    """An address of this machine, and the adapter that has it."""

    text: str
    adapter: str


def share(
    folder: Path,
    address: str | None = None,
    port: int | None = None,
    yes: bool = False,
    browser: bool = True,
    words: Words | None = None,
    collect: Path | None = None,
) -> int:
    """Ask, then serve the folder to the network until Ctrl-C; returns the exit code.

    With `words` the address is shown as a QR code as well, here and on a page of its own. With `collect`,
    learners can hand in their answers, which are kept in that folder.
    """
    try:
        pages = folder_of_pages(folder)
        if not yes and not (sys.stdin and sys.stdin.isatty()):
            raise OSError(NOBODY_TO_ASK)
        collection = Collection(collect, pages) if collect else None
        also = COLLECTS.format(folder=collection.folder) if collection else ""
        chosen = choice(own_addresses(), address, yes, also)
        if chosen is None:
            print("Nothing was shared.")
            return 1
        with contextlib.ExitStack() as stack:
            shown = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="crampkit-share-")))
            server = bound(shown, pages, address=chosen, port=port, usual=USUAL_PORT)
            told = f"The lessons are open to this network at\n\n    {server.url}/\n"
            if collection:
                collection.make()
                write_that_it_collects(shown, pages)
                server.also = rules(collection, server.hosts)
            if words:
                write_address_page(shown, server.url, words, collects=bool(collection))
                told += f"{code_for(sys.stdout, server.url)}"
                told += f"\nThe same, large, for the projector: {server.url}/{ADDRESS_PAGE}\n"
            if collection:
                told += f"\nThen see what the class knows: crampkit class-report {collect}\n"
            told += "\nTo end this, press Ctrl-C here."
            large = f"{server.url}/{ADDRESS_PAGE}" if words and browser else None
            return serve_until_interrupted(server, told, large)
    except OSError as error:
        print(error.strerror or error, file=sys.stderr)
        return 1


# ------------------------------------------------------------------------------ which address


def own_addresses() -> dict[str, list[str]]:
    """The addresses of each adapter of this machine that is on."""
    on = {name for name, state in psutil.net_if_stats().items() if state.isup}
    return {
        name: [
            each.address for each in each_kind if each.family in (socket.AF_INET, socket.AF_INET6)
        ]
        for name, each_kind in psutil.net_if_addrs().items()
        if name in on
    }


def way_out() -> str | None:
    """The address that this machine would speak from, to somebody far away. Nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # set apart for examples: nobody is there
            return str(probe.getsockname()[0])
        except OSError:
            return None


def reachable(adapters: Mapping[str, Sequence[str]], likely: str | None = None) -> list[Address]:
    """The addresses at which others in the network reach this machine, the likeliest first.

    The long ones of IPv6 are left to where there is no other: nobody can type them.

    >>> reachable({"lo": ["127.0.0.1", "::1"], "wlan0": ["192.168.0.7", "fd00::7", "fe80::7%wlan0"]})
    [Address(text='192.168.0.7', adapter='wlan0')]
    """
    found = [
        Address(text, name)
        for name, texts in adapters.items()
        for text in texts
        if _reaches_others(text)
    ]
    short = [address for address in found if ":" not in address.text]
    return sorted(short or found, key=lambda address: address.text != likely)


def _reaches_others(text: str) -> bool:
    if "%" in text:  # only together with the adapter's name, which no browser takes
        return False
    address = ipaddress.ip_address(text)
    return not (address.is_loopback or address.is_link_local or address.is_unspecified)


def choice(
    adapters: Mapping[str, Sequence[str]], wanted: str | None, yes: bool, also: str = ""
) -> str | None:
    """Tell who could read the pages and at which address, and ask once; None where it is not wanted.

    `also` is what else is to be known before.

    Raises `OSError` where there is no such address.
    """
    found = reachable(adapters, way_out())
    if wanted is not None:
        own = [text for texts in adapters.values() for text in texts if "%" not in text]
        if wanted not in own:
            listed = ", ".join(address.text for address in found) or "none in any network"
            raise OSError(f"This computer has no address {wanted!r}. It has: {listed}")
        found = [Address(wanted, "as named")]
    if not found:
        raise OSError(NO_NETWORK)
    print("This computer's address in the network:" if len(found) == 1 else "Its addresses:")
    for number, address in enumerate(found, 1):
        print(f"  {number}  {address.text}  ({address.adapter})")
    print(f"\n{WHO}\n{APART}")
    if also:
        print(also)
    if any(ipaddress.ip_address(address.text).is_global for address in found):
        print(OPEN_TO_ALL)
    if yes:
        return found[0].text
    return asked(found)


def asked(found: Sequence[Address]) -> str | None:
    """The address that the user says yes to; anything that is no clear yes is a no."""
    if len(found) == 1:
        question = f"\nOpen these pages to the network at {found[0].text}? [y/N] "
    else:
        question = f"\nAt which address shall they be open? [1 to {len(found)}; Enter for none] "
    try:
        answer = input(question).strip().lower()
    except EOFError:
        print()
        return None
    if len(found) == 1:
        return found[0].text if answer in ("y", "yes", "1") else None
    number = int(answer) if answer.isascii() and answer.isdigit() else 0
    return found[number - 1].text if 1 <= number <= len(found) else None


# ------------------------------------------------------------------------------ how a phone gets there


def code_for(terminal: object, url: str) -> str:
    """The QR code in the letters of this terminal, or nothing where they cannot be shown."""
    if not isinstance(terminal, io.TextIOWrapper) or not terminal.isatty():
        return ""
    drawn = io.StringIO()
    segno.make(url).terminal(drawn, compact=True)
    code = drawn.getvalue()
    try:
        code.encode(terminal.encoding)
    except UnicodeEncodeError:
        return ""
    if os.name == "nt":  # an old console would show the colours as letters
        return f"\n{code}"
    # White on black in every theme: not all phones read a code whose colours are turned round.
    return "\n" + "".join(f"\033[97;40m{line}\033[0m\n" for line in code.splitlines())


def write_address_page(folder: Path, url: str, words: Words, collects: bool = False) -> None:
    """The address, large, for the projector."""
    style = f"{tokens_without_script()}\n{sheet('address')}"
    (folder / "address.css").write_text(style, encoding="utf-8")
    (folder / ADDRESS_PAGE).write_text(address_page(url, words, collects), encoding="utf-8")


def drawn_code(url: str) -> str:
    """An address as a QR code, black on white, as large as what it stands in."""
    code: str = segno.make(url).svg_inline(border=4, dark="#000", light="#fff", omitsize=True)
    return code


def address_page(url: str, words: Words, collects: bool = False) -> str:
    """A page with the address in large letters and as a QR code."""

    def said(key: str) -> str:
        return html.escape(words(key))

    written = words.language
    scheme, _, rest = url.partition("//")
    code = drawn_code(url)
    return (
        f'<!doctype html>\n<html lang="{written.code}" dir="{written.direction}">\n'
        '<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"<title>{said('share.title')}</title>\n"
        '<link rel="icon" href="data:,">\n'  # or a browser asks for one that is not there
        '<link rel="stylesheet" href="address.css">\n</head>\n<body>\n<main>\n'
        f"<h1>{said('share.title')}</h1>\n"
        f'<p class="address" dir="ltr"><a href="/">{scheme}//<wbr>{rest}</a></p>\n'
        f'<div class="code" role="img" aria-label="{said("share.code")}">{code}</div>\n'
        f"<p>{said('share.how')}</p>\n<p>{said('share.collects' if collects else 'share.who')}</p>\n"
        f"<p>{said('share.apart')}</p>\n"
        "</main>\n</body>\n</html>\n"
    )
