from django.db import migrations

from gandeng.parameters.core.seeds import SEEDS


def put_up(apps, editor):
    Parameter = apps.get_model("parameters", "Parameter")
    Parameter.objects.bulk_create(Parameter(**seed._asdict()) for seed in SEEDS)


class Migration(migrations.Migration):
    dependencies = [("parameters", "0001_initial")]
    operations = [migrations.RunPython(put_up, migrations.RunPython.noop)]
