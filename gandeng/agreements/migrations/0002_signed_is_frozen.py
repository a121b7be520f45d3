"""The database itself refuses to change what was signed, and signatures only grow.

Terms, prices, products and shops may change while an agreement is a draft, at no other time; the
paper and its hash until both have signed.

``maker_id`` and ``buyer_id`` stay free: when two records of one business are merged, an agreement
moves to the one that is kept. Who signed stands in the frozen document.
"""

from django.db import migrations

from gandeng.kernel.append_only import OnlyGrows

TERMS = (
    "programme_id", "number", "serial", "scheme", "margin_rate", "margin_basis", "cycle",
    "due_days", "unsold_buyer_rate", "expired_buyer_rate", "damaged_buyer_rate",
    "lost_buyer_rate", "starts_on", "ends_on", "note",
)  # fmt: skip
PAPER = ("document_text", "document_hash", "offered_at", "signed_at")
AGREEMENT = "agreements_agreement"
PARTS = ("agreements_line", "agreements_agreement_outlets")
IS_FROZEN = f"SELECT 1 FROM {AGREEMENT} WHERE id = {{id}} AND state <> 'draft'"  # noqa: S608 -- our own names
SIGNED = "OLD.state IN ('signed', 'ended')"


def _breaks(differs: str) -> str:
    """When an update breaks the seal: ``differs`` is the database's word for it."""
    terms = " OR ".join(f"NEW.{name} {differs} OLD.{name}" for name in TERMS)
    paper = " OR ".join(f"NEW.{name} {differs} OLD.{name}" for name in PAPER)
    return (
        f"(OLD.state <> 'draft' AND ({terms})) OR "
        f"({SIGNED} AND ({paper} OR NEW.state NOT IN ('signed', 'ended')))"
    )


def _sqlite() -> tuple[list[str], list[str]]:
    says = f"SELECT RAISE(ABORT, '{AGREEMENT} is frozen')"
    on = [
        f"CREATE TRIGGER {AGREEMENT}_frozen_update BEFORE UPDATE ON {AGREEMENT} "
        f"WHEN {_breaks('IS NOT')} BEGIN {says}; END",
        f"CREATE TRIGGER {AGREEMENT}_frozen_delete BEFORE DELETE ON {AGREEMENT} "
        f"WHEN {SIGNED} BEGIN {says}; END",
    ]
    off = [f"DROP TRIGGER {AGREEMENT}_frozen_{verb}" for verb in ("update", "delete")]
    for table in PARTS:
        for verb, rows in (("insert", ["NEW"]), ("update", ["NEW", "OLD"]), ("delete", ["OLD"])):
            when = " OR ".join(
                f"EXISTS ({IS_FROZEN.format(id=f'{row}.agreement_id')})" for row in rows
            )
            on.append(
                f"CREATE TRIGGER {table}_frozen_{verb} BEFORE {verb.upper()} ON {table} "
                f"WHEN {when} BEGIN {says}; END"
            )
            off.append(f"DROP TRIGGER {table}_frozen_{verb}")
    return on, off


def _postgresql() -> tuple[list[str], list[str]]:
    says = f"RAISE EXCEPTION '{AGREEMENT} is frozen' USING ERRCODE = 'restrict_violation'"
    old = IS_FROZEN.format(id="OLD.agreement_id")
    new = IS_FROZEN.format(id="NEW.agreement_id")
    on = [
        "CREATE FUNCTION gandeng_agreement_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$ "
        f"BEGIN IF TG_OP = 'DELETE' THEN IF {SIGNED} THEN {says}; END IF; RETURN OLD; END IF; "
        f"IF {_breaks('IS DISTINCT FROM')} THEN {says}; END IF; RETURN NEW; END $$",
        "CREATE FUNCTION gandeng_agreement_part_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$ "
        f"BEGIN IF TG_OP <> 'INSERT' THEN IF EXISTS ({old}) THEN {says}; END IF; END IF; "
        "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; "
        f"IF EXISTS ({new}) THEN {says}; END IF; RETURN NEW; END $$",
        f"CREATE TRIGGER {AGREEMENT}_frozen BEFORE UPDATE OR DELETE ON {AGREEMENT} "
        "FOR EACH ROW EXECUTE FUNCTION gandeng_agreement_is_frozen()",
    ]
    off = [f"DROP TRIGGER {AGREEMENT}_frozen ON {AGREEMENT}"]
    for table in PARTS:
        on.append(
            f"CREATE TRIGGER {table}_frozen BEFORE INSERT OR UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION gandeng_agreement_part_is_frozen()"
        )
        off.append(f"DROP TRIGGER {table}_frozen ON {table}")
    off += [
        "DROP FUNCTION gandeng_agreement_is_frozen()",
        "DROP FUNCTION gandeng_agreement_part_is_frozen()",
    ]
    return on, off


def _statements(editor):
    return _sqlite() if editor.connection.vendor == "sqlite" else _postgresql()


def freeze(apps, editor):
    for statement in _statements(editor)[0]:
        editor.execute(statement, params=None)


def thaw(apps, editor):
    for statement in _statements(editor)[1]:
        editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("agreements", "0001_initial")]
    operations = [
        migrations.RunPython(freeze, thaw),
        OnlyGrows("agreements_signature"),
    ]
