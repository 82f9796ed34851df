"""`cleaner schema`: the JSON Schema of what the other commands write."""

from __future__ import annotations

import json

import click

from cleaner.views.schema import SCHEMAS, json_schema


@click.command("schema")
@click.argument(
    "name", metavar="[record|lean|manifest|comment|table]", type=click.Choice(list(SCHEMAS)), default="record"
)
def schema_command(name: str) -> None:
    """Print the JSON Schema of a record, a lean record, a row of manifest.jsonl, of a comments file
    or of a CSV table."""
    click.echo(json.dumps(json_schema(name), indent=2))
