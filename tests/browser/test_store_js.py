"""A browser keeps all of her answers that it acknowledged, apart from every other set's, or says why not."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Error

from crampkit.front import FOLDER
from crampkit.hosts.pages.store import REASONS

NAME = "crampkit:cramps:/a/"
PLAIN = "http://room.test"
"""An address as in a room: plain http, and not this machine."""

WORKER = """
import { openStore } from "./store.js";
let store = null;
onmessage = async ({ data: { number, name, session, act, given } }) => {
  try {
    if (act === "open") {
      store = await openStore(name, { session });
      store.onchange((news) => postMessage({ news }));
      postMessage({ number, result: store.problem });
    } else postMessage({ number, result: await store[act](...given) });
  } catch (error) { postMessage({ number, reason: error.reason ?? String(error) }); }
};
"""
PAGE = """<!doctype html><title>Store</title><script type="module" src="page.js"></script>"""
SCRIPT = """
import * as store from "./store.js";
Object.assign(globalThis, store, { news: [], heard: [] });
globalThis.begin = async (name, options) => {
  globalThis.mine = await openStore(name, options);
  mine.onchange((one) => news.push(one));
  return mine.problem;
};
globalThis.tried = (act, ...given) => mine[act](...given)
  .then((result) => ({ result }), ({ reason, message }) => ({ reason, message }));
