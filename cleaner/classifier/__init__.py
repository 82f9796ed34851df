"""The line classifier: measurements of lines, the network, and the stacking that weighs it by the marks of rules."""
