"""Every text of the interface can be translated: nothing in a template is plain."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation
from page_factory import add_indexed, content

from archive.record.content import AuthorContent, ImageContent

TEMPLATES = sorted((Path(settings.BASE_DIR) / "templates").rglob("*.html"))
#: Attributes that are read out or shown.
SPOKEN = {"title", "aria-label", "placeholder", "alt", "aria-description", "aria-roledescription"}
#: What is typed as it stands, in every language.
AS_TYPED = {"code", "pre", "kbd", "script", "style"}
MARKED = re.compile(r"\{% blocktranslate\b.*?\{% endblocktranslate %\}", re.DOTALL)
#: The name of the page for its styles.
CLASS = re.compile(r"\{% block page %\}.*?\{% endblock %\}")
#: A specimen of type, and a name: no words.
SPECIMENS = {"Aa", "SHA-256"}
TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", re.DOTALL)
LETTERS = re.compile(r"[^\W\d_]{2,}")


class Plain(HTMLParser):
    """Collects the words that stand in a template outside of any translation."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.within: list[str] = []

    def handle_starttag(self, tag, attrs):
        if tag in AS_TYPED:
            self.within.append(tag)
        names = dict(attrs)
        spoken = SPOKEN | ({"content"} if names.get("name") == "description" else set())
        self.found += [v for n, v in attrs if n in spoken and v and LETTERS.search(v)]

    def handle_endtag(self, tag):
        if self.within and tag == self.within[-1]:
            self.within.pop()

    def handle_data(self, data):
        if not self.within and LETTERS.search(data) and data.strip() not in SPECIMENS:
            self.found.append(data.strip())


def plain_words(text: str) -> list[str]:
    parser = Plain()
    parser.feed(TAG.sub("", MARKED.sub("", CLASS.sub("", text))))
    parser.close()
    return parser.found


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.name))
def test_no_template_has_a_word_that_cannot_be_translated(path):
    assert plain_words(path.read_text()) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("<p>Hello</p>", ["Hello"]),
        ('<p title="Hello">{% translate "Hi" %}</p>', ["Hello"]),
        ('<meta name="description" content="Hello">', ["Hello"]),
        ("{% blocktranslate %}Hello {{ name }}{% endblocktranslate %}", []),
        ("<kbd>esc</kbd> <pre><code>python manage.py</code></pre>", []),
        ("{% if a %}{{ b }}{% endif %} · 12 %", []),
    ],
)
def test_plain_words_are_noticed(text, found):
    assert plain_words(text) == found


@pytest.fixture
def pseudo(monkeypatch, settings):
    """A language of which every translation is the text itself in brackets."""
    settings.ARCHIVE_NAME = "Газета"

    def plural(singular, plural, number):
        return f"⟦{singular if number == 1 else plural}⟧"

    monkeypatch.setattr(translation._trans, "gettext", lambda text: f"⟦{text}⟧")
    monkeypatch.setattr(translation._trans, "pgettext", lambda context, text: f"⟦{text}⟧")
    monkeypatch.setattr(translation._trans, "ngettext", plural)
    # One that no other test uses: what is kept by language is then nobody else's.
    settings.LANGUAGE_CODE = "mk"
    with translation.override("mk"):
        yield


#: What a reader typed, an address, and what an import noted of its file in its own words.
AS_IT_IS = re.compile(r"has:x|http://testserver\S*|file-\d+\.txt|utf-8|first line")


def untranslated(page: str) -> list[str]:
    """Words on a page that are neither in brackets nor of the archive, which is all Cyrillic."""
    before = None
    while before != page:
        before, page = page, re.sub(r"⟦[^⟦⟧]*⟧", "", page)
    parser = Plain()
    parser.feed(page)
    found = [AS_IT_IS.sub("", text) for text in parser.found]
    return [text for text in found if re.search("[A-Za-z]{2}", text)]


PAGES = (
    "/", "/calendar/", "/2015/", "/2015/03/", "/2015/03/14/", "/2015/03/15/", "/articles/",
    "/articles/?q=мост", "/articles/?q=нигде", "/articles/?q=(мост+has:x&from=2015-13&page=7",
    "/articles/?author=x&publication=x&section=x&sort=x&has=x", "/articles/help/", "/authors/",
    "/authors/?q=x1", "/authors/?letter=А", "/authors/анна/", "/publications/",
    "/publications/эхо/", "/images/", "/images/?place=Порт&date=x&q=x1",
    "/2015/03/14/мост/", "/2015/03/14/мост/?q=мост&n=1",
    "/a/{pk}/source/", "/a/{pk}/why/?q=мост", "/nowhere/2015/", "/authors/xy/",
)  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("path", PAGES)
def test_every_page_speaks_another_language_throughout(client, pseudo, path):
    image = ImageContent(
        "Мост утром.", "Иво/Эхо", photographer="Иво", agency="Эхо", place="Порт", taken="2015-03"
    )
    articles = add_indexed(
        content(
            "Мост",
            authors=["Анна", AuthorContent("Вестник", "agency", "Вестник")],
            publication="Эхо",
            section="Город",
            images=[image],
            paragraphs=["Мост открыт."],
            contacts=("+7 812",),
        ),
        content("", paragraphs=["Ночь."], authors=["Анна"], date="2012-03-14"),
        content("Море", paragraphs=["Тихо."], date="2015-03"),
        content("Год", paragraphs=["Шум."], date="2015"),
        content("Сон", paragraphs=["Пусто."], date=""),
        *(content(f"№ {n}", paragraphs=["Мост, мост."]) for n in range(30)),
    )
    response = client.get(path.format(pk=articles[0].pk))
    assert untranslated(response.text) == []


@pytest.mark.django_db
def test_dates_and_numbers_are_written_as_the_language_has_them(client, settings):
    settings.LANGUAGE_CODE = "de"
    add_indexed(
        *(content(f"Brücke {n}") for n in range(3)),
        *(content(f"Hafen {n}", date="2014-10-03") for n in range(1_100)),
    )
    with translation.override("de"):
        page = client.get("/2014/10/03/").text
    assert '<html lang="de">' in page
    assert "3. Oktober 2014" in page
    assert "Freitag" in page
    assert "1.103" in page
    assert "Okt" in client.get("/articles/?from=2014&to=2015").text
