"""Stylesheets: each owns its components, none says what no page uses, colours have names."""

import ast
import re
from collections import defaultdict
from pathlib import Path

import django
import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
SHEETS = sorted((ROOT / "static" / "css").rglob("*.css"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
SCRIPTS = sorted((ROOT / "static" / "js").rglob("*.js"))
MODULES = sorted(path for app in ("archive", "ingest") for path in (ROOT / app).rglob("*.py"))
DJANGO_ADMIN = Path(django.__file__).parent / "contrib" / "admin"

CLASS = re.compile(r"\.([A-Za-z][\w-]*)")
WORD = re.compile(r"[A-Za-z][\w-]*")
ATTRIBUTE = re.compile(r"""class=\\?"((?:\{%.*?%\}|\{\{.*?\}\}|[^"])*)\"""", re.DOTALL)
PAGE = re.compile(r"\{% block page %\}(.*?)\{% endblock")
#: "shade-{{ cell.shade }}", f"tint-{family}": every class that begins so.
OPEN_ENDED = re.compile(r"([A-Za-z][\w-]*-)\{")
WHOLE = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|(?<![\w-])([A-Za-z](?:[\w-]*\w)?)(?![\w-])")


def text_of(sheet):
    return re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.DOTALL)


def selectors(sheet):
    heads = re.findall(r"([^{};]+)\{", text_of(sheet))
    return [head.strip() for head in heads if not head.strip().startswith("@")]


def classes(sheet):
    return {name for selector in selectors(sheet) for name in CLASS.findall(selector)}


def named(paths):
    """Classes in the class attributes of templates, or of HTML that Python writes."""
    paths = list(paths)
    values = [value for path in paths for value in ATTRIBUTE.findall(path.read_text())]
    values += [page for path in paths for page in PAGE.findall(path.read_text())]
    whole = {name for value in values for name in WHOLE.findall(value) if name}
    return whole, {start for value in values for start in OPEN_ENDED.findall(value)}


def constants():
    """Strings of Python that are one class and nothing else: " is-long"."""
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value.strip()


def scripted():
    strings = (re.findall(r'"([^"\n]*)"', path.read_text()) for path in SCRIPTS)
    return {name for found in strings for string in found for name in WORD.findall(string)}


@pytest.fixture(scope="module")
def djangos():
    sheets = (DJANGO_ADMIN / "static" / "admin" / "css").rglob("*.css")
    written, _ = named((DJANGO_ADMIN / "templates").rglob("*.html"))
    ours = set().union(*(classes(sheet) for sheet in SHEETS))
    columns = {name for name in ours if name.startswith("field-")}
    return written.union(columns, *(classes(sheet) for sheet in sheets))


def test_every_class_of_a_stylesheet_is_somewhere_on_a_page(djangos):
    written, open_ended = named([*TEMPLATES, *MODULES])
    used = written | scripted() | djangos | set(constants())
    dead = {
        f"{sheet.name}: .{name}"
        for sheet in SHEETS
        for name in classes(sheet) - used
        if not name.startswith(tuple(open_ended))
    }
    assert not dead


def test_every_class_of_a_template_has_a_style_or_a_script(djangos):
    written, _ = named(TEMPLATES)
    styled = set().union(*(classes(sheet) for sheet in SHEETS))
    pages = {name for name in written if name.endswith("-page")}
    bare = written - styled - scripted() - djangos - pages
    assert not bare


def test_a_component_is_styled_in_one_stylesheet(djangos):
    homes = defaultdict(set)
    for sheet in SHEETS:
        if sheet.name == "print.css":
            continue
        for name in classes(sheet) - djangos:
            homes[name.split("-")[0]].add(str(sheet.relative_to(ROOT)))
    del homes["is"]  # is-long, is-kept: states of what stands before them
    shared = {part: where for part, where in homes.items() if len(where) > 1}
    assert not shared


def test_colours_have_names():
    bare = [
        f"{sheet.name}: {line.strip()}"
        for sheet in SHEETS
        if sheet.name != "print.css"
        for line in text_of(sheet).splitlines()
        if re.search(r"#[0-9a-f]{3,8}\b(?!.*\{)", line) and not line.strip().startswith("--")
    ]
    assert not bare


def test_every_custom_property_is_set_and_used():
    texts = "\n".join(text_of(sheet) for sheet in SHEETS)
    django_admin = "".join(
        path.read_text() for path in (DJANGO_ADMIN / "static" / "admin" / "css").rglob("*.css")
    )
    used = set(re.findall(r"var\((--[\w-]+)", texts))
    ours = set(re.findall(r"(--[\w-]+):", texts))
    theirs = set(re.findall(r"(--[\w-]+):", django_admin))
    unset = used - ours - theirs
    assert not unset
    unused = ours - used - theirs
    assert not unused


def test_a_page_links_at_most_three_stylesheets_of_its_own():
    for template in TEMPLATES:
        links = re.findall(r"file 'css/([\w/]+)\.css'", template.read_text())
        if template.parent.name == "templates" and template.name == "base.html":
            assert links == ["tokens", "base", "page", "print"]
        else:
            assert len(links) <= 3, template
