"""Addresses are compared by key, so that all that lead to one page are of one article."""

from django.db import migrations, models

from archive.text.urls import url_key

#: Rows at a time.
BATCH = 2_000


def fill(apps, schema_editor):
    for name in ("Article", "Imprint"):
        model = apps.get_model("archive", name)
        table, column = model._meta.db_table, model._meta.pk.column
        update = f"UPDATE {table} SET url_key = %s WHERE {column} = %s"  # noqa: S608
        last, rows = 0, model.objects.order_by("pk").values_list("pk", "url")
        with schema_editor.connection.cursor() as cursor:
            while batch := list(rows.filter(pk__gt=last)[:BATCH]):
                last = batch[-1][0]
                cursor.executemany(update, [(url_key(url), pk) for pk, url in batch if url])


class Migration(migrations.Migration):

    dependencies = [
        ('archive', '0009_left_out'),
    ]

    operations = [
        migrations.AddField(
            model_name='article',
            name='url_key',
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='imprint',
            name='url_key',
            field=models.BigIntegerField(null=True),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
