"""The article under its addresses."""

import pytest
from django.utils import timezone
from page_factory import TEXT, add, add_all, add_indexed, content, flat

from archive import store
from archive.models import Likeness
from archive.record.content import ImageContent, ParagraphContent

pytestmark = pytest.mark.django_db


def test_the_article_shows_all_that_its_source_states(client):
    article = add(
        "Bridge stays open",
        standfirst="Eleven to nine, after eleven hours.",
        authors=["Ada Lindqvist", "Bram Otterby"],
        publication="Harbour Echo",
        section="Town Hall",
        time="15:15",
        utc_offset="-05:00",
        comment_count=1204,
        contacts=("ada@echo.example",),
        url="https://echo.example/bridge",
    )
    page = client.get(article.get_absolute_url()).text
    assert "<title>Bridge stays open · " in page
    assert "Eleven to nine, after eleven hours." in page
    assert (
        'By <a href="/authors/ada-lindqvist/">Ada Lindqvist</a>'
        ' and <a href="/authors/bram-otterby/">Bram Otterby</a>' in page
    )
    assert '<a href="/publications/harbour-echo/">Harbour Echo</a>' in page
    assert '<a href="/articles/?section=town-hall">Town Hall</a>' in page
    assert '<time datetime="2015-03-14">14 March 2015</time></a>, 15:15 UTC−5' in page
    assert "1,204" in page
    assert "ada@echo.example" in page
    assert "https://echo.example/bridge" in page
    assert f"http://testserver/a/{article.pk}/" in page
    assert f'<link rel="canonical" href="http://testserver{article.get_absolute_url()}">' in page


def test_markup_in_a_source_is_text_on_the_page(client):
    article = add("<b>Bold</b>", paragraphs=["<script>alert(1)</script>"], authors=["<i>Ada</i>"])
    page = client.get(article.get_absolute_url()).text
    assert "<script>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<b>Bold" not in page


def test_a_missing_headline_is_replaced_by_the_first_words_and_said_to_be(client):
    article = add("", paragraphs=["The old ferry " + "went out and came in " * 10])
    page = client.get(article.get_absolute_url()).text
    assert "No headline. The text begins:" in page
    assert "The source gives no headline" in page
    assert "<title>The old ferry went out and came in" in page


def test_paragraphs_are_set_as_what_they_are(client):
    kinds = [("Why", "subheading"), ("Two towns.", "quote"), ("a", "list_item"), ("b", "list_item")]
    article = add(paragraphs=[ParagraphContent(text, kind) for text, kind in kinds])
    page = client.get(article.get_absolute_url()).text
    assert "<h2>Why</h2>" in page
    assert "<blockquote><p>Two towns.</p></blockquote>" in page
    assert "<ul><li>a</li><li>b</li></ul>" in page


def test_a_caption_without_its_picture_is_a_label_with_place_date_and_credit(client):
    caption = "SALTBY - JUNE 04: A barge waits. (Photo by Sunniva Hale/Northwire)"
    image = ImageContent(
        caption=caption,
        photographer="Sunniva Hale",
        agency="Northwire",
        place="Saltby",
        taken="2017-06",
    )
    page = client.get(add(images=[image]).get_absolute_url()).text
    assert (
        '<span class="plate-place">Saltby</span><time datetime="2017-06">June 2017</time>' in page
    )
    assert '<span class="caption-dateline">SALTBY - JUNE 04: </span>A barge waits.' in page
    assert '<span class="caption-credit"> (Photo by Sunniva Hale/Northwire)</span>' in page
    assert "The picture itself is not in the archive" in page


def test_length_is_told_in_words_and_minutes_and_in_characters_where_none_part_words(client):
    english = add(paragraphs=["word " * 460])
    japanese = add("橋", paragraphs=["橋は残る。" * 200], language="ja")
    assert "460 words, 2 minutes" in flat(client.get(english.get_absolute_url()))
    assert "1,000 characters, 2 minutes" in flat(client.get(japanese.get_absolute_url()))


