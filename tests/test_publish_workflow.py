"""The publish workflow, its steps run for real: against a spreadsheet server, with a vault key.

What GitHub itself does is stood in for: actions copy folders or do nothing, and a small `gh`
answers from files. Everything that is ours runs as it would there.
"""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

from handbook.vault import new_key, read_keys, unpack
from loaded_program import loaded_program
from sheets_server import Server, Store, running
from small_workbooks import BATCH, CADRES, POSTING, PROGRAMME, UNITS, Row
from workflow_runs import (
    PROJECT,
    Outcome,
    Runner,
    calls,
    install_gh,
    load_workflow,
    machine,
)

WORKFLOW = load_workflow("publish.yml")
COPIED = ("docs", "sheets_schema", "scripts", "mkdocs.yml", "requirements.txt")
INSTALLING = "Install exactly what is locked"
CONNECTED = {
    "HANDBOOK_SPREADSHEET": "1" * 44,
    "GOOGLE_WORKLOAD_IDENTITY_PROVIDER": "projects/1/providers/handbook",
    "GOOGLE_SERVICE_ACCOUNT": "handbook@example.org",
}

needs_jq = pytest.mark.skipif(not shutil.which("jq"), reason="the stand-in for gh needs jq")

CANARY = "金丝雀"
"""Typed into cells of every kind; may stand in the site and in the sheet, nowhere else in clear."""
HOSTILE = f"::add-mask::{CANARY}"

PEOPLE: tuple[Row, ...] = (
    *CADRES,
    {"cadre_id": "C-00003", "name": f"{CANARY}甲", "home_unit_id": f"{CANARY}乙"},
    {"cadre_id": f"{CANARY}-0001", "name": "白露", "home_unit_id": "U-0001"},
)
POSTINGS: tuple[Row, ...] = (
    POSTING,
    POSTING | {"posting_id": "S-0002", "cadre_id": f"{CANARY}丙", "end_planned": HOSTILE},
)
SHEETS: dict[str, tuple[Row, ...]] = {
    "units": UNITS,
    "cadres": PEOPLE,
    "programmes": (PROGRAMME,),
    "batches": (BATCH,),
    "postings": POSTINGS,
    f"{CANARY}表": ({"a": "b"},),
}


def rows_of(records: tuple[Row, ...]) -> list[list[str]]:
    """Lay records out under a header of field names."""
    header = list(dict.fromkeys(name for row in records for name in row))
    return [header, *([row.get(name, "") for name in header] for row in records)]


def spreadsheet(store: Store) -> str:
    """Make the shared spreadsheet."""
    made = store.create("挂职登记表", locale="zh_CN", time_zone="Asia/Shanghai")
    add = [{"addSheet": {"properties": {"title": title}}} for title in SHEETS]
    store.batch_update(made, {"requests": [*add, {"deleteSheet": {"sheetId": 0}}]})
    for title, records in SHEETS.items():
        store.write(made, f"'{title}'!A1", rows_of(records), user_entered=False)
    remember(store, made, "2026-06-30")
    return made


def remember(store: Store, made: str, as_of: str) -> None:
    """Pin the day a spreadsheet speaks about."""
    lookup = {"developerMetadataLookup": {"metadataKey": "handbook.as_of"}}
    entry = {
        "metadataKey": "handbook.as_of",
        "metadataValue": as_of,
        "location": {"spreadsheet": True},
        "visibility": "DOCUMENT",
    }
    forget = {"deleteDeveloperMetadata": {"dataFilter": lookup}}
    create = {"createDeveloperMetadata": {"developerMetadata": entry}}
    store.batch_update(made, {"requests": [forget, create]})


