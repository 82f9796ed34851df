"""The line classifier: features of lines, the network, and stacking, which combines its scores with the marks of rules."""
