"""Integrations with scrapers and data engines: thin adapters around `Cleaner`.

`scrapy`, `datatrove` and `arrow` each load the library they belong to; this package itself loads none. A library that
is not installed is a `MissingExtra` that names the command.
"""
