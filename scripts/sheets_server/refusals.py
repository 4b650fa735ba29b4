"""What the API refuses, in Google's words and shape."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]

_STATES = {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    429: "RESOURCE_EXHAUSTED",
    500: "INTERNAL",
    502: "UNAVAILABLE",
    503: "UNAVAILABLE",
    504: "DEADLINE_EXCEEDED",
}


class Refusal(Exception):  # noqa: N818 - an answer, seldom a mistake
    """A request that is answered with an error.

    Attributes:
        status: HTTP status.
        message: Google's sentence.
        state: Canonical status name, such as `INVALID_ARGUMENT`.
        details: Typed details; empty where Google sends none.
    """

    def __init__(
        self,
        status: int,
        message: str,
        *,
        state: str = "",
        details: list[Json] | None = None,
    ) -> None:
        """Say why.

        Args:
            status: HTTP status.
            message: Google's sentence.
            state: Canonical status name; blank for the usual one of the status.
            details: Typed details.
        """
        super().__init__(message)
        self.status = status
        self.message = message
        self.state = state or _STATES.get(status, "UNKNOWN")
        self.details = details or []

    def body(self) -> Json:
        """Give the reply in the shape of the Sheets API."""
        error: Json = {"code": self.status, "message": self.message, "status": self.state}
        if self.details:
            error["details"] = self.details
        return {"error": error}


class DriveRefusal(Refusal):
    """A refusal in the older shape that Drive v3 still uses.

    Attributes:
        reason: Such as `notFound`.
    """

    def __init__(self, status: int, message: str, reason: str) -> None:
        """Say why.

        Args:
            status: HTTP status.
            message: Google's sentence.
            reason: Such as `notFound`.
        """
        super().__init__(status, message)
        self.reason = reason

    def body(self) -> Json:
        """Give the reply in the shape of the Drive API."""
        entry = {"message": self.message, "domain": "global", "reason": self.reason}
        return {"error": {"code": self.status, "message": self.message, "errors": [entry]}}


def bad_request(message: str) -> Refusal:
    """Refuse an argument."""
    return Refusal(400, message)


def bad_field(field: str, description: str) -> Refusal:
    """Refuse a field of the JSON payload.

    Args:
        field: Path in the payload; blank for its top.
        description: Google's sentence.
    """
    violation = {"description": description}
    if field:
        violation = {"field": field, "description": description}
    detail = {
        "@type": "type.googleapis.com/google.rpc.BadRequest",
        "fieldViolations": [violation],
    }
    return Refusal(400, description, details=[detail])


def spreadsheet_not_found() -> Refusal:
    """Refuse an id that names no spreadsheet."""
    return Refusal(404, "Requested entity was not found.")


def not_shared() -> Refusal:
    """Refuse a caller with whom the spreadsheet is not shared."""
    return Refusal(403, "The caller does not have permission")


def office_file() -> Refusal:
    """Refuse a file that is no Google Sheet."""
    message = "This operation is not supported for this document"
    return Refusal(400, message, state="FAILED_PRECONDITION")


def unauthenticated() -> Refusal:
    """Refuse a request without credentials."""
    return Refusal(
        401,
        "Request is missing required authentication credential. Expected OAuth 2 access token, "
        "login cookie or other valid authentication credential. See "
        "https://developers.google.com/identity/sign-in/web/devconsole-project.",
    )


def insufficient_scope(service: str, method: str) -> Refusal:
    """Refuse a write with a token that may only read.

    Args:
        service: Host of the API.
        method: Full name of the method.
    """
    detail = {
        "@type": "type.googleapis.com/google.rpc.ErrorInfo",
        "reason": "ACCESS_TOKEN_SCOPE_INSUFFICIENT",
        "domain": "googleapis.com",
        "metadata": {"method": method, "service": service},
    }
    return Refusal(403, "Request had insufficient authentication scopes.", details=[detail])


def api_disabled(name: str, service: str, project: str) -> Refusal:
    """Refuse a call to an API that the project has not switched on.

    Args:
        name: Such as `Google Sheets API`.
        service: Host of the API.
        project: Project number.
    """
    link = f"https://console.developers.google.com/apis/api/{service}/overview?project={project}"
    consumer = f"projects/{project}"
    return Refusal(
        403,
        f"{name} has not been used in project {project} before or it is disabled. Enable it by "
        f"visiting {link} then retry. If you enabled this API recently, wait a few minutes for "
        "the action to propagate to our systems and retry.",
        details=[
            {
                "@type": "type.googleapis.com/google.rpc.Help",
                "links": [{"description": "Google developers console API activation", "url": link}],
            },
            {
                "@type": "type.googleapis.com/google.rpc.ErrorInfo",
                "reason": "SERVICE_DISABLED",
                "domain": "googleapis.com",
                "metadata": {"service": service, "consumer": consumer},
            },
        ],
    )
