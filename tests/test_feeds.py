"""Saved feeds: every item is an article, and what an item says is kept."""

import io
import json
import time

import pytest

from ingest.read_file import read
from ingest.sources import read_stream
from ingest.sources.archives import Limits
from ingest.sources.forms import Head, form_of

QUAY = "The harbour board of Port Alder voted on Monday to close the eastern quay until the spring."
TIMBER = "Its chairwoman said that divers had found the timber below the cranes rotten in August."


def sources(data, name="feed.xml"):
    data = data.encode() if isinstance(data, str) else data
    return list(read_stream(io.BytesIO(data), name, limits=Limits()))


def articles(data, name="feed.xml"):
    return [file.content for file in map(read, sources(data, name)) if file.content is not None]


def keys(data, name="feed.xml"):
    """What the first record has under each key."""
    return json.loads(sources(data, name)[0].data)


def problems(data, name="feed.xml"):
    return [file.problem for file in sources(data, name) if file.problem]


def rss(item, channel="<title>The Alder Courier</title>"):
    return (
        '<?xml version="1.0"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<channel>{channel}{item}</channel></rss>"
    )


def texts(article):
    return [paragraph.text for paragraph in article.paragraphs]


def test_a_description_beside_a_text_is_the_standfirst_and_alone_the_text():
    both, alone = articles(
        rss(
            f"<item><title>Quay</title><description>Board closes quay</description>"
            f"<content:encoded><![CDATA[<p>{QUAY}</p><p>{TIMBER}</p>]]></content:encoded></item>"
            f"<item><title>Ferry</title><description>{QUAY}</description></item>"
        )
    )
    assert (both.standfirst, texts(both)) == ("Board closes quay", [QUAY, TIMBER])
    assert (alone.standfirst, texts(alone)) == ("", [QUAY])


def test_a_text_that_is_shorter_than_its_description_gives_way():
    data = rss(
        f"<item><title>Quay</title><description>{QUAY} {TIMBER}</description>"
        "<content:encoded>Read more</content:encoded></item>"
    )
    assert texts(articles(data)[0]) == [f"{QUAY} {TIMBER}"]
    assert keys(data)["summary of the item"] == "Read more"


@pytest.mark.parametrize(
    ("element", "name"),
    [
        ("<author>quill@courier.example (Mirela Quill)</author>", "Mirela Quill"),
        ("<dc:creator><![CDATA[Mirela Quill]]></dc:creator>", "Mirela Quill"),
        ("<itunes:author>Mirela Quill</itunes:author>", "Mirela Quill"),
    ],
)
def test_authors_are_named_in_any_of_the_usual_ways(element, name):
    (article,) = articles(
        rss(f"<item><title>Quay</title>{element}<description>{QUAY}</description></item>")
    )
    assert [author.name for author in article.authors] == [name]


def test_further_categories_are_keywords_and_unknown_elements_keep_their_names():
    found = keys(
        rss(
            "<item><title>Quay</title><category>Harbour</category><category>Ships</category>"
            f"<category>Fees</category><georss:point>54.1 9.2</georss:point><description>{QUAY}"
            '</description><enclosure url="https://a.example/quay.mp3" type="audio/mpeg"/></item>'
        )
    )
    assert (found["section"], found["keywords"]) == ("Harbour", ["Ships", "Fees"])
    assert found["georss:point"] == "54.1 9.2"
    assert found["enclosure"] == "https://a.example/quay.mp3"


def test_pictures_of_media_and_of_enclosures_come_with_caption_and_credit():
    media, enclosed = articles(
        rss(
            f"<item><title>A</title><description>{QUAY}</description><media:group><media:content "
            'url="https://a.example/q.jpg" medium="image"><media:description>The quay on Monday.'
            "</media:description><media:credit>Ulf Bremer</media:credit></media:content>"
            "</media:group></item>"
            f"<item><title>B</title><description>{TIMBER}</description><enclosure "
            'url="https://a.example/t.png" type="image/png" length="9"/></item>'
        )
    )
    assert media.images[0].caption == "The quay on Monday."
    assert media.images[0].credit == "Ulf Bremer"
    assert enclosed.images[0].url == "https://a.example/t.png"


