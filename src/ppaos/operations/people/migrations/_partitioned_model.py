"""The step that creates a table of which PostgreSQL keeps one part for each publication.

It belongs to the steps that use it and stays as it was when the program goes on.
"""

import re
from typing import Any, Final

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

KEY: Final = "publication_id"
_FIELD: Final = "publication"
_KEY_FIRST: Final = re.compile(rf'PRIMARY KEY \("{KEY}", ([^)]+)\)')


class CreatePartitionedModel(migrations.CreateModel):
    """`CreateModel`, but on PostgreSQL the table is partitioned by publication."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: Any,
        to_state: Any,
    ) -> None:
        """Create the table and its indexes."""
        if schema_editor.connection.vendor != "postgresql":
            super().database_forwards(app_label, schema_editor, from_state, to_state)
            return
        model = to_state.apps.get_model(app_label, self.name)
        if not self.allow_migrate_model(schema_editor.connection.alias, model):
            return
        sql, parameters = schema_editor.table_sql(model)
        sql = _KEY_FIRST.sub(rf'PRIMARY KEY (\1, "{KEY}")', sql)
        schema_editor.execute(f"{sql} PARTITION BY LIST ({KEY})", parameters or None)
        for index in model._meta.indexes:
            schema_editor.add_index(model, _key_last(index))


def _key_last(index: models.Index) -> models.Index:
    """The index with the publication at its end.

    All rows of a part are of one publication; sorting is faster when what differs comes first.
    """
    fields, kinds = list(index.fields), list(index.opclasses)
    if fields[0] != _FIELD:
        return index
    return models.Index(
        fields=(*fields[1:], _FIELD), name=index.name, opclasses=(*kinds[1:], *kinds[:1])
    )
