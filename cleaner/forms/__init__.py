"""The formats of a body: blocks, Markdown, HTML, XML. All are views of the kept text; none changes it."""
