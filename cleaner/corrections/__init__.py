"""What a person said about documents: read from a file, told as marks that win over all others."""