def test_the_citation_says_who_what_where_and_when(client):
    article = add("Bridge", authors=["Ada Venn", "Bo Quay"], publication="Echo", date="2015-03")
    page = client.get(article.get_absolute_url()).text
    cited = f"Ada Venn and Bo Quay: “Bridge”. Echo, March 2015. Broadsheet, http://testserver/a/{article.pk}/"
    assert cited in page


def test_the_citation_of_what_has_no_headline_nor_date_says_so(client):
    article = add("", date="", paragraphs=["The old ferry went out."])
    page = client.get(article.get_absolute_url()).text
    assert "[The old ferry went out. …]. Undated. Broadsheet, http" in page


@pytest.mark.parametrize("language", ["ar", "he", "fa", "ur"])
def test_languages_written_from_the_right_are_set_so(client, language):
    page = client.get(add(language=language).get_absolute_url()).text
    assert f'<div class="reading-body" id="body" lang="{language}" dir="rtl">' in page


def test_an_unknown_language_leaves_the_direction_to_the_letters(client):
    assert (
        '<div class="reading-body" id="body" dir="auto">'
        in client.get(add().get_absolute_url()).text
    )


@pytest.mark.parametrize("date", ["2015-03", "2015", ""])
def test_less_exact_dates_have_their_own_addresses(client, date):
    article = add("Some time", date=date)
    assert article.path == f"{date.replace('-', '/') or 'undated'}/some-time"
    assert client.get(f"/{article.path}/").status_code == 200


def test_an_address_in_another_script_is_found(client):
    article = add("港务局投票保留旧桥")
    assert "港务局投票保留旧桥" in client.get(article.get_absolute_url()).text


def test_the_short_address_leads_to_the_article(client):
    article = add()
    response = client.get(f"/a/{article.pk}/")
    assert (response.status_code, response.headers["Location"]) == (302, article.get_absolute_url())


@pytest.mark.parametrize("path", ["/a/999/", "/a/99999999999999999999/", "/2015/03/14/nothing/"])
def test_what_never_was_is_not_found(client, path):
    assert client.get(path).status_code == 404


def test_a_former_address_redirects_for_good(client):
    article = add("Bridge stays open")
    store.correct(article.pk, content("Bridge closes"), by=None, why="", version=1)
    response = client.get("/2015/03/14/bridge-stays-open/")
    assert (response.status_code, response.headers["Location"]) == (
        301,
        "/2015/03/14/bridge-closes/",
    )


def test_a_removed_article_is_gone_under_all_its_addresses(client):
    article = add("Bridge stays open")
    with store.writing():
        store.remove([article.pk])
    for path in (f"/a/{article.pk}/", article.get_absolute_url()):
        response = client.get(path)
        assert response.status_code == 410
        assert "no longer here" in response.text


def test_a_withdrawn_article_is_gone_and_says_why(client):
    article = add("Bridge stays open")
    store.set_state([article.pk], "withdrawn", by=None, reason="The vote was never held.")
    for path in (f"/a/{article.pk}/", article.get_absolute_url()):
        response = client.get(path)
        assert response.status_code == 410
        assert "The vote was never held." in response.text
        assert f"{timezone.now():%Y}" in response.text


def test_a_hidden_article_is_not_found_and_gives_nothing_away(client):
    article = add("Bridge stays open")
    store.set_state([article.pk], "hidden", by=None, reason="Not yet.")
    for path in (f"/a/{article.pk}/", article.get_absolute_url()):
        response = client.get(path)
        assert response.status_code == 404
        assert "Not yet." not in response.text


def test_the_article_leads_to_its_neighbours_of_the_day(client):
    first, middle, last = add_all([content(name) for name in ("First", "Middle", "Last")])
    add("Elsewhere", date="2015-03-15")
    page = client.get(middle.get_absolute_url()).text
    assert f'rel="prev" href="{first.get_absolute_url()}"' in page
    assert f'rel="next" href="{last.get_absolute_url()}"' in page
    assert "Elsewhere" not in client.get(last.get_absolute_url()).text


