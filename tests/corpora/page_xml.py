"""PAGE XML, a page a story, whose regions stand in the file backwards."""

from html import escape

LACKS = ("headline", "date", "authors", "publication", "section", "url")


def write(stories):
    return {f"{number}.xml": _page(story).encode() for number, story in enumerate(stories)}


def _page(story):
    regions = [
        f'<TextRegion id="r{place}"><TextLine><TextEquiv><Unicode>{escape(text)}</Unicode>'
        "</TextEquiv></TextLine></TextRegion>"
        for place, text in enumerate(story.paragraphs)
    ]
    order = "".join(
        f'<RegionRefIndexed index="{place}" regionRef="r{place}"/>' for place in range(len(regions))
    )
    return (
        f'<PcGts><Page imageFilename="1.jpg"><ReadingOrder><OrderedGroup id="g">{order}'
        f"</OrderedGroup></ReadingOrder>{''.join(reversed(regions))}</Page></PcGts>"
    )
