"""The front door: home, and what machines ask."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django.views.defaults import page_not_found

from gandeng.programmes.middleware import PublicRequest
from gandeng.ui.middleware import is_for_a_program

from .home import figures_of, tasks_for
from .menu import READERS, roles_of


@require_safe
@login_not_required
def home(request: PublicRequest) -> HttpResponse:
    """Where a person starts: what waits for them; for strangers, what this is."""
    programme = request.programme
    context: dict[str, Any] = {
        "figures": figures_of(programme) if programme else None,
        "programme": programme,
    }
    if not (request.session.session_key and request.user.is_authenticated):
        return render(request, "site/welcome.html", context)
    roles = roles_of(request)
    context |= {
        "tasks": tasks_for(request.user, programme),
        "is_reader": not roles.isdisjoint(str(role) for role in READERS),
    }
    return render(request, "site/home.html", context)


@require_safe
@never_cache
@login_not_required
def healthz(request: HttpRequest) -> HttpResponse:
    """Alive: the process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
@never_cache
@login_not_required
def readyz(request: HttpRequest) -> HttpResponse:
    """Ready: the database answers and every migration is applied; 503 otherwise."""
    try:
        executor = MigrationExecutor(connection)
        waiting = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    except OperationalError:
        return JsonResponse({"database": False}, status=503)
    body = {"database": True, "migrations_waiting": waiting}
    return JsonResponse(body, status=503 if waiting else 200)


@require_safe
@login_not_required
def robots(request: HttpRequest) -> HttpResponse:
    """Search engines may read the catalogue of a real installation, nothing of a demo."""
    if settings.GANDENG_DEMO:
        lines = ["User-agent: *", "Disallow: /"]
    else:
        sitemap = request.build_absolute_uri("/sitemap.xml")
        lines = ["User-agent: *", "Allow: /katalog/", "Allow: /static/", "Disallow: /"]
        lines.append(f"Sitemap: {sitemap}")
    body = "\n".join(lines) + "\n"
    return HttpResponse(body, content_type="text/plain")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Nothing there: programs get it in their own words, people a page."""
    if is_for_a_program(request):
        return JsonResponse({"detail": "Not Found"}, status=404)
    return page_not_found(request, exception)
