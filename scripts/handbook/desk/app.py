"""The pages of the desk: forms that start work, and pages that show what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from flask import (
    Blueprint,
    Flask,
    Response,
    abort,
    current_app,
    redirect,
    render_template,
    request,
    send_file,
    send_from_directory,
    url_for,
)
from jinja2 import StrictUndefined, pass_context
from jinja2.runtime import Context
from werkzeug.exceptions import InternalServerError, NotFound, RequestEntityTooLarge
from werkzeug.wrappers import Response as Reply

from handbook.config import now
from handbook.desk.asking import TASKS, no_file, no_register, too_large
from handbook.desk.folder import free_path, safe_name
from handbook.desk.jobs import Job, State
from handbook.desk.ledger_tasks import draft_ledger, import_from, take_in
from handbook.desk.office_tasks import write_decided
from handbook.desk.results import Asked, Found, LedgerDraft, ToDecide
from handbook.desk.session import AGAIN, Desk
from handbook.desk.tasks import begin_demo, begin_empty
from handbook.desk.wording import WORDS
from handbook.errors import HandbookError
from handbook.languages import NAMES, TAGS
from handbook.rendering.translations import fill_words, translations

_LARGEST_REQUEST = 200_000_000
_LARGEST_FORM = 16_000_000
_BEGINNINGS: Mapping[str, tuple[str, Any, str]] = {
    "empty": ("写空白登记表", begin_empty, "register.xlsx"),
    "demo": ("写演示登记表", begin_demo, "demo.xlsx"),
}
_MISTAKE = "程序自己出了错，没有做完；登记表没有改动。请把正在做的事告诉维护人员。"
_LANG = "<any(zh, vi, en):lang>"
_JOB = f"/{_LANG}/jobs/<int:number>"

pages = Blueprint("desk", __name__)


def make_app(desk: Desk) -> Flask:
    """Make the application of one desk.

    Args:
        desk: What its pages share.
    """
    app = Flask("handbook.desk", static_folder="assets", static_url_path="/assets")
    app.config.update(
        DESK=desk, MAX_CONTENT_LENGTH=_LARGEST_REQUEST, MAX_FORM_MEMORY_SIZE=_LARGEST_FORM
    )
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(t=_word, word=_word, fill=_filled)
    app.jinja_env.globals.update(WORDS)
    app.register_blueprint(pages)
    app.register_error_handler(HandbookError, _refused)
    app.register_error_handler(RequestEntityTooLarge, lambda _: _refused(too_large(), 413))
    app.register_error_handler(InternalServerError, _failed)
    app.register_error_handler(NotFound, lambda _: _page("lost.html", status=404))
    return app


def make_site(desk: Desk) -> Flask:
    """Make the application that shows finished sites.

    Args:
        desk: Names the folder of sites.
    """
    app = Flask("handbook.desk.site", static_folder=None)

    @app.get("/<path:name>")
    def show(name: str) -> Reply:
        name = f"{name}index.html" if name.endswith("/") else name
        return send_from_directory(desk.folder.sites.resolve(), name)

    return app


def _desk() -> Desk:
    desk: Desk = current_app.config["DESK"]
    return desk


def _language() -> str:
    given = (request.view_args or {}).get("lang")
    return str(given or _desk().language)


@pass_context
def _word(_: Context, msgid: str) -> str:
    """Translate when the page is written: without the context Jinja would do it once for all."""
    return _word_now(msgid)


def _word_now(msgid: str) -> str:
    return translations(_language()).gettext(msgid)


@pass_context
def _filled(_: Context, msgid: str, **values: object) -> str:
    return fill_words(_language(), msgid, **values)


def _page(template: str, status: int = 200, **facts: Any) -> Response:  # noqa: ANN401
    language = _language()
    html = render_template(
        template,
        language=language,
        tag=TAGS[language],
        names=NAMES,
        switch=_in_language,
        folder=_desk().folder.root,
        **facts,
    )
    return Response(html, status)


def _in_language(language: str) -> str:
    """Give the address of this page in another language; of the first page where it has none."""
    if request.method != "GET" or "lang" not in (request.view_args or {}):
        return url_for("desk.home", lang=language)
    values: dict[str, Any] = {**(request.view_args or {}), **request.args, "lang": language}
    return url_for(str(request.endpoint), **values)


def _refused(error: HandbookError, status: int = 400) -> Response:
    return _page("refused.html", status, sentence=error.text(_language()))


def _failed(_: InternalServerError) -> Response:
    return _page("refused.html", 500, sentence=_word_now(_MISTAKE))


@pages.get("/")
def start() -> Reply:
    """Lead to the first page."""
    return redirect(url_for("desk.home", lang=_desk().language))


@pages.post(f"/{AGAIN}")
def again() -> Reply:
    """Write a new page that opens the desk, for a second start."""
    _desk().open_again()
    return Response(status=204)


@pages.get(f"/{_LANG}/")
def home(lang: str) -> Response:
    """Show what is in the work folder, and what has been done."""
    del lang
    registers = [(each, _saved_at(each)) for each in _desk().folder.registers()]
    return _page("home.html", registers=registers, jobs=_desk().jobs.newest_first())


def _saved_at(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, now().tzinfo)


@pages.post(f"/{_LANG}/take")
def take(lang: str) -> Reply:
    """Take a workbook in that was dropped or chosen."""
    copies = _received()
    if not copies:
        raise no_file()
    return _begun("检查登记表", take_in, _asked(copies[0], lang))


@pages.post(f"/{_LANG}/ledger")
def take_ledger(lang: str) -> Reply:
    """Take an old ledger in, and show how it would be read."""
    copies = _received()
    if not copies:
        raise no_file()
    return _begun("看旧台账", draft_ledger, _asked(copies[0], lang))


@pages.post(f"{_JOB}/import")
def import_ledger(lang: str, number: int) -> Reply:
    """Make a register of an old ledger, each column as was chosen."""
    draft = _job(number).result
    if not isinstance(draft, LedgerDraft):
        abort(404)
    known = {role for role, _ in draft.roles["zh"]}
    chosen = {
        name: value
        for name, value in request.form.items()
        if value in known or not name.startswith("role-")
    }
    asked = _asked(Path(f"{draft.register.stem}-register.xlsx"), lang)
    return _begun("导入旧台账", import_from, asked, draft.register, chosen)


@pages.post(f"/{_LANG}/begin/<any(empty, demo):kind>")
def begin(lang: str, kind: str) -> Reply:
    """Write a register to begin with."""
    title, work, name = _BEGINNINGS[kind]
    return _begun(title, work, _asked(Path(name), lang))


@pages.get(f"/{_LANG}/register")
def register(lang: str) -> Response:
    """Show what can be done with one register."""
    del lang
    path = _register(request.args.get("file", ""))
    done = [job for job in _desk().jobs.newest_first() if _is_about(job, path)]
    found = next((job for job in done if isinstance(job.result, Found)), None)
    return _page(
        "register.html", path=path, saved=_saved_at(path), found=found, jobs=done,
        year_end=date(now().year, 12, 31),
    )  # fmt: skip


def _is_about(job: Job, path: Path) -> bool:
    return job.state is State.DONE and job.result.register == path


@pages.post(f"/{_LANG}/do/<name>")
def do(lang: str, name: str) -> Reply:
    """Start a task on one register."""
    task = TASKS.get(name) or abort(404)
    path = _register(request.form.get("file", ""))
    files = tuple(_received())
    if task.needs_file and not files:
        raise no_file()
    return _begun(task.title, task.work, _asked(path, lang), *task.details(request.form, files))


@pages.get(_JOB)
def show_job(lang: str, number: int) -> Response:
    """Show how far a job is, or what came of it."""
    job = _job(number)
    if job.state is not State.DONE:
        return _page("working.html", job=job, problem=job.problem.get(lang, ""))
    return _page(f"{job.result.page}.html", job=job, result=job.result, site=_desk().site_address)


@pages.get(f"{_JOB}/state")
def state_of_job(lang: str, number: int) -> Mapping[str, Any]:
    """Tell a script how far a job is."""
    del lang
    job = _job(number)
    return {"said": job.said, "is_over": job.is_over}


@pages.post(f"{_JOB}/stop")
def stop_job(lang: str, number: int) -> Reply:
    """Stop a job."""
    _desk().jobs.stop(_job(number))
    return _see(lang, number)


@pages.post(f"{_JOB}/decide")
def decide(lang: str, number: int) -> Reply:
    """Write what was accepted."""
    result = _job(number).result
    if not isinstance(result, ToDecide):
        abort(404)
    tokens = {each.token for each in result.proposals}
    said = {token: request.form.get(token, "") for token in tokens}
    refused = frozenset(token for token, answer in said.items() if answer == "no")
    accepted = frozenset(token for token, answer in said.items() if answer == "yes")
    if request.form.get("rest") == "yes":
        accepted |= result.free - refused
    asked = _asked(result.register, lang)
    return _begun("写进登记表", write_decided, asked, result.proposals, accepted, refused)


@pages.get(f"{_JOB}/files/<int:position>")
def take_along(lang: str, number: int, position: int) -> Reply:
    """Give a file that a job has written."""
    del lang
    files = getattr(_job(number).result, "files", ())
    path = files[position] if position < len(files) else None
    if not isinstance(path, Path) or not path.is_file():
        abort(404)
    return send_file(path, as_attachment=True, download_name=path.name)


@pages.post(f"/{_LANG}/quit")
def leave(lang: str) -> Response:
    """End the desk once this page is sent."""
    del lang
    page = _page("ended.html")
    page.call_on_close(_desk().end)
    return page


def _job(number: int) -> Job:
    return _desk().jobs.get(number) or abort(404)


def _register(name: str) -> Path:
    path = _desk().folder.register(name)
    if path is None:
        raise no_register(name)
    return path


def _asked(path: Path, lang: str) -> Asked:
    return Asked(_desk().project, _desk().folder.root, path, lang)


def _begun(title: str, work: Any, *arguments: Any) -> Reply:  # noqa: ANN401
    job = _desk().jobs.start(title, work, *arguments)
    return _see(arguments[0].language, job.number)


def _see(lang: str, number: int) -> Reply:
    return redirect(url_for("desk.show_job", lang=lang, number=number), 303)


def _received() -> list[Path]:
    """Keep copies of the files that were sent, each request's in a folder of its own."""
    sent = [each for each in request.files.getlist("files") if each.filename]
    if not sent:
        return []
    folder = free_path(_desk().folder.taken_in, "sent")
    folder.mkdir(mode=0o700)
    kept = []
    for each in sent:
        path = free_path(folder, safe_name(str(each.filename)))
        each.save(path)
        kept.append(path)
    return kept
