"""WordPress's export of a site (WXR): each published post is an article.

What is read: title; content:encoded as text, its blank lines as paragraphs and its [caption]s and
figures as pictures; excerpt:encoded as standfirst; dc:creator, or the authors of Co-Authors Plus,
by the names that go with their logins; wp:post_date, the local time, and wp:post_modified; the
first category as section, tags as keywords; the number of approved comments; the featured picture
(_thumbnail_id) with the caption that it has as an attachment; the site's title as publication.
Custom kinds of posts are posts. Other fields and custom fields are further fields, but for those
that WordPress hides (their names begin with "_"). Pages are set aside. Attachments, menus,
revisions, drafts and the texts of comments are left out and counted.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final

from ingest.records import SourceFile
from ingest.sources.archives import Budget, Rejected, whole
from ingest.sources.forms.form import Form, Head, left_out
from ingest.sources.forms.markup import Element, MarkupNotes, elements, named
from ingest.sources.forms.markup_fields import Fields
from ingest.sources.forms.markup_records import records_in, root_of
from ingest.sources.forms.web.feeds import html_of
from ingest.sources.forms.web.html_figures import Picture, pictures_in, without_figures

NO_POSTS: Final = "It is an export of WordPress without posts that are published."
A_PAGE: Final = "It is a page of the site (as “About us” is), not a post."

#: Kinds of posts that hold no article, as people call them.
_NO_POSTS: Final = {
    "attachment": "attachments", "nav_menu_item": "items of menus", "revision": "revisions",
}  # fmt: skip
#: Kinds that themes, editors and plug-ins keep their settings in.
_TECHNICAL: Final = re.compile(
    r"(?:wp_|acf[-_]|custom_css|customize|oembed_cache|user_request|elementor|shop_|wpcf7|mc4wp"
    r"|amp_|jp_|feedback|ngg_|vc_|et_|fl-|wpforms|scheduled-action|spucpt|tablepress|ml-slide)"
)
#: What has appeared, or will; anything else is not yet a post or no longer one.
_PUBLISHED: Final = frozenset(("publish", "private", "future", ""))
#: Attachments whose address and caption are kept for featured pictures.
_MOST_ATTACHMENTS: Final = 300_000
#: Names of elements with a field of their own, or that say how the file is written.
_READ: Final = frozenset(
    "title link pubdate dc:creator content:encoded excerpt:encoded wp:post_date wp:post_date_gmt"
    " wp:post_modified wp:post_modified_gmt category wp:postmeta wp:comment wp:post_parent"
    " wp:menu_order wp:ping_status wp:comment_status wp:post_password".split()
)
_CAPTION: Final = re.compile(r"\[caption\b[^\[\]]{0,1000}\]", re.IGNORECASE)
_CAPTION_END: Final = "[/caption]"
#: Marks of blocks, of the rest of a post and of its next page.
_MARKS: Final = re.compile(r"<!--\s{0,9}(?:/?wp:|more\b|nextpage\b|noteaser\b)[^>]{0,20000}-->")
_BLANK_LINE: Final = re.compile(r"\n[ \t\r\xa0]*\n\s*")
_BLOCK: Final = re.compile(
    r"</?(?:p|div|h[1-6]|ul|ol|li|dl|dt|dd|table|thead|tbody|tfoot|tr|td|th|blockquote|pre|figure"
    r"|figcaption|section|article|aside|header|footer|hr|form|fieldset|address|details|summary"
    r"|script|style|iframe|noscript)\b",
    re.IGNORECASE,
)
_PRE: Final = re.compile(r"<(/?)pre\b", re.IGNORECASE)


@dataclass(slots=True)
class _Site:
    """What the whole export says for its posts, and what of it is no article."""

    #: Names by login.
    people: dict[str, str] = field(default_factory=dict)
    attachments: dict[str, Picture] = field(default_factory=dict)
    left_out: Counter[str] = field(default_factory=Counter)
    #: Whether the last record is a page.
    page: bool = False

    def learn(self, element: Element) -> None:
        """Note an author or an attachment."""
        if element.key == "author":
            login = element.text_of("author_login")
            names = f"{element.text_of('author_first_name')} {element.text_of('author_last_name')}"
            name = element.text_of("author_display_name") or names.strip() or login
            self.people[login.casefold()] = name
        elif _text(element, "wp:post_type") == "attachment":
            picture = {
                "url": _text(element, "wp:attachment_url"),
                "caption": _text(element, "excerpt:encoded"),
            }
            if picture["url"] and len(self.attachments) < _MOST_ATTACHMENTS:
                number = _text(element, "wp:post_id")
                self.attachments[number] = {key: said for key, said in picture.items() if said}

    def read(self, item: Element) -> Fields | None:
        """The fields of a post or page; None of what is left out, which is counted."""
        if item.key != "item":
            return None
        kind = _text(item, "wp:post_type") or "post"
        status = _text(item, "wp:status")
        if kind in _NO_POSTS:
            self.left_out[_NO_POSTS[kind]] += 1
        elif _TECHNICAL.match(kind):
            self.left_out["settings of themes and plug-ins"] += 1
        elif status not in _PUBLISHED:
            self.left_out["drafts and deleted posts"] += 1
        else:
            self.page = kind == "page"
            return self._fields(item)
        return None

    def _fields(self, item: Element) -> Fields:
        hidden, further = _custom_fields(item)
        content = item_part(item, "content:encoded")
        text, pictures = text_of_post(html_of(content) if content is not None else "")
        comments = [comment for comment in item.children if comment.key == "comment"]
        self.left_out["comments"] += len(comments)
        categories = _terms(item, "category")
        published, updated = _moment(item, "wp:post_date"), _moment(item, "wp:post_modified")
        fields: Fields = {
            "headline": _text(item, "title"),
            "date": published or _text(item, "pubdate"),
            "updated": updated if updated != published else "",
            "authors": self._authors(item),
            "text": text,
            "standfirst": _text(item, "excerpt:encoded"),
            "url": _text(item, "link"),
            "publication": _site_title(item),
            "section": categories[0] if categories else "",
            "further categories": categories[1:],
            "keywords": _terms(item, "post_tag"),
            "comment_count": sum(map(_is_approved, comments)) or None,
            "images": _once([*self._featured(hidden), *pictures]),
        }
        for child in item.children:
            if child.name.casefold() not in _READ and child.text:
                further.setdefault(child.name.rpartition(":")[2], []).append(child.text)
        # A custom field that is called like a field of the post says something else.
        apart = {
            f"post.{name}" if name in fields else name: said[0] if len(said) == 1 else said
            for name, said in further.items()
        }
        return apart | fields

    def _authors(self, item: Element) -> list[str]:
        names = _terms(item, "author") or [_text(item, "dc:creator")]
        return [self.people.get(name.casefold(), name) for name in names if name]

    def _featured(self, hidden: dict[str, str]) -> list[Picture]:
        picture = self.attachments.get(hidden.get("_thumbnail_id", ""))
        return [picture] if picture else []

    def sentence(self) -> str:
        return left_out("posts", self.left_out)


def text_of_post(content: str) -> tuple[str, list[Picture]]:
    """The HTML of a post with its paragraphs marked, as WordPress shows it, and its pictures."""
    html = content.replace("\r\n", "\n")
    html, captioned = _without_captions(html)
    html, figures = without_figures(html)
    return _marked_paragraphs(_MARKS.sub("\n\n", html)), [*captioned, *figures]


def _marked_paragraphs(html: str) -> str:
    """Blank lines as ends of paragraphs, ends of lines as breaks, outside of blocks."""
    shown: list[str] = []
    inside = 0
    for part in _BLANK_LINE.split(html):
        part = part.strip()
        if not part:
            continue
        plain = not inside and not _BLOCK.match(part)
        inside = max(0, inside + sum(1 - 2 * bool(tag[1]) for tag in _PRE.finditer(part)))
        shown.append("<p>" + part.replace("\n", "<br>\n") + "</p>" if plain else part)
    return "\n\n".join(shown)


def _without_captions(html: str) -> tuple[str, list[Picture]]:
    """The text without `[caption]<img/> words[/caption]`, and those as pictures."""
    kept: list[str] = []
    found: list[Picture] = []
    at = 0
    for opening in _CAPTION.finditer(html):
        end = html.find(_CAPTION_END, opening.end())
        if end < 0:
            break
        pictures = pictures_in(html[opening.end() : end]) if opening.start() >= at else []
        if pictures:
            kept.append(html[at : opening.start()])
            found += pictures
            at = end + len(_CAPTION_END)
    return "\n\n".join((*kept, html[at:])), found


def _once(pictures: list[Picture]) -> list[Picture]:
    """Each picture once, with a caption where any has one."""
    found: dict[str, Picture] = {}
    for picture in pictures:
        address = picture.get("url", "")
        found[address] = picture | found.get(address, {})
    return list(found.values())


def item_part(item: Element, name: str) -> Element | None:
    """The element of this name, as written in lower case, right inside an item."""
    return next((child for child in item.children if child.name.casefold() == name), None)


def _text(item: Element, name: str) -> str:
    part = item_part(item, name)
    return part.text if part is not None else ""


def _site_title(item: Element) -> str:
    return _text(item.around[-1], "title") if item.around else ""


def _terms(item: Element, domain: str) -> list[str]:
    """The names of categories or tags; that of posts without one only where it is alone."""
    terms = [
        child
        for child in item.children
        if child.key == "category" and (child.attribute("domain") or "category") == domain
    ]
    named_ones = [term for term in terms if term.attribute("nicename") != "uncategorized"]
    return list(dict.fromkeys(term.text for term in named_ones or terms if term.text))


def _custom_fields(item: Element) -> tuple[dict[str, str], Fields]:
    """The hidden custom fields of a post, and those that its writers see; terms of other
    taxonomies are among these."""
    hidden: dict[str, str] = {}
    shown: Fields = {}
    for child in item.children:
        if child.key == "postmeta":
            key, value = child.text_of("meta_key"), child.text_of("meta_value")
            if key.startswith("_"):
                hidden[key] = value
            elif value:
                shown.setdefault(key, []).append(value)
        elif child.key == "category" and child.text:
            domain = child.attribute("domain")
            if domain not in ("", "category", "post_tag", "author"):
                shown.setdefault(domain, []).append(child.text)
    return hidden, shown


def _is_approved(comment: Element) -> bool:
    kind = comment.text_of("comment_type")
    return comment.text_of("comment_approved") == "1" and kind in ("", "comment")


def _moment(item: Element, name: str) -> str:
    """A local time with its distance from UTC, where the export has that time as well; "" for
    "0000-00-00 00:00:00"."""
    local, utc = _text(item, name), _text(item, f"{name}_gmt")
    if not local or local.startswith("0000"):
        return ""
    try:
        apart = datetime.fromisoformat(local) - datetime.fromisoformat(utc)
    except (ValueError, TypeError):
        return local
    minutes = round(apart / timedelta(minutes=1))
    if abs(minutes) > 14 * 60 or minutes % 15:
        return local
    return f"{local}{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


# Form ---------------------------------------------------------------------------------------------


def _records(stream: io.BufferedReader, name: str, budget: Budget) -> Iterator[SourceFile]:
    """The posts. The export is read twice: attachments often stand behind the posts that show
    them."""
    twice = stream if stream.seekable() else io.BytesIO(whole(stream, budget))
    start = twice.tell()
    site = _Site()
    for element in elements(twice, named("item", "author"), MarkupNotes()):
        site.learn(element)
    twice.seek(start)
    try:
        for file in records_in(twice, name, named(*_WANTED), site.read, NO_POSTS):
            yield replace(file, aside=A_PAGE) if site.page and file.data else file
    except Rejected as rejected:
        raise Rejected(" ".join(filter(None, (str(rejected), site.sentence())))) from None
    if said := site.sentence():
        yield SourceFile(name, b"", said)


#: Posts, and what is said of the site around them, which belongs to none.
_WANTED: Final = ("item", "author", "category", "tag", "term")


def _is_export(head: Head) -> bool:
    return root_of(head) == "rss" and "wordpress.org/export/" in head.text


WORDPRESS: Final = Form(
    name="wordpress",
    title="WordPress export (WXR)",
    recognises=_is_export,
    records=_records,
)
