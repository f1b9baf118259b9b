"""A crawl: the answers of a web server, with the requests and notes of the crawler between them."""

import gzip
from html import escape

LACKS = ()


def write(stories):
    records = [
        record("warcinfo", b"software: alder-crawler/1.0\r\n", kind="application/warc-fields")
    ]
    for number, story in enumerate(stories):
        records.append(record("request", b"GET / HTTP/1.1\r\n\r\n", story.url))
        records.append(answer(story.url, page(story), chunked=number % 2, coded=number % 3 == 0))
        records.append(record("metadata", b"via: seed\r\n", story.url, "application/warc-fields"))
    half = len(records) // 2
    return {
        "crawl-1.warc": b"".join(records[:half]),
        "crawl-2.warc.gz": b"".join(map(gzip.compress, records[half:])),
    }


def record(kind_of_record, content, url="", kind="application/http; msgtype=request", more=""):
    address = f"WARC-Target-URI: {url}\r\n" if url else ""
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind_of_record}\r\n{address}WARC-Date: 2020-03-04T10:00:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000001>\r\n{more}"
        f"Content-Type: {kind}\r\nContent-Length: {len(content)}\r\n\r\n"
    )
    return head.encode() + content + b"\r\n\r\n"


def answer(url, body, status="200 OK", kind="text/html; charset=utf-8", **how):
    return record(
        "response", http(body, status, kind, **how), url, "application/http; msgtype=response"
    )


def http(body, status="200 OK", kind="text/html; charset=utf-8", chunked=False, coded=False):
    headers = [f"HTTP/1.1 {status}", f"Content-Type: {kind}"]
    if coded:
        headers.append("Content-Encoding: gzip")
        body = gzip.compress(body)
    if chunked:
        headers.append("Transfer-Encoding: chunked")
        parts = [body[at : at + 500] for at in range(0, len(body), 500)]
        body = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"
    return "\r\n".join(headers).encode() + b"\r\n\r\n" + body


def page(story):
    metas = {
        "og:type": "article",
        "og:title": story.headline,
        "og:site_name": story.publication,
        "article:published_time": story.date,
        "article:section": story.section,
    }
    head = "".join(f'<meta property="{key}" content="{escape(v)}">' for key, v in metas.items())
    head += "".join(f'<meta name="author" content="{escape(name)}">' for name in story.authors)
    body = "".join(f"<p>{escape(text)}</p>" for text in story.paragraphs)
    return (
        f"<!DOCTYPE html><html><head><title>{escape(story.headline)}</title>{head}</head><body>"
        f"<article><h1>{escape(story.headline)}</h1>{body}</article></body></html>"
    ).encode()