@pytest.mark.parametrize("date", ["2015-03-14", "2015-03", ""])
def test_neighbours_are_dated_just_as_the_article_is_and_published(client, date):
    dated = [content(name, date=date) for name in ("First", "Hidden", "Middle", "Last")]
    first, hidden, middle, last = add_all(dated)
    for other in ("2015-03-01", "2015"):
        add("Elsewhere", date=other)
    store.set_state([hidden.pk], "hidden", by=None, reason="")
    beyond = client.get(middle.get_absolute_url()).context["beyond"]
    assert (beyond.earlier.article, beyond.later.article) == (first, last)
    ends = client.get(last.get_absolute_url()).context["beyond"]
    assert (ends.earlier.article, ends.later) == (middle, None)


def test_an_article_without_a_body_says_that_there_is_none(client):
    article = add(paragraphs=[])
    assert "The source gives no text" in client.get(article.get_absolute_url()).text


def test_an_article_takes_seven_queries_and_again_one(client, django_assert_num_queries):
    [article] = add_indexed(
        content(authors=["Ada Lindqvist", "Bram Otterby"], images=["A", "B"], contacts=("c",))
    )
    path = article.get_absolute_url()
    client.get("/")
    with django_assert_num_queries(7):
        page = client.get(path)
    with django_assert_num_queries(1):
        again = client.get(path, headers={"If-None-Match": page.headers["ETag"]})
    with django_assert_num_queries(1):
        other_reader = client.get(path)
    assert again.status_code == 304
    assert other_reader.content == page.content
    assert other_reader.headers["Last-Modified"] == page.headers["Last-Modified"]


def test_a_withdrawn_article_is_not_read_on_from_a_cache(client):
    [article] = add_indexed(content())
    response = client.get(article.get_absolute_url())
    assert "no-cache" in response.headers["Cache-Control"]
    store.set_state([article.pk], "withdrawn", by=None, reason="")
    again = client.get(
        article.get_absolute_url(), headers={"If-None-Match": response.headers["ETag"]}
    )
    assert again.status_code == 410


def test_related_articles_stand_below_the_text(client):
    about_bridges = [content(f"Bridge {n}", paragraphs=[*TEXT, f"Story {n}."]) for n in range(3)]
    about_fish = [content(f"Herring {n}", paragraphs=["Prices fell again."]) for n in range(9)]
    first, *_ = add_indexed(*about_bridges, *about_fish)
    related = client.get(first.get_absolute_url()).context["beyond"].related
    assert {article.headline for article in related} == {"Bridge 1", "Bridge 2"}


def test_much_the_same_text_is_listed_apart_from_both_sides(client):
    first, second, third = add_indexed(
        content("Bridge stays"), content("Bridge, again"), content("Bridge, thrice")
    )
    Likeness.objects.create(article=second, other=first, share=0.914)
    store.set_state([third.pk], "hidden", by=None, reason="")
    Likeness.objects.create(article=third, other=first, share=0.9)
    for article, twin in ((first, second), (second, first)):
        response = client.get(article.get_absolute_url())
        beyond = response.context["beyond"]
        assert [(found.article, found.share) for found in beyond.twins] == [(twin, 91)]
        assert twin not in beyond.related
        assert "Nearly the same text" in response.text


def test_corrections_are_told_with_their_reason_and_versions_are_counted(client):
    [article] = add_indexed(content("Brigde stays", section="Town"))
    put_right = content("Bridge stays", section="Harbour")
    store.correct(article.pk, put_right, by=None, why="As printed.", version=1)
    article.refresh_from_db()
    page = flat(client.get(article.get_absolute_url()))
    assert "Headline “Brigde stays” became “Bridge stays”; Section “Town” became “Harbour”." in page
    assert "<i>As printed.</i>" in page
    assert "1 earlier version</a> of this article is kept." in page


def test_an_article_as_it_came_tells_of_no_correction(client):
    assert "<strong>Corrected</strong>" not in client.get(add().get_absolute_url()).text