@dataclass
class Repository:
    """A repository on GitHub with its sheet: what lasts from one run to the next.

    Attributes:
        folder: For everything.
        server: Of the spreadsheets.
        sheet: Id of the spreadsheet.
        installed: The environment with the commands, as a checkout has it.
        key: Of the vault.
        runs: How many there were.
    """

    folder: Path
    server: Server
    sheet: str
    installed: Path = Path(sys.executable).parents[1]
    key: str = field(default_factory=new_key)
    runs: int = 0

    @cached_property
    def project(self) -> Path:
        """The files of the main branch, which stay as they are from run to run."""
        check_out(PROJECT, self.folder / "main", self.installed)
        return self.folder / "main"

    @property
    def gh(self) -> Path:
        """What the stand-in for gh knows."""
        folder = self.folder / "gh"
        folder.mkdir(exist_ok=True)
        return folder

    @property
    def variables(self) -> dict[str, str]:
        """Variables of a repository whose site asks its readers to sign in."""
        return {
            **CONNECTED,
            "HANDBOOK_SPREADSHEET": self.sheet,
            "HANDBOOK_AUDIENCE": "internal",
            "HANDBOOK_SITE_ACCESS": "login",
        }

    def run(self, event: str = "schedule", refused: tuple[str, ...] = (), **inputs: str) -> Run:
        """Run the workflow on a fresh machine; some actions may fail."""
        self.runs += 1
        runner = fresh_machine(
            self.folder / f"run-{self.runs}",
            self.gh,
            self.variables,
            github(event) | {"inputs": inputs},
            HANDBOOK_SHEETS_URL=self.server.url,
        )
        runner.secrets = {"HANDBOOK_VAULT_KEY": self.key}
        runner.refused = refused
        check_out(self.project, runner.folder, self.installed)
        shells, own = self.folder / "shells", runner.folder / ".build" / "shells"
        if shells.exists():  # the same pages come out the same: the first machine builds them
            shutil.copytree(shells, own)
        run = Run(runner.run(), runner.artifacts)
        if own.exists() and not shells.exists():
            shutil.copytree(own, shells)
        self._keep(run)
        return run

    def _keep(self, run: Run) -> None:
        """Keep the vault artifact as GitHub does, for later runs to find."""
        vault = run.artifacts / "handbook-vault"
        if not vault.exists():
            return
        shutil.copytree(vault, self.gh / "runs" / str(self.runs) / "handbook-vault")
        file = self.gh / "artifacts.json"
        known = json.loads(file.read_text()) if file.exists() else []
        known.append(artifact(self.runs))
        file.write_text(json.dumps(known))

    def kept(self, to: Path) -> dict[str, bytes]:
        """Give what the newest vault holds."""
        newest = max(
            self.gh.glob("runs/*/handbook-vault/handbook.vault"),
            key=lambda each: int(each.parts[-3]),
        )
        files = unpack(newest.read_bytes(), read_keys(self.key), to)
        return {file.relative_to(to).as_posix(): file.read_bytes() for file in files}


@dataclass
class Run:
    """One run of the workflow.

    Attributes:
        jobs: Outcome by name.
        artifacts: Folder of its uploads, by name.
    """

    jobs: dict[str, Outcome]
    artifacts: Path

    @property
    def results(self) -> str:
        """Results of the jobs, in order."""
        return " ".join(each.result for each in self.jobs.values())

    @property
    def said(self) -> str:
        """All logs and summaries."""
        return "\n".join(f"{each.log}\n{each.summary}" for each in self.jobs.values())

    @property
    def summary(self) -> str:
        return self.jobs["register"].summary


def artifact(run: int, branch: str = "main", **others: Any) -> dict[str, Any]:
    """Describe an artifact as the API does."""
    created = f"2026-06-30T{run:02}:00:00Z"
    where = {"id": run, "head_branch": branch}
    return {
        "name": "handbook-vault",
        "expired": False,
        "created_at": created,
        "workflow_run": where,
    } | others


def github(event: str) -> dict[str, Any]:
    """Give the github context of a run on the main branch."""
    return {
        "event_name": event,
        "ref": "refs/heads/main",
        "repository": "qichuan/handbook",
        "run_id": "42",
        "server_url": "https://github.com",
        "token": "token",
    }


def fresh_machine(
    folder: Path, gh: Path, variables: dict[str, str], event: dict[str, Any], **environment: str
) -> Runner:
    """Give a machine with an empty folder to work in and the stand-in for gh on its path."""
    artifacts = folder / "artifacts"
    artifacts.mkdir(parents=True)
    install_gh(folder / "bin")
    others = machine(folder / "bin", GH_STATE=str(gh), **environment)
    checkout = folder / "checkout"
    return Runner(WORKFLOW, checkout, artifacts, others, event, variables, {}, (INSTALLING,))


def check_out(project: Path, folder: Path, installed: Path) -> None:
    """Lay a project out as a checkout with everything installed.

    Args:
        project: What is copied.
        folder: Not there yet.
        installed: The environment with the commands.
    """
    folder.mkdir(parents=True)
    for name in COPIED:
        source = project / name
        if source.is_dir():
            shutil.copytree(source, folder / name)
        else:
            shutil.copy(source, folder / name)
    (folder / ".venv").symlink_to(installed)


