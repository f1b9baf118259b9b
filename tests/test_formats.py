"""Articles and selections as files: what every format shares."""

import json

import pytest
from page_factory import add, add_indexed, content

from archive import store
from archive.models import Article

pytestmark = pytest.mark.django_db


def lines(response):
    return [json.loads(line) for line in b"".join(response.streaming_content).splitlines()]


def test_an_article_comes_as_json_by_either_address(client):
    article = add(date="2015-03-14", authors=["Ada Venn"], publication="Harbour Echo")
    for address in (f"/a/{article.pk}.json", f"{article.get_absolute_url()[:-1]}.json"):
        record = client.get(address).json()
        assert record["headline"] == "Bridge stays open"
        assert record["date"] == "2015-03-14"
        assert record["authors"] == ["Ada Venn"]
        assert record["publication"] == "Harbour Echo"
        assert len(record["paragraphs"]) == 3
        assert record["permanent"] == f"http://testserver/a/{article.pk}/"


def test_a_withdrawn_article_is_gone_in_every_format(client):
    article = add()
    with store.writing():
        store.set_state([article.pk], Article.State.WITHDRAWN, by=None, reason="Asked to.")
    assert client.get(f"/a/{article.pk}.json").status_code == 410


@pytest.mark.parametrize("address", ["/a/7.json", "/articles.xyz", "/a/1.xyz"])
def test_what_is_not_there_is_not_found(client, address):
    assert client.get(address).status_code == 404


def test_a_selection_comes_whole_and_in_its_order(client):
    add_indexed(*(content(f"Story {n}", date=f"2015-01-{n:02d}") for n in range(1, 31)))
    response = client.get("/articles.jsonl?from=2015-01-02&sort=oldest")
    assert response["X-Total-Count"] == "29"
    assert int(response["X-Archive-Generation"]) > 0
    records = lines(response)
    assert [record["headline"] for record in records] == [f"Story {n}" for n in range(2, 31)]
