"""Mail: a mailbox, messages in files of their own, and posts without an ending."""

import textwrap
from datetime import datetime
from email.message import EmailMessage

LACKS = ("url", "section", "publication")


def write(stories):
    box = b"".join(b"From a@b Mon Apr 11 07:05:00 2016\n" + mail(s) + b"\n" for s in stories[:10])
    singles = {f"mail/{at}.eml": mail(story) for at, story in enumerate(stories[10:20])}
    return {
        "letters.mbox": box,
        **singles,
        **{f"posts/{at}": post(s) for at, s in enumerate(stories[20:])},
    }


def mail(story):
    message = EmailMessage()
    message["From"] = ", ".join(f'"{name}" <quill@alder.example>' for name in story.authors)
    message["Subject"] = story.headline
    message["Date"] = datetime.fromisoformat(story.date).strftime("%a, %d %b %Y 12:00:00 +0000")
    message["Message-ID"] = "<1@alder.example>"
    message.set_content("\n\n".join(story.paragraphs), cte="quoted-printable")
    message.add_alternative("".join(f"<p>{text}</p>" for text in story.paragraphs), subtype="html")
    return message.as_bytes()


def post(story):
    day = datetime.fromisoformat(story.date)
    body = "\n\n".join(textwrap.fill(paragraph, 70) for paragraph in story.paragraphs)
    return (
        "Newsgroups: alder.news\nPath: a!b\n"
        f"From: {' and '.join(story.authors)} <quill@alder.example>\n"
        f"Subject: {story.headline}\nDate: {day:%d %b %Y} 12:00:00 GMT\nLines: 3\n\n{body}\n"
    ).encode()
