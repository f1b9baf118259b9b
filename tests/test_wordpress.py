"""Exports of WordPress: published posts are articles, the rest of a site is not."""

import io
import json

import pytest

from ingest.read_file import read
from ingest.sources import read_stream
from ingest.sources.archives import Limits
from ingest.sources.forms.web.wordpress import text_of_post

QUAY = "The harbour board of Port Alder voted on Monday to close the eastern quay until the spring."
TIMBER = "Its chairwoman said that divers had found the timber below the cranes rotten in August."
FEES = "Fishermen fear that they will have to sell their catch elsewhere, and asked for a rebate."


def export(*items, authors=""):
    return (
        '<?xml version="1.0" encoding="UTF-8" ?><rss version="2.0" xmlns:wp="http://wordpress.org/'
        f'export/1.2/"><channel><title>Alder Courier</title>{authors}{"".join(items)}</channel>'
        "</rss>"
    ).encode()


def post(content=QUAY, more="", kind="post", status="publish"):
    return (
        f"<item><title>Quay</title><content:encoded><![CDATA[{content}]]></content:encoded>"
        f"<wp:post_type>{kind}</wp:post_type><wp:status>{status}</wp:status>{more}</item>"
    )


def sources(data, name="alder.wordpress.xml"):
    return list(read_stream(io.BytesIO(data), name, limits=Limits()))


def articles(data):
    return [file.content for file in map(read, sources(data)) if file.content is not None]


def keys(data):
    return json.loads(sources(data)[0].data)


def texts(article):
    return [paragraph.text for paragraph in article.paragraphs]


def test_what_is_no_post_is_counted_in_one_sentence_and_pages_are_set_aside():
    found = sources(
        export(
            post(),
            post(kind="page"),
            post(kind="attachment", status="inherit"),
            post(kind="revision", status="inherit"),
            post(status="draft"),
            post(status="trash"),
            post(kind="wp_template"),
            post(kind="feuilleton"),
        )
    )
    assert [bool(file.data) for file in found] == [True, True, True, False]
    assert [file.aside[:20] for file in found] == ["", "It is a page of the ", "", ""]
    assert found[-1].problem == (
        "Left out, for they are no posts: drafts and deleted posts (2), attachments (1), "
        "revisions (1), settings of themes and plug-ins (1)."
    )


@pytest.mark.parametrize(
    ("creator", "name"),
    [("mquill", "Mirela Quill"), ("MQuill", "Mirela Quill"), ("ub", "Ulf Bremer")],
)
def test_logins_become_the_names_that_readers_saw(creator, name):
    people = (
        "<wp:author><wp:author_login>mquill</wp:author_login><wp:author_display_name>Mirela Quill"
        "</wp:author_display_name></wp:author><wp:author><wp:author_login>ub</wp:author_login>"
        "<wp:author_display_name></wp:author_display_name><wp:author_first_name>Ulf"
        "</wp:author_first_name><wp:author_last_name>Bremer</wp:author_last_name></wp:author>"
    )
    data = export(post(more=f"<dc:creator>{creator}</dc:creator>"), authors=people)
    assert [author.name for author in articles(data)[0].authors] == [name]


def test_guest_authors_win_over_the_account_that_entered_the_post():
    data = export(
        post(
            more="<dc:creator>desk</dc:creator><category domain='author' nicename='cap-una'>Una "
            "Marr</category><category domain='author' nicename='cap-jo'>Jo Pell</category>"
        )
    )
    assert [author.name for author in articles(data)[0].authors] == ["Una Marr", "Jo Pell"]


def test_the_local_time_counts_with_its_distance_from_utc():
    (article,) = articles(
        export(
            post(
                more="<pubDate>Sun, 10 Apr 2016 22:05:00 +0000</pubDate><wp:post_date>2016-04-11 "
                "00:05:00</wp:post_date><wp:post_date_gmt>2016-04-10 22:05:00</wp:post_date_gmt>"
            )
        )
    )
    assert (article.date, article.time, article.utc_offset) == ("2016-04-11", "00:05", "+02:00")


def test_a_post_without_a_local_time_has_that_of_the_feed():
    (article,) = articles(
        export(
            post(
                more="<pubDate>Sun, 10 Apr 2016 22:05:00 +0000</pubDate>"
                "<wp:post_date>0000-00-00 00:00:00</wp:post_date>"
            )
        )
    )
    assert article.date == "2016-04-10"


