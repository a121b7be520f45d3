"""A migration operation: the database itself refuses to change or delete a table's rows."""

from __future__ import annotations

from typing import Any

from django.db.migrations.operations.base import Operation


def refusal_statements(vendor: str, table: str) -> tuple[list[str], list[str]]:
    """The SQL that puts the triggers on a table, and the SQL that takes them off."""
    on, off = [], []
    for verb in ("update", "delete"):
        name = f"{table}_refuses_{verb}"
        if vendor == "sqlite":
            on.append(
                f'CREATE TRIGGER "{name}" BEFORE {verb.upper()} ON "{table}" '
                f"BEGIN SELECT RAISE(ABORT, '{table} only grows'); END"
            )
            off.append(f'DROP TRIGGER IF EXISTS "{name}"')
        else:
            on.append(
                f'CREATE TRIGGER "{name}" BEFORE {verb.upper()} ON "{table}" '
                "FOR EACH ROW EXECUTE FUNCTION gandeng_only_grows()"
            )
            off.append(f'DROP TRIGGER IF EXISTS "{name}" ON "{table}"')
    if vendor != "sqlite":
        on.insert(
            0,
            "CREATE OR REPLACE FUNCTION gandeng_only_grows() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION '% only grows', TG_TABLE_NAME "
            "USING ERRCODE = 'restrict_violation'; END $$",
        )
    return on, off


class OnlyGrows(Operation):
    """``OnlyGrows("audit_trace")``: UPDATE and DELETE on the table raise from now on."""

    reversible = True
    reduces_to_sql = True

    def __init__(self, table: str) -> None:
        self.table = table

    def deconstruct(self) -> tuple[str, list[str], dict[str, Any]]:
        return self.__class__.__name__, [self.table], {}

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Triggers are not part of the models' state."""

    def database_forwards(self, app_label: str, editor: Any, before: Any, after: Any) -> None:
        for statement in refusal_statements(editor.connection.vendor, self.table)[0]:
            editor.execute(statement, params=None)

    def database_backwards(self, app_label: str, editor: Any, before: Any, after: Any) -> None:
        for statement in refusal_statements(editor.connection.vendor, self.table)[1]:
            editor.execute(statement, params=None)

    def describe(self) -> str:
        return f"{self.table} only grows: refuse UPDATE and DELETE"
