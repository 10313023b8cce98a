"""The Hub's ways of saying no, with their exact headers and bodies."""

from tests.fakehub.answers import PLAIN, Answer, json

ANONYMOUS = "Invalid username or password."
BAD_TOKEN = "Invalid credentials in Authorization header"
DISABLED = "Access to this resource is disabled."


def refusal(status: int, message: str, code: str | None = None, **headers: str) -> Answer:
    """Answer with an error as the Hub words it: in the body and in headers."""
    told = {"X-Error-Message": message} | ({"X-Error-Code": code} if code else {}) | headers
    answer = json({"error": message}, status)
    answer.headers.update(told)
    return answer


def log_in(message: str = ANONYMOUS, code: str | None = None) -> Answer:
    """Answer 401: who asks is not known, or the token is not."""
    answer = refusal(401, message, code)
    answer.headers["WWW-Authenticate"] = 'Bearer realm="Authentication required"'
    return answer


def no_repository(*, known: bool) -> Answer:
    """Answer for a repository that is missing or private: who has no token is told nothing more."""
    return refusal(404, "Repository not found", "RepoNotFound") if known else log_in()


def gated(name: str, origin: str, *, known: bool) -> Answer:
    """Answer for a file of a gated repository."""
    start = f"Access to model {name} is restricted"
    if known:
        told = f"{start} and you are not in the authorized list. Visit {origin}/{name} to ask for access."
        return refusal(403, told, "GatedRepo")
    return log_in(f"{start}. You must have access to it and be authenticated to access it. Please log in.", "GatedRepo")


def disabled() -> Answer:
    """Answer for a repository that moderation closed."""
    return refusal(403, DISABLED)


def no_page() -> Answer:
    """Answer for an address that is none."""
    return json({"error": "Sorry, we can't find the page you are looking for."}, 404)


def no_file() -> Answer:
    """Answer for a file that the repository does not have."""
    return refusal(404, "Entry not found", "EntryNotFound")


def no_revision(revision: str) -> Answer:
    """Answer for a revision that the repository does not have."""
    return refusal(404, f"Invalid rev id: {revision}", "RevisionNotFound")


def bad_request(message: str) -> Answer:
    """Answer for a request that cannot be understood."""
    return refusal(400, message)


def moved(location: str) -> Answer:
    """Answer for a repository that has another name now: where to ask."""
    body = f"Temporary Redirect. Redirecting to {location}".encode()
    return Answer(307, body, PLAIN, {"Location": location, "Vary": "Origin, Accept"})
