"""PDF: a page an article, written by hand: headline, then the paragraphs in lines of one width."""

import textwrap

LACKS = ("url", "section", "publication", "date", "authors", "body")


def write(stories):
    return {f"{at}.pdf": document([page(story)]) for at, story in enumerate(stories)}


def page(story):
    lines = [story.headline, ""]
    for paragraph in story.paragraphs:
        lines += [*textwrap.wrap(paragraph, 80, break_on_hyphens=False), ""]
    return lines


def document(pages, trailer=""):
    objects = ["<</Type/Catalog/Pages 2 0 R>>", ""]
    kids = []
    for lines in pages:
        shown = "".join(f"({escaped(line)}) Tj T*\n" for line in lines)
        stream = f"BT /F1 10 Tf 12 TL 50 780 Td\n{shown}ET"
        number = len(objects) + 1
        kids.append(f"{number} 0 R")
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents {number + 1} 0 R"
            "/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica"
            "/Encoding/WinAnsiEncoding>>>>>>>>"
        )
        objects.append(f"<</Length {len(stream.encode('cp1252'))}>>stream\n{stream}\nendstream")
    objects[1] = f"<</Type/Pages/Kids[{' '.join(kids)}]/Count {len(kids)}>>"
    data = b"%PDF-1.4\n"
    places = []
    for number, inner in enumerate(objects, 1):
        places.append(len(data))
        data += f"{number} 0 obj\n{inner}\nendobj\n".encode("cp1252")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    return data + (
        f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
        f"trailer\n<</Size {len(objects) + 1}/Root 1 0 R{trailer}>>\nstartxref\n{len(data)}\n%%EOF"
    ).encode("cp1252")


def escaped(text):
    text = text.encode("cp1252", "replace").decode("cp1252")
    return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
