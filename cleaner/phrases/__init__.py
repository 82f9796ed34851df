"""Wording packs, one TOML file per language, and the matcher that finds their rules in lines."""
