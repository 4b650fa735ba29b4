"""What a workflow may do and to whom it may show what, read from the files as GitHub does."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

PROJECT = Path(__file__).resolve().parents[1]
FOLDER = PROJECT / ".github" / "workflows"
NAMES = sorted(path.name for path in FOLDER.glob("*.yml"))

RIGHTS = {
    ("audit.yml", "packages"): {"contents": "read"},
    ("check.yml", "test"): {"contents": "read"},
    ("check.yml", "site"): {"contents": "read"},
    ("publish.yml", "ready"): {},
    ("publish.yml", "register"): {"contents": "read", "id-token": "write", "actions": "read"},
    ("publish.yml", "deploy"): {"pages": "write", "id-token": "write"},
    ("publish.yml", "remember"): {},
    ("publish.yml", "tell"): {"issues": "write"},
}
"""Every job there is, with every right it has; a further one is to be argued for here."""
SECRETS = {"publish.yml": {"register": {"HANDBOOK_VAULT_KEY"}}}
TRIGGERS = {
    "push", "pull_request", "schedule", "workflow_dispatch", "repository_dispatch",
}  # fmt: skip
"""None of them runs the code of a stranger with our rights."""
ARTIFACTS = {
    "demo-handbook": "site/",  # fictional people
    "handbook-backup": ".build/backup/",  # encrypted
    "handbook-vault-next": ".build/after/",  # encrypted
    "handbook-vault": "vault/",  # encrypted
}
INSTALLING = re.compile(
    r"\b(?:pip|pipx|uvx?|npm|npx|gem|cargo)\s+(?:install|run|tool|add|\S+@)|\|\s*(?:ba)?sh\b"
)
Workflow = dict[Any, Any]


def load(name: str) -> Workflow:
    """Read a workflow; YAML takes the key `on` for the word yes."""
    read = yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))
    read["on"] = read.pop(True)
    return read


def steps_of(workflow: Workflow) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give every step with the name of its job."""
    for job, content in workflow["jobs"].items():
        for step in content["steps"]:
            yield job, step


def secrets_in(content: object) -> set[str]:
    """Give the names of secrets that are mentioned."""
    return set(re.findall(r"secrets(?:\.|\[')(\w+)", yaml.safe_dump(content)))


def unsafe_triggers(name: str, workflow: Workflow) -> Iterator[str]:
    """Every trigger runs our own code, or that of others without our rights."""
    yield from (f"{name}: trigger {each}" for each in workflow["on"] if each not in TRIGGERS)


def unexpected_rights(name: str, workflow: Workflow) -> Iterator[str]:
    """Nothing is allowed at the top, and each job has the rights that are written down here."""
    if workflow.get("permissions") != {}:
        yield f"{name}: rights for all jobs"
    for job, content in workflow["jobs"].items():
        if content.get("permissions") != RIGHTS.get((name, job)):
            yield f"{name}: rights of {job}"


def strangers_secrets(name: str, workflow: Workflow) -> Iterator[str]:
    """What a pull request can run sees no secret, no environment, and cannot prove who it is."""
    if "pull_request" not in workflow["on"]:
        return
    for job, content in workflow["jobs"].items():
        if secrets_in(content) or "environment" in content or "secrets" in content:
            yield f"{name}: {job} has secrets and runs on pull requests"
        if "write" in (content.get("permissions") or {}).values():
            yield f"{name}: {job} may write and runs on pull requests"


def loose_secrets(name: str, workflow: Workflow) -> Iterator[str]:
    """A secret reaches only the step that needs it, by its environment, in a guarded job."""
    if secrets_in({key: value for key, value in workflow.items() if key != "jobs"}):
        yield f"{name}: a secret for all jobs"
    for job, content in workflow["jobs"].items():
        around = {key: value for key, value in content.items() if key != "steps"}
        if secrets_in(around):
            yield f"{name}: a secret for all of {job}"
        named = secrets_in(content)
        if named and (named != SECRETS.get(name, {}).get(job) or "environment" not in content):
            yield f"{name}: secrets of {job}"
    for job, step in steps_of(workflow):
        if secrets_in({key: value for key, value in step.items() if key != "env"}):
            yield f"{name}: a secret outside the environment of a step of {job}"


def filled_scripts(name: str, workflow: Workflow) -> Iterator[str]:
    """No script is put together from what others wrote, and none shows what it does."""
    for job, step in steps_of(workflow):
        script = step.get("run", "")
        if "${{" in script:
            yield f"{name}: a script of {job} is filled in"
        if re.search(r"set -\w*[xv]|bash -x|--verbose|--debug", script):
            yield f"{name}: a script of {job} shows what it does"


def kept_credentials(name: str, workflow: Workflow) -> Iterator[str]:
    """The token is not left behind in the checkout."""
    for job, step in steps_of(workflow):
        is_checkout = step.get("uses", "").startswith("actions/checkout@")
        if is_checkout and step.get("with", {}).get("persist-credentials") is not False:
            yield f"{name}: credentials left behind in {job}"


def open_artifacts(name: str, workflow: Workflow) -> Iterator[str]:
    """What is kept has a name nobody typed, holds what is known to be fit for it, and ends."""
    for job, step in steps_of(workflow):
        given = step.get("with", {})
        if step.get("uses", "").startswith("actions/upload-artifact@"):
            if ARTIFACTS.get(given.get("name")) != given.get("path"):
                yield f"{name}: artifact of {job}"
        elif not step.get("uses", "").startswith("actions/upload-pages-artifact@"):
            continue
        if given.get("retention-days", 999) > 90:
            yield f"{name}: artifact of {job} without an end"


def loose_installs(name: str, workflow: Workflow) -> Iterator[str]:
    """Packages come from the locked list, by `make`, and from nowhere else."""
    for job, step in steps_of(workflow):
        if INSTALLING.search(step.get("run", "")):
            yield f"{name}: something else is installed in {job}"


