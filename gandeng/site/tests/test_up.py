"""What a start does before it serves."""

from __future__ import annotations

from unittest import mock

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from gandeng.site.management.commands import up

pytestmark = pytest.mark.django_db


def test_a_start_makes_what_tables_are_missing_and_else_loses_no_time():
    with mock.patch.object(up, "call_command") as called:
        up.Command().migrate()
        assert not called.called
        MigrationRecorder(connection).record_unapplied("parameters", "0003_meeting_values")
        up.Command().migrate()
    assert called.call_args.args == ("migrate",)
