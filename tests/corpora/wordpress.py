"""WordPress's export of one site a paper: blocks in one half of the posts, the old editor's blank
lines in the other; logins for names, attachments behind the posts."""

from collections import defaultdict
from html import escape

LACKS = ()


def write(stories):
    papers = defaultdict(list)
    for story in stories:
        papers[story.publication].append(story)
    return {
        f"{number}.wordpress.xml": _site(paper, of_it).encode()
        for number, (paper, of_it) in enumerate(papers.items())
    }


def _site(paper, stories):
    people = sorted({name for story in stories for name in story.authors})
    logins = {name: f"user{number}" for number, name in enumerate(people)}
    authors = "".join(
        f"<wp:author><wp:author_login>{login}</wp:author_login><wp:author_display_name>"
        f"<![CDATA[{name}]]></wp:author_display_name></wp:author>"
        for name, login in logins.items()
    )
    posts = "".join(_post(story, logins, number) for number, story in enumerate(stories))
    return (
        '<?xml version="1.0" encoding="UTF-8" ?>\n<!-- This is an export -->\n<rss version="2.0" '
        'xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:wp="http://wordpress.org/'
        f'export/1.2/"><channel><title>{escape(paper)}</title><wp:wxr_version>1.2</wp:wxr_version>'
        f"{authors}{posts}<item><title>x.jpg</title><wp:post_type>attachment</wp:post_type></item>"
        "</channel></rss>"
    )


def _post(story, logins, number):
    if number % 2:
        content = "\n\n".join(story.paragraphs)
    else:
        content = "\n\n".join(
            f"<!-- wp:paragraph -->\n<p>{escape(text, quote=False)}</p>\n<!-- /wp:paragraph -->"
            for text in story.paragraphs
        )
    guests = "".join(
        f'<category domain="author" nicename="cap-{logins[name]}">{logins[name]}</category>'
        for name in story.authors
    )
    return (
        f"<item><title>{escape(story.headline)}</title><link>{story.url}</link><dc:creator>"
        f"<![CDATA[{logins[story.authors[0]]}]]></dc:creator><content:encoded><![CDATA[{content}]]>"
        f"</content:encoded><wp:post_date>{story.date} 07:05:00</wp:post_date><wp:post_type>post"
        "</wp:post_type><wp:status>publish</wp:status>"
        f'<category domain="category" nicename="x">{story.section}</category>{guests}</item>'
    )
