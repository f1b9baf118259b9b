"""The names on an element in (class, id and the like), the zones that they stand for out.

The names are conventions shared by content systems (BEM, WordPress, microformats, schema.org), in
the languages we read; no rule names a publisher.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final


class Zone:
    """Properties of an element that its descendants inherit: bits of an int.

    Plain integers, since IntFlag costs more than the walk over the page itself.
    """

    NONE: Final = 0
    NAVIGATION: Final = 1 << 0
    COMMENTS: Final = 1 << 1
    RELATED: Final = 1 << 2
    SHARE: Final = 1 << 3
    SIGNUP: Final = 1 << 4
    ADVERT: Final = 1 << 5
    FOOTER: Final = 1 << 6
    HEADER: Final = 1 << 7
    ASIDE: Final = 1 << 8
    FORM: Final = 1 << 9
    BIO: Final = 1 << 10
    TAGS: Final = 1 << 11
    BYLINE: Final = 1 << 12
    DATE: Final = 1 << 13
    CAPTION: Final = 1 << 14
    CREDIT: Final = 1 << 15
    FIGURE: Final = 1 << 16
    STANDFIRST: Final = 1 << 17
    HEADLINE: Final = 1 << 18
    SECTION: Final = 1 << 19
    BODY: Final = 1 << 20
    ARTICLE: Final = 1 << 21
    HIDDEN: Final = 1 << 22
    LIST: Final = 1 << 23
    TABLE: Final = 1 << 24
    QUOTE: Final = 1 << 25
    EMBED: Final = 1 << 26
    NOTE: Final = 1 << 27


#: family -> the words and phrases that name it. A name is split at camelCase, underscores, colons
#: and dashes, so that `articleBody`, `article__body` and `article-body` read alike, and is then
#: looked up word by word and in runs of up to three words ("more-on", "you-may-like").
_FAMILIES: Final[dict[int, str]] = {
    Zone.NAVIGATION: """
        nav navbar navigation menu submenu megamenu breadcrumb breadcrumbs pagination pager
        skip-link skip-links toolbar toc table-of-contents inhaltsverzeichnis masthead topbar
        site-header off-canvas offcanvas burger mainnav subnav""",
    Zone.COMMENTS: """
        comments comment-list comment-section comment-area comment-body comment-form
        comment-thread comment-count comment-container comment-wrapper comment-box commentlist
        disqus livefyre respond discussion leserkommentar leserkommentare kommentar kommentare
        commentaire commentaires comentario comentarios commenti spot-im viafoura coral""",
    Zone.RELATED: """
        related recommend recommended recommendation recommendations recirc recirculation
        more-news more-stories more-on more-from more-articles more-like more-about more-in
        most-read most-popular most-viewed most-shared mostread popular trending teaser teasers
        also-read read-more read-also read-next readmore see-also you-may up-next next-article
        next-post next-story previous-article previous-post previous-story prev-next
        post-navigation outbrain taboola zergnet onward latest sidebar promo promos promoted rail
        further siehe-auch zum-thema weitere verwandt verwandte meistgelesen leggi-anche
        articoli-correlati correlati correlate lire-aussi a-lire relacionada relacionado
        relacionadas relacionados lees-ook gerelateerd linkbox link-box link-list linklist
        jp-relatedposts yarpp river carousel slider in-other-news associated articles-list
        article-list thumbnails story-package crosslink crosslinks cross-link news-list newslist
        infinite weiterlesen mehr-zum""",
    Zone.SHARE: """
        share shares sharing sharebar social socials sharedaddy addthis addtoany follow teilen
        partager compartir condividi bookmark bookmarks print toolbox article-tools
        article-actions actions save-article listen audio-player speech vorlesen""",
    Zone.SIGNUP: """
        newsletter newsletters subscribe subscription subscriptions subscriber signup sign-up
        paywall pay-wall piano tp-container tp-modal tp-backdrop leaky-paywall poool regwall
        subscriber-only subscribers-only premium-wall hard-wall soft-wall offer offers
        onetrust didomi usercentrics sourcepoint truste consent cookie cookies gdpr login log-in
        sign-in signin register
        registration abo abonnement abonnieren abonnez abonner membership donate donation
        donations spende spenden support-us modal popup overlay toast banner cta call-to-action
        marketing app-download tooltip snackbar dialog""",
    Zone.ADVERT: """
        ad ads advert adverts advertising advertisement advertisements adbox ad-slot adslot dfp
        sponsor sponsored werbung anzeige anzeigen publicidad publicite pubblicita commercial
        affiliate shopping buy-now deal deals""",
    Zone.FOOTER: """
        footer site-footer page-footer colophon copyright-notice legal imprint impressum
        disclaimer""",
    Zone.HEADER: "header",
    Zone.ASIDE: "aside complementary widget widgets secondary",
    Zone.BIO: """
        author-bio author-box author-info author-profile author-card author-description
        author-about author-details about-author about-the-author bio biography autorenbox
        authorbox autor-info authors-bio contributor-bio post-author-box""",
    Zone.TAGS: """
        tags tag-list taglist tag-cloud tagcloud post-tags article-tags keywords topics topic-list
        schlagworte themen etiquetas entry-tags post-categories filed-under hashtags
        postmetadata""",
    Zone.BYLINE: """
        byline bylines by-line author authors author-name autor autoren auteur autore contributor
        contributors writer reporter journalist vcard fn p-author verfasser redakteur creator
        firma signature article-info authorname user-name username""",
    Zone.DATE: """
        date dates dateline datetime time timestamp time-stamp published publish posted pubdate
        pub-date updated modified datum fecha data-pubblicazione meta post-meta entry-meta
        article-meta dtstamp dt-published""",
    Zone.CAPTION: """
        caption captions figcaption bildunterschrift bildtext bild-text bildinfo cutline legend
        legende pie-foto pie-de-foto didascalia bijschrift foto-text image-text img-desc
        image-description picture-description photo-description image-info image-subline bu""",
    Zone.CREDIT: """
        credit credits copyright copyrights photographer fotograf bildnachweis bildquelle
        image-source photo-source img-source quelle source attribution rights rights-holder
        agency urheber license licence""",
    Zone.FIGURE: """
        figure wp-caption image-container image-wrapper media-object gallery galerie slideshow
        photo picture article-image inline-image embed-image img-container lead-image hero-image
        featured-image main-image article-photo bild image""",
    Zone.STANDFIRST: """
        standfirst subtitle sub-title subtitles subhead sub-head subheadline sub-headline
        subheading sub-heading dek deck subhed lead lede leadtext teaser-text summary intro
        introduction excerpt chapo chapeau sommario sottotitolo occhiello catenaccio entradilla
        bajada copete vorspann anriss abstract article-description description tagline ingress
        preamble strapline desc resumen sumario resumo riassunto subline sub-line synopsis
        bullet-points bullet-point key-points highlights""",
    Zone.HEADLINE: """
        headline headlines title p-name heading titre titulo titular titolo titel ueberschrift
        schlagzeile""",
    Zone.SECTION: """
        kicker kickers overline eyebrow section category cat topic rubrik dachzeile spitzmarke
        ressort channel flag label labels antetitulo occhiello surtitre pretitle pre-title roof
        topline overtitle over-title""",
    Zone.BODY: """
        bodytext bodycopy entry e-content artikeltext artikel-text artikelinhalt artikel-inhalt
        fliesstext testo texto cuerpo corpo texte article-section story article artikel prose
        richtext rich-text wysiwyg""",
    Zone.NOTE: """
        correction corrections editors-note editor-note note footnote footnotes endnotes infobox
        info-box factbox fact-box faktenbox fakten infokasten kasten timeline methodology""",
    Zone.EMBED: """
        embed embedded twitter-tweet instagram-media tiktok-embed tweet fb-post video-player
        jwplayer jw-player player video podcast widget-embed poll quiz survey interactive map
        chart datawrapper iframe""",
}

#: Class names of hidden elements. `md:hidden`, and `hidden` beside `md:block`, may be visible.
_HIDDEN: Final = frozenset(
    """hidden visually-hidden visuallyhidden sr-only screen-reader screen-reader-text is-hidden
    invisible d-none hide print-only only-print element-invisible offscreen assistive
    u-visually-hidden u-hidden hide-caption toggle-caption""".split()
)

#: Names of the story's body are two words that systems combine freely.
_BODY_OWNERS: Final = "article story entry post news content main page rich item single blog body"
_BODY_NOUNS: Final = "body content text copy main paragraph paragraphs"


def _vocabulary() -> dict[str, int]:
    phrases: dict[str, int] = {}
    for zone, words in _FAMILIES.items():
        for phrase in words.split():
            phrases[phrase] = phrases.get(phrase, Zone.NONE) | zone
    for owner in _BODY_OWNERS.split():
        for noun in _BODY_NOUNS.split():
            for phrase in (f"{owner}-{noun}", owner + noun):
                phrases[phrase] = phrases.get(phrase, Zone.NONE) | Zone.BODY
    return phrases


_PHRASES: Final = _vocabulary()
_LONGEST_PHRASE: Final = 3
#: Words that begin a phrase; most names have none.
_OPENING: Final = frozenset(phrase.partition("-")[0] for phrase in _PHRASES)
#: `articleBody` is two words.
_WORDS: Final = re.compile(r"[A-Z]*[a-z0-9]+|[A-Z]+")

#: The zones of elements by their tag.
TAG_ZONES: Final[dict[str, int]] = {
    "nav": Zone.NAVIGATION,
    "footer": Zone.FOOTER,
    "header": Zone.HEADER,
    "aside": Zone.ASIDE,
    "form": Zone.FORM,
    "button": Zone.FORM,
    "label": Zone.FORM,
    "select": Zone.FORM,
    "menu": Zone.NAVIGATION,
    "figure": Zone.FIGURE,
    "figcaption": Zone.CAPTION,
    "article": Zone.ARTICLE,
    "main": Zone.NONE,
    "ul": Zone.LIST,
    "ol": Zone.LIST,
    "dl": Zone.LIST,
    "table": Zone.TABLE,
    "blockquote": Zone.QUOTE,
    "time": Zone.DATE,
    "address": Zone.BYLINE,
    "dialog": Zone.SIGNUP,
}

_ROLE_ZONES: Final[dict[str, int]] = {
    "navigation": Zone.NAVIGATION,
    "contentinfo": Zone.FOOTER,
    "complementary": Zone.ASIDE,
    "dialog": Zone.SIGNUP,
    "alertdialog": Zone.SIGNUP,
    "search": Zone.FORM,
    "menu": Zone.NAVIGATION,
    "menubar": Zone.NAVIGATION,
    "tablist": Zone.NAVIGATION,
}

#: First words of names that say what an element lacks: `hasnt-bio`, `no-sidebar`.
_NEGATED: Final = frozenset("hasnt isnt no not without".split())

#: Names of one element that are read; utility classes add nothing after that.
_MAX_NAMES: Final = 24
_MAX_NAME_LENGTH: Final = 80


@lru_cache(maxsize=32_768)
def _zones_of_name(name: str) -> int:
    words = [word.lower() for word in _WORDS.findall(name[:_MAX_NAME_LENGTH])]
    found = Zone.NONE
    if _OPENING.isdisjoint(words) or words[0] in _NEGATED:
        return found
    for first, opening in enumerate(words):
        if opening in _OPENING:
            for last in range(first + 1, min(first + _LONGEST_PHRASE, len(words)) + 1):
                found |= _PHRASES.get("-".join(words[first:last]), Zone.NONE)
    return found


@lru_cache(maxsize=65_536)
def zones_of_names(names: str) -> int:
    """The zones of an element's names, which are separated by spaces."""
    found = Zone.NONE
    for name in names.split(None, _MAX_NAMES)[:_MAX_NAMES]:
        found |= _zones_of_name(name)
    hidden = not _HIDDEN.isdisjoint(names.lower().split(None, _MAX_NAMES)[:_MAX_NAMES])
    return found | Zone.HIDDEN if hidden and ":" not in names else found


def zone_of_role(role: str) -> int:
    return _ROLE_ZONES.get(role.strip().lower(), Zone.NONE)
