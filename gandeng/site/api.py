"""The API for programs: every room's router under /api/v1/, one schema."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.security import django_auth

from gandeng.kernel.errors import NotAllowed, Refusal

from . import rooms

_DETAIL = {"type": "object", "required": ["detail"], "properties": {"detail": {"type": "string"}}}
_REFUSAL = {
    "type": "object",
    "required": ["code", "message"],
    "properties": {"code": {"type": "string"}, "message": {"type": "string"}},
}
_PROBLEMS = {
    "type": "object",
    "required": ["detail"],
    "properties": {"detail": {"type": "array", "items": {"type": "object"}}},
}
# What any operation may answer besides what it says itself.
_REFUSALS: dict[int, tuple[str, dict[str, Any]]] = {
    401: ("Nobody is signed in", _DETAIL),
    403: ("The person may not do this", _REFUSAL),
    404: ("Not there, or not yours to see", _DETAIL),
    409: ("Refused, with the reason in words", _REFUSAL),
    422: ("A parameter is missing or wrong", _PROBLEMS),
}
_ONLY_CLOSED = {401, 403}


class Api(NinjaAPI):
    """Says in the schema, once for all operations, how the house refuses."""

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        schema = super().get_openapi_schema(**options)
        for operations in schema["paths"].values():
            for operation in operations.values():
                _say_refusals(operation)
        return schema


def _say_refusals(operation: dict[str, Any]) -> None:
    for status, (words, body) in _REFUSALS.items():
        if status in _ONLY_CLOSED and not operation.get("security"):
            continue
        said = {"description": words, "content": {"application/json": {"schema": body}}}
        operation["responses"].setdefault(status, said)


# Closed unless an operation opens itself with auth=None.
api = Api(
    title="Gandeng",
    version="1",
    description="From the office's workbooks to a paid statement.",
    auth=django_auth,
    docs_url=None,
)


@api.exception_handler(Refusal)
def _say_no(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    status = 403 if isinstance(refusal, NotAllowed) else 409
    body = {"code": refusal.code, "message": str(refusal)}
    return api.create_response(request, body, status=status)


for module in rooms.door("api"):
    if module.__name__ != __name__:
        api.add_router("", module.router)

# The API answers 401 itself; the page middleware, which redirects to sign-in, stays out. Asked for
# once: ninja makes new views each time.
api_urls = api.urls
for pattern in api_urls[0]:
    pattern.callback.login_required = False  # type: ignore[union-attr]
