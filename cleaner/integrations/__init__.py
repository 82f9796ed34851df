"""Inside scrapers and on engines: adapters that call `Cleaner` and never do its work again.

`scrapy`, `datatrove` and `arrow` each load the library they belong to; this package itself loads none. A library that
is not installed is a `MissingExtra` that names the command.
"""
