"""The wikitext of a page in, its paragraphs, pictures, day, categories and references out.

Headings, lists, quotations, tables (a row a line) and the words of links stand in the text. A
template gives its words where it is known for them or where they are a sentence; the others are
listed by what they say. Notes and sources are listed beside the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from ingest.parsing.fields.dates import find_dates
from ingest.sources.forms.markup_text import Paragraph

#: Characters of a page that is read as wikitext; a longer one is a list or a table of figures, and
#: shown by its lines as they are.
LONGEST: Final = 1_000_000
#: Characters of a section times what is opened and never closed in it, for the parser tries each
#: to the end: as many take a second. Beyond it the section is shown by its lines as they are.
_MOST_WORK: Final = 1_000_000
#: What opens and closes, and where a section begins.
_ENDS: Final = re.compile(
    r"\{\{|\}\}|\[\[?|\]\]?|\{\||\|\}|</|/>|<(?!br|hr|li|p\b)[a-zA-Z]|\n(?===)"
)
_OPENED: Final = {"{{": 0, "[[": 1, "[": 2, "{|": 3}
_CLOSED: Final = {"}}": 0, "]]": 1, "]": 2, "|}": 3, "</": 4, "/>": 4}
#: Levels of templates, links and tags that are opened.
_DEEPEST: Final = 30

#: Templates by name in lower case. Those of a day, in the languages of Wikinews:
_DATES: Final = frozenset(
    "date datum fecha data dato päiväys дата תאריך 日付 날짜 日期 byline dateline".split()
)
#: whose last parameter is what is shown,
_INLINE: Final = frozenset(
    "w wikipedia wp link lang nowrap small big sc smallcaps abbr tooltip nobr wikt foreign"
    " langue lien unité em strong transl lang-de lang-fr lang-es".split()
)
#: whose words are a quotation,
_QUOTES: Final = frozenset(
    "quote cquote blockquote quotation qquote pullquote citation_bloc cita zitat citazione citat"
    " quoteleft quoteright bloque_de_cita".split()
)
#: and that name what a story rests on.
_SOURCES: Final = re.compile(
    r"(?:source|quelle|fuente|fonte|źródło|источник|cite|cita_|citation|literatur|internetquelle"
    r"|lien_web|ref-|信源|消息来源|stroj-pr)", re.IGNORECASE
)  # fmt: skip
#: Words of a parameter that is a sentence, and so is kept.
_A_SENTENCE: Final = 8
#: Namespaces of pictures and of categories, in the languages with most pages.
_FILES: Final = frozenset(
    "file image datei bild fichier archivo imagen ficheiro imagem arquivo immagine plik grafika"
    " файл изображение файлы зображення bestand afbeelding fil tiedosto soubor slika fájl kép"
    " 文件 檔案 图像 ファイル 画像 파일 ملف پرونده קובץ dosya चित्र".split()
)
_CATEGORIES: Final = frozenset(
    "category kategorie catégorie categoría categoria kategoria категория категорія categorie"
    " kategori luokka kategorija kategória 分类 分類 カテゴリ 분류 تصنيف رده קטגוריה श्रेणी".split()
)
#: How a picture is placed: parameters that are no caption.
_PLACING: Final = re.compile(
    r"(?:thumb(?:nail)?|mini(?:atur)?|vignette|frame(?:d|less)?|border|left|right|center|centre|none"
    r"|links|rechts|zentriert|gauche|droite|izquierda|derecha|centro|baseline|middle|sub|super"
    r"|(?:upright|hochkant)(?:[ =][\d.]+)?|\d*x?\d+ ?px|text-top|text-bottom|top|bottom"
    r"|(?:alt|link|page|lang|class|title|size)\s?=.*)\Z", re.IGNORECASE | re.DOTALL
)  # fmt: skip
#: Another language's page of the same name: `[[de:Kai]]`.
_INTERLANGUAGE: Final = re.compile(r"[a-z]{2,3}(?:-[a-z-]{1,12})?\Z")
#: Tags whose contents are no text.
_UNSEEN: Final = frozenset(
    "style script templatestyles references imagemap timeline graph mapframe dynamicpagelist"
    " section inputbox".split()
)
_OWN_LINE: Final = frozenset("p div center poem blockquote tr caption table".split())
_MAGIC: Final = re.compile(r"__[A-Z]{3,20}__")

#: Marks before lines of the flat text.
_HEADING, _ITEM, _QUOTE = "\x01", "\x02", "\x03"
_KINDS: Final = {_HEADING: "heading", _ITEM: "list", _QUOTE: "quote"}


@dataclass(slots=True)
class Wikitext:
    """What a page says."""

    paragraphs: list[Paragraph] = field(default_factory=list)
    date: str = ""
    categories: list[str] = field(default_factory=list)
    images: list[dict[str, str]] = field(default_factory=list)
    references: list[str] = field(default_factory=list)
    templates: list[str] = field(default_factory=list)


def read_wikitext(text: str) -> Wikitext:
    """What a page says; never raises for any text."""
    import mwparserfromhell

    page = Wikitext()
    flat = ""
    for section, work in _sections(text):
        if len(text) > LONGEST or work > _MOST_WORK:
            flat += section.replace("\n", "\n\n")
        else:
            flat += "".join(_Flat(page).code(mwparserfromhell.parse(section), 0))
    page.paragraphs = list(_without_empty_sections(_paragraphs(_MAGIC.sub("", flat))))
    if not page.date:
        page.date = next((name for name in page.categories if _is_day(name)), "")
    return page


def _sections(text: str) -> Iterator[tuple[str, int]]:
    """The text cut at headings outside templates and tables, and the work that each part makes."""
    depths = [0] * 5
    start = 0
    for mark in _ENDS.finditer(text):
        if mark[0] in _CLOSED:
            kind = _CLOSED[mark[0]]
            depths[kind] = max(0, depths[kind] - 1)
        elif mark[0] == "\n":
            if not any(depths):
                yield text[start : mark.start()], mark.start() - start
                start = mark.start()
        else:
            depths[_OPENED.get(mark[0], 4)] += 1
    yield text[start:], (len(text) - start) * (1 + sum(depths))


def _is_day(words: str) -> bool:
    found = find_dates(words)
    return bool(found) and len(found[0].iso) == len("2016-04-11") and len(words) < 30


class _Flat:
    """Nodes as one text in lines, each with a mark of what it is, and the rest noted."""

    def __init__(self, page: Wikitext) -> None:
        self._page = page

    def code(self, code: Any, depth: int) -> Iterator[str]:
        if code is None or depth > _DEEPEST:
            yield str(code or "")
            return
        for node in code.nodes:
            yield from self._node(node, depth + 1)

    def words(self, code: Any, depth: int) -> str:
        """A stretch as one line."""
        return " ".join("".join(self.code(code, depth)).split()).strip(_HEADING + _ITEM + _QUOTE)

    def _node(self, node: Any, depth: int) -> Iterator[str]:
        from mwparserfromhell import nodes

        if isinstance(node, nodes.Text):
            yield str(node.value)
        elif isinstance(node, nodes.HTMLEntity):
            yield node.normalize()
        elif isinstance(node, nodes.Heading):
            yield f"\n\n{_HEADING}{self.words(node.title, depth)}\n\n"
        elif isinstance(node, nodes.Wikilink):
            yield from self._link(node, depth)
        elif isinstance(node, nodes.ExternalLink):
            title = self.words(node.title, depth)
            yield title or ("" if node.brackets else str(node.url))
        elif isinstance(node, nodes.Tag):
            yield from self._tag(node, depth)
        elif isinstance(node, nodes.Template):
            yield from self._template(node, depth)
        elif isinstance(node, nodes.Argument):
            yield self.words(node.default, depth)

    def _link(self, link: Any, depth: int) -> Iterator[str]:
        target = str(link.title).strip()
        space, colon, name = target.partition(":")
        space = space.strip().casefold()
        if not colon or not space:
            # "[[:Category:Ships]]" is a link in the text.
            yield self.words(link.text, depth) or name or target
        elif space in _FILES:
            self._picture(name, str(link.text or ""))
        elif space in _CATEGORIES:
            self._page.categories.append(name.strip().replace("_", " "))
        elif link.text is not None or not _INTERLANGUAGE.match(space):
            yield self.words(link.text, depth) or target

    def _picture(self, name: str, options: str) -> None:
        import mwparserfromhell

        picture = {"file": name.strip().replace(" ", "_")}
        parts = _parted(options)
        captions = [part.strip() for part in parts if not _PLACING.match(part.strip())]
        if captions and captions[-1]:
            picture["caption"] = self.words(mwparserfromhell.parse(captions[-1]), _DEEPEST // 2)
        self._page.images.append(picture)

    def _tag(self, tag: Any, depth: int) -> Iterator[str]:
        name = str(tag.tag).strip().casefold()
        if tag.wiki_markup in ("*", "#"):
            yield _ITEM
        elif tag.wiki_markup in (":", ";", "----"):
            yield ""
        elif name == "ref":
            if tag.contents and (said := self.words(tag.contents, depth)):
                self._page.references.append(said)
        elif name == "gallery":
            for line in str(tag.contents or "").split("\n"):
                file, _, caption = line.partition("|")
                if file.strip():
                    self._picture(file.partition(":")[2] or file, caption)
        elif name in ("br", "hr"):
            yield "\n"
        elif name in ("td", "th"):
            yield f"{self.words(tag.contents, depth)} "
        elif name in _OWN_LINE or name == "li":
            mark = {"blockquote": _QUOTE, "li": _ITEM}.get(name, "")
            yield from ("\n\n", mark, *self.code(tag.contents, depth), "\n\n")
        elif name not in _UNSEEN and tag.contents is not None:
            yield from self.code(tag.contents, depth)

    def _template(self, template: Any, depth: int) -> Iterator[str]:
        name = str(template.name).strip().casefold().replace(" ", "_")
        given = [
            (str(part.name).strip(), self.words(part.value, depth)) for part in template.params
        ]
        values = [value for key, value in given if key.isdecimal() and value]
        if name in _DATES:
            dated = next((value for _, value in given if find_dates(value)), "")
            self._page.date = self._page.date or dated or " ".join(values)
            if said := _said([(key, value) for key, value in given if value != dated]):
                self._page.templates.append(f"{name}: {said}")
        elif name in _INLINE and values:
            # `{{w|Page|words}}`, `{{lang|fr|mots}}`; a third names another wiki.
            yield values[:2][-1]
        elif name in _QUOTES and (values or given):
            words = values or [value for _, value in given if value]
            yield "".join(f"\n\n{_QUOTE}{value}\n\n" for value in words)
        elif _SOURCES.match(name):
            self._page.references.append(_said(given) or name)
        else:
            sentences = [value for _, value in given if len(value.split()) >= _A_SENTENCE]
            yield "".join(f"\n\n{value}\n\n" for value in sentences)
            rest = [(key, value) for key, value in given if value not in sentences]
            self._page.templates.append(": ".join(filter(None, (name, _said(rest)))))


def _said(given: list[tuple[str, str]]) -> str:
    return ", ".join(
        value if key.isdecimal() else f"{key} = {value}" for key, value in given if value
    )


def _parted(options: str) -> list[str]:
    """The parameters of a picture, parted at bars outside links and templates."""
    parts = [""]
    depth = 0
    for piece in re.split(r"(\[\[|\]\]|\{\{|\}\}|\|)", options):
        depth += (piece in ("[[", "{{")) - (piece in ("]]", "}}"))
        if piece == "|" and depth <= 0:
            parts.append("")
        else:
            parts[-1] += piece
    return parts


def _paragraphs(flat: str) -> Iterator[Paragraph]:
    """The lines joined to paragraphs: an empty line or a mark ends one."""
    lines: list[str] = []
    for line in (*flat.split("\n"), ""):
        line = line.strip()
        mark = line[:1]
        if lines and (not line or mark in _KINDS):
            yield " ".join(lines)
            lines = []
        if mark in _KINDS:
            words = " ".join(line.strip(_HEADING + _ITEM + _QUOTE).split())
            if words:
                yield {"type": _KINDS[mark], "text": words}
        elif line:
            lines.append(" ".join(line.replace(_ITEM, " ").replace(_QUOTE, " ").split()))


def _without_empty_sections(paragraphs: Iterator[Paragraph]) -> Iterator[Paragraph]:
    """The paragraphs without headings at the end, under which only templates or files stood."""
    held: list[Paragraph] = []
    for paragraph in paragraphs:
        held.append(paragraph)
        if isinstance(paragraph, str) or paragraph["type"] != "heading":
            yield from held
            held.clear()
