"""A workbook as libraries write it: a sheet of articles, strings in a table of their own."""

import io
import zipfile
from xml.sax.saxutils import escape

LACKS = ()
COLUMNS = ("title", "date", "authors", "publication", "section", "url", "text")
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def write(stories):
    rows = [COLUMNS]
    for story in stories:
        names = "; ".join(story.authors)
        text = "\n\n".join(story.paragraphs)
        rows.append((
            story.headline, story.date, names, story.publication, story.section, story.url, text,
        ))  # fmt: skip
    return {"news.xlsx": book({"Articles": rows, "About": [("made by",), ("Una Marr",)]})}


def book(sheets):
    """A workbook of these rows by sheet; a cell that begins with "<" is XML."""
    files = {"xl/styles.xml": STYLES}
    names, links = [], []
    for number, (name, rows) in enumerate(sheets.items(), 1):
        files[f"xl/worksheets/sheet{number}.xml"] = sheet(rows)
        names.append(f'<sheet name="{escape(name)}" sheetId="{number}" r:id="r{number}"/>')
        links.append(link(f"r{number}", "worksheet", f"worksheets/sheet{number}.xml"))
    links.append(link("s", "styles", "styles.xml"))
    files["xl/workbook.xml"] = (
        f'<workbook xmlns="{MAIN}" xmlns:r="{LINKS}"><sheets>{"".join(names)}</sheets></workbook>'
    )
    files["xl/_rels/workbook.xml.rels"] = rels(links)
    files["_rels/.rels"] = rels([link("w", "officeDocument", "xl/workbook.xml")])
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", f'<Types xmlns="{PACKAGE}/content-types"/>')
        for name, text in files.items():
            archive.writestr(name, text)
    return out.getvalue()


def link(key, kind, target):
    return f'<Relationship Id="{key}" Type="{LINKS}/{kind}" Target="{target}"/>'


def rels(links):
    return f'<Relationships xmlns="{PACKAGE}/relationships">{"".join(links)}</Relationships>'


def sheet(rows):
    lines = []
    for number, row in enumerate(rows, 1):
        cells = "".join(cell(f"{chr(65 + place)}{number}", said) for place, said in enumerate(row))
        lines.append(f'<row r="{number}">{cells}</row>')
    return f'<worksheet xmlns="{MAIN}"><sheetData>{"".join(lines)}</sheetData></worksheet>'


def cell(place, said):
    if said.startswith("<"):
        return said.format(place=place)
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(said)}</t></is></c>'


STYLES = (
    f'<styleSheet xmlns="{MAIN}"><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>'
    "</styleSheet>"
)