const worker = new Worker("worker.js", { type: "module" });
let number = 0;
globalThis.inWorker = (question, ports = []) => new Promise((resolve) => {
  const own = number += 1;
  worker.addEventListener("message", ({ data }) => (data.news ? 0 : data.number === own && resolve(data)));
  worker.postMessage({ number: own, ...question }, ports);
});
worker.addEventListener("message", ({ data }) => data.news && heard.push(data.news));
globalThis.ready = true;
"""


def line(item: str, **more: str) -> str:
    return json.dumps({"version": 1, "id": f"id of {item}", "item": item, **more})


class Tab:
    """A page that holds a store; all of its answers are plain values."""

    def __init__(self, page: Any, url: str) -> None:
        self.page = page
        page.goto(url)
        page.wait_for_function("globalThis.ready")

    def begin(self, name: str = NAME, **options: Any) -> str:
        """Open the store; its problem."""
        return self.page.evaluate("([name, options]) => begin(name, options)", [name, options])

    def do(self, act: str, *given: Any) -> Any:
        """The result of one call of the store, which must not fail."""
        told = self.tried(act, *given)
        assert "message" not in told, told
        return told.get("result")

    def tried(self, act: str, *given: Any) -> dict[str, Any]:
        return self.page.evaluate("([act, given]) => tried(act, ...given)", [act, list(given)])

    def refused(self, act: str, *given: Any) -> str:
        """The reason for which a call of the store fails."""
        return self.tried(act, *given)["reason"]

    def wait_for_news(self, condition: str) -> None:
        self.page.wait_for_function(f"news.some((one) => {condition})")

    @property
    def databases(self) -> list[str]:
        return self.page.evaluate("indexedDB.databases().then((all) => all.map((one) => one.name))")

    def reload(self) -> None:
        self.page.reload()
        self.page.wait_for_function("globalThis.ready")


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("store")
    script = (FOLDER / "store.js").read_text(encoding="utf-8")
    for place, text in (
        (folder, script),
        (folder / "later", script.replace("FORM = 1", "FORM = 2")),
    ):
        place.mkdir(exist_ok=True)
        (place / "store.js").write_text(text, encoding="utf-8")
        (place / "index.html").write_text(PAGE, encoding="utf-8")
        (place / "page.js").write_text(SCRIPT, encoding="utf-8")
        (place / "worker.js").write_text(WORKER, encoding="utf-8")
    assert "FORM = 2" in (folder / "later" / "store.js").read_text(encoding="utf-8")
    return folder


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """Nobody reads it."""


@pytest.fixture(scope="module")
def address(folder) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def context(chromium, folder) -> Iterator[Any]:
    context = chromium.new_context()
    context.set_default_timeout(30_000)

    def answer(route: Any) -> None:
        name = route.request.url.removeprefix(f"{PLAIN}/") or "index.html"
        route.fulfill(path=folder / name)

    context.route(f"{PLAIN}/**", answer)
    yield context
    context.close()


@pytest.fixture
def new_tab(context, address):
    return lambda url=f"{address}/": Tab(context.new_page(), url)


@pytest.fixture
def tab(new_tab) -> Tab:
    return new_tab()


# ------------------------------------------------------------------------------ kept


@pytest.mark.parametrize("secure", [True, False], ids=["this machine", "plain http"])
def test_what_was_acknowledged_is_there_after_a_reload_in_the_order_of_writing(
    secure, new_tab, address
):
    tab = new_tab(f"{address}/" if secure else f"{PLAIN}/")
    assert tab.page.evaluate("isSecureContext") == secure
    assert tab.page.evaluate("'storage' in navigator") == secure
    assert tab.begin() == ""
    assert tab.do("lines") == []
    assert tab.do("summary") is None
    tab.do("append", [line("z"), line("a")], '{"answers":2}')
    tab.do("append", ["no entry", line("m", text="\u2028\u00e9")])
    tab.do("put", "place", '["sun",3]')
    tab.do("put", "votes", "1")
    tab.do("remove", "votes")
    tab.reload()
    assert tab.begin() == ""
    assert tab.do("lines") == [
        *(line("z"), line("a"), "no entry", line("m", text="\u2028\u00e9")),
    ]
    assert tab.do("values") == {"place": '["sun",3]'}
    assert tab.do("summary") == '{"answers":2}'


def test_what_was_acknowledged_outlives_a_crash(tab, new_tab):
    tab.begin()
    tab.do("append", [line("first")])
    with tab.page.expect_event("crash"), suppress(Error):
        tab.page.goto("chrome://crash")
    other = new_tab()
    other.begin()
    assert other.do("lines") == [line("first")]


def test_an_entry_that_is_there_is_not_written_twice(tab):
    tab.begin()
    tab.do("append", [line("one")])
    tab.do("append", [line("one"), line("two"), line("one")])
    tab.do("append", ["no entry", "no entry"])
    assert tab.do("lines") == [line("one"), line("two"), "no entry"]


def test_two_tabs_that_write_at_once_lose_nothing_and_hear_of_each_other(new_tab):
    tabs = [new_tab(), new_tab()]
    for tab in tabs:
        tab.begin()
    for name, tab in zip("ab", tabs, strict=True):
        tab.page.evaluate(
            "(lines) => { globalThis.all = Promise.all(lines.map((one) => mine.append([one]))); }",
            [line(f"{name}{number}") for number in range(50)],
        )
    for tab in tabs:
        tab.page.evaluate("all.then(() => 0)")
    everything = {line(f"{name}{number}") for name in "ab" for number in range(50)}
    for other, tab in zip("ba", tabs, strict=True):
        lines = tab.do("lines")
        assert len(lines) == 100
        assert set(lines) == everything
        tab.page.wait_for_function("news.length === 50")
        heard = tab.page.evaluate("news.flatMap((one) => one.lines)")
        assert set(heard) == {line(f"{other}{number}") for number in range(50)}


def test_another_tab_hears_of_the_desk_and_of_erasing(new_tab):
    one, other = new_tab(), new_tab()
    for tab in (one, other):
        tab.begin()
    one.do("put", "place", "3")
    one.do("remove", "place")
    one.do("erase")
    other.wait_for_news("one.erase")
    assert other.page.evaluate("news") == [
        {"values": {"place": "3"}},
        {"values": {"place": None}},
        {"erase": True},
    ]
    assert one.page.evaluate("news") == []


def test_a_worker_writes_and_its_page_reads(tab):
    tab.begin()
    assert tab.page.evaluate(f"inWorker({{ act: 'open', name: {NAME!r} }})")["result"] == ""
    tab.page.evaluate("(given) => inWorker({ act: 'append', given })", [[line("one")], "{}"])
    assert tab.do("lines") == [line("one")]
    assert tab.do("summary") == "{}"
    tab.wait_for_news("one.count === 1")
    tab.do("erase")
    tab.page.wait_for_function("heard.some((one) => one.erase)")


@pytest.mark.parametrize("act", ["append", "told"])
def test_only_a_third_answer_asks_the_browser_to_keep_them(act, new_tab):
    tab, other = new_tab(), new_tab()
    for one in (tab, other):
        one.page.evaluate(
            "globalThis.asked = 0; navigator.storage.persist = async () => { asked += 1; }; 0"
        )
        one.begin()
    asking = tab if act == "append" else other
    tab.do("append", [line("one"), line("two")])
    other.wait_for_news("one.count === 2")
    assert asking.page.evaluate("asked") == 0
    for name in ("three", "four"):
        tab.do("append", [line(name)])
    other.wait_for_news("one.count === 4")
    assert asking.page.evaluate("asked") == 1


# ------------------------------------------------------------------------------ apart


def test_two_sets_on_one_host_never_touch_each_other(new_tab):
    names = (NAME, "crampkit:cramps:/b/", "crampkit:knees:/a/")
    tabs = [new_tab() for _ in names]
    for name, tab in zip(names, tabs, strict=True):
        tab.begin(name)
        tab.do("append", [line(name)], name)
        tab.do("put", "place", name)
    tabs[0].do("erase")
    assert tabs[0].do("lines") == []
    for name, tab in zip(names[1:], tabs[1:], strict=True):
        assert tab.do("lines") == [line(name)]
        assert tab.do("summary") == name
        assert tab.do("values") == {"place": name}
        assert tab.page.evaluate("news") == []
    assert sorted(tabs[0].databases) == sorted(names)


def test_an_address_has_a_store_of_its_own(new_tab, address):
    here, there = new_tab(), new_tab(f"{PLAIN}/")
    here.begin()
    there.begin()
    here.do("append", [line("here")])
    assert there.do("lines") == []


def test_erasing_leaves_nothing(tab):
    tab.begin()
    tab.do("append", [line("one"), "no entry"], "{}")
    tab.do("put", "place", "3")
    tab.do("erase")
    tab.reload()
    tab.begin()
    assert (tab.do("lines"), tab.do("values"), tab.do("summary")) == ([], {}, None)
    tab.do("append", [line("one")])
    assert tab.do("lines") == [line("one")]


# ------------------------------------------------------------------------------ not kept

NONE = "Object.defineProperty(globalThis, 'indexedDB', { value: undefined })"
FORBIDDEN = """Object.defineProperty(globalThis, 'indexedDB', {
  get() { throw new DOMException('no', 'SecurityError'); } })"""
PRIVATE = """IDBFactory.prototype.open = () => {
  const request = {};
  setTimeout(() => { request.error = new DOMException('no', 'InvalidStateError'); request.onerror(); });
  return request; }"""


@pytest.mark.parametrize("how", [NONE, FORBIDDEN, PRIVATE], ids=["none", "forbidden", "private"])
def test_refused_storage_is_told_and_the_page_works_in_memory(how, context, new_tab):
    context.add_init_script(how)
    tab = new_tab()
    assert tab.begin() == "refused"
    assert tab.refused("append", [line("one")], "{}") == "refused"
    assert tab.refused("put", "place", "3") == "refused"
    assert (tab.do("lines"), tab.do("values")) == ([line("one")], {"place": "3"})
    assert tab.do("summary") == "{}"
    tab.do("erase")
    assert (tab.do("lines"), tab.do("values"), tab.do("summary")) == ([], {}, None)


def test_a_full_store_is_told_keeps_nothing_by_halves_and_works_again_once_there_is_room(
    tab, address
):
    session = tab.page.context.new_cdp_session(tab.page)
    session.send("Storage.overrideQuotaForOrigin", {"origin": address, "quotaSize": 1_000_000})
    tab.begin()
    tab.do("append", [line("before")], "before")
    large = line("large", text="x" * 3_000_000)
    assert tab.refused("append", [line("small"), large], "after") == "full"
    assert tab.page.evaluate("mine.problem") == "full"
    assert tab.do("lines") == [line("before")]
    assert tab.do("summary") == "before"
    session.send("Storage.overrideQuotaForOrigin", {"origin": address})
    tab.do("append", [line("small"), large], "after")
    assert tab.page.evaluate("mine.problem") == ""
    assert tab.do("lines") == [line("before"), line("small"), large]
    assert tab.do("summary") == "after"


HOLD = """(name) => new Promise((resolve) => {
  const request = indexedDB.open(name, FORM);
  request.onupgradeneeded = () => 0;
  request.onsuccess = () => { globalThis.held = request.result; resolve(0); };
})"""


def test_a_tab_that_holds_an_older_form_is_told_and_nothing_waits_for_it(new_tab, address):
    old = new_tab()
    old.page.evaluate(HOLD.replace("FORM", "1"), NAME)
    new = new_tab(f"{address}/later/")
    assert new.begin() == "blocked"
    assert new.refused("append", [line("one")]) == "blocked"
    assert new.do("lines") == [line("one")]
    assert new.refused("erase") == "blocked"
    assert new.do("lines") == []
    assert new.refused("append", [line("two")]) == "blocked"
    old.page.evaluate("held.close()")
    new.page.wait_for_function("mine.problem === ''")
    new.do("append", [line("two"), line("three")])
    new.reload()
    assert new.begin() == ""
    assert new.do("lines") == [line("two"), line("three")]


def test_what_could_not_be_kept_is_kept_once_it_can_be(context, new_tab):
    context.add_init_script(
        "const { open } = IDBFactory.prototype;"
        "IDBFactory.prototype.open = function (...given) {"
        " if (globalThis.allowed) return open.apply(this, given); throw new Error('no'); }"
    )
    tab = new_tab()
    assert tab.begin() == "refused"
    tab.refused("append", [line("one")], "1")
    tab.refused("put", "place", "3")
    tab.page.evaluate("globalThis.allowed = true")
    tab.do("append", [line("one"), line("two")], "2")
    assert tab.page.evaluate("mine.problem") == ""
    other = new_tab()
    other.page.evaluate("globalThis.allowed = true")
    other.begin()
    assert other.do("lines") == [line("one"), line("two")]
    assert other.do("summary") == "2"
    assert other.do("values") == {"place": "3"}


def test_an_open_page_gives_way_to_a_later_form_and_says_that_it_is_lost(new_tab):
    old, new = new_tab(), new_tab()
    old.begin()
    old.do("append", [line("one")])
    new.page.evaluate(HOLD.replace("FORM", "2"), NAME)
    assert old.refused("append", [line("two")]) == "lost"
    assert old.do("lines") == [line("two")]


def test_a_store_that_the_browser_clears_is_opened_again(tab, address):
    tab.begin()
    tab.do("append", [line("one")])
    session = tab.page.context.new_cdp_session(tab.page)
    session.send("Storage.clearDataForOrigin", {"origin": address, "storageTypes": "indexeddb"})
    for _ in range(
        50
    ):  # It is answered before it is done: an answer in between is refused, and told.
        told = tab.tried("append", [line("two")])
        if "message" not in told:
            break
    assert "message" not in told
    assert tab.do("lines") == [line("two")]


def test_python_has_words_for_each_reason(folder):
    script = (folder / "store.js").read_text(encoding="utf-8")
    assert all(f'"{reason}"' in script for reason in REASONS)


# ------------------------------------------------------------------------------ a shared computer


def test_on_a_shared_computer_a_reload_keeps_the_answers_and_another_tab_has_none(
    context, tab, new_tab
):
    assert tab.begin(session=True) == ""
    tab.do("append", [line("one")], "1")
    tab.do("append", [line("one"), line("two")])
    tab.do("put", "place", "3")
    tab.do("put", "votes", "4")
    tab.do("remove", "votes")
    tab.reload()
    tab.begin(session=True)
    assert tab.do("lines") == [line("one"), line("two")]
    assert (tab.do("values"), tab.do("summary")) == ({"place": "3"}, "1")
    other = new_tab()
    other.begin(session=True)
    assert (other.do("lines"), other.do("values"), other.do("summary")) == ([], {}, None)
    assert tab.databases == other.databases == []
    assert "one" not in json.dumps(context.storage_state())


def test_on_a_shared_computer_the_worker_writes_into_the_tab(tab):
    tab.begin(session=True)
    opened = """([name]) => {
      const session = lend(name);
      return inWorker({ act: 'open', name, session }, [session]);
    }"""
    assert tab.page.evaluate(opened, [NAME])["result"] == ""
    ask = "([act, given]) => inWorker({ act, given })"
    tab.page.evaluate(ask, ["append", [[line("one")], "1"]])
    assert tab.do("lines") == [line("one")]
    assert tab.page.evaluate("news") == [{"lines": [line("one")], "count": 1}]
    tab.reload()
    tab.begin(session=True)
    tab.page.evaluate(opened, [NAME])
    assert tab.page.evaluate(ask, ["lines", []])["result"] == [line("one")]
    large = [[line("large", text="x" * 6_000_000)]]
    assert tab.page.evaluate(ask, ["append", large])["reason"] == "full"
    assert tab.page.evaluate(ask, ["lines", []])["result"] == [line("one")]
    tab.do("erase")
    tab.page.wait_for_function("heard.some((one) => one.erase)")
    assert tab.page.evaluate(ask, ["lines", []])["result"] == []
    assert tab.page.evaluate("sessionStorage.length") == 0
    assert tab.databases == []


def test_writings_of_one_moment_do_not_overwrite_each_other_in_a_tab(tab):
    tab.begin(session=True)
    lines = [line(str(number)) for number in range(20)]
    tab.page.evaluate("(lines) => Promise.all(lines.map((one) => mine.append([one])))", lines)
    assert tab.do("lines") == lines


def test_what_the_page_writes_while_its_worker_does_is_not_lost(tab):
    tab.begin(session=True)
    tab.page.evaluate(
        """async ([name]) => {
          const session = lend(name);
          await inWorker({ act: 'open', name, session }, [session]);
          const both = [];
          for (let number = 0; number < 20; number += 1) {
            both.push(inWorker({ act: 'put', given: [`worker ${number}`, "1"] }));
            both.push(mine.put(`page ${number}`, "1"));
            await new Promise((done) => { setTimeout(done, number % 3); });
          }
          await Promise.all(both);
        }""",
        [NAME],
    )
    assert tab.do("values") == {f"{who} {n}": "1" for n in range(20) for who in ("worker", "page")}


def test_a_tab_that_is_full_says_so_until_something_can_be_written_again(tab):
    tab.begin(session=True)
    assert tab.refused("append", [line("large", text="x" * 6_000_000)]) == "full"
    assert tab.page.evaluate("mine.problem") == "full"
    tab.do("append", [line("small")])
    assert tab.page.evaluate("mine.problem") == ""
    assert tab.do("lines") == [line("small")]


def test_what_she_chose_is_known_in_this_tab_or_on_this_device_and_can_be_taken_back(new_tab):
    tab, other = new_tab(), new_tab()
    ask = f"choice({NAME!r})"
    assert tab.page.evaluate(ask) is None
    tab.page.evaluate(f"choose({NAME!r}, 'session')")
    assert (tab.page.evaluate(ask), other.page.evaluate(ask)) == ("session", None)
    tab.reload()
    assert tab.page.evaluate(ask) == "session"
    tab.page.evaluate(f"choose({NAME!r}, 'keep')")
    assert tab.page.evaluate(ask) == "keep"
    other.page.wait_for_function(f"{ask} === 'keep'")  # It comes from another process.
    assert other.page.evaluate("choice('crampkit:knees:/a/')") is None
    tab.page.evaluate(f"choose({NAME!r}, null)")
    assert tab.page.evaluate(ask) is None
    other.page.wait_for_function(f"{ask} === null")
    assert tab.page.evaluate("sessionStorage.length + localStorage.length") == 0


def test_a_browser_that_refuses_even_a_choice_remembers_it_while_the_page_is_open(context, new_tab):
    for area in ("sessionStorage", "localStorage"):
        context.add_init_script(
            f"Object.defineProperty(globalThis, '{area}', {{"
            " get() { throw new DOMException('no', 'SecurityError'); } })"
        )
    tab = new_tab()
    tab.page.evaluate(f"choose({NAME!r}, 'session')")
    assert tab.page.evaluate(f"choice({NAME!r})") == "session"
    tab.begin(session=True)
    assert tab.refused("append", [line("one")]) == "refused"
    assert tab.do("lines") == [line("one")]
    tab.do("erase")
    assert tab.do("lines") == []


# ------------------------------------------------------------------------------ a file


def test_a_file_keeps_answers_too(context, tmp_path, folder):
    (tmp_path / "one.html").write_text("<!doctype html><title>File</title>", encoding="utf-8")
    script = (folder / "store.js").read_text(encoding="utf-8")
    page = context.new_page()
    lines = []
    for _ in range(2):
        page.goto((tmp_path / "one.html").as_uri())
        lines = page.evaluate(
            """async ([script, name, line]) => {
              const { openStore } = await import(`data:text/javascript,${encodeURIComponent(script)}`);
              const store = await openStore(name);
              const before = await store.lines();
              await store.append([line]);
              return [store.problem, before];
            }""",
            [script, NAME, line("one")],
        )
    assert lines == ["", [line("one")]]


DAMAGED = ["[]", "5", "{}", '{"lines": 3, "values": 7}', '{"lines": [1, null], "values": {"a": 5}}']


def test_a_damaged_tab_takes_the_next_answer_and_gives_texts_alone(tab):
    tab.begin(session=True)
    damage = "([name, text]) => sessionStorage.setItem(`${name}:session`, text)"
    for text in DAMAGED:
        tab.page.evaluate(damage, [NAME, text])
        assert (tab.do("lines"), tab.do("values"), tab.do("summary")) == ([], {}, None)
        tab.do("append", [line("one")], "1")
        tab.do("put", "place", "3")
        assert (tab.do("lines"), tab.do("values")) == ([line("one")], {"place": "3"})


def test_what_is_no_text_in_the_database_is_let_go(tab):
    assert tab.begin() == ""
    tab.do("append", [line("one")], 5)
    tab.do("put", "place", {"step": 3})
    tab.do("put", "votes", "4")
    tab.reload()
    tab.begin()
    assert (tab.do("lines"), tab.do("values"), tab.do("summary")) == (
        [line("one")],
        {"votes": "4"},
        None,
    )
