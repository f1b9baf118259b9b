"""Every table of the archive. Written through `archive.store` alone."""

from archive.models.articles import Address, Article, ArticleField, Body, Byline, Contact, Image
from archive.models.changelog import Change, Generation
from archive.models.history import Conflict, Correction, Discarded, Imprint, Revision, StateChange
from archive.models.names import (
    Author,
    AuthorMove,
    AuthorName,
    AuthorsApart,
    Publication,
    PublicationMove,
    PublicationName,
    PublicationsApart,
)
from archive.models.pictures import Picture
from archive.models.review import Doubt
from archive.models.similar import Likeness, Sketch, TextSample
from archive.models.sources import Reading, SourceText
from archive.models.users import User

__all__ = [
    "Address", "Article", "ArticleField", "Author", "AuthorMove", "AuthorName", "AuthorsApart",
    "Body", "Byline", "Change", "Conflict", "Contact", "Correction", "Discarded", "Doubt",
    "Generation", "Image", "Imprint", "Likeness", "Picture", "Publication", "PublicationMove",
    "PublicationName", "PublicationsApart", "Reading", "Revision", "Sketch", "SourceText",
    "StateChange", "TextSample", "User",
]  # fmt: skip
