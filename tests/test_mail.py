"""Mail and newsgroups: what a message says becomes an article, how it travelled does not."""

import io
import json
import tracemalloc

import pytest

from ingest import sources
from ingest.sources import records_of
from ingest.sources.archives import Limits

HEAD = (
    b"From: Mirela Quill <quill@alder.example>\nSubject: Eastern quay\n"
    b"Date: Mon, 11 Apr 2016 07:05:00 +0200\n"
)
START = b"From q@a.example Mon Apr 11 07:05:00 2016\n"


def record(data, name="a.eml"):
    return json.loads(next(iter(records_of(name, data))).data)


def test_headers_without_a_field_are_kept_and_those_of_transport_are_not():
    found = record(HEAD + b"Received: by x\nX-Mailer: y\nOrganization: Alder\n\nThe quay closes.")
    assert found["organization"] == "Alder"
    assert found["from"] == "Mirela Quill <quill@alder.example>"
    assert not found.keys() & {"received", "x-mailer"}


def test_encoded_words_and_raw_bytes_in_headers_are_read():
    subject = b"Subject: =?utf-8?q?Stra=C3=9Fe?= =?utf-8?b?IMOkbmRlcnQ=?="
    assert (
        record(HEAD.replace(b"Subject: Eastern quay", subject) + b"\nx")["headline"]
        == "Straße ändert"
    )
    raw = HEAD.replace(b"Eastern quay", "Der Kai ist zu, sagt Müller".encode("cp1252"))
    assert record(raw + b"\nx")["headline"] == "Der Kai ist zu, sagt Müller"


@pytest.mark.parametrize(
    ("sender", "author", "paper"),
    [
        ("Mirela Quill <q@a.example>", ["Mirela Quill"], None),
        ("q@a.example (Mirela Quill)", ["Mirela Quill"], None),
        ("The Alder Letter <q@a.example>", None, "The Alder Letter"),
        ("Redaktion Alder <q@a.example>", None, "Redaktion Alder"),
        ("q@a.example", None, None),
        ("=?utf-8?q?Ji=C5=99=C3=AD_Quill?= <q@a.example>", ["Jiří Quill"], None),
    ],
)
def test_a_sender_is_an_author_or_a_paper(sender, author, paper):
    head = HEAD.replace(b"Mirela Quill <quill@alder.example>", sender.encode())
    found = record(head + b"\nThe quay closes.")
    assert found.get("authors") == author
    assert found.get("publication") == paper


def test_years_of_two_figures_are_those_of_mail():
    head = HEAD.replace(b"Mon, 11 Apr 2016 07:05:00 +0200", b"20 Apr 93 14:02:58 GMT")
    assert record(head + b"\nx")["date"] == "1993-04-20T14:02:58+00:00"


def multipart(*parts):
    inner = b"".join(
        b"\n--x\nContent-Type: " + kind + b"\n\n" + text + b"\n" for kind, text in parts
    )
    return HEAD + b"Content-Type: multipart/mixed; boundary=x\n" + inner + b"\n--x--\n"


def test_the_plain_part_is_preferred_unless_it_is_a_stub():
    page = b"<html><body>" + b"<p>The quay closes until spring.</p>" * 9 + b"</body></html>"
    both = multipart((b"text/plain", b"The quay closes until spring. " * 9), (b"text/html", page))
    assert record(both)["text"].startswith("The quay")
    stub = multipart((b"text/plain", b"No HTML?"), (b"text/html", page))
    assert record(stub)["text"].startswith("<html>")
    assert record(stub)["plain text"] == "No HTML?"


def test_attachments_are_named_and_signatures_kept_apart():
    data = multipart(
        (b"text/plain", b"The quay closes.\n\n-- \nMirela Quill"),
        (b"application/pdf; name=quay.pdf", b"%PDF"),
    )
    assert record(data)["text"] == "The quay closes."
    assert record(data)["signature"] == "Mirela Quill"
    assert record(data)["attachments"] == ["quay.pdf"]


