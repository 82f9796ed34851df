"""Limits of a document. Text beyond them is left out of the page text, with a warning and status `truncated`.

They bound the time per document: all detectors together need about 0.1 to 0.3 ms for a line and 0.3 s for a million
characters. 99.9 % of the sample pages have fewer than 2,000 lines and are not deeper than 60 elements.
"""

MAX_CHARS = 20_000_000
"""Characters of markup or of plain text."""

MAX_LINES = 50_000
"""Lines that are not blank."""

MAX_INLINES = 50_000
"""Links, images and emphasised words whose place is noted; more stand in the text without their form."""

MAX_DEPTH = 1_000
"""Elements inside one another; libxml2 itself ends at 2,048."""

MAX_SITE_ELEMENTS = 10_000
MAX_SITE_DEPTH = 100
"""Elements, and elements inside one another, of a page that rules of its site are run on. The costliest rules accepted
take a second or two there; the given pages have up to 5,000 and stay under depth 60."""

MAX_SITE_WORK = 100_000_000
"""Costly steps of a rule times elements times elements, or a fiftieth of the characters where these are more."""
