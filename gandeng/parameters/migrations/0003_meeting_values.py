from django.db import migrations

from gandeng.parameters.core.seeds import SEEDS


def put_up_missing(apps, editor):
    """Installations from before the meeting day get its values; newer ones have them already."""
    Parameter = apps.get_model("parameters", "Parameter")
    known = set(Parameter.objects.filter(programme=None).values_list("key", flat=True))
    Parameter.objects.bulk_create(
        Parameter(**seed._asdict()) for seed in SEEDS if seed.key not in known
    )


class Migration(migrations.Migration):
    dependencies = [("parameters", "0002_first_values")]
    operations = [migrations.RunPython(put_up_missing, migrations.RunPython.noop)]
