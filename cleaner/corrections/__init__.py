"""Corrections by a person, read from a file, as marks that take precedence over all others."""