def test_a_quotation_is_a_paragraph_of_its_own():
    text = (
        b"\nUlf wrote:\n> The harbour board voted on Monday to close the eastern\n"
        b"> quay until the spring.\nThat is a pity.\n"
    )
    assert record(HEAD + text)["text"].split("\n\n") == [
        "Ulf wrote:",
        "> The harbour board voted on Monday to close the eastern quay until the spring.",
        "That is a pity.",
    ]


def test_a_mailbox_is_parted_where_messages_begin():
    box = START + HEAD + b"\n>From here on.\n\nFrom the quay.\n\n" + START + HEAD + b"\nMore.\n"
    found = [json.loads(file.data) for file in records_of("a", box)]
    assert [one["text"] for one in found] == ["From here on.\n\nFrom the quay.", "More."]


def test_a_mailbox_of_any_size_is_read_a_message_at_a_time():
    message = (
        b"From q@a.example Mon Apr 11 07:05:00 2016\n" + HEAD + b"\n" + b"word " * 20_000 + b"\n\n"
    )

    class Endless(io.RawIOBase):
        left = 300
        held = b""

        def readable(self):
            return True

        def readinto(self, buffer):
            if not self.held and self.left:
                self.held, self.left = message, self.left - 1
            taken, self.held = self.held[: len(buffer)], self.held[len(buffer) :]
            buffer[: len(taken)] = taken
            return len(taken)

    tracemalloc.start()
    stream = io.BufferedReader(Endless(), 2**16)
    count = sum(1 for _ in sources.read_stream(stream, "a.mbox", limits=Limits()))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 300
    assert peak < 10 * 2**20
    assert sources.has_any_size("a.mbox")


def test_one_message_over_the_limit_does_not_stop_the_others():
    box = START + HEAD + b"\n" + b"word\n" * 9000 + b"\n" + START + HEAD + b"\nMore.\n"
    stream = io.BufferedReader(io.BytesIO(box))
    found = list(sources.read_stream(stream, "a.mbox", limits=Limits(file=20_000)))
    assert "limit of one file" in found[0].problem
    assert json.loads(found[1].data)["text"] == "More."


@pytest.mark.parametrize(
    "data",
    [
        HEAD + b"Content-Type: multipart/mixed; boundary=x\n\n--x\n" * 3000,
        HEAD + b"Content-Type: text/plain; charset=\xff\nContent-Transfer-Encoding: base64\n\n!!!",
        HEAD.replace(b"Eastern", b"=?utf-8?b?!!!?= =?x-none?q?=ff?=") + b"\nx",
        HEAD + b"\n\0\0\xff\xfe",
        HEAD,
        HEAD.replace(b"11 Apr 2016", b"99 Foo 0000") + b"\nx",
    ],
    ids=["deep", "charset", "words", "zeros", "bare", "date"],
)
def test_hostile_messages_become_records_or_sentences(data):
    for file in records_of("a.eml", data):
        assert file.problem or json.loads(file.data)


def test_saved_pages_and_texts_about_mail_are_no_mail():
    page = b"From: <Saved by Blink>\nSubject: x\nDate: Mon\nContent-Type: multipart/related\n\n"
    text = b"From: London\n\nThe letter had a subject and a date."
    assert [file.data for file in records_of("a.mhtml", page)] == [page]
    assert [file.data for file in records_of("a", page)] == [page]
    assert [file.data for file in records_of("a.txt", text)] == [text]


def test_parts_that_are_no_text_are_named():
    data = (
        HEAD + b"Content-Type: multipart/mixed; boundary=b\n\n--b\n\nThe quay closes.\n"
        b"--b\nContent-Type: text/calendar\n\nBEGIN:VCALENDAR\n--b--\n"
    )
    assert record(data)["attachments"] == ["text/calendar"]
