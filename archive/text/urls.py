"""Web addresses compared: which ones lead to the same page, and which lead to many stories.

Standard library only, like slugs.py. The address itself stays as it was printed.
"""

from __future__ import annotations

import hashlib
import re
from typing import Final, NamedTuple
from urllib.parse import SplitResult, unquote, urlsplit

#: Parameters that say where a reader came from, not what is read.
_TRACKING: Final = frozenset(
    "fbclid gclid dclid gbraid wbraid msclkid yclid twclid igshid igsh mc_cid mc_eid mkt_tok ref "
    "ref_src ref_url referrer cmp cmpid icid ocid ito smid smtyp partner campaign_id share "
    "sharetype amp outputtype ncid sr_share spm xtor at_medium at_campaign at_custom1".split()
)
_TRACKING_PREFIXES: Final = ("utm_", "hsa_", "pk_", "mtm_", "ns_")
_PORTS: Final = (":80", ":443")
#: The front of a folder under another name.
_INDEX: Final = re.compile(r"(?:index|default|home)\.[a-z]{3,5}\Z", re.ASCII)
_EXTENSION: Final = re.compile(r"\.[a-z]{3,5}\Z", re.ASCII)
_WORD: Final = re.compile(r"[^\W_]+")
#: A story's address names it in so many words, or has a number; "middle-east" is a section.
_WORDS_OF_A_STORY: Final = 3
#: What sections are called in the addresses of news sites.
_SECTIONS: Final = frozenset(
    "news latest breaking home homepage frontpage index politics world international national "
    "local uk us usa europe asia africa americas australia region regional business economy "
    "money finance markets companies technology tech science health education environment "
    "climate culture arts art books film music tv media entertainment lifestyle life style "
    "food travel fashion society people sport sports football soccer cricket rugby tennis "
    "opinion opinions comment commentisfree editorial columns blogs blog features magazine "
    "video videos audio podcasts pictures photos gallery weather obituaries archive archives "
    "search category topics topic tag tags section article articles story stories nachrichten "
    "aktuell politik wirtschaft kultur wissen meinung panorama reise gesellschaft actualite "
    "actualites politique economie monde noticias politica economia mundo cultura deportes "
    "cronaca esteri nieuws nyheter".split()
)


class _Parts(NamedTuple):
    host: str
    segments: tuple[str, ...]
    parameters: tuple[str, ...]
    fragment: str


def url_key(url: str) -> int | None:
    """A signed 64-bit key that addresses of one page share: without scheme, www., tracking
    parameters, a slash at the end, and the place on the page. None for ""."""
    if not url.strip():
        return None
    parts = _parts(url)
    text = url.strip()
    if parts is not None:
        query = "&".join(sorted(parts.parameters))
        text = "\n".join((parts.host, "/".join(parts.segments), query, parts.fragment))
    digest = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, signed=True)


def are_of_one_site(url: str, other: str) -> bool:
    """Whether two addresses are of one site: "m.courier.example" is the Courier's too."""
    one, two = _parts(url), _parts(other)
    if one is None or two is None:
        return False
    return (
        one.host == two.host
        or f".{one.host}".endswith(f".{two.host}")
        or (f".{two.host}".endswith(f".{one.host}"))
    )


def names_a_story(url: str) -> bool:
    """Whether an address is surely of one story: it has a number or is several words long."""
    parts = _parts(url)
    if parts is None:  # an identifier of another kind
        return True
    if _is_a_day(parts):
        return False
    named = [*parts.segments[-1:], *parts.parameters, parts.fragment]
    if any(letter.isdigit() for text in named for letter in text):
        return True
    return any(len(_WORD.findall(text)) >= _WORDS_OF_A_STORY for text in named[:1])


def names_a_section(url: str, section: str) -> bool:
    """Whether an address may be of a page that leads to stories: a site's front, or the section
    with this slug or a usual name."""
    parts = _parts(url)
    if parts is None:
        return False
    if len(parts.segments) < 2 or _is_a_day(parts):
        return True
    last = _EXTENSION.sub("", parts.segments[-1].lower())
    return last == section or all(word in _SECTIONS for word in _WORD.findall(last))


def _is_a_day(parts: _Parts) -> bool:
    """Whether an address is that of a day, month or year: "/2017/06/04/"."""
    year, *rest = parts.segments or [""]
    return (
        len(year) == 4
        and len(rest) < 3
        and all(segment.isdecimal() and len(segment) < 5 for segment in (year, *rest))
        and not parts.parameters
        and not parts.fragment
    )


def _parts(url: str) -> _Parts | None:
    split = _split(url.strip())
    if split is None:
        return None
    host = split.netloc.rpartition("@")[2].lower().rstrip(".")
    for port in _PORTS:
        host = host.removesuffix(port)
    segments = [segment for segment in unquote(split.path).split("/") if segment]
    if segments and _INDEX.match(segments[-1].lower()):
        segments.pop()
    parameters = tuple(
        parameter for parameter in split.query.split("&") if parameter and not _tracks(parameter)
    )
    # "#!/story/5" and "#/story/5" are pages of their own.
    fragment = split.fragment if split.fragment.startswith(("!", "/")) else ""
    return _Parts(host.removeprefix("www."), tuple(segments), parameters, fragment)


def _split(url: str) -> SplitResult | None:
    """None for what is no address of a page; one without scheme is read as if it had one."""
    try:
        split = urlsplit(url if "://" in url or url.startswith("//") else f"//{url}")
    except ValueError:
        return None
    return split if split.netloc and split.scheme in {"", "http", "https"} else None


def _tracks(parameter: str) -> bool:
    name = parameter.partition("=")[0].lower()
    return name in _TRACKING or name.startswith(_TRACKING_PREFIXES)
