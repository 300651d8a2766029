"""A folder of pages: what is put into it, what is taken out of it, and what is nobody's business there."""

from __future__ import annotations

import os

import pytest

from crampkit.hosts.pages import build
from crampkit.hosts.pages.build import BuildError, write_pages

PAGES = {
    "v/0123456789/page.js": b"script",
    "pictures/leg.png": b"picture",
    "index.html": b"start",
    "versions.json": b'{"newest": "one", "withdrawn": {}}',
    "sw.js": b"offline",
}
WITHOUT_PICTURE = {name: content for name, content in PAGES.items() if "picture" not in name}


@pytest.fixture
def site(tmp_path):
    write_pages(tmp_path / "site", PAGES)
    return tmp_path / "site"


@pytest.fixture
def elsewhere(tmp_path):
    """Somebody's own folder beside the pages."""
    own = tmp_path / "own"
    for name in ("a", "b", "c", "d"):
        (own / name).mkdir(parents=True)
    (own / "leg.png").write_text("hers")
    (own / "index.html").write_text("hers")
    return own


def contents(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def listed_too(site, names):
    with (site / "files.txt").open("ab") as listed:
        listed.write(names)


def test_what_is_no_longer_made_is_taken_out_and_nothing_else(site):
    (site / "CNAME").write_text("lessons.example")
    write_pages(site, WITHOUT_PICTURE)
    left = contents(site)
    assert left.pop("files.txt") == b"index.html\nsw.js\nversions.json\n"
    assert left == {
        **WITHOUT_PICTURE,
        "versions.json": left["versions.json"],
        "CNAME": b"lessons.example",
    }


def test_a_folder_with_other_things_is_refused(elsewhere):
    before = contents(elsewhere)
    with pytest.raises(BuildError, match="other things"):
        write_pages(elsewhere, PAGES)
    assert contents(elsewhere) == before


def test_a_list_of_somebodys_own_files_makes_no_folder_of_pages(elsewhere):
    (elsewhere / "files.txt").write_text("index.html\nleg.png\nfiles.txt\n")
    before = contents(elsewhere)
    with pytest.raises(BuildError, match="other things"):
        write_pages(elsewhere, PAGES)
    assert contents(elsewhere) == before


def test_what_lies_in_the_way_of_a_new_file_is_not_overwritten(site):
    (site / "extra.html").write_text("hers")
    with pytest.raises(BuildError, match=r"extra\.html"):
        write_pages(site, {**PAGES, "extra.html": b"ours", "index.html": b"another"})
    assert (site / "extra.html").read_text() == "hers"
    assert (site / "index.html").read_bytes() == b"start"


@pytest.mark.parametrize(
    "names",
    [
        b"../own/leg.png\n",
        b"\n",
        b".\n",
        b"pictures\nv\n",
        b"a\0b\n",
        b"\xe9\n",
        b"x" * 5000 + b"\n",
    ],
)
def test_a_list_that_was_edited_leads_to_nothing_outside_and_to_no_folder(site, elsewhere, names):
    listed_too(site, names)
    listed_too(site, f"{elsewhere / 'leg.png'}\n".encode())
    before = contents(elsewhere)
    write_pages(site, WITHOUT_PICTURE)
    assert contents(elsewhere) == before
    assert (site / "v/0123456789/page.js").is_file()
    assert not (site / "pictures/leg.png").exists()


@pytest.mark.skipif(os.name == "nt", reason="links are for administrators there")
@pytest.mark.parametrize("link", ["pictures", "v", "index.html", "files.txt", "versions.json"])
def test_no_link_in_the_folder_leads_to_somebodys_files(site, elsewhere, link):
    (site / link).rename(site.parent / "moved")
    target = elsewhere if (site.parent / "moved").is_dir() else elsewhere / link
    if target.name in ("files.txt", "versions.json"):
        target.write_bytes((site.parent / "moved").read_bytes())
    (site / link).symlink_to(target)
    before = contents(elsewhere)
    folders = sorted(path.name for path in elsewhere.iterdir())
    with pytest.raises(BuildError, match=link):
        write_pages(site, PAGES)
    assert contents(elsewhere) == before
    assert sorted(path.name for path in elsewhere.iterdir()) == folders


@pytest.mark.skipif(os.name == "nt", reason="links are for administrators there")
def test_what_lies_behind_a_link_is_not_taken_out(site, elsewhere):
    (site / "pictures").rename(site.parent / "moved")
    (site / "pictures").symlink_to(elsewhere)
    write_pages(site, WITHOUT_PICTURE)
    assert (elsewhere / "leg.png").read_text() == "hers"


@pytest.mark.skipif(os.name == "nt", reason="links are for administrators there")
def test_the_folder_itself_may_be_reached_by_a_link(site):
    link = site.parent / "by-link"
    link.symlink_to(site)
    write_pages(link, WITHOUT_PICTURE)
    assert not (site / "pictures/leg.png").exists()


def test_old_versions_go_and_what_is_no_version_stays(site):
    for number in range(5):
        write_pages(site, {**PAGES, f"v/aaaaaaaaa{number}/page.js": b"old"})
        os.utime(site / "v" / f"aaaaaaaaa{number}", (number, number))
    (site / "v" / ".DS_Store").write_text("")
    (site / "v" / "README").write_text("hers")
    (site / "v" / "own").mkdir()
    write_pages(site, PAGES)
    assert sorted(path.name for path in (site / "v").iterdir()) == [
        ".DS_Store",
        "0123456789",
        "README",
        "aaaaaaaaa3",
        "aaaaaaaaa4",
        "own",
    ]


@pytest.mark.parametrize("stops_at", range(7))
def test_what_was_cut_off_can_be_made_again(tmp_path, monkeypatch, stops_at):
    whole = build.replace_file
    left = iter(range(stops_at))

    def until_full(path, content):
        if next(left, None) is None:
            raise OSError("no space left")
        whole(path, content)

    monkeypatch.setattr(build, "replace_file", until_full)
    with pytest.raises(OSError, match="no space"):
        write_pages(tmp_path / "site", PAGES)
    monkeypatch.setattr(build, "replace_file", whole)
    write_pages(tmp_path / "site", WITHOUT_PICTURE)
    left_there = contents(tmp_path / "site")
    assert left_there.keys() == {*WITHOUT_PICTURE, "files.txt"}


def test_what_was_withdrawn_stays_withdrawn(site):
    (site / "versions.json").write_text('{"newest": "one", "withdrawn": {"zero": "wrong"}}')
    write_pages(site, {**PAGES, "versions.json": b'{"newest": "two", "withdrawn": {}}'})
    assert b'"newest": "two"' in (site / "versions.json").read_bytes()
    assert b'"zero": "wrong"' in (site / "versions.json").read_bytes()


def test_a_list_of_withdrawn_versions_that_cannot_be_read_is_told_before_anything_is_written(site):
    (site / "versions.json").write_text("[" * 100_000)
    with pytest.raises(BuildError, match=r"versions\.json"):
        write_pages(site, {**PAGES, "index.html": b"another"})
    assert (site / "index.html").read_bytes() == b"start"
