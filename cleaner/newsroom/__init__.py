"""The grammar of the newsroom as data: words per language, agencies, places, and the rules read by shape."""
