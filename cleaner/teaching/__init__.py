"""From corrections to rules: what a person said about a few pages of a site, made into words for the others."""
