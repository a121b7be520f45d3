from django.db import migrations

from gandeng.kernel.append_only import OnlyGrows


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [OnlyGrows("audit_trace")]