def endless_jobs(name: str, workflow: Workflow) -> Iterator[str]:
    """Every job ends."""
    for job, content in workflow["jobs"].items():
        if not 0 < content.get("timeout-minutes", 360) <= 30:
            yield f"{name}: {job} has no end"


CHECKS = (
    unsafe_triggers, unexpected_rights, strangers_secrets, loose_secrets, filled_scripts,
    kept_credentials, open_artifacts, loose_installs, endless_jobs,
)  # fmt: skip


def complaints(name: str, workflow: Workflow) -> list[str]:
    """Give everything that is wrong with a workflow."""
    return [text for check in CHECKS for text in check(name, workflow)]


@pytest.mark.parametrize("name", NAMES)
def test_a_workflow_may_do_no_more_than_it_must(name: str):
    assert complaints(name, load(name)) == []


def test_every_job_that_has_rights_here_exists():
    jobs = {(name, job) for name in NAMES for job in load(name)["jobs"]}
    assert set(RIGHTS) == jobs


def spoil(name: str, change: Callable[[Workflow], object]) -> list[str]:
    """Spoil a workflow and give what is said about it."""
    workflow = copy.deepcopy(load(name))
    change(workflow)
    return complaints(name, workflow)


def step_with(workflow: Workflow, job: str, key: str) -> dict[str, Any]:
    """Give the first step of a job that has a key."""
    return next(step for step in workflow["jobs"][job]["steps"] if key in step)


@pytest.mark.parametrize(
    ("name", "change", "expected"),
    [
        pytest.param(
            "check.yml",
            lambda w: w["on"].update(pull_request_target=None),
            "check.yml: trigger pull_request_target",
            id="code of strangers with our rights",
        ),
        pytest.param(
            "check.yml",
            lambda w: w.update(permissions="write-all"),
            "check.yml: rights for all jobs",
            id="rights for all",
        ),
        pytest.param(
            "publish.yml",
            lambda w: w["jobs"]["tell"]["permissions"].update(contents="write"),
            "publish.yml: rights of tell",
            id="one right more",
        ),
        pytest.param(
            "check.yml",
            lambda w: w["jobs"]["site"].update(environment="github-pages"),
            "check.yml: site has secrets and runs on pull requests",
            id="environment for pull requests",
        ),
        pytest.param(
            "publish.yml",
            lambda w: w.update(env={"KEY": "${{ secrets.HANDBOOK_VAULT_KEY }}"}),
            "publish.yml: a secret for all jobs",
            id="secret for all jobs",
        ),
        pytest.param(
            "publish.yml",
            lambda w: w["jobs"]["register"].pop("environment"),
            "publish.yml: secrets of register",
            id="secret without a guard",
        ),
        pytest.param(
            "publish.yml",
            lambda w: step_with(w, "tell", "run").update(run="echo ${{ github.head_ref }}"),
            "publish.yml: a script of tell is filled in",
            id="script filled in",
        ),
        pytest.param(
            "publish.yml",
            lambda w: step_with(w, "tell", "run").update(run="set -ex\ntrue"),
            "publish.yml: a script of tell shows what it does",
            id="script shows values",
        ),
        pytest.param(
            "check.yml",
            lambda w: w["jobs"]["site"]["steps"][0].pop("with"),
            "check.yml: credentials left behind in site",
            id="token left behind",
        ),
        pytest.param(
            "publish.yml",
            lambda w: w["jobs"]["remember"]["steps"][1]["with"].update(path=".build/"),
            "publish.yml: artifact of remember",
            id="something else kept",
        ),
        pytest.param(
            "check.yml",
            lambda w: w["jobs"]["site"]["steps"][-1]["with"].update({"retention-days": 400}),
            "check.yml: artifact of site without an end",
            id="kept for ever",
        ),
        pytest.param(
            "audit.yml",
            lambda w: step_with(w, "packages", "run").update(run="pip install pip-audit"),
            "audit.yml: something else is installed in packages",
            id="package that is not locked",
        ),
        pytest.param(
            "audit.yml",
            lambda w: w["jobs"]["packages"].pop("timeout-minutes"),
            "audit.yml: packages has no end",
            id="job without an end",
        ),
    ],
)
def test_a_spoiled_workflow_is_noticed(
    name: str, change: Callable[[Workflow], object], expected: str
):
    assert spoil(name, change) == [expected]


def test_locked_packages_are_audited_every_week():
    workflow = load("audit.yml")
    scripts = " ".join(step.get("run", "") for _, step in steps_of(workflow))
    assert [entry["cron"].split()[2:] for entry in workflow["on"]["schedule"]] == [["*", "*", "1"]]
    assert "pip-audit --requirement requirements.txt --require-hashes" in scripts
    assert "||" not in scripts  # a hole that was found turns the run red
    assert all("continue-on-error" not in step for _, step in steps_of(workflow))


def test_everything_is_installed_by_hash():
    text = (PROJECT / "Makefile").read_text(encoding="utf-8")
    installs = re.findall(r"^\t@\$\(PIP\) install (.*)$", text, re.MULTILINE)
    assert installs == [
        "--require-hashes --requirement requirements.txt",
        "--no-deps --no-build-isolation --editable .",
    ]


def test_updates_come_grouped_and_a_week_late():
    text = (PROJECT / ".github" / "dependabot.yml").read_text(encoding="utf-8")
    updates = yaml.safe_load(text)["updates"]
    assert {each["package-ecosystem"] for each in updates} == {"pip", "github-actions"}
    for each in updates:
        assert each["cooldown"]["default-days"] >= 7
        assert [group["patterns"] for group in each["groups"].values()] == [["*"]]
