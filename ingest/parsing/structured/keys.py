"""The keys of published news corpora and the field each one stands for; named data only.

Compared in lower case with underscores: `publishDate`, `publish-date` and `Publish Date` are
`publish_date`. Within a field the first key that has a value wins. Gathered from the column names
of common news data sets and of the crawlers and APIs that fill them.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

FIELD_KEYS: Final[dict[str, tuple[str, ...]]] = {
    "headline": (
        "headline", "title", "article_title", "news_title", "headline_text", "title_text",
        "article_headline", "news_headline", "story_title", "story_headline", "post_title",
        "head", "heading", "headlines",
        "main_headline", "headline_main", "main_title", "web_title", "webtitle",
        "title_full", "titel", "titre", "titulo", "titolo",
    ),
    "date": (
        "date", "publish_date", "published_date", "publication_date", "date_published",
        "date_publish", "published", "published_at", "pub_date", "pubdate", "date_of_publication",
        "publish_time", "published_time", "datepublished", "datetime", "timestamp", "date_time",
        "article_date", "first_publication_date", "webpublicationdate", "web_publication_date",
        "created_at", "created", "date_created", "posted", "posted_at", "datum", "fecha",
        "publishedat", "publishdate", "publicationdate", "publishing_date", "published_utc",
        "seendate", "seen_date", "first_seen", "firstcreated", "contentcreated", "year",
    ),
    "updated": (
        "updated", "updated_at", "modified", "date_modified", "date_modify", "last_modified",
        "modified_at", "last_updated", "datemodified", "update_date", "versioncreated",
    ),
    "authors": (
        "authors", "author", "byline", "by", "author_name", "author_names", "writer", "writers",
        "creator", "creators", "journalist", "journalists", "reporter", "autor", "autores",
        "auteur", "auteurs", "autore", "autori", "published_by", "written_by", "bylines",
        "dc_creator",
    ),
    "text": (
        "body", "text", "content_encoded", "content", "maintext", "main_text", "article_text",
        "full_text", "fulltext", "article", "article_body", "articlebody", "body_text", "bodytext",
        "article_content", "full_content", "plain_text", "cleaned_text", "text_content",
        "content_text", "paragraphs", "story", "document", "raw_text", "html", "body_html",
        "content_html", "story_text", "story_body", "story_content", "news_text", "news_content",
        "news_body", "news_article", "post_content", "post_text", "article_full_text",
        "contents", "sections", "texto", "texte", "testo", "inhalt", "bodies",
    ),
    "url": (
        "url", "link", "article_url", "web_url", "weburl", "canonical_url", "permalink", "uri",
        "href", "page_url", "original_url", "article_link", "source_url",
    ),
    "publication": (
        "publication", "source", "publisher", "source_name", "newspaper", "outlet", "site_name",
        "news_outlet", "sitename", "site", "website", "media", "medium", "publication_name",
        "publication_title", "container_title", "provider", "media_name", "source_hostname",
        "site_full", "source_domain", "domain",
        "hostname", "domain_name", "journal", "infosource", "infosources", "copyrightholder",
    ),
    "section": (
        # Of data sets that have both, the category is often a label: true or fake.
        "section", "section_name", "topic", "category", "sectionname", "news_category", "desk",
        "categories", "sections", "rubrik", "channel",
    ),
    "standfirst": (
        "standfirst", "subtitle", "subheadline", "sub_headline", "subheading", "deck", "dek",
        "lead", "lede", "lead_paragraph", "summary", "description", "abstract", "excerpt",
        "short_description", "trail_text", "highlights", "snippet", "abstract_note",
        "description_text", "descriptions", "description_html",
    ),
    "language": ("language", "lang", "language_code", "locale", "in_language"),
    "comment_count": (
        "comment_count", "comments_count", "num_comments", "n_comments", "number_of_comments",
        "commentcount", "replies_count", "comments",
    ),
    "caption": ("caption", "image_caption", "photo_caption", "captions", "img_caption"),
    "credit": ("credit", "image_credit", "photo_credit", "photographer", "image_source"),
    "image_url": (
        "image_url", "image", "top_image", "img_url", "urltoimage", "url_to_image", "main_image",
        "photo_url", "photo", "img", "thumbnail", "imageurl", "lead_image", "lead_image_url",
        "socialimage", "social_image", "preview_picture", "banner_image",
    ),
    "images": (
        "images", "photos", "pictures", "figures", "media_items", "multimedia", "associations",
    ),
}  # fmt: skip

#: Keys under which an API wraps the record itself.
WRAPPERS: Final = (
    "article",
    "_source",
    "data",
    "fields",
    "doc",
    "document",
    "news",
    "story",
    "thread",
    "links",
)
#: Keys of an object whose value stands for it.
NAME_KEYS: Final = (
    "name", "title", "full_name", "main", "original", "value", "text", "label", "#text", "id",
)  # fmt: skip
#: Keys of an object that is a date: `{"$date": …}` of a database, and the like.
DATE_KEYS: Final = ("$date", "date", "iso", "value", "raw")
#: Keys of a crawler's own times, and those under which its database keeps the row's beside them.
CRAWL_KEYS: Final = frozenset(
    ("scraped_at", "inserted_at", "crawled_at", "fetched_at", "scrape_date", "crawl_date",
     "date_download", "downloaded_at", "retrieved_at")
)  # fmt: skip
ROW_KEYS: Final = frozenset(("updated_at", "modified_at"))
#: Keys of services that keep pages to be read later, and those of their own times: when a page was
#: saved is not when it appeared.
SAVED_KEYS: Final = frozenset(("is_archived", "is_starred", "time_added", "saved_at"))
SAVING_KEYS: Final = frozenset(("created_at", "updated_at", "timestamp"))
#: Keys of times that are those of the first version where no other is given (ninjs).
VERSION_KEYS: Final = frozenset(("versioncreated",))
#: Keys that stand for a field where they hold a list of objects: "media" is a paper where it is a
#: word, and the subject of a mail is none of a news item.
LIST_FIELDS: Final = {"media": "images", "subject": "section", "subjects": "section"}
#: What tables and programs write where there is no value.
NOTHING: Final = frozenset(
    ("nan", "none", "null", "n/a", "na", "nil", "[]", "{}", "['']", "-", "\\n", "<na>")
)

_CAMEL: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_SEPARATORS: Final = re.compile(r"[\s.:/-]+")


@lru_cache(maxsize=4096)
def plain_key(key: str) -> str:
    """`publishDate` and `Publish-Date` as `publish_date`."""
    return _SEPARATORS.sub("_", _CAMEL.sub("_", key[:80].strip())).lower()


#: Any spelling -> (field, rank within the field).
KEY_FIELDS: Final[dict[str, tuple[str, int]]] = {
    key: (field, rank)
    for field, keys in reversed(FIELD_KEYS.items())
    for rank, key in enumerate(keys)
}
