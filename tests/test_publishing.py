"""Publishing: readers see all of the old site or all of the new one, and only those meant to."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import resource
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from zipfile import ZipFile

import pytest
from click.testing import CliRunner, Result

from handbook.building import Request, build_site
from handbook.cli import main
from handbook.config import Project
from handbook.declaring import Declaration, declare, load_declaration, mark_of
from handbook.publishable import INTERNAL, PUBLIC, Audience
from handbook.publishing import PublishError, publish, rollback, verify, write_archive
from handbook.publishing.locking import LOCK_NAME, locked
from handbook.publishing.refusals import SENTENCES, BrokenSiteError
from handbook.publishing.releases import MANIFEST_NAME, Release
from handbook.publishing.targets import KEPT, SETTINGS_NAME, Target
from handbook.saving import save_csv_folder
from handbook.secret_texts import (
    NO_SECRETS,
    SecretTexts,
    list_of_site,
    save_secret_texts,
    secret_texts,
)
from handbook.site_folder import MARKER
from handbook.stamping import stamp
from sites import LISTS, PROJECT, person, read_files, small_shells, write_files
from small_workbooks import AS_OF, CADRES, POSTING, PROGRAMME, UNITS, workbook

TESTS = Path(__file__).parent
DAY = date(2026, 6, 30)
SEARCH = {"search/register.js": b"register()", "search/pages.js": b"pages()"}
PEOPLE = {"cadres": ("C-00001", "C-00002"), "units": ("U-0001",)}
UNITS_ONLY = {"units": ("U-0001",)}


def make_site(folder: Path, text: str = "正文", audience: str = "internal") -> Path:
    """Make a small finished site; a public one has no page of anybody."""
    is_public = audience == "public"
    pages = [
        page
        for page in (*LISTS, person(1), person(2))
        if not (is_public and page.address.startswith("cadres/"))
    ]
    shells = small_shells(folder / f"zh-{text}", f"<p>{text}</p>")
    if is_public:
        (shells / "cadres" / "index.html").unlink()
    site = folder / f"site-{text}"
    stamp(shells, site, pages, SEARCH.items())
    if is_public:  # the small shells all lead there
        for page in site.rglob("*.html"):
            page.write_text(page.read_text("utf-8").replace("cadres/", "units/"), "utf-8")
    records = UNITS_ONLY if is_public else PEOPLE
    declare(site, Declaration(audience, DAY, ("zh",), records))
    keep_list(site)
    return site


def keep_list(site: Path, secrets: SecretTexts = NO_SECRETS) -> None:
    """Keep the list of a site where its build keeps it."""
    save_secret_texts(secrets, list_of_site(site.parent / ".build", site), mark_of(site))


def make_target(folder: Path, settings: str | None = "access: login\n") -> Path:
    """Make a folder to publish to."""
    folder.mkdir()
    if settings is not None:
        (folder / SETTINGS_NAME).write_text(settings, encoding="utf-8")
    return folder


@pytest.fixture
def to(tmp_path: Path) -> Path:
    return make_target(tmp_path / "www")


def run(*arguments: str | Path, language: str = "en") -> Result:
    words = [str(each) for each in arguments]
    return CliRunner().invoke(main, [*words, "--lang", language], catch_exceptions=False)


def seen(to: Path) -> dict[str, str]:
    """Give what readers see."""
    return read_files(to / "current")


def finished(site: Path) -> dict[str, str]:
    return {address: text for address, text in read_files(site).items() if address != MARKER}


def numbers(to: Path) -> list[int]:
    return [release.number for release in Target(to).releases]


def names(to: Path) -> set[str]:
    return {path.name for path in to.iterdir()} - {SETTINGS_NAME, LOCK_NAME}


# --- what is published ---------------------------------------------------------------------------


def test_readers_see_the_site_and_a_manifest(tmp_path: Path, to: Path) -> None:
    site = make_site(tmp_path)
    done = publish(site, to)
    online = seen(to)
    manifest = json.loads(online.pop(MANIFEST_NAME))
    assert online == finished(site)
    assert manifest == {
        "format": 1,
        "audience": "internal",
        "as_of": "2026-06-30",
        "files": {
            address: hashlib.sha256(text.encode()).hexdigest() for address, text in online.items()
        },
    }
    assert done.release.name == f"000001-2026-06-30-{done.contents.digest}"
    assert (to / "current").readlink() == Path("releases") / done.release.name
    assert names(to) == {"current", "releases"}


def test_the_same_site_makes_no_second_release(tmp_path: Path, to: Path) -> None:
    site = make_site(tmp_path)
    first, second = publish(site, to), publish(site, to)
    assert (first.was_current, second.was_current) == (False, True)
    assert first.release == second.release
    assert numbers(to) == [1]


def test_five_releases_stay(tmp_path: Path, to: Path) -> None:
    sites = [make_site(tmp_path, text) for text in ("正文", "别的")]
    forgotten = [publish(sites[turn % 2], to).forgotten for turn in range(KEPT + 2)]
    assert [[each.number for each in old] for old in forgotten] == [[]] * KEPT + [[1], [2]]
    assert numbers(to) == [3, 4, 5, 6, 7]


def test_what_readers_see_stays_however_old_it_is(tmp_path: Path, to: Path) -> None:
    sites = [make_site(tmp_path, text) for text in ("正文", "别的")]
    for turn in range(KEPT):
        publish(sites[turn % 2], to)
    rollback(to, 1)
    target = Target(to)
    assert target.forget_old() == ()
    publish(make_site(tmp_path, "第三"), to)
    assert numbers(to) == [2, 3, 4, 5, 6]


def test_a_release_nobody_has_seen_yet_is_used(tmp_path: Path, to: Path) -> None:
    old, new = make_site(tmp_path), make_site(tmp_path, "别的")
    publish(old, to)
    publish(new, to)
    Target(to).switch(Target(to).releases[0])  # as if it had been killed before the switch
    assert publish(new, to).release.number == 2
    assert numbers(to) == [1, 2]


def test_a_damaged_release_is_published_anew(tmp_path: Path, to: Path) -> None:
    site = make_site(tmp_path)
    first = publish(site, to).release
    (first.folder / "index.html").write_text("", encoding="utf-8")
    assert publish(site, to).release.number == 2
    assert seen(to).keys() == {*finished(site), MANIFEST_NAME}


# --- back ----------------------------------------------------------------------------------------


def test_rollback_shows_the_release_before(tmp_path: Path, to: Path) -> None:
    first, second = make_site(tmp_path), make_site(tmp_path, "别的")
    publish(first, to)
    publish(second, to)
    assert rollback(to).release.number == 1
    assert seen(to)["guidance/term.html"] == finished(first)["guidance/term.html"]
    assert rollback(to, 2).release.number == 2
    assert seen(to)["guidance/term.html"] == finished(second)["guidance/term.html"]
    assert rollback(to, 2).was_current


@pytest.mark.parametrize("number", [None, 7])
def test_there_must_be_a_release_to_go_back_to(
    number: int | None, tmp_path: Path, to: Path
) -> None:
    publish(make_site(tmp_path), to)
    with pytest.raises(PublishError, match="现有的：1") as caught:
        rollback(to, number)
    assert caught.value.reason == "no_release"


def change(release: Release) -> None:
    page = release.folder / "index.html"
    page.write_bytes(page.read_bytes() + b" ")


def remove(release: Release) -> None:
    (release.folder / "guidance" / "term.html").unlink()


def add(release: Release) -> None:
    (release.folder / "secret.html").write_text("…", encoding="utf-8")


def change_with_manifest(release: Release) -> None:
    change(release)
    manifest = release.folder / MANIFEST_NAME
    content = json.loads(manifest.read_bytes())
    page = (release.folder / "index.html").read_bytes()
    content["files"]["index.html"] = hashlib.sha256(page).hexdigest()
    manifest.write_text(json.dumps(content), encoding="utf-8")


def lose_manifest(release: Release) -> None:
    (release.folder / MANIFEST_NAME).unlink()


@pytest.mark.parametrize(
    ("tamper", "file"),
    [
        pytest.param(change, "index.html", id="a page changed"),
        pytest.param(remove, "guidance/term.html", id="a page gone"),
        pytest.param(add, "secret.html", id="a page too many"),
        pytest.param(change_with_manifest, MANIFEST_NAME, id="page and manifest changed"),
        pytest.param(lose_manifest, MANIFEST_NAME, id="no manifest"),
    ],
)
def test_a_release_that_was_tampered_with_is_refused(
    tamper, file: str, tmp_path: Path, to: Path
) -> None:
    tampered = publish(make_site(tmp_path), to).release
    publish(make_site(tmp_path, "别的"), to)
    before = seen(to)
    tamper(tampered)
    said = run("rollback", "--to", to)
    sentence = SENTENCES["damaged"]["en"].format(release=tampered.name, file=file)
    assert (said.exit_code, said.output) == (2, f"{sentence}\n")
    assert seen(to) == before


# --- for whom ------------------------------------------------------------------------------------

LOGIN = "access: login\n"
AUDIENCES = ("public", "internal", "unit:U-0007", "org")


@pytest.mark.parametrize(
    ("settings", "let_in"),
    [
        pytest.param(None, {"public"}, id="says nothing"),
        pytest.param("access: open\n", {"public"}, id="open"),
        pytest.param("audience: org\n", set(), id="for some, but open"),
        pytest.param(LOGIN, set(AUDIENCES), id="login"),
        pytest.param(f"{LOGIN}audience: internal\n", {"internal"}, id="login, internal"),
        pytest.param(f"{LOGIN}audience: unit:U-0007\n", {"unit:U-0007"}, id="login, one unit"),
        pytest.param(f"{LOGIN}audience: unit:U-0008\n", set(), id="login, another unit"),
        pytest.param("access: logni\n", set(), id="misspelt value"),
        pytest.param("acces: login\n", set(), id="misspelt key"),
        pytest.param("access: true\n", set(), id="no word"),
        pytest.param("access: [login]\n", set(), id="a list"),
        pytest.param("login\n", set(), id="no key"),
        pytest.param("", set(), id="empty"),
        pytest.param("access: login: yes\n", set(), id="no YAML"),
    ],
)
def test_a_site_goes_only_to_readers_it_was_made_for(
    settings: str | None, let_in: set[str], tmp_path: Path
) -> None:
    admitted = set()
    for place, audience in enumerate(AUDIENCES):
        to = make_target(tmp_path / f"www{place}", settings)
        site = make_site(tmp_path, f"正文{place}", audience)
        said = run("publish", "--site", site, "--to", to)
        assert (said.exit_code, "current" in names(to)) in {(0, True), (2, False)}
        admitted |= {audience} if said.exit_code == 0 else set()
    assert admitted == let_in


def test_a_folder_does_not_change_its_audience_by_accident(tmp_path: Path, to: Path) -> None:
    publish(make_site(tmp_path), to)
    for_few = make_site(tmp_path, "内部", "org")
    before = seen(to)
    with pytest.raises(PublishError) as caught:
        publish(for_few, to)
    assert caught.value.reason == "other_audience"
    assert seen(to) == before
    (to / SETTINGS_NAME).write_text("access: login\naudience: org\n", encoding="utf-8")
    assert publish(for_few, to).release.number == 2


def test_rollback_asks_who_may_read_as_well(tmp_path: Path, to: Path) -> None:
    publish(make_site(tmp_path), to)
    publish(make_site(tmp_path, "别的"), to)
    (to / SETTINGS_NAME).unlink()
    with pytest.raises(PublishError) as caught:
        rollback(to)
    assert caught.value.reason == "no_login"
    assert Target(to).current.number == 2


def test_a_public_site_with_people_in_it_is_refused(tmp_path: Path, to: Path) -> None:
    site = make_site(tmp_path)
    declare(site, Declaration("public", DAY, ("zh",), PEOPLE))
    keep_list(site)
    said = run("publish", "--site", site, "--to", to)
    assert said.exit_code == 11
    assert "cadres/C-00001.html: a page without a record that may be published" in said.output
    assert names(to) == {"releases"}


# --- what is refused -----------------------------------------------------------------------------


@contextmanager
def nothing_new(to: Path) -> Iterator[None]:
    """See that readers see what they saw, and nothing is left lying about."""
    before, releases = seen(to), numbers(to)
    yield
    assert (seen(to), numbers(to)) == (before, releases)
    assert {path.name for path in (to / "releases").iterdir()} == {
        each.name for each in Target(to).releases
    }


@pytest.mark.parametrize(
    ("address", "content"),
    [
        pytest.param("index.html", None, id="no home page"),
        pytest.param("index.html", b"<html><p>", id="home page cut off"),
        pytest.param("search/register.js", None, id="no search"),
        pytest.param("search/pages.js", b"", id="empty search"),
        pytest.param("cadres/C-00001.html", b"", id="page of a record empty"),
        pytest.param("units/U-0001.html", b'<b data-stamp="page"></b></html>', id="placeholder"),
    ],
)
def test_a_broken_site_is_not_put_online(
    address: str, content: bytes | None, tmp_path: Path, to: Path
) -> None:
    publish(make_site(tmp_path, "别的"), to)
    site = make_site(tmp_path)
    (site / address).unlink() if content is None else (site / address).write_bytes(content)
    with nothing_new(to):
        said = run("publish", "--site", site, "--to", to)
    assert (said.exit_code, said.output) == (11, BrokenSiteError(address).text("en") + "\n")


@pytest.mark.parametrize(
    ("body", "line"),
    [
        pytest.param(
            '<a href="none.html">', "a link to a file that does not exist none.html", id="dead link"
        ),
        pytest.param(
            '<img src="https://example.org/a.png">',
            "fetches something from another site https://example.org/a.png",
            id="foreign picture",
        ),
    ],
)
def test_the_gate_reads_every_page_of_the_copy(
    body: str, line: str, tmp_path: Path, to: Path
) -> None:
    publish(make_site(tmp_path, "别的"), to)
    site = make_site(tmp_path)
    page = site / "cadres" / "C-00002.html"
    page.write_text(page.read_text("utf-8").replace("</article>", f"{body}</article>"), "utf-8")
    with nothing_new(to):
        said = run("publish", "--site", site, "--to", to)
    assert said.exit_code == 11
    assert f"  cadres/C-00002.html: {line}\n" in said.output


def test_a_site_that_is_not_finished_is_refused(tmp_path: Path, to: Path) -> None:
    shells, site = small_shells(tmp_path / "zh"), tmp_path / "site"
    stamp(shells, site, LISTS, SEARCH.items())
    with pytest.raises(PublishError) as caught:
        publish(site, to)
    assert caught.value.reason == "no_site"


def test_stamping_again_takes_back_what_a_site_says(tmp_path: Path) -> None:
    site = make_site(tmp_path)
    assert load_declaration(site) == Declaration("internal", DAY, ("zh",), PEOPLE)
    stamp(small_shells(tmp_path / "zh"), site, LISTS, SEARCH.items())
    assert load_declaration(site) is None


def test_a_site_that_changes_meanwhile_is_refused(
    tmp_path: Path, to: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(make_site(tmp_path, "别的"), to)
    site = make_site(tmp_path)
    read = Path.read_bytes

    def read_and_build(path: Path) -> bytes:
        if path.name == "index.html" and path.is_relative_to(site):
            declare(site, Declaration("internal", DAY, ("zh",), PEOPLE))
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", read_and_build)
    with nothing_new(to), pytest.raises(PublishError) as caught:
        publish(site, to)
    assert caught.value.reason == "site_changed"


def test_a_link_in_the_site_is_not_followed(tmp_path: Path, to: Path) -> None:
    publish(make_site(tmp_path, "别的"), to)
    site = make_site(tmp_path)
    (tmp_path / "secret.txt").write_text("canary", encoding="utf-8")
    (site / "guidance" / "x.txt").symlink_to(tmp_path / "secret.txt")
    with nothing_new(to), pytest.raises(PublishError, match=r"guidance/x\.txt") as caught:
        publish(site, to)
    assert caught.value.reason == "no_plain_file"


def test_a_folder_without_links_is_refused(
    tmp_path: Path, to: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr(os, "symlink", refuse)
    with pytest.raises(PublishError) as caught:
        publish(make_site(tmp_path), to)
    assert caught.value.reason == "no_links"
    assert names(to) == {"releases"}


def test_a_real_folder_in_the_place_of_the_link_is_left_alone(tmp_path: Path, to: Path) -> None:
    (to / "current").mkdir()
    (to / "current" / "index.html").write_text("old", encoding="utf-8")
    with pytest.raises(PublishError) as caught:
        publish(make_site(tmp_path), to)
    assert caught.value.reason == "foreign"
    assert seen(to) == {"index.html": "old"}


@pytest.mark.parametrize("inside", ["", "www"])
def test_a_site_is_not_published_into_itself(inside: str, tmp_path: Path) -> None:
    site = make_site(tmp_path)
    with pytest.raises(PublishError) as caught:
        publish(site, site / inside)
    assert caught.value.reason == "inside"


# --- two at once ---------------------------------------------------------------------------------


def test_the_second_publisher_is_told_who_holds_the_folder(tmp_path: Path, to: Path) -> None:
    publish(make_site(tmp_path, "别的"), to)
    with nothing_new(to), locked(to), pytest.raises(PublishError, match=f"PID {os.getpid()}"):
        publish(make_site(tmp_path), to, patience_s=0)


def test_publishers_wait_for_each_other(tmp_path: Path, to: Path) -> None:
    sites = [make_site(tmp_path, text) for text in ("正文", "别的", "第三")]
    failures: list[BaseException] = []

    def work(site: Path) -> None:
        try:
            publish(site, to, patience_s=60)
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=work, args=(site,)) for site in sites]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert numbers(to) == [1, 2, 3]
    for release in Target(to).releases:
        verify(release)


# --- a full disk ---------------------------------------------------------------------------------


@contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """Give a file system of one megabyte, where this machine lets us make one."""
    folder.mkdir()
    mounting = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)]
    if subprocess.run(mounting, capture_output=True, check=False).returncode:
        pytest.skip("cannot mount a small disk here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


@contextmanager
def small_files(folder: Path) -> Iterator[Path]:
    """Let this process write no file over a hundred kilobytes."""
    folder.mkdir()
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard))
    try:
        yield folder
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("disk", [small_disk, small_files])
def test_a_full_disk_leaves_the_old_site(disk, tmp_path: Path) -> None:
    old, new = make_site(tmp_path), make_site(tmp_path, "别的")
    for number in range(5):
        (new / f"filler{number}.txt").write_bytes(b"x" * 300_000)
    with disk(tmp_path / "disk") as folder:
        to = make_target(folder / "www")
        publish(old, to)
        with nothing_new(to):
            said = run("publish", "--site", new, "--to", to)
        sentence = SENTENCES["no_space"]["en"].format(target=to)
        assert (said.exit_code, said.output) == (2, f"{sentence}\n")
        assert publish(old, to).was_current


# --- killed --------------------------------------------------------------------------------------


class Reader(threading.Thread):
    """Opens the home page and every file of the manifest, again and again."""

    def __init__(self, to: Path, good: Mapping[str, set[str]]) -> None:
        super().__init__()
        self.current = to / "current"
        self.good = good
        self.reads = 0
        self.bad: list[str] = []
        self.done = threading.Event()

    def run(self) -> None:
        while not self.done.is_set():
            self._read("index.html")
            for address in json.loads(self._read(MANIFEST_NAME))["files"]:
                self._read(address)

    def _read(self, address: str) -> str:
        self.reads += 1
        try:
            text = (self.current / address).read_text(encoding="utf-8")
        except OSError as error:
            self.bad.append(f"{address}: {error}")
            return '{"files": {}}'
        if text not in self.good[address]:
            self.bad.append(f"{address}: not whole")
        return text


@pytest.mark.parametrize("kills", [10, pytest.param(200, marks=pytest.mark.soak)])
def test_readers_notice_nothing_of_killed_publishers(kills: int, tmp_path: Path, to: Path) -> None:
    sites = [make_site(tmp_path, text) for text in ("正文", "别的")]
    good: dict[str, set[str]] = {}
    for site in sites:
        publish(site, to)
        for address, text in seen(to).items():
            good.setdefault(address, set()).add(text)
    reader = Reader(to, good)
    reader.start()
    try:
        killing = subprocess.run(
            [sys.executable, TESTS / "killed_publishers.py", *sites, to, str(kills)],
            env={"PYTHONPATH": str(PROJECT / "scripts"), "PATH": os.environ["PATH"]},
            capture_output=True, text=True, check=False,
        )  # fmt: skip
    finally:
        reader.done.set()
        reader.join()
    assert (killing.stderr, killing.stdout) == ("", f"{kills} killed\n")
    assert reader.bad == []
    assert reader.reads > 100 * kills
    publish(make_site(tmp_path, "第三"), to)
    left = {path.name for path in (to / "releases").iterdir()}
    assert (names(to), len(left)) == ({"current", "releases"}, KEPT)
    assert left == {each.name for each in Target(to).releases}
    for release in Target(to).releases:
        verify(release)


def test_what_a_killed_publisher_left_is_cleared_away(tmp_path: Path, to: Path) -> None:
    done = publish(make_site(tmp_path), to).release
    releases = to / "releases"
    write_files(releases, {".draft/old.html": "…", f".going-{done.name}/index.html": "…"})
    (to / ".current-next").symlink_to("releases/gone")
    publish(make_site(tmp_path, "别的"), to)
    assert "old.html" not in seen(to)
    assert names(to) == {"current", "releases"}
    assert {path.name for path in releases.iterdir()} == {each.name for each in Target(to).releases}


def test_half_a_release_is_none(tmp_path: Path, to: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sites = [make_site(tmp_path, text) for text in ("正文", "别的")]

    def break_off(folder: Path, **_: object) -> None:
        (folder / "index.html").unlink(missing_ok=True)

    monkeypatch.setattr(shutil, "rmtree", break_off)
    for turn in range(KEPT + 1):
        publish(sites[turn % 2], to)
    assert numbers(to) == [2, 3, 4, 5, 6]
    for release in Target(to).releases:
        verify(release)


# --- to carry away -------------------------------------------------------------------------------


def test_github_pages_get_a_plain_folder(tmp_path: Path) -> None:
    site, out = make_site(tmp_path, audience="public"), tmp_path / "out"
    for turn in ("first", "again"):
        said = run("publish", "--site", site, "--to", out, "--github-pages")
        written = read_files(out)
        assert (turn, said.exit_code) == (turn, 0)
        assert written.pop(".nojekyll") == ""
        written.pop(MANIFEST_NAME)
        assert written == finished(site)
    assert not [path.name for path in tmp_path.iterdir() if path.name.startswith(".out")]


@pytest.mark.parametrize("audience", AUDIENCES[1:])
def test_github_pages_get_nothing_but_a_public_site(audience: str, tmp_path: Path) -> None:
    site, out = make_site(tmp_path, audience=audience), make_target(tmp_path / "out")
    said = run("publish", "--site", site, "--to", out, "--github-pages", language="vi")
    assert (said.exit_code, said.output) == (
        2,
        SENTENCES["only_public"]["vi"].format(audience=audience) + "\n",
    )
    assert [path.name for path in out.iterdir()] == [SETTINGS_NAME]


def test_github_pages_replace_nothing_else(tmp_path: Path) -> None:
    site, out = make_site(tmp_path, audience="public"), tmp_path / "out"
    run("publish", "--site", site, "--to", out, "--github-pages")
    (out / "CNAME").write_text("example.org", encoding="utf-8")
    before = read_files(out)
    said = run("publish", "--site", site, "--to", out, "--github-pages")
    assert said.exit_code == 2
    assert read_files(out) == before


def test_an_archive_is_the_same_every_time(tmp_path: Path) -> None:
    site, file = make_site(tmp_path, audience="public"), tmp_path / "out" / "site.zip"
    first = run("publish", "--site", site, "--archive", file).exit_code, file.read_bytes()
    for path in site.rglob("*.html"):
        os.utime(path, (0, 0))
    again = run("publish", "--site", site, "--archive", file).exit_code, file.read_bytes()
    assert first == again
    assert again[0] == 0
    with ZipFile(file) as archive:
        files = {name: archive.read(name).decode() for name in archive.namelist()}
    files.pop(MANIFEST_NAME)
    assert files == finished(site)
    assert {path.name for path in file.parent.iterdir()} == {"site.zip", LOCK_NAME}


def test_an_archive_for_few_goes_only_where_readers_sign_in(tmp_path: Path, to: Path) -> None:
    site = make_site(tmp_path)
    with pytest.raises(PublishError) as caught:
        write_archive(site, tmp_path / "out" / "site.zip")
    assert caught.value.reason == "no_login"
    assert write_archive(site, to / "site.zip").audience == "internal"


def test_an_archive_replaces_nothing_else(tmp_path: Path) -> None:
    file = tmp_path / "register.xlsx"
    file.write_bytes(b"PK of somebody")
    said = run("publish", "--site", make_site(tmp_path, audience="public"), "--archive", file)
    assert said.exit_code == 2
    assert file.read_bytes() == b"PK of somebody"


# --- as typed ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "options",
    [
        pytest.param([], id="nowhere"),
        pytest.param(["--to", "x", "--archive", "y"], id="folder and archive"),
        pytest.param(["--archive", "y", "--github-pages"], id="archive for Pages"),
    ],
)
def test_the_command_wants_one_place(options: list[str]) -> None:
    said = run("publish", *options)
    assert said.exit_code == 2
    assert "Name either --to DIR" in said.output


@pytest.mark.parametrize(
    ("language", "published", "unchanged", "back"),
    [
        pytest.param("zh", "已发布：", "网站没有变化，已经发布着：", "已退回：", id="zh"),
        pytest.param(
            "vi", "Đã đăng: ", "Trang web không thay đổi và đang được đăng: ", "Đã quay lại: ",
            id="vi",
        ),
        pytest.param(
            "en", "Published: ", "Nothing changed; this is online already: ", "Gone back to: ",
            id="en",
        ),
    ],
)  # fmt: skip
def test_the_commands_say_what_they_did(
    language: str, published: str, unchanged: str, back: str, tmp_path: Path, to: Path
) -> None:
    sites = [make_site(tmp_path, text) for text in ("正文", "别的")]
    said = [
        run("publish", "--site", sites[0], "--to", to, language=language),
        run("publish", "--site", sites[0], "--to", to, language=language),
        run("publish", "--site", sites[1], "--to", to, language=language),
        run("rollback", "--to", to, language=language),
    ]
    assert [each.exit_code for each in said] == [0] * 4
    first, second = (each.name for each in Target(to).releases)
    assert said[0].output.startswith(published)
    assert said[1].output == f"{unchanged}{first}\n"
    assert second in said[2].output
    assert said[3].output == f"{back}{first}\n"


def test_every_refusal_speaks_three_languages() -> None:
    assert {frozenset(texts) for texts in SENTENCES.values()} == {frozenset(("zh", "vi", "en"))}


# --- real sites ----------------------------------------------------------------------------------


@pytest.mark.parametrize("audience", [PUBLIC, INTERNAL], ids=lambda each: each.name)
def test_a_site_as_built_can_be_published(audience: Audience, tmp_path: Path, to: Path) -> None:
    book = workbook(units=UNITS, cadres=CADRES, programmes=[PROGRAMME], postings=[POSTING])
    save_csv_folder(book, tmp_path / "register")
    request = Request(tmp_path / "register", audience, ("zh",), AS_OF, output=tmp_path / "site")
    assert build_site(Project(PROJECT), request).problems == ()
    declaration = load_declaration(tmp_path / "site")
    assert declaration is not None
    assert (declaration.audience, declaration.as_of) == (audience.name, AS_OF)
    assert ("cadres" in declaration.records) == (audience is INTERNAL)
    assert publish(tmp_path / "site", to).contents.audience == audience.name


# --- what must not be read -----------------------------------------------------------------------

REMARK = "曾在谈话中提出调整岗位的要求"


@pytest.mark.parametrize("command", [["publish", "--to"], ["gate"]])
def test_a_text_above_the_class_is_refused_without_being_told(
    command: list[str], tmp_path: Path, to: Path
) -> None:
    site = make_site(tmp_path)
    page = site / "cadres" / "C-00001.html"
    page.write_text(page.read_text("utf-8").replace("</article>", f"{REMARK}</article>"), "utf-8")
    keep_list(site, secret_texts([(REMARK, "干部!X2 备注 C-00001")]))
    arguments = [*command, to, "--site", site] if command[0] == "publish" else [*command, site]
    said = run(*arguments)
    assert said.exit_code == 11
    line = "  cadres/C-00001.html: has a text these readers must not see, from 干部!X2 备注 C-00001"
    assert line in said.output.splitlines()
    assert REMARK not in said.output
    assert not (to / "current").exists()


@pytest.mark.parametrize("command", [["publish", "--to"], ["gate"]])
def test_a_site_whose_list_is_not_here_is_refused(
    command: list[str], tmp_path: Path, to: Path
) -> None:
    site = make_site(tmp_path)
    shutil.rmtree(tmp_path / ".build")
    arguments = [*command, to, "--site", site] if command[0] == "publish" else [*command, site]
    said = run(*arguments)
    sentence = SENTENCES["no_list"]["en"].format(site=site)
    assert (said.exit_code, said.output) == (2, f"{sentence}\n")


def test_the_gate_says_that_all_is_well(tmp_path: Path) -> None:
    said = run("gate", make_site(tmp_path))
    assert (said.exit_code, said.output) == (
        0,
        "Good to publish: every file was read and nothing is wrong.\n",
    )


# --- after the switch ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "file", ["index.html", "search/register.js", "cadres/C-00001.html", MANIFEST_NAME]
)
@pytest.mark.parametrize("is_first", [True, False], ids=["the first release", "a later one"])
def test_what_cannot_be_read_after_the_switch_is_taken_back(
    file: str, is_first: bool, tmp_path: Path, to: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not is_first:
        publish(make_site(tmp_path, "别的"), to)
    before = seen(to) if not is_first else {}
    site, replace = make_site(tmp_path), Path.replace

    def switch_and_damage(path: Path, target: Path) -> Path:
        done = replace(path, target)
        if target.name == "current" and not monkeypatched.pop():
            (target / file).write_bytes(b"damaged")
        return done

    monkeypatched = [True, False]  # damaged once: the way back is undisturbed
    monkeypatch.setattr(Path, "replace", switch_and_damage)
    with pytest.raises(PublishError) as caught:
        publish(site, to)
    monkeypatch.undo()
    assert caught.value.reason == "not_as_it_should_be"
    assert file in caught.value.text("en")
    assert (seen(to) if (to / "current").exists() else {}) == before
    assert numbers(to) == ([] if is_first else [1])
    assert publish(site, to).release.number == (1 if is_first else 2)
