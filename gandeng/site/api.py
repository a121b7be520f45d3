"""The API for programs: every room's router under /api/v1/, one schema."""

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.security import django_auth

from gandeng.kernel.errors import NotAllowed, Refusal

from . import rooms

# Closed unless an operation opens itself with auth=None.
api = NinjaAPI(
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