def test_figures_of_a_text_are_pictures_and_no_paragraphs():
    html = (
        f'<p>{QUAY}</p><figure><img src="https://a.example/q.jpg"><figcaption>The quay on Monday.'
        f"</figcaption></figure><figure><table><tr><td>Fees</td></tr></table></figure><p>{TIMBER}</p>"
    )
    (article,) = articles(
        rss(f"<item><title>A</title><description><![CDATA[{html}]]></description></item>")
    )
    assert texts(article) == [QUAY, "Fees", TIMBER]
    assert [(p.url, p.caption) for p in article.images] == [
        ("https://a.example/q.jpg", "The quay on Monday.")
    ]


def test_the_source_of_an_item_is_its_paper_and_a_number_is_no_address():
    (article,) = articles(
        rss(
            f"<item><title>A</title><description>{QUAY}</description><guid isPermaLink='false'>"
            "https://a.example/?p=9</guid><source url='https://e.example/rss'>Brackwater Echo"
            "</source></item>"
        )
    )
    assert (article.publication, article.url) == ("Brackwater Echo", "")


def test_an_entry_of_atom_without_a_day_of_publication_has_that_of_its_update():
    (article,) = articles(
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr"><title>Le Quai</title><author>'
        "<name>Una Marr</name></author><entry><title type='html'>Quai &amp;amp; port</title>"
        "<updated>2016-04-13T06:00:00Z</updated><link rel='edit' href='https://a.example/edit/1'/>"
        "<link href='https://a.example/1'/><summary>Le conseil a fermé le quai jusqu'au printemps "
        "parce que le bois était pourri.</summary></entry></feed>"
    )
    assert (article.headline, article.date, article.updated) == ("Quai & port", "2016-04-13", "")
    assert [author.name for author in article.authors] == ["Una Marr"]
    assert (article.url, article.language) == ("https://a.example/1", "fr")


def test_the_oldest_rss_has_titles_and_links():
    (article,) = articles(
        '<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns="http://my.netscape.com/rdf/simple/0.9/"><channel><title>Alder</title></channel>'
        f"<item><title>Quay</title><link>https://a.example/q</link><description>{QUAY}"
        "</description></item></rdf:RDF>"
    )
    assert (article.publication, article.url) == ("Alder", "https://a.example/q")


def test_a_feed_in_another_encoding_or_cut_short_gives_what_it_has():
    item = (
        "<item><title>Kai für Fähren</title><description>Der Hafen schließt bis zum Frühjahr den "
        "Kai.</description></item>"
    )
    latin = ('<?xml version="1.0" encoding="ISO-8859-1"?>' + rss(item)[21:]).encode("latin-1")
    assert articles(latin)[0].headline == "Kai für Fähren"
    assert articles(rss(item).encode("utf-16"))[0].headline == "Kai für Fähren"
    cut = rss(item + f"<item><title>Two</title><description>{QUAY}")[:-30]
    assert len(articles(cut)) == 1
    assert "ends inside this record" in problems(cut)[0]


def test_entities_from_outside_and_bombs_stay_names():
    data = (
        '<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c SYSTEM '
        f'"file:///etc/hostname">]><rss><channel><title>T</title><item><title>Q &b; &c;</title>'
        f"<description>{QUAY}</description></item></channel></rss>"
    )
    assert articles(data)[0].headline == "Q &b; &c;"
    assert "&b;, &c;" in problems(data)[0]


def test_a_feed_without_items_and_a_deep_one_get_a_sentence_or_their_text():
    assert problems(rss("")) == ["It is a feed without items."]
    deep = rss(f"<item><title>A</title><description>{'<b>' * 5000}{QUAY}</description></item>")
    assert QUAY in texts(articles(deep)[0])[0]


def test_a_feed_of_many_items_is_read_in_time():
    item = f"<item><title>Quay</title><description>{QUAY}</description></item>"
    start = time.process_time()
    assert len(sources(rss(item * 3000))) == 3000
    assert time.process_time() - start < 5


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.txt", "Quay closes\n\nThe feed of the harbour board said <rss> is dead."),
        ("a.xml", "<feed><title>For cattle</title><entry>hay</entry></feed>"),
        ("a.html", "<html><body><rss>no feed</rss></body></html>"),
    ],
)
def test_other_files_are_no_feeds(name, text):
    form = form_of(Head(name, text.encode()))
    assert form is None or form.name != "feed"
