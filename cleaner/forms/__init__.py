"""The forms a body is given out in: blocks, Markdown, HTML, XML. All are views of the kept text; none changes it."""
