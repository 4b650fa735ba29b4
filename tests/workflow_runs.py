"""Runs the `run:` steps of a workflow on this machine, in order, as GitHub would.

Actions are not run: uploads and downloads of artifacts copy folders, all other actions do nothing.
Only the expressions our workflows use are understood; an unknown one is an error.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

PROJECT = Path(__file__).parent.parent
_EXPRESSION = re.compile(r"\$\{\{(.*?)\}\}", re.DOTALL)
_TOKEN = re.compile(r"\s*('(?:[^']|'')*'|&&|\|\||[=!]=|[!(),]|[\w.*-]+)")
_STATUS = re.compile(r"\b(?:always|cancelled|failure|success)\(")

Context = Mapping[str, Any]


@dataclass
class Outcome:
    """What became of a job.

    Attributes:
        result: success, failure or skipped.
        outputs: As the job declares them.
        log: All that its steps printed.
        summary: What they wrote into the job summary.
        steps: Outcome of each step by id or name.
    """

    result: str = "success"
    outputs: dict[str, str] = field(default_factory=dict)
    log: str = ""
    summary: str = ""
    steps: dict[str, str] = field(default_factory=dict)


def lookup(context: Context, name: str) -> Any:
    """Give a value of a context by its dotted name; blank where there is none."""
    value: Any = context
    for number, part in enumerate(parts := name.split(".")):
        if part == "*":
            rest = ".".join(parts[number + 1 :])
            return [lookup(each, rest) for each in value.values()]
        if not isinstance(value, Mapping):
            return ""
        value = value.get(part, "")
    return value


def evaluate(expression: str, context: Context, status: str = "success") -> Any:
    """Evaluate an expression.

    Args:
        expression: Without `${{ }}`.
        context: Contexts by name.
        status: Of the job so far.
    """
    functions: dict[str, Callable[..., Any]] = {
        "always": lambda: True,
        "cancelled": lambda: False,
        "failure": lambda: status == "failure",
        "success": lambda: status == "success",
        "contains": lambda values, value: value in values,
    }
    words = {"&&": " and ", "||": " or ", "!": " not ", "true": "True", "false": "False"}
    translated = []
    tokens = _TOKEN.findall(expression.strip())
    assert "".join(tokens) == re.sub(r"\s+(?=(?:[^']*'[^']*')*[^']*$)", "", expression), expression
    for token in tokens:
        if token.startswith("'"):
            translated.append(repr(token[1:-1].replace("''", "'")))
        elif token in words or not re.match(r"\w", token):
            translated.append(words.get(token, token))
        elif token in functions:
            translated.append(token)
        else:
            translated.append(f"lookup(context, {token!r})")
    names = {"lookup": lookup, "context": context, "__builtins__": {}, **functions}
    return eval("".join(translated), names)  # noqa: S307 - our own workflow


def as_text(value: Any) -> str:
    """Write a value as GitHub does."""
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)


def fill(text: Any, context: Context, status: str = "success") -> str:
    """Fill the expressions of a text in."""
    return _EXPRESSION.sub(
        lambda match: as_text(evaluate(match[1], context, status)), as_text(text)
    )


def is_wanted(entry: Mapping[str, Any], context: Context, status: str) -> bool:
    """Say whether the condition of a step or job holds; without one, all must be well so far."""
    condition = _EXPRESSION.sub(lambda match: match[1], str(entry.get("if", "success()")))
    if not _STATUS.search(condition):
        condition = f"success() && ({condition})"
    return bool(evaluate(condition, context, status))


@dataclass
class Runner:
    """A machine that runs a workflow.

    Attributes:
        workflow: As read.
        folder: What is checked out.
        artifacts: Folder of the uploads of this run, by name.
        environment: Variables of the machine.
        github: The `github` context.
        variables: Variables of the repository.
        secrets: Secrets by name.
        skipped: Names of `run:` steps that are not for this machine.
        refused: Actions that fail.
    """

    workflow: Mapping[str, Any]
    folder: Path
    artifacts: Path
    environment: Mapping[str, str]
    github: Mapping[str, Any]
    variables: Mapping[str, str]
    secrets: Mapping[str, str]
    skipped: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()

    def run(self) -> dict[str, Outcome]:
        """Run every job in the order in which it stands."""
        done: dict[str, Outcome] = {}
        for name, job in self.workflow["jobs"].items():
            needs = job.get("needs", [])
            needed = {each: done[each] for each in ([needs] if isinstance(needs, str) else needs)}
            done[name] = self.run_job(job, needed)
        return done

    def run_job(self, job: Mapping[str, Any], needed: Mapping[str, Outcome]) -> Outcome:
        """Run one job.

        Args:
            job: As the workflow describes it.
            needed: Outcomes of the jobs it needs, by name.
        """
        context: dict[str, Any] = {
            "github": self.github,
            "vars": self.variables,
            "inputs": self.github.get("inputs", {}),
            "secrets": self.secrets,
            "needs": {
                name: {"result": each.result, "outputs": each.outputs}
                for name, each in needed.items()
            },
            "steps": {},
            "env": {},
        }
        results = {each.result for each in needed.values()}
        status = "success" if results <= {"success"} else "failure"
        outcome = Outcome()
        if not is_wanted(job, context, status):
            outcome.result = "skipped"
            return outcome
        context["env"] = {key: fill(value, context) for key, value in job.get("env", {}).items()}
        for step in job["steps"]:
            self._step(step, context, outcome)
        outcome.outputs = {
            key: fill(value, context) for key, value in job.get("outputs", {}).items()
        }
        return outcome

    def _step(self, step: Mapping[str, Any], context: dict[str, Any], outcome: Outcome) -> None:
        context["job"] = {"status": outcome.result}
        name = step.get("id") or step.get("name") or step["uses"].partition("@")[0]
        result, outputs = "skipped", {}
        if is_wanted(step, context, outcome.result):
            result, outputs = self._do(step, context, outcome)
        if result == "failure":
            outcome.result = "failure"
        outcome.steps[name] = result
        if "id" in step:
            context["steps"][step["id"]] = {"outcome": result, "outputs": outputs}

    def _do(
        self, step: Mapping[str, Any], context: dict[str, Any], outcome: Outcome
    ) -> tuple[str, dict[str, str]]:
        if "uses" in step:
            options = {key: fill(value, context) for key, value in step.get("with", {}).items()}
            action = step["uses"].partition("@")[0]
            if action in self.refused:
                return "failure", {}
            self._use(action, options)
            return "success", {}
        if step.get("name") in self.skipped:
            return "success", {}
        return self._run(step, context, outcome)

    def _run(
        self, step: Mapping[str, Any], context: dict[str, Any], outcome: Outcome
    ) -> tuple[str, dict[str, str]]:
        assert not _EXPRESSION.search(step["run"]), "expressions belong into env, not into a shell"
        own = {
            key: fill(value, context, outcome.result) for key, value in step.get("env", {}).items()
        }
        output, summary = self.artifacts.parent / "output", self.artifacts.parent / "summary"
        output.write_text("")
        summary.write_text("")
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
            cwd=self.folder,
            env={
                **self.environment,
                **context["env"],
                **own,
                "GITHUB_OUTPUT": str(output),
                "GITHUB_STEP_SUMMARY": str(summary),
            },
            capture_output=True,
            text=True,
            check=False,
        )
        outcome.log += done.stdout + done.stderr
        outcome.summary += summary.read_text(encoding="utf-8")
        lines = output.read_text(encoding="utf-8").splitlines()
        outputs = dict(line.split("=", 1) for line in lines)
        return ("failure" if done.returncode else "success"), outputs

    def _use(self, action: str, options: Mapping[str, str]) -> None:
        if action.startswith("actions/upload-"):
            target = self.artifacts / options.get("name", "github-pages")
            shutil.copytree(self.folder / options["path"], target, dirs_exist_ok=True)
        elif action == "actions/download-artifact":
            shutil.copytree(
                self.artifacts / options["name"], self.folder / options["path"], dirs_exist_ok=True
            )


def load_workflow(name: str) -> dict[str, Any]:
    """Read a workflow of the project."""
    text = (PROJECT / ".github" / "workflows" / name).read_text(encoding="utf-8")
    return dict(yaml.safe_load(text))


GH = '''#!{python}
"""Stands for the gh program: answers from files, and notes every call."""
import json, os, shutil, subprocess, sys
from pathlib import Path

state = Path(os.environ["GH_STATE"])
call = sys.argv[1:]
with (state / "calls.jsonl").open("a") as log:
    log.write(json.dumps(call) + "\\n")


def option(name):
    return call[call.index(name) + 1]


def load(name):
    file = state / name
    return json.loads(file.read_text()) if file.exists() else []


if call[0] == "api" or call[:2] == ["issue", "list"]:
    if call[0] == "api":
        content = {{"artifacts": load("artifacts.json")}}
    else:
        content = [each for each in load("issues.json") if option("--label") in each["labels"]]
    print(subprocess.run(["jq", "-r", option("--jq")], input=json.dumps(content), text=True,
                         capture_output=True, check=True).stdout, end="")
elif call[:2] == ["run", "download"]:
    shutil.copytree(state / "runs" / call[2] / option("--name"), option("--dir"))
elif call[:2] == ["issue", "create"]:
    issues = load("issues.json")
    issues.append({{"number": 7, "labels": [option("--label")]}})
    (state / "issues.json").write_text(json.dumps(issues))
elif call[:2] == ["issue", "close"]:
    left = [each for each in load("issues.json") if str(each["number"]) != call[2]]
    (state / "issues.json").write_text(json.dumps(left))
elif call[:2] != ["label", "create"]:
    sys.exit("unknown call")
'''


def install_gh(folder: Path) -> None:
    """Write the stand-in for gh into a folder that is to be first on the path."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "gh").write_text(GH.format(python=sys.executable))
    (folder / "gh").chmod(0o755)


def calls(state: Path, *first: str) -> list[list[str]]:
    """Give the calls of gh that begin with some words."""
    file = state / "calls.jsonl"
    lines = file.read_text().splitlines() if file.exists() else []
    made = [json.loads(line) for line in lines]
    return [each for each in made if each[: len(first)] == list(first)]


def machine(path: Path, **others: str) -> dict[str, str]:
    """Give the variables of a clean machine whose path begins with a folder."""
    kept = {name: os.environ[name] for name in ("HOME", "LANG", "TMPDIR") if name in os.environ}
    return {**kept, "PATH": f"{path}{os.pathsep}{os.environ['PATH']}", **others}