def files_below(folder: Path) -> dict[str, bytes]:
    """Give every file below a folder by its name."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture
def repository(tmp_path: Path) -> Iterator[Repository]:
    """A repository with a connected sheet."""
    store = Store()
    made = spreadsheet(store)
    with running(store) as server:
        yield Repository(tmp_path, server, made)


@pytest.fixture
def bare(tmp_path: Path) -> Runner:
    """A machine for the jobs that need no checkout."""
    (tmp_path / "gh").mkdir()
    runner = fresh_machine(tmp_path / "run", tmp_path / "gh", {}, github("schedule"))
    runner.folder.mkdir()
    return runner


ALL_DONE = "success success success success success"
NOT_BUILT = "success success skipped skipped success"
BROKEN = "success failure skipped skipped success"


@needs_jq
def test_the_life_of_a_published_sheet(repository: Repository, tmp_path: Path) -> None:
    """One story, because every run takes seconds: publish, skip, a new day, a failure, a stop."""
    first = repository.run()
    assert first.results == ALL_DONE, first.said
    assert "网站已重新生成" in first.summary
    assert "First publication" in first.jobs["register"].log
    assert sorted(each.name for each in first.artifacts.iterdir()) == [
        "github-pages", "handbook-backup", "handbook-vault", "handbook-vault-next",
    ]  # fmt: skip
    assert "cadres/C-00001.html" in files_below(first.artifacts / "github-pages")
    assert publications(repository.kept(tmp_path / "first")) == 1

    with loaded_program() as repository.installed:  # the commands themselves have run once now
        rest_of_the_life(repository, tmp_path, first)


def rest_of_the_life(repository: Repository, tmp_path: Path, first: Run) -> None:
    """After the first publication: skip, a new day, a failure, a stop."""
    store, sheet = repository.server.store, repository.sheet

    unchanged = repository.run()
    assert unchanged.results == NOT_BUILT, unchanged.said
    assert "没有变化" in unchanged.summary
    assert "First publication" not in unchanged.jobs["register"].log
    assert list(unchanged.artifacts.iterdir()) == []

    remember(store, sheet, "2026-07-01")
    offline = repository.run(refused=("actions/deploy-pages",))
    assert offline.results == "success success failure skipped success", offline.said
    assert "because=as_of\n" in offline.jobs["register"].log
    assert publications(repository.kept(tmp_path / "offline")) == 1

    healed = repository.run()
    assert healed.results == ALL_DONE, healed.said
    assert "because=as_of\n" in healed.jobs["register"].log
    kept = repository.kept(tmp_path / "healed")
    assert publications(kept) == 2
    assert issues_of(repository) == ["create", "close"]

    gid = gid_of(store, sheet, "postings")
    store.batch_update(sheet, {"requests": [{"deleteSheet": {"sheetId": gid}}]})
    stopped = repository.run()
    assert stopped.results == BROKEN, stopped.said
    assert "登记表有必须先改的问题" in stopped.summary
    assert "SRC101" in stopped.summary
    assert "网站上的内容截至 2026-07-01" in stopped.summary
    assert [each.name for each in stopped.artifacts.iterdir()] == ["handbook-backup"]
    assert repository.kept(tmp_path / "stopped") == kept
    assert issues_of(repository) == ["create", "close", "create"]

    for run in (first, unchanged, offline, healed, stopped):
        assert_nothing_typed_is_in(run)


@needs_jq
@pytest.mark.soak
def test_a_mass_loss_stops_until_somebody_says_why(repository: Repository) -> None:
    repository.run()
    gid = gid_of(repository.server.store, repository.sheet, "units")
    rows = {"sheetId": gid, "dimension": "ROWS", "startIndex": 2, "endIndex": 4}
    loss = {"requests": [{"deleteDimension": {"range": rows}}]}
    repository.server.store.batch_update(repository.sheet, loss)
    stopped = repository.run()
    assert stopped.results == BROKEN, stopped.said
    assert "CNT501" in stopped.summary
    accepted = repository.run("workflow_dispatch", accept_loss="机构撤并，组织部决定")
    assert accepted.results == ALL_DONE, accepted.said
    assert "机构撤并" not in accepted.said
    assert issues_of(repository) == ["create", "close"]


def issues_of(repository: Repository) -> list[str]:
    """Give what was done to issues so far."""
    return [call[1] for call in calls(repository.gh, "issue") if call[1] != "list"]


@needs_jq
def test_a_sheet_that_is_not_shared_is_said_in_one_sentence(repository: Repository) -> None:
    repository.server.store.not_shared.add(repository.sheet)
    run = repository.run()
    assert run.results == BROKEN, run.said
    assert (
        run.jobs["register"]
        .log.splitlines()[-1]
        .startswith("运行本程序的账号没有权限打开这份表格。")
    )
    assert list(run.artifacts.iterdir()) == []
    assert_nothing_typed_is_in(run)


def publications(kept: dict[str, bytes]) -> int:
    """Count the publications a vault holds; the steps between them lie beside them."""
    return sum(name.startswith("history/") and name.endswith(".json.gz") for name in kept)


def gid_of(store: Store, made: str, title: str) -> int:
    """Give the number of a sheet."""
    sheets = {sheet.title: sheet.gid for sheet in store.spreadsheet(made).sheets}
    return int(sheets[title])


def assert_nothing_typed_is_in(run: Run) -> None:
    """Whatever was typed stands in no log, summary, name or artifact but the site itself."""
    assert CANARY not in run.said
    assert "add-mask" not in run.said
    others = [each for each in run.artifacts.iterdir() if each.name != "github-pages"]
    for name, content in [pair for each in others for pair in files_below(each).items()]:
        assert CANARY not in name
        assert CANARY.encode() not in content


def test_a_fresh_fork_is_green_and_says_why_nothing_happens(bare: Runner) -> None:
    jobs = bare.run()
    assert [each.result for each in jobs.values()] == ["success"] + ["skipped"] * 4
    assert jobs["ready"].outputs == {"connected": "false", "audience": ""}
    assert jobs["ready"].log == (
        "::notice title=No sheet is connected::Nothing to publish. "
        "How to connect one stands in docs/en/about/operating.md.\n"
    )


@pytest.mark.parametrize(
    ("variables", "title"),
    [
        pytest.param(
            {name: value for name, value in CONNECTED.items() if name != missing},
            "A variable is missing",
            id=f"without {missing}",
        )
        for missing in CONNECTED
    ]
    + [
        pytest.param(
            {**CONNECTED, "HANDBOOK_AUDIENCE": audience, "HANDBOOK_SITE_ACCESS": access},
            "The site asks nobody to sign in",
            id=f"{audience} with access {access or 'not set'}",
        )
        for audience, access in [("internal", ""), ("internal", "Login"), ("org", "public")]
    ],
)
def test_what_is_set_wrongly_stops_before_anything_is_fetched(
    variables: dict[str, str], title: str, bare: Runner
) -> None:
    bare.variables = variables
    ready = bare.run_job(WORKFLOW["jobs"]["ready"], {})
    assert ready.result == "failure"
    assert ready.outputs == {"connected": "", "audience": ""}
    assert ready.log.startswith(f"::error title={title}::")


@pytest.mark.parametrize(
    ("variables", "audience"),
    [
        pytest.param({}, "public", id="nothing said"),
        pytest.param({"HANDBOOK_AUDIENCE": "public"}, "public", id="public"),
        pytest.param(
            {"HANDBOOK_AUDIENCE": "internal", "HANDBOOK_SITE_ACCESS": "login"},
            "internal",
            id="for those who sign in",
        ),
    ],
)
def test_the_audience_is_public_unless_readers_sign_in(
    variables: dict[str, str], audience: str, bare: Runner
) -> None:
    bare.variables = CONNECTED | variables
    ready = bare.run_job(WORKFLOW["jobs"]["ready"], {})
    assert (ready.result, ready.outputs) == (
        "success", {"connected": "true", "audience": audience},
    )  # fmt: skip


def test_another_branch_publishes_nothing(bare: Runner) -> None:
    bare.variables = CONNECTED
    bare.github = github("workflow_dispatch") | {"ref": "refs/heads/try"}
    assert {each.result for each in bare.run().values()} == {"skipped"}


RUN_PAGE = "https://github.com/qichuan/handbook/actions/runs/42"


def tell(runner: Runner, *results: str) -> list[list[str]]:
    """Run the last job after others; give what it did to issues."""
    before = len(calls(Path(runner.environment["GH_STATE"])))
    names = ("ready", "register", "deploy", "remember")
    needed = {name: Outcome(result) for name, result in zip(names, results, strict=True)}
    told = runner.run_job(WORKFLOW["jobs"]["tell"], needed)
    assert told.result in ("success", "skipped"), told.log
    made = calls(Path(runner.environment["GH_STATE"]))[before:]
    return [call for call in made if call[:2] in (["issue", "create"], ["issue", "close"])]


FAILED = ("success", "failure", "skipped", "skipped")
UNCHANGED = ("success", "success", "skipped", "skipped")
PUBLISHED = ("success",) * 4


@needs_jq
def test_one_issue_is_opened_and_closed_when_it_heals(bare: Runner) -> None:
    [opened] = tell(bare, *FAILED)
    assert opened[:2] == ["issue", "create"]
    assert RUN_PAGE in opened[opened.index("--body") + 1]
    assert tell(bare, *FAILED) == []
    assert tell(bare, "success", "success", "failure", "skipped") == []
    [closed] = tell(bare, *PUBLISHED)
    assert closed == ["issue", "close", "7", "--comment", f"已恢复（healthy again）：{RUN_PAGE}"]
    assert tell(bare, *PUBLISHED) == []


@needs_jq
@pytest.mark.parametrize(
    ("results", "did"),
    [
        pytest.param(("failure", "skipped", "skipped", "skipped"), ["create"], id="set wrongly"),
        pytest.param(FAILED, ["create"], id="stopped"),
        pytest.param(("success", "cancelled", "skipped", "skipped"), ["create"], id="time is up"),
        pytest.param(("success", "success", "failure", "skipped"), ["create"], id="Pages refuses"),
        pytest.param(("success", "success", "success", "failure"), ["create"], id="not kept"),
        pytest.param(PUBLISHED, [], id="published"),
        pytest.param(UNCHANGED, [], id="nothing to publish"),
    ],
)
def test_an_issue_is_opened_by_failures_only(
    results: tuple[str, ...], did: list[str], bare: Runner
) -> None:
    assert [call[1] for call in tell(bare, *results)] == did


@needs_jq
def test_an_unchanged_sheet_is_a_sign_of_health(bare: Runner) -> None:
    tell(bare, *FAILED)
    assert [call[1] for call in tell(bare, *UNCHANGED)] == ["close"]


@needs_jq
@pytest.mark.parametrize(
    ("artifacts", "run"),
    [
        pytest.param([], None, id="none"),
        pytest.param([artifact(1), artifact(3), artifact(2)], "3", id="the newest"),
        pytest.param([artifact(1), artifact(2, "try")], "1", id="of the main branch only"),
        pytest.param([artifact(1), artifact(2, expired=True)], "1", id="not an expired one"),
        pytest.param([artifact(2, expired=True)], None, id="all expired"),
    ],
)
def test_the_newest_vault_of_the_main_branch_is_brought_back(
    artifacts: list[dict[str, Any]], run: str | None, bare: Runner
) -> None:
    gh = Path(bare.environment["GH_STATE"])
    (gh / "artifacts.json").write_text(json.dumps(artifacts))
    [step] = [
        each for each in WORKFLOW["jobs"]["register"]["steps"] if "Bring" in each.get("name", "")
    ]
    outcome = bare.run_job({"steps": [step]}, {})
    asked = [call[2] for call in calls(gh, "run", "download")]
    assert asked == ([run] if run else [])
    assert outcome.result == ("failure" if run else "success")  # there is no such vault here


def test_permissions_are_given_job_by_job() -> None:
    assert WORKFLOW["permissions"] == {}
    assert {name: job["permissions"] for name, job in WORKFLOW["jobs"].items()} == {
        "ready": {},
        "register": {"contents": "read", "id-token": "write", "actions": "read"},
        "deploy": {"pages": "write", "id-token": "write"},
        "remember": {},
        "tell": {"issues": "write"},
    }


def test_only_the_steps_that_need_the_key_of_the_vault_see_it() -> None:
    seen = [
        step["name"]
        for job in WORKFLOW["jobs"].values()
        for step in job["steps"]
        if "secrets." in json.dumps(step)
    ]
    assert seen == [
        "Bring back what was published before",
        "Encrypt a backup of what was pulled",
        "Encrypt what was published",
    ]
    assert all("secrets." not in json.dumps(job.get("env")) for job in WORKFLOW["jobs"].values())


def test_no_expression_reaches_a_shell() -> None:
    runs = [
        step["run"] for job in WORKFLOW["jobs"].values() for step in job["steps"] if "run" in step
    ]
    assert len(runs) > 10
    assert [run for run in runs if "${{" in run] == []


def test_it_runs_in_the_working_hours_of_shanghai() -> None:
    crons = [each["cron"] for each in WORKFLOW[True]["schedule"]]  # YAML reads `on` as a truth
    minutes, hours, *_, days = crons[0].split()
    first, last = map(int, hours.split("-"))
    assert (first + 8, last + 8, minutes, days) == (8, 18, "7,37", "1-5")
    assert crons[1] == "7 0 * * 0,6"


def test_a_running_publication_is_never_cut_off() -> None:
    assert WORKFLOW["concurrency"] == {"group": "publish", "cancel-in-progress": False}
