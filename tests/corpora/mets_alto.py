"""METS and ALTO: an issue a story, whose text runs over two pages beside an advertisement."""

from html import escape

LACKS = ("url",)


def write(stories):
    files = {}
    for number, story in enumerate(stories):
        folder = f"issue-{number}"
        half = len(story.paragraphs) // 2
        files[f"{folder}/{number}_mets.xml"] = _mets(story, half).encode()
        for page, start, end in ((1, 0, half), (2, half, None)):
            blocks = story.paragraphs[start:end]
            files[f"{folder}/alto/{page}.xml"] = _alto(blocks, start).encode()
    return files


def _alto(paragraphs, start):
    blocks = "".join(
        f'<TextBlock ID="B{place}">{"".join(map(_line, _lines(text)))}</TextBlock>'
        for place, text in enumerate(paragraphs, start)
    )
    return (
        '<?xml version="1.0"?><alto xmlns="http://www.loc.gov/standards/alto/ns-v2#">'
        f'<Layout><Page PHYSICAL_IMG_NR="1"><PrintSpace>{blocks}</PrintSpace></Page></Layout>'
        "</alto>"
    )


def _lines(text):
    words = text.split()
    return [words[at : at + 8] for at in range(0, len(words), 8)]


def _line(words):
    strings = "<SP/>".join(f'<String CONTENT="{escape(word)}" HPOS="1"/>' for word in words)
    return f"<TextLine>{strings}</TextLine>"


def _mets(story, half):
    areas = "".join(
        f'<fptr><area FILEID="F{1 + (place >= half)}" BEGIN="B{place}"/></fptr>'
        for place in range(len(story.paragraphs))
    )
    people = "".join(
        f"<mods:name><mods:namePart>{escape(name)}</mods:namePart></mods:name>"
        for name in story.authors
    )
    return (
        '<mets xmlns="http://www.loc.gov/METS/" xmlns:xlink="http://www.w3.org/1999/xlink">'
        f"{_mods('I', story.publication, f'<mods:dateIssued>{story.date}</mods:dateIssued>')}"
        f"{_mods('A', story.headline, people)}<fileSec><fileGrp>"
        '<file ID="F1"><FLocat xlink:href="file://./alto/1.xml"/></file>'
        '<file ID="F2"><FLocat xlink:href="file://./alto/2.xml"/></file></fileGrp></fileSec>'
        f'<structMap TYPE="PHYSICAL"><div/></structMap><structMap TYPE="LOGICAL"><div TYPE="ISSUE" '
        f'DMDID="I"><div TYPE="SECTION" LABEL="{story.section}"><div TYPE="ARTICLE" DMDID="A">'
        f"{areas}</div></div></div></structMap></mets>"
    )


def _mods(name, title, more):
    return (
        f'<dmdSec ID="{name}"><mdWrap><xmlData><mods:mods><mods:titleInfo><mods:title>'
        f"{escape(title)}</mods:title></mods:titleInfo>{more}</mods:mods></xmlData></mdWrap></dmdSec>"
    )
