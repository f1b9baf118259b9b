"""TREC documents, with and without <P>, in several files."""

from html import escape

LACKS = ()


def write(stories):
    half = len(stories) // 2
    return {
        "xx/ALD-1.sgml": "".join(_with_p(story) for story in stories[:half]).encode(),
        "xx/ALD-2": "".join(_plain(story) for story in stories[half:]).encode(),
    }


def _head(story):
    return (
        f"<URL> {story.url} </URL>\n<SRC>{escape(story.publication)}</SRC>\n"
        f"<CAT>{story.section}</CAT>\n<HEADLINE>\n{escape(story.headline)}\n</HEADLINE>\n"
        f"<AUTHOR>{escape('; '.join(story.authors))}</AUTHOR>\n"
        f"<DATE_TIME> {story.date} </DATE_TIME>\n"
    )


def _with_p(story):
    text = "\n".join(f"<P>\n{escape(paragraph)}\n</P>" for paragraph in story.paragraphs)
    return f'<DOC id="ALD.0001" type="story">\n{_head(story)}<TEXT>\n{text}\n</TEXT>\n</DOC>\n'


def _plain(story):
    text = "\n\n".join(map(escape, story.paragraphs))
    return f"<DOC>\n<DOCNO> ALD-2 </DOCNO>\n{_head(story)}<TEXT>\n{text}\n</TEXT>\n</DOC>\n"
