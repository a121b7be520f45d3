"""The API keeps to its own schema whatever is asked, by nobody and by people."""

from __future__ import annotations

import pytest
import schemathesis
from django.conf import settings as django_settings
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from gandeng.site.api import api

pytestmark = pytest.mark.django_db

schema = schemathesis.openapi.from_dict(api.get_openapi_schema())
schema.app = get_wsgi_application()
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
quick = settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)


def answered(case, visitor):
    """The answer to a generated question, asked as that person."""
    morsel = visitor.client.cookies.get(django_settings.SESSION_COOKIE_NAME)
    cookies = {django_settings.SESSION_COOKIE_NAME: morsel.value} if morsel else {}
    response = case.call(cookies=cookies, headers={"Accept-Encoding": "identity"})
    case.validate_response(response, checks=CHECKS)
    return response


# whoever is not signed in is turned away before a database could mind what was asked
NOBODY = pytest.param("anonymous", marks=pytest.mark.any_database)


@pytest.mark.parametrize("role", [NOBODY, "officer", "owner"])
@schema.parametrize()
@quick
def test_every_answer_is_one_the_schema_names(case, role, visitors):
    response = answered(case, visitors[role])
    is_closed = bool(case.operation.definition.raw.get("security"))
    if role == "anonymous" and is_closed:
        assert response.status_code in {401, 404, 405}, "404 and 405: no such address at all"
    else:
        assert response.status_code != 401


def test_whoever_writes_a_program_is_told_how_it_is_refused():
    responses = api.get_openapi_schema()["paths"]["/api/v1/shelf"]["get"]["responses"]
    assert set(responses) == {200, 401, 403, 404, 409, 422}
    public = api.get_openapi_schema()["paths"]["/api/v1/products"]["get"]["responses"]
    assert set(public) == {200, 404, 409, 422}
