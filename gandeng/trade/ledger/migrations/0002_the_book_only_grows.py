from django.db import migrations

from gandeng.kernel.append_only import OnlyGrows


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]
    operations = [OnlyGrows("ledger_entry"), OnlyGrows("ledger_transfer")]
