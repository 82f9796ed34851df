"""A pattern for white space before a separator that does not rescan long runs of white space.

`\\s*,` is tried at each place of a run of n blanks that no comma follows, and reads on to the end of the run every
time: n²/2 steps, two seconds for 6,000 blanks in a hostile line. Both parts here read a run once, at its start. They
are for patterns that are searched with or split at.
"""

from __future__ import annotations

from typing import Final

SOME: Final = r"(?<!\s)\s++"
"""A whole run of white space: `\\s+`."""
ANY: Final = rf"(?:{SOME})?"
"""A whole run of white space or none: `\\s*`."""
