"""ProQuest as text: documents between lines of underscores."""

from datetime import date

LACKS = ()
RULE = "_" * 60


def write(stories):
    return {"ProQuestDocuments.txt": f"\n\n{RULE}\n\n".join(documents(stories)).encode()}


def documents(stories):
    yield "Report Information from ProQuest\n\nApril 12 2016 07:05"
    for number, story in enumerate(stories, 1):
        body = "\n\n".join(story.paragraphs)
        yield (
            f"Document {number} of {len(stories)}\n\n{story.headline}\n\n"
            f"Author: {'; '.join(story.authors)}\n\n"
            f"Publication info: {story.publication} [Alder] {story.date}: A1.\n\n"
            f"Full text: {body}\n\nSubject: Harbours\n\nTitle: {story.headline}\n\n"
            f"Publication title: {story.publication}\n\nSection: {story.section}\n\n"
            f"Publication date: {date.fromisoformat(story.date):%b %d, %Y}\n\n"
            f"Document type: News\n\nProQuest document ID: {number}\n\n"
            f"Document URL: {story.url}\n\nCopyright: (c) Alder Limited"
        )
    yield "Contact us at: support@example.org"
