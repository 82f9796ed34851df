"""Which images are the story's."""

from __future__ import annotations

import pytest

from cleaner import Cleaner

STORY = """<p>The harbour opened again on Monday after a year of work, the council said in a statement on its site.</p>
<p>Fishermen said they had waited long enough, and that the new quay was worth the price and all the noise.</p>"""
IMAGE = '<figure><img src="https://q.example/quay.jpg" alt="The quay"><figcaption>{}</figcaption></figure>'
CAPTION = "Boats at the new quay of Tallwick. Photograph: Tom Okoro/The Tide Post"
HEAD = "<p>By Ana Ruiz</p><p>March 4, 2024</p>"
RELATED = "<h3>Related stories</h3><ul><li><a href=/x>Pier closes</a><li><a href=/y>Mayor resigns</a></ul>"


@pytest.mark.parametrize(
    ("page", "kept"),
    [
        (IMAGE.format(CAPTION) + HEAD + STORY, True),
        (IMAGE.format(CAPTION) + STORY, True),
        (HEAD + STORY + IMAGE.format(CAPTION) + RELATED, True),
        (HEAD + STORY + RELATED + IMAGE.format("") + "<p><a href=/z>Bridge opens on Friday</a></p>", False),
        (IMAGE.format("") + "<p>By Ana Ruiz</p>" + STORY, False),  # may be a portrait of the author
    ],
)
def test_an_image_of_the_story_is_in_its_markdown(page: str, kept: bool) -> None:
    html = f"<title>Harbour opens again</title><main><h1>Harbour opens again</h1>{page}</main>"
    result = Cleaner(translation=False).clean(html)
    assert "Fishermen said" in result.body
    assert ("quay.jpg" in result.markdown) is kept