def test_blank_lines_blocks_and_pages_part_paragraphs():
    content = (
        f"{QUAY}<!--more-->{TIMBER}\r\n\r\n<h2>Fees</h2>\r\n{FEES}\r\n\r\n<!--nextpage-->"
        "<!-- wp:list --><ul><li>One</li>\n\n<li>Two</li></ul><!-- /wp:list -->\n\n[gallery ids=1]"
    )
    (article,) = articles(export(post(content)))
    assert [(p.kind, p.text) for p in article.paragraphs] == [
        ("paragraph", QUAY),
        ("paragraph", TIMBER),
        ("subheading", "Fees"),
        ("paragraph", FEES),
        ("list_item", "One"),
        ("list_item", "Two"),
        ("paragraph", "[gallery ids=1]"),
    ]


def test_captions_of_both_editors_go_with_their_pictures():
    content = (
        f'{QUAY}\n[caption id="a_9" align="left"]<a href="/q"><img src="https://a.example/q.jpg" />'
        "</a> The quay on Monday.[/caption]\n\n<!-- wp:image --><figure><img "
        'src="https://a.example/r.jpg"/><figcaption>The crane.</figcaption></figure><!-- /wp:image '
        f"-->\n{TIMBER}"
    )
    (article,) = articles(export(post(content)))
    assert texts(article) == [QUAY, TIMBER]
    assert [(p.url, p.caption) for p in article.images] == [
        ("https://a.example/q.jpg", "The quay on Monday."),
        ("https://a.example/r.jpg", "The crane."),
    ]


def test_the_featured_picture_is_found_behind_its_post():
    attachment = post(
        kind="attachment",
        more="<wp:post_id>9</wp:post_id><wp:attachment_url>https://a.example/q.jpg"
        "</wp:attachment_url><excerpt:encoded>The quay.</excerpt:encoded>",
    )
    meta = (
        "<wp:postmeta><wp:meta_key>_thumbnail_id</wp:meta_key><wp:meta_value>9</wp:meta_value>"
        "</wp:postmeta><wp:postmeta><wp:meta_key>kicker</wp:meta_key><wp:meta_value>Sea"
        "</wp:meta_value></wp:postmeta>"
    )
    data = export(post(more=meta), attachment)
    (picture,) = articles(data)[0].images
    assert (picture.url, picture.caption) == ("https://a.example/q.jpg", "The quay.")
    assert keys(data)["kicker"] == "Sea"
    assert "_thumbnail_id" not in keys(data)


def test_terms_are_section_keywords_and_further_fields():
    found = keys(
        export(
            post(
                more="<category domain='category' nicename='uncategorized'>None</category>"
                "<category domain='category' nicename='sea'>Sea</category>"
                "<category domain='category' nicename='port'>Port</category>"
                "<category domain='post_tag' nicename='q'>quay</category>"
                "<category domain='place' nicename='a'>Alder</category>"
            )
        )
    )
    assert (found["section"], found["further categories"]) == ("Sea", ["Port"])
    assert (found["keywords"], found["place"]) == (["quay"], "Alder")


def test_approved_comments_are_counted_and_their_texts_named():
    def comment(approved, kind=""):
        return (
            f"<wp:comment><wp:comment_author>Jo</wp:comment_author><wp:comment_content>{FEES}"
            f"</wp:comment_content><wp:comment_approved>{approved}</wp:comment_approved>"
            f"<wp:comment_type>{kind}</wp:comment_type></wp:comment>"
        )

    data = export(post(more=comment("1") + comment("spam") + comment("1", "pingback")))
    (article,) = articles(data)
    assert article.comment_count == 1
    assert texts(article) == [QUAY]
    assert "comments (3)" in sources(data)[-1].problem


def test_an_export_without_posts_or_cut_short_gets_a_sentence():
    assert sources(export(post(kind="attachment")))[0].problem == (
        "It is an export of WordPress without posts that are published. "
        "Left out, for they are no posts: attachments (1)."
    )
    cut = export(post(), post())[:-120]
    assert [bool(file.data) for file in sources(cut)] == [True, False]


def test_shortcodes_without_an_end_and_figures_in_figures_lose_nothing():
    assert QUAY in text_of_post(f"[caption id=1]<img src=x>{QUAY}")[0]
    assert QUAY in text_of_post("[caption]" * 3 + QUAY)[0]
    nested = f"<figure><figure><img src='x'></figure><p>{QUAY}</p></figure>"
    assert QUAY in text_of_post(nested)[0]
    assert QUAY in text_of_post("<figure>" * 20_000 + QUAY)[0]


def test_custom_fields_called_like_fields_of_the_post_and_twice_are_kept():
    meta = "".join(
        f"<wp:postmeta><wp:meta_key>{key}</wp:meta_key><wp:meta_value>{value}</wp:meta_value>"
        "</wp:postmeta>"
        for key, value in (("section", "Harbour"), ("source", "Wire"), ("source", "Own"))
    )
    found = keys(export(post(more=meta)))
    assert found["post.section"] == "Harbour"
    assert found["source"] == ["Wire", "Own"]
