"""NewsML-G2: a message of many items with XHTML inside."""

from html import escape

LACKS = ("url",)


def write(stories):
    items = "".join(map(_item, stories))
    head = (
        '<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><header><sent>2020-01-01</sent>'
    )
    return {"message.xml": f"{head}</header><itemSet>{items}</itemSet></newsMessage>".encode()}


def _item(story):
    text = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in story.paragraphs)
    by = "".join(f"<by>{escape(name)}</by>" for name in story.authors)
    return (
        '<newsItem guid="urn:x" xml:lang="en"><itemMeta><itemClass qcode="ninat:text"/>'
        f'<provider qcode="p:ald"><name>{escape(story.publication)}</name></provider>'
        f"<versionCreated>{story.date}T12:51:25Z</versionCreated><firstCreated>{story.date}T09:10:00Z"
        f"</firstCreated></itemMeta><contentMeta><headline>{escape(story.headline)}</headline>{by}"
        '<subject type="cpnat:geoArea"><name>Alder</name></subject><subject qcode="subj:04"><name>'
        f"{story.section}</name></subject></contentMeta><contentSet><inlineXML><html xmlns="
        f'"http://www.w3.org/1999/xhtml"><head><title>No</title></head><body><h1>{escape(story.headline)}'
        f"</h1>{text}</body></html></inlineXML></contentSet></newsItem>"
    )
