"""Who we are to Google: Application Default Credentials, nothing kept in a file of ours."""

from __future__ import annotations

import warnings

import google.auth
from google.auth.credentials import AnonymousCredentials, Credentials
from google.auth.exceptions import DefaultCredentialsError, GoogleAuthError

from handbook.config import is_loopback
from handbook.google.diagnosis import diagnose_error
from handbook.google.refusals import READING_SCOPES, WRITING_SCOPES, refusal


def find_credentials(*, writing: bool, base_url: str | None = None) -> Credentials:
    """Find who we are; a stand-in on this machine is never shown real credentials.

    Args:
        writing: Whether something is to be changed; else only reading is asked for.
        base_url: Address that stands in for Google's hosts; None for Google itself.

    Raises:
        GoogleError: There are no usable credentials.
    """
    if base_url and is_loopback(base_url):
        return AnonymousCredentials()  # type: ignore[no-untyped-call]
    return application_default(writing=writing)


def application_default(*, writing: bool) -> Credentials:
    """Find Application Default Credentials: `gcloud`, a key file, or keyless sign-in in CI.

    Args:
        writing: Whether something is to be changed; else only reading is asked for.

    Raises:
        GoogleError: There are none, or the file that names them cannot be used.
    """
    scopes = WRITING_SCOPES if writing else READING_SCOPES
    try:
        with warnings.catch_warnings():
            # A missing quota project is told by Google's refusal, in words of ours.
            warnings.filterwarnings("ignore", message=".*quota project", category=UserWarning)
            credentials, _ = google.auth.default(scopes=scopes)
    except DefaultCredentialsError as error:
        raise refusal("no_credentials") from error
    except GoogleAuthError as error:
        failure = diagnose_error(error)
        raise refusal(failure.reason if failure else "sign_in") from error
    found: Credentials = credentials
    return found


def account_of(credentials: Credentials | None) -> str:
    """Give the e-mail address to share the spreadsheet with; blank where it is not known.

    Args:
        credentials: Who we are; None where a session takes care of that.
    """
    for name in ("service_account_email", "account"):
        address = getattr(credentials, name, None)
        if isinstance(address, str) and "@" in address:
            return address
    return ""
