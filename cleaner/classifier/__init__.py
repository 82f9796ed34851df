"""The line classifier: features of lines, the network, and stacking (its scores combined with the marks of rules)."""
