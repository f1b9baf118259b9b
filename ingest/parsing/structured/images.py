"""A record in, its pictures out: of a list, of single keys, or of parts of its body."""

from __future__ import annotations

from typing import Any, Final

from archive.record.content import ImageContent
from archive.record.evidence import FieldReading
from ingest.parsing.fields.captions import read_caption
from ingest.parsing.fields.markup import plain, web_address
from ingest.parsing.fields.whitespace import normalise
from ingest.parsing.structured.keys import KEY_FIELDS
from ingest.parsing.structured.record import Fields, Record, is_nothing, last_key, may_be_markup
from ingest.parsing.structured.spans import Item, Places

#: Pictures of one record.
_MOST: Final = 50
#: Keys of a picture that mean something else in an article.
_OWN_KEYS: Final = {
    "url": "url", "src": "url", "href": "url", "image_url": "url", "title": "",
    "fullcaption": "caption", "full_caption": "caption",
    "author": "credit", "authors": "credit", "copyright": "credit", "credit_text": "credit",
    "byline": "credit", "bylines": "credit", "creditline": "credit", "description_text": "caption",
    "descriptions": "caption", "headline": "", "headlines": "",
}  # fmt: skip
#: Keys of what stands for a caption where there is none, the better first: what a picture shows is
#: told to those who cannot see it, and is no caption beside one.
_IN_PLACE: Final = ("text", "description", "alt", "alt_text")
#: Keys of a list of the same picture in several sizes.
_SIZES: Final = frozenset(("versions", "sizes", "variants", "renditions"))
#: The types of pictures among other media or parts of a body.
_KINDS: Final = frozenset(("", "image", "photo", "picture", "lead_image"))


def read_pictures(record: Record, fields: Fields) -> list[ImageContent]:
    """The pictures; used items are removed from the fields."""
    found: list[ImageContent] = []
    for item in list(fields.get("images", [])):
        # ninjs 1 keeps its associations as an object.
        named = isinstance(item.value, dict) and last_key(item) == "associations"
        listed = named or isinstance(item.value, list)
        for member in record.members(item)[:_MOST] if listed else ():
            _member(record, member, found)
        if found:
            fields["images"].remove(item)
    for item in fields.get("text", []):
        for member in record.members(item) if isinstance(item.value, list) else ():
            if isinstance(member.value, dict) and member.value.get("type") in _KINDS - {""}:
                _member(record, member, found)
    if found:
        return found[:_MOST]
    captions = record.all_strings(fields, "caption")
    credits = record.all_strings(fields, "credit")
    addresses = [
        string for string in record.all_strings(fields, "image_url") if web_address(string.value)
    ]
    for number in range(max(len(captions), len(credits), len(addresses))):
        caption, credit, address = (
            strings[number] if number < len(strings) else None
            for strings in (captions, credits, addresses)
        )
        _picture(record, caption, credit, address, found)
    return found


def _member(record: Record, member: Item, found: list[ImageContent]) -> None:
    """One picture of a list: an address or an object."""
    if isinstance(member.value, str):
        if web_address(member.value):
            _picture(record, None, None, member, found)
        return
    if not isinstance(member.value, dict):
        return
    kind = member.value.get("type")
    if isinstance(kind, str) and kind.casefold() not in _KINDS:
        return
    parts: dict[str, Item] = {}
    for inner in record.members(member):
        key = last_key(inner)
        if key in _SIZES and isinstance(inner.value, (list, dict)):
            sizes = [part for size in record.members(inner)[:1] for part in record.members(size)]
            for part in sizes:
                if last_key(part) in ("url", "href"):
                    parts["url"] = part
            continue
        name = key if key in _IN_PLACE else _field_of(key)
        string = next(record.strings(inner), None) if not is_nothing(inner.value) else None
        if name and string is not None:
            parts.setdefault("url" if name == "image_url" else name, string)
    address = parts.get("url")
    if address is not None and not web_address(address.value):
        address = None
    captions = [parts[name] for name in ("caption", *_IN_PLACE) if name in parts]
    for spare in captions[1:]:
        record.leave(spare, f'key "{spare.key}", beside the caption')
    if captions or address:
        caption = captions[0] if captions else None
        _picture(record, caption, parts.get("credit"), address, found)


def _field_of(key: str) -> str:
    """The field of a picture that a key states, or ""."""
    return _OWN_KEYS.get(key, KEY_FIELDS.get(key, ("",))[0])


def _picture(
    record: Record,
    caption: Item | None,
    credit: Item | None,
    address: Item | None,
    found: list[ImageContent],
) -> None:
    """One picture of caption, credit and address."""
    key = f"images.{len(found)}"
    values: dict[str, Any] = {}
    for item in (credit, caption):
        if item is None:
            continue
        shown = plain(item.value) if may_be_markup(item.value) else item.value
        read = read_caption(shown)
        places = Places(record.text, item) if shown == item.value else None
        for part, evidence in read.evidence.items():
            if (part == "credit" and "credit" in values) or (
                item is credit and part in ("caption", "place", "taken")
            ):
                continue
            spans = tuple(places.span(*span) for span in evidence.spans) if places else ()
            values[part] = getattr(read.image, part)
            reason = f'key "{item.key}": {evidence.reason}'
            record.evidence[f"{key}.{part}"] = FieldReading(spans, evidence.confidence, reason)
        name = "credit" if item is credit else "caption"
        if name not in values and (name == "credit" or not read.image.credit):
            values[name] = normalise(shown)
            record.note(f"{key}.{name}", item, item.span)
    if address is not None:
        values["url"] = web_address(address.value)
        record.note(f"{key}.url", address, address.span)
    if any(values.values()):
        found.append(ImageContent(**values))
