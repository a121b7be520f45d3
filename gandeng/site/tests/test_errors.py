"""What is not there."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.django_db


def test_a_page_that_is_not_there_says_so_to_people_and_to_programs(client):
    page = client.get("/tidak/ada/", headers={"accept": "text/html"})
    assert page.status_code == 404
    assert "<h1" in page.text
    assert "tidak" in page.text.lower()
    answer = client.get("/api/v1/not-there", headers={"accept": "application/json"})
    assert (answer.status_code, answer.json()) == (404, {"detail": "Not Found"})
