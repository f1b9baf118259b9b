"""The same invented story as some sixty publishing systems and epochs would set it on a page.

Each shape is a page and what must come out of it. Where a shape expects nothing of a field, the
field is not on its page, and must stay empty.
"""

# ruff: noqa: E501
from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field

HEADLINE = "Harbour council votes to keep the old ferry"
AUTHOR = "Una Marr"
DAY = "2017-06-04"
STANDFIRST = "After two winters of argument the boat to Alder Island stays in service."
CAPTION = "The ferry at the eastern quay on Sunday morning."
CREDIT = "Odile Renard"
PICTURE = "https://alder.example/img/ferry.jpg"
ADDRESS = "https://alder.example/news/old-ferry-stays"
TEXT = (
    "The harbour council of Port Alder voted on Sunday to keep the old ferry to the island, ending"
    " an argument that had split the town for two winters.",
    "Eleven members spoke for the boat and four against it, and the gallery applauded so long that"
    " the chair had to ring her bell three times.",
    "“Nobody who has stood on that deck in a March wind wants to see it scrapped,” said Piers"
    " Hallam, who runs the bakery opposite the eastern quay.",
    "The engineers had asked for a new hull before next autumn, and the treasurer put the cost at"
    " more than the town spends on its schools in a year.",
    "A second reading of the budget follows in August, when the council must also decide about the"
    " lamps on the breakwater and the roof of the market hall.",
)
MENU = (
    '<ul><li><a href="/">Home</a></li><li><a href="/news">News</a></li>'
    '<li><a href="/sport">Sport</a></li><li><a href="/weather">Weather</a></li>'
    '<li><a href="/contact">Contact</a></li></ul>'
)
TEASERS = "".join(
    f'<li><a href="/t/{number}">{text}</a></li>'
    for number, text in enumerate(
        (
            "Lighthouse keeper retires after forty years",
            "Market hall roof will not last another winter",
            "Schools reopen after the storm of last week",
        )
    )
)


@dataclass(frozen=True)
class Shape:
    """A page and its record; `None` for a field that may be anything."""

    page: str
    headline: str | None = HEADLINE
    authors: tuple[str, ...] | None = (AUTHOR,)
    date: str | None = DAY
    paragraphs: tuple[str, ...] = TEXT
    captions: tuple[str, ...] = ()
    credits: tuple[str, ...] = ()
    pictures: tuple[str, ...] = ()
    extra: dict[str, object] = field(default_factory=dict)


SHAPES: dict[str, Callable[[], Shape]] = {}


def shape(make: Callable[[], Shape]) -> Callable[[], Shape]:
    SHAPES[make.__name__] = make
    return make


def ps(opening: str = "<p>", closing: str = "</p>", texts: tuple[str, ...] = TEXT) -> str:
    return "\n".join(opening + text + closing for text in texts)


def page(body: str, head: str = "", title: str = f"{HEADLINE} | Alder Gazette") -> str:
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>{head}'
        f"</head><body>{body}</body></html>"
    )


def ld(value: object) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return f'<script type="application/ld+json">{text}</script>'


def meta(name: str, content: str) -> str:
    return f'<meta property="{name}" content="{content}">'


# WordPress


@shape
def wordpress_of_2006() -> Shape:
    return Shape(
        page(
            f'<div id="page"><div id="header"><h1><a href="/">Alder Gazette</a></h1>'
            f'<div class="description">Tidings from the coast</div></div>'
            f'<div id="content" class="widecolumn"><div class="navigation"><a href="/x">&laquo; '
            f'Lighthouse keeper retires</a></div><div class="post" id="post-12"><h2><a '
            f'rel="bookmark" href="/?p=12">{HEADLINE}</a></h2><small>June 4th, 2017 by Una Marr'
            f'</small><div class="entry">{ps()}<p class="postmetadata alt"><small>This entry was '
            f"posted on Sunday, June 4th, 2017 at 10:15 am and is filed under <a href='/news' "
            f'rel="category tag">News</a>. You can follow any responses through the RSS 2.0 feed.'
            f'</small></p></div></div><h3 id="comments">2 Responses</h3><ol class="commentlist">'
            f"<li><cite>Ulf Berg</cite> Says:<br><small class='commentmetadata'>June 5th, 2017 at "
            f"9:00</small><p>The old boat should have been sold ten years ago, if you ask me or "
            f"anybody else on this side of the harbour.</p></li></ol></div>"
            f'<div id="footer"><p>Alder Gazette is proudly powered by WordPress</p></div></div>'
        )
    )


@shape
def wordpress_theme_of_2017() -> Shape:
    return Shape(
        page(
            f'<header id="masthead"><p class="site-title"><a href="/">Alder Gazette</a></p></header>'
            f'<nav class="main-navigation">{MENU}</nav><div id="primary" class="content-area"><main '
            f'id="main" class="site-main"><article id="post-3" class="post-3 post type-post hentry">'
            f'<header class="entry-header"><div class="entry-meta"><span class="posted-on">Posted on'
            f' <a href="/x" rel="bookmark"><time class="entry-date published" '
            f'datetime="2017-06-04T10:15:00+01:00">June 4, 2017</time><time class="updated" '
            f'datetime="2017-06-06T08:00:00+01:00">June 6, 2017</time></a></span><span class="byline">'
            f' by <span class="author vcard"><a class="url fn n" href="/author/una/">Una Marr</a>'
            f'</span></span></div><h1 class="entry-title">{HEADLINE}</h1></header>'
            f'<div class="entry-content"><figure id="attachment_9" class="wp-caption alignnone">'
            f'<img class="size-full" src="{PICTURE}" alt=""><figcaption class="wp-caption-text">'
            f"{CAPTION} (Photo: Odile Renard)</figcaption></figure>{ps()}"
            f'<div class="sharedaddy"><h3 class="sd-title">Share this:</h3><ul><li>Twitter</li></ul>'
            f'</div></div><footer class="entry-footer"><span class="cat-links">Posted in <a '
            f'href="/news">News</a></span></footer></article><nav class="navigation '
            f'post-navigation"><h2 class="screen-reader-text">Post navigation</h2>'
            f'<div class="nav-previous"><a href="/a">Lighthouse keeper retires</a></div></nav>'
            f'</main></div><aside id="secondary" class="widget-area"><section class="widget '
            f'widget_recent_entries"><h2>Recent Posts</h2><ul>{TEASERS}</ul></section></aside>'
        ),
        captions=(CAPTION,),
        credits=(CREDIT,),
        pictures=(PICTURE,),
    )


@shape
def wordpress_blocks_with_a_graph() -> Shape:
    graph = {
        "@context": "https://schema.org",
        "@graph": [
            {"@type": "WebSite", "@id": "/#website", "name": "Alder Gazette"},
            {
                "@type": "Person",
                "@id": "/#/person/7",
                "name": "Una Marr",
                "image": {"@type": "ImageObject", "caption": "Una Marr"},
            },
            {
                "@type": "WebPage",
                "@id": ADDRESS,
                "name": HEADLINE + " - Alder Gazette",
                "datePublished": "2017-06-04T09:15:00+00:00",
            },
            {
                "@type": "Article",
                "headline": HEADLINE.replace("the", "the"),
                "author": {"@id": "/#/person/7"},
                "datePublished": "2017-06-04T09:15:00+00:00",
                "dateModified": "2017-06-07T09:15:00+00:00",
                "mainEntityOfPage": {"@id": ADDRESS},
                "publisher": {"@id": "/#website"},
            },
        ],
    }
    return Shape(
        page(
            f'<div class="wp-site-blocks"><header class="wp-block-template-part">{MENU}</header>'
            f'<main class="wp-block-group"><h1 class="wp-block-post-title">{HEADLINE}</h1>'
            f'<div class="wp-block-template-part"><div class="wp-block-post-date"><time '
            f'datetime="2017-06-04T10:15:00+01:00"><a href="/x">June 4, 2017</a></time></div><p>—</p>'
            f'<p>by</p><div class="wp-block-post-author"><p class="wp-block-post-author__name">Una '
            f'Marr</p></div></div><div class="entry-content wp-block-post-content">{ps()}'
            f'<figure class="wp-block-image size-large"><img src="data:image/gif;base64,R0lGOD" '
            f'data-src="{PICTURE}"><figcaption class="wp-element-caption">{CAPTION}</figcaption>'
            f"</figure></div></main></div>",
            ld(graph),
        ),
        captions=(CAPTION,),
        pictures=(PICTURE,),
        extra={"url": ADDRESS, "publication": "Alder Gazette"},
    )


@shape
def wordpress_newspaper_theme() -> Shape:
    return Shape(
        page(
            f'<div class="td-header-wrap">{MENU}</div><article class="post hentry"><div '
            f'class="td-post-header"><div class="td-crumb-container"><a href="/">Home</a> &rsaquo; '
            f'<a href="/news">News</a></div><ul class="td-category"><li class="entry-category"><a '
            f'href="/news">News</a></li></ul><header class="td-post-title"><h1 class="entry-title">'
            f'{HEADLINE}</h1><div class="td-module-meta-info"><div class="td-post-author-name"><div '
            f'class="td-author-by">By</div> <a href="/author/una/">Una Marr</a><div '
            f'class="td-author-line"> - </div></div><span class="td-post-date"><time class="entry-date '
            f'updated td-module-date" datetime="2017-06-04T10:15:00+00:00">Jun 4, 2017</time></span>'
            f'<div class="td-post-comments"><a href="#respond">0</a></div><div class="td-post-views">'
            f'1043</div></div></header></div><div class="td-post-sharing-top">Facebook Twitter</div>'
            f'<div class="td-post-content">{ps()}</div><div class="td-author-box"><div '
            f'class="td-author-name vcard author">Una Marr</div><div class="td-author-description">'
            f"Una Marr has written about the harbour and its people for the Gazette since she left "
            f'school, and keeps bees.</div></div></article><div class="td_block_related_posts"><h4>'
            f'RELATED ARTICLES</h4><ul>{TEASERS}</ul></div><div id="respond"><h3>LEAVE A REPLY</h3>'
            f"</div>"
        )
    )


@shape
def page_builder_of_wordpress() -> Shape:
    return Shape(
        page(
            f'<div class="elementor elementor-location-header">{MENU}</div><div class="elementor '
            f'elementor-location-single"><div class="elementor-element elementor-widget '
            f'elementor-widget-theme-post-title"><h1 class="elementor-heading-title '
            f'elementor-size-default">{HEADLINE}</h1></div><ul class="elementor-inline-items '
            f'elementor-icon-list-items elementor-post-info"><li class="elementor-icon-list-item"><a '
            f'href="/author/una/"><span class="elementor-icon-list-text elementor-post-info__item '
            f'elementor-post-info__item--type-author">Una Marr</span></a></li><li '
            f'class="elementor-icon-list-item"><span class="elementor-icon-list-text '
            f'elementor-post-info__item--type-date">June 4, 2017</span></li></ul><div '
            f'class="elementor-element elementor-widget elementor-widget-theme-post-content"><div '
            f'class="elementor-widget-container">{ps()}</div></div><div class="elementor-widget '
            f'elementor-widget-posts"><article class="elementor-post"><h3 '
            f'class="elementor-post__title"><a href="/x">Schools reopen after the storm</a></h3>'
            f'<div class="elementor-post__excerpt"><p>All four schools of the district open again on '
            f"Monday after the storm.</p></div></article></div></div>"
        )
    )


@shape
def a_builder_with_its_line_of_facts() -> Shape:
    return Shape(
        page(
            f'<div id="page-container"><header id="main-header">{MENU}</header><div '
            f'id="main-content"><article class="et_pb_post"><div class="et_post_meta_wrapper"><h1 '
            f'class="entry-title">{HEADLINE}</h1><p class="post-meta"> by <span class="author vcard">'
            f'<a href="/author/una/" rel="author">Una Marr</a></span> | <span class="published">Jun 4,'
            f' 2017</span> | <a href="/news" rel="category tag">News</a> | <span '
            f'class="comments-number">3 comments</span></p></div><div class="entry-content">{ps()}'
            f'</div></article></div><div id="sidebar"><div class="et_pb_widget"><h4>Recent Posts</h4>'
            f"<ul>{TEASERS}</ul></div></div></div>"
        )
    )


# Other open systems


@shape
def drupal_7() -> Shape:
    return Shape(
        page(
            f'<div id="header">{MENU}</div><div id="main"><h1 class="title" id="page-title">{HEADLINE}'
            f'</h1><div class="tabs"></div><div id="node-4" class="node node-article"><div '
            f'class="meta submitted"><span property="dc:date dc:created" '
            f'content="2017-06-04T10:15:00+01:00" datatype="xsd:dateTime">Submitted by <span '
            f'class="username" typeof="sioc:UserAccount">Una Marr</span> on Sun, 06/04/2017 - 10:15'
            f'</span></div><div class="content"><div class="field field-name-body field-type-text-with'
            f'-summary"><div class="field-items"><div class="field-item even" '
            f'property="content:encoded">{ps()}</div></div></div></div><ul class="links inline"><li '
            f'class="comment_forbidden">Log in to post comments</li></ul></div></div>'
        )
    )


@shape
def drupal_9() -> Shape:
    return Shape(
        page(
            f'<nav role="navigation" class="block-menu">{MENU}</nav><main role="main"><h1 '
            f'class="page-title"><span class="field field--name-title">{HEADLINE}</span></h1><article '
            f'role="article" data-history-node-id="3" class="node node--type-article"><footer '
            f'class="node__meta"><div class="node__submitted">By <span class="field field--name-uid '
            f'field--type-entity-reference"><a title="View user profile." href="/user/3" '
            f'class="username">Una Marr</a></span>, <span class="field field--name-created">4 June, '
            f'2017</span></div></footer><div class="node__content"><div class="field '
            f'field--name-field-image"><img loading="lazy" src="{PICTURE}"></div><div class="clearfix '
            f'text-formatted field field--name-body">{ps()}</div></div></article></main>'
        )
    )


@shape
def joomla() -> Shape:
    return Shape(
        page(
            f'<div class="item-page" itemscope itemtype="https://schema.org/Article"><meta '
            f'itemprop="inLanguage" content="en-GB"><div class="page-header"><h2 itemprop="headline">'
            f'{HEADLINE}</h2></div><dl class="article-info muted"><dt class="article-info-term">Details'
            f'</dt><dd class="createdby" itemprop="author" itemscope itemtype="https://schema.org/'
            f'Person">Written by <span itemprop="name">Una Marr</span></dd><dd class="category-name">'
            f'Category: <a href="/news">News</a></dd><dd class="published"><time '
            f'datetime="2017-06-04T10:15:00+01:00" itemprop="datePublished">Published: 04 June 2017'
            f'</time></dd><dd class="hits">Hits: 412</dd></dl><div itemprop="articleBody">{ps()}</div>'
            f'<ul class="pager pagenav"><li class="previous"><a href="/x">Prev</a></li></ul></div>'
        )
    )


@shape
def typo3_news() -> Shape:
    return Shape(
        page(
            f'<div class="news news-single"><div class="article" itemscope itemtype="http://schema.org'
            f'/Article"><div class="header"><h3 itemprop="headline">{HEADLINE}</h3></div><div '
            f'class="footer"><p><span class="news-list-date"><time itemprop="datePublished" '
            f'datetime="2017-06-04">04.06.2017</time></span> <span class="news-list-author" '
            f'itemprop="author">Von Una Marr</span></p></div><div class="teaser-text" '
            f'itemprop="description"><p>{STANDFIRST}</p></div><div class="news-img-wrap"><div '
            f'class="outer"><div class="mediaelement mediaelement-image"><img src="{PICTURE}"></div>'
            f'<p class="news-img-caption">{CAPTION}</p></div></div><div class="news-text-wrap" '
            f'itemprop="articleBody">{ps()}</div><div class="news-backlink-wrap"><a href="/news">Back'
            f"</a></div></div></div>"
        ),
        captions=(CAPTION,),
        pictures=(PICTURE,),
    )


@shape
def blogger() -> Shape:
    text = "<br /><br />".join(TEXT)
    return Shape(
        page(
            f'<div class="main section" id="main"><div class="widget Blog"><div class="blog-posts '
            f'hfeed"><div class="date-outer"><h2 class="date-header"><span>Sunday, June 4, 2017</span>'
            f'</h2><div class="date-posts"><div class="post-outer"><div class="post hentry"><h3 '
            f'class="post-title entry-title">{HEADLINE}</h3><div class="post-header"></div><div '
            f'class="post-body entry-content" id="post-body-8">{text}<div style="clear: both;"></div>'
            f'</div><div class="post-footer"><div class="post-footer-line"><span class="post-author '
            f'vcard">Posted by <span class="fn"><a class="g-profile" href="https://blogger.example/'
            f'profile/1" rel="author"><span itemprop="name">Una Marr</span></a></span></span> <span '
            f'class="post-timestamp">at <a class="timestamp-link" href="/x"><abbr class="published" '
            f'title="2017-06-04T10:15:00+01:00">10:15 AM</abbr></a></span></div></div></div><div '
            f'class="comments" id="comments"><h4>No comments:</h4></div></div></div></div></div></div>'
            f'<div class="blog-pager"><a href="/x">Older Post</a></div></div><div class="sidebar '
            f'section"><h2>Blog Archive</h2><ul>{TEASERS}</ul></div>'
        )
    )


@shape
def ghost() -> Shape:
    return Shape(
        page(
            f'<div class="gh-site"><header id="gh-head">{MENU}</header><main class="gh-main"><article '
            f'class="gh-article post"><header class="gh-article-header gh-canvas"><a class="gh-article-'
            f'tag" href="/tag/news">News</a><h1 class="gh-article-title">{HEADLINE}</h1><p '
            f'class="gh-article-excerpt">{STANDFIRST}</p><div class="gh-article-meta"><div '
            f'class="gh-article-meta-content"><h4 class="gh-article-meta-name"><a href="/author/una/">'
            f'Una Marr</a></h4><div class="byline-meta-content"><time class="byline-meta-date" '
            f'datetime="2017-06-04">Jun 4, 2017</time><span class="byline-reading-time"><span '
            f'class="bull">•</span> 3 min read</span></div></div></div><figure class="gh-article-image">'
            f'<img srcset="{PICTURE} 300w, https://alder.example/img/big.jpg 600w" src="{PICTURE}">'
            f'<figcaption>{CAPTION}</figcaption></figure></header><section class="gh-content gh-canvas">'
            f'{ps()}</section></article><section class="footer-cta"><h2>Sign up for more like this.</h2>'
            f'</section><aside class="read-more-wrap"><ul>{TEASERS}</ul></aside></main></div>'
        ),
        captions=(CAPTION,),
        pictures=(PICTURE,),
        extra={"standfirst": STANDFIRST},
    )


@shape
def squarespace() -> Shape:
    return Shape(
        page(
            f'<header class="Header">{MENU}</header><article class="BlogItem hentry" '
            f'data-item-id="5"><div class="BlogItem-meta"><time class="Blog-meta-item '
            f'Blog-meta-item--date" datetime="2017-06-04">June 4, 2017</time><a '
            f'class="Blog-meta-item Blog-meta-item--author" href="/news?author=5">Una Marr</a><a '
            f'class="Blog-meta-item-category" href="/news?category=Town">Town</a></div><h1 '
            f'class="BlogItem-title" data-content-field="title">{HEADLINE}</h1><div '
            f'class="sqs-layout"><div class="row sqs-row"><div class="sqs-block html-block"><div '
            f'class="sqs-block-content">{ps(texts=TEXT[:2])}</div></div><div class="sqs-block '
            f'image-block"><div class="image-block-outer-wrapper"><figure class="sqs-block-image-figure">'
            f'<img class="thumb-image" data-src="{PICTURE}" data-image="{PICTURE}"><figcaption '
            f'class="image-caption-wrapper"><div class="image-caption"><p>{CAPTION}</p></div>'
            f'</figcaption></figure></div></div><div class="sqs-block html-block"><div '
            f'class="sqs-block-content">{ps(texts=TEXT[2:])}</div></div></div></div></article>'
        ),
        captions=(CAPTION,),
        pictures=(PICTURE,),
    )


@shape
def wix() -> Shape:
    spans = ps('<p class="mm8Nw" dir="auto"><span class="B2EFF">', "</span></p><p><br></p>")
    return Shape(
        page(
            f'<div id="SITE_CONTAINER"><header id="SITE_HEADER">{MENU}</header><article class="gQvSn">'
            f'<div class="xR2yw"><ul class="uMIca"><li><span data-hook="user-name" class="tQ0Q1">Una '
            f'Marr</span></li><li><span title="Jun 4, 2017" data-hook="time-ago" class="time-ago">Jun '
            f'4, 2017</span></li><li><span data-hook="time-to-read">2 min read</span></li></ul></div>'
            f'<h1 data-hook="post-title" class="Ue2iV"><span class="blog-post-title-font">{HEADLINE}'
            f'</span></h1><section data-hook="post-description"><div class="kjVzr"><div '
            f'class="z3Bgn">{spans}</div></div></section><div class="post-footer"><span>12 views'
            f"</span><button>Post not marked as liked</button></div></article></div>"
        )
    )


@shape
def medium_like() -> Shape:
    return Shape(
        page(
            f'<div id="root"><div class="ab cj"><div><a href="/m/signin">Sign in</a></div></div><article>'
            f'<div class="ek el"><section><div class="fo fp"><h1 id="aa11" class="pw-post-title hk hl" '
            f'data-testid="storyTitle">{HEADLINE}</h1><div class="ho hp"><div class="ab q"><a '
            f'rel="noopener" href="/@una.marr"><p class="be b dw">Una Marr</p></a><span>·</span>'
            f'<button>Follow</button></div><div class="ab"><span>3 min read</span><span>·</span><span '
            f'data-testid="storyPublishDate">Jun 4, 2017</span></div></div><div class="claps">128</div>'
            f'<figure class="mn mo"><picture><source srcset="{PICTURE} 640w" type="image/webp"><img '
            f'alt="" src="{PICTURE}"></picture><figcaption class="ne">{CAPTION}</figcaption></figure>'
            f"{ps(opening='<p class=' + chr(34) + 'pw-post-body-paragraph ml' + chr(34) + '>')}"
            f'</div></section></div></article><div class="responses"><h2>Responses</h2></div></div>',
            ld(
                {
                    "@context": "http://schema.org",
                    "@type": "NewsArticle",
                    "headline": HEADLINE,
                    "datePublished": "2017-06-04T09:15:00.000Z",
                    "author": {
                        "@type": "Person",
                        "name": "Una Marr",
                        "url": "https://m.example/@u",
                    },
                    "publisher": {"@type": "Organization", "name": "Alder Gazette"},
                }
            ),
        ),
        captions=(CAPTION,),
        pictures=(PICTURE,),
    )


@shape
def letters_by_mail() -> Shape:
    return Shape(
        page(
            f'<div class="main-menu">{MENU}</div><article class="newsletter-post post"><div '
            f'class="post-header"><h1 class="post-title published">{HEADLINE}</h1><h3 class="subtitle">'
            f'{STANDFIRST}</h3><div class="byline-wrapper"><div class="profile-hover-card-target"><a '
            f'href="https://substack.example/@una">Una Marr</a></div><div class="pencraft">Jun 04, 2017'
            f'</div></div></div><div class="available-content"><div class="body markup">{ps()}<div '
            f'class="subscription-widget-wrap"><p>Alder Letters is a reader-supported publication. To '
            f"receive new posts, consider becoming a subscriber.</p></div></div></div></article>"
        ),
        extra={"standfirst": STANDFIRST},
    )


# Newsroom systems


@shape
def a_newsroom_system_of_components() -> Shape:
    return Shape(
        page(
            f'<nav class="b-header-nav-chain">{MENU}</nav><main class="b-right-rail"><section><span '
            f'class="c-overline">News</span><h1 class="b-headline c-heading">{HEADLINE}</h1><h2 '
            f'class="b-subheadline c-heading">{STANDFIRST}</h2><div class="b-lead-art"><figure '
            f'class="c-media-item"><picture class="c-image"><img data-chromatic="ignore" '
            f'src="{PICTURE}"></picture><figcaption class="c-media-item__fig-caption"><span '
            f'class="c-media-item__caption">{CAPTION} </span><span class="c-media-item__credit">'
            f'(Odile Renard)</span></figcaption></figure></div><div class="c-attribution b-byline">'
            f'<span class="c-attribution__by">By</span> <span class="b-byline__names"><a class="c-link '
            f'b-byline__link" href="/staff/una-marr/">Una Marr</a></span></div><time class="c-date '
            f'b-date" datetime="2017-06-04T09:15:00Z">June 04, 2017 at 10:15AM BST</time><article '
            f'class="b-article-body">{ps(opening="<p class=c-paragraph>")}<div class="c-divider">'
            f"</div></article></section></main>"
        ),
        captions=(CAPTION,),
        credits=(CREDIT,),
        pictures=(PICTURE,),
        extra={"standfirst": STANDFIRST},
    )


@shape
def a_block_for_each_paragraph() -> Shape:
    blocks = "".join(
        f'<div data-component="text-block" class="ssrcss-18"><div class="ssrcss-7"><p class="ssrcss-1">'
        f"{text}</p></div></div>"
        for text in TEXT
    )
    return Shape(
        page(
            f'<header role="banner">{MENU}</header><main id="main-content"><article class="ssrcss-p">'
            f'<header data-component="headline-block"><h1 id="main-heading">{HEADLINE}</h1></header>'
            f'<div data-component="byline-block"><span>Published</span> <time '
            f'datetime="2017-06-04T09:15:00.000Z">4 June 2017</time><div><p>By Una Marr</p><p>Harbour '
            f'correspondent</p></div></div><div data-component="image-block"><figure><div><picture><img '
            f'src="{PICTURE}"></picture><span role="text"><span class="visually-hidden">Image source, '
            f'</span>Odile Renard</span></div><figcaption><span class="visually-hidden">Image caption, '
            f"</span><p>{CAPTION}</p></figcaption></figure></div>{blocks}<div "
            f'data-component="links-block"><h2>Related stories</h2><ul>{TEASERS}</ul></div><section '
            f'data-component="tag-list"><h2>Related Topics</h2><ul><li><a href="/t">Ferries</a></li></ul>'
            f"</section></article></main>"
        ),
        captions=(CAPTION,),
        credits=(CREDIT,),
        pictures=(PICTURE,),
    )


@shape
def class_names_without_meaning() -> Shape:
    paragraphs = ps('<p class="css-158dogj evys1bk0">')
    return Shape(
        page(
            f'<div id="app"><div class="css-1cp3ece"><nav>{MENU}</nav></div><main id="site-content">'
            f'<article id="story" class="css-1vxca1d"><header class="css-1sngw6c"><h1 '
            f'data-testid="headline" class="css-1l8buln">{HEADLINE}</h1><p id="article-summary" '
            f'class="css-w6ymp8">{STANDFIRST}</p></header><div class="css-79elbk" '
            f'data-testid="imageblock-wrapper"><figure class="img-sz-large"><span '
            f'class="css-1ly73wi">Image</span><picture><img src="{PICTURE}"></picture><figcaption '
            f'class="css-gbc9ki"><span aria-hidden="true" class="css-jevhma">{CAPTION}</span><span '
            f'class="css-1u46b97"><span class="css-1ly73wi">Credit...</span><span '
            f'aria-hidden="false">Odile Renard for The Alder Gazette</span></span></figcaption></figure>'
            f'</div><div class="css-1f6lopk"><p class="css-4anu6l"><span class="byline-prefix">By '
            f'</span><span class="css-1baulvz last-byline" itemprop="name">Una Marr</span></p><ul><li>'
            f'<time class="css-1sbuyqj" datetime="2017-06-04T05:15:00-04:00"><span>June 4, 2017</span>'
            f'</time></li></ul></div><section name="articleBody"><div '
            f'class="css-s99gbd StoryBodyCompanionColumn"><div>{paragraphs}</div></div></section><p '
            f'class="css-798zcp">A version of this article appears in print on page 4.</p></article>'
            f"</main></div>"
        ),
        captions=(CAPTION,),
        credits=("Odile Renard for The Alder Gazette",),
        pictures=(PICTURE,),
    )


@shape
def a_phone_page_of_an_accelerator() -> Shape:
    return Shape(
        '<!doctype html><html amp lang="en"><head><meta charset="utf-8"><link rel="canonical" '
        f'href="{ADDRESS}"><title>{HEADLINE}</title><style amp-boilerplate>body{{x:y}}</style>'
        + ld(
            {
                "@context": "http://schema.org",
                "@type": "NewsArticle",
                "headline": HEADLINE,
                "datePublished": "2017-06-04T10:15+0100",
                "author": ["Una Marr"],
            }
        )
        + "</head><body><amp-sidebar id='sidebar' layout='nodisplay'>"
        + MENU
        + f"</amp-sidebar><h1>{HEADLINE}</h1><p class='byline'>By Una Marr</p><amp-social-share "
        "type='email'></amp-social-share><figure><amp-img src='"
        + PICTURE
        + f"' width='8' height='5' layout='responsive'></amp-img><figcaption>{CAPTION} <span "
        f"class='credit'>Odile Renard</span></figcaption></figure>{ps()}<amp-ad type='x'></amp-ad>"
        "</body></html>",
        captions=(CAPTION,),
        credits=(CREDIT,),
        pictures=(PICTURE,),
        extra={"url": ADDRESS, "time": "10:15", "utc_offset": "+01:00"},
    )


@shape
def identifiers_of_an_old_framework() -> Shape:
    text = "<br /><br />".join(TEXT)
    return Shape(
        page(
            f'<form name="aspnetForm" method="post" action="story.aspx?id=4" id="aspnetForm"><input '
            f'type="hidden" name="__VIEWSTATE" value="dDwt"><table width="760"><tr><td colspan="2">'
            f'{MENU}</td></tr><tr><td><span id="ctl00_Content_lblHeadline" class="headline">{HEADLINE}'
            f'</span><br /><span id="ctl00_Content_lblAuthor" class="author">By Una Marr</span><br />'
            f'<span id="ctl00_Content_lblDate" class="date">Sunday, June 04, 2017</span><br /><br />'
            f'<span id="ctl00_Content_lblBody">{text}</span></td><td class="rightcol">{TEASERS}</td>'
            f"</tr></table></form>"
        )
    )


# Old pages


@shape
def tables_and_fonts_of_1999() -> Shape:
    text = "<P>".join(TEXT)
    return Shape(
        f"<HTML><HEAD><TITLE>Alder Gazette: {HEADLINE}</TITLE></HEAD><BODY BGCOLOR=#FFFFFF><TABLE "
        f'WIDTH=600><TR><TD WIDTH=120 VALIGN=top><FONT SIZE="-1"><A HREF="/">Home</A><BR><A '
        f'HREF="/news">News</A><BR><A HREF="/sport">Sport</A></FONT></TD><TD><FONT FACE="Times" '
        f'SIZE="+2"><B>{HEADLINE}</B></FONT><P><FONT SIZE="-1"><B>By UNA MARR</B><BR>Gazette Staff '
        f'Writer<BR>June 4, 2017</FONT><P><FONT FACE="Times">{text}</FONT><P><HR><FONT SIZE=-2>'
        f"Copyright 2017 The Alder Gazette Company</FONT></TD></TR></TABLE></BODY></HTML>"
    )


@shape
def double_breaks_in_one_cell() -> Shape:
    text = "<br><br>\n".join(TEXT)
    return Shape(
        f"<html><head><title>{HEADLINE}</title></head><body><table border=0><tr><td>{MENU}</td><td "
        f'valign="top"><h2>{HEADLINE}</h2><i>By Una Marr, June 4, 2017</i><br><br>{text}</td></tr>'
        f"</table></body></html>"
    )


@shape
def frames_with_a_page_for_those_without() -> Shape:
    return Shape(
        f'<html><head><title>{HEADLINE}</title></head><frameset cols="20%,80%"><frame src="menu.html">'
        f'<frame src="story.html"><noframes><body><h1>{HEADLINE}</h1><p>By Una Marr</p><p>June 4, 2017'
        f"</p>{ps()}</body></noframes></frameset></html>"
    )


@shape
def wire_copy_in_typewriter_lines() -> Shape:
    text = "\n\n".join("\n".join(_wrapped(paragraph, 64)) for paragraph in TEXT)
    return Shape(
        f"<html><head><title>{HEADLINE}</title></head><body><h1>{HEADLINE}</h1><pre>By Una Marr\n"
        f"June 4, 2017\n\n{text}\n</pre></body></html>"
    )


@shape
def divisions_for_paragraphs() -> Shape:
    return Shape(
        page(
            f'<div class="top">{MENU}</div><div class="article"><div class="h"><h1>{HEADLINE}</h1></div>'
            f'<div class="by">By Una Marr</div><div class="on">4 June 2017</div><div class="txt">'
            f"{ps('<div>', '</div><div>&nbsp;</div>')}</div></div>"
        )
    )


@shape
def for_the_printer() -> Shape:
    return Shape(
        f"<html><head><title>Alder Gazette - {HEADLINE}</title></head><body onload='window.print()'>"
        f"<img src='logo.gif'><br><a href='javascript:window.close()'>Close window</a><hr><b>{HEADLINE}"
        f"</b><br><small>04/06/2017 10:15 GMT<br>Una Marr</small><br>{ps()}<hr><p>Find this story at: "
        f"{ADDRESS}</p><p>&copy; Alder Gazette 2017</p></body></html>",
        headline=None,
        date=None,
        authors=None,
    )


# Markup that states


@shape
def microdata_alone() -> Shape:
    return Shape(
        page(
            f'<div itemscope itemtype="http://schema.org/NewsArticle"><meta itemprop="datePublished" '
            f'content="2017-06-04T10:15:00+01:00"/><meta itemprop="url" content="{ADDRESS}"/><h1 '
            f'itemprop="headline">{HEADLINE}</h1><span itemprop="author" itemscope '
            f'itemtype="http://schema.org/Person"><span itemprop="name">Una Marr</span></span><figure '
            f'itemprop="image" itemscope itemtype="http://schema.org/ImageObject"><img '
            f'itemprop="url contentUrl" src="{PICTURE}"><figcaption itemprop="caption">{CAPTION}'
            f'</figcaption><span itemprop="copyrightHolder">Odile Renard</span></figure><div '
            f'itemprop="articleBody">{ps()}</div><div itemprop="publisher" itemscope '
            f'itemtype="http://schema.org/Organization"><meta itemprop="name" content="Alder Gazette">'
            f"</div></div>"
        ),
        captions=(CAPTION,),
        credits=(CREDIT,),
        pictures=(PICTURE,),
        extra={"publication": "Alder Gazette", "url": ADDRESS},
    )


@shape
def rdfa() -> Shape:
    return Shape(
        page(
            f'<article vocab="http://schema.org/" typeof="NewsArticle"><h1 property="headline">{HEADLINE}'
            f'</h1><p>Filed from the quay: <span property="author" typeof="Person"><span property="name">'
            f'Una Marr</span></span>, <span property="datePublished" '
            f'content="2017-06-04T10:15:00+01:00">yesterday</span></p><div property="articleBody">{ps()}'
            f"</div></article>"
        )
    )


@shape
def a_microformat_entry() -> Shape:
    return Shape(
        page(
            f'<article class="h-entry"><h1 class="p-name">{HEADLINE}</h1><p>Published by <a '
            f'class="p-author h-card" href="https://una.example">Una Marr</a> on <a class="u-url" '
            f'href="{ADDRESS}"><time class="dt-published" datetime="2017-06-04 10:15:00">4 June 2017'
            f'</time></a></p><div class="e-content">{ps()}</div></article>'
        )
    )


@shape
def names_of_a_library_catalogue() -> Shape:
    head = (
        f'<meta name="DC.title" content="{HEADLINE}"><meta name="DC.creator" content="Marr, Una">'
        f'<meta name="DC.date.issued" content="2017-06-04">'
    )
    return Shape(page(f"<div>{MENU}</div><h1>{HEADLINE}</h1><div>{ps()}</div>", head))


@shape
def an_address_for_the_author() -> Shape:
    return Shape(
        page(
            f'<article><h1>{HEADLINE}</h1><address rel="author">By <a rel="author" href="/u/1">Una Marr'
            f'</a></address> on <time pubdate datetime="2017-06-04" title="June 4th, 2017">6/4/17</time>'
            f"{ps()}</article>"
        )
    )


@shape
def metadata_that_is_no_json() -> Shape:
    broken = (
        "/* <![CDATA[ */ {\n // the story\n '@context': 'http://schema.org', '@type': 'NewsArticle',"
        ' "headline": "Harbour council votes\n to keep the "old" ferry",'
        ' "datePublished": "2017-06-04T10:15:00", "author": {"@type":"Person","name":"Una Marr",},}'
        " /* ]]> */"
    )
    return Shape(page(f"<h1>{HEADLINE}</h1>{ps()}", ld(broken)))


@shape
def authors_in_strings_with_by() -> Shape:
    node = {
        "@type": ["NewsArticle"],
        "headline": "Harbour council votes to keep the old &quot;ferry&quot;",
        "author": "By Una Marr and Ulf Berg",
        "datePublished": "Sun, 04 Jun 2017 10:15:00 +0100",
    }
    return Shape(
        page(f'<h1>Harbour council votes to keep the old "ferry"</h1>{ps()}', ld(node)),
        headline='Harbour council votes to keep the old "ferry"',
        authors=("Una Marr", "Ulf Berg"),
    )


@shape
def the_paper_states_itself_as_author() -> Shape:
    node = {
        "@type": "NewsArticle",
        "headline": HEADLINE,
        "author": {"@type": "Organization", "name": "Alder Gazette"},
        "publisher": {"@type": "NewsMediaOrganization", "name": "Alder Gazette"},
        "datePublished": "2017-06-04T23:15:00-05:00",
    }
    return Shape(page(f'<h1>{HEADLINE}</h1><p class="byline">Una Marr</p>{ps()}', ld(node)))


@shape
def a_picture_only_metadata_describes() -> Shape:
    node = {
        "@type": "NewsArticle",
        "headline": HEADLINE,
        "author": [{"@type": "Person", "name": ["Una Marr"]}],
        "datePublished": "2017-06-04",
        "image": [
            {
                "@type": "ImageObject",
                "url": PICTURE,
                "caption": CAPTION,
                "creditText": "Odile Renard",
            }
        ],
    }
    return Shape(
        page(f'<h1>{HEADLINE}</h1><img src="{PICTURE}">{ps()}', ld(node)),
        captions=(CAPTION,),
        credits=(CREDIT,),
        pictures=(PICTURE,),
    )


# Kinds of stories


@shape
def a_stub_before_the_wall() -> Shape:
    return Shape(
        page(
            f'<article><h1>{HEADLINE}</h1><p class="byline">By Una Marr</p><time '
            f'datetime="2017-06-04">4 June 2017</time><div class="article-body">{ps(texts=TEXT[:2])}'
            f'</div><div class="paywall-offer"><h2>Keep reading for £1 a week</h2><p>Subscribe now to '
            f"read this story and everything else we publish. Cancel whenever you like.</p><p>Already "
            f'a subscriber? <a href="/login">Log in</a></p></div></article>',
            ld(
                {
                    "@type": "NewsArticle",
                    "headline": HEADLINE,
                    "isAccessibleForFree": False,
                    "author": {"name": "Una Marr"},
                    "datePublished": DAY,
                }
            ),
        ),
        paragraphs=TEXT[:2],
    )


@shape
def a_transcript() -> Shape:
    lines = (
        "UNA MARR, HOST: The harbour council of Port Alder has voted to keep its old ferry.",
        "PIERS HALLAM: Nobody who has stood on that deck in a March wind wants it scrapped.",
        "MARR: And who is going to pay for the new hull that the engineers have asked for?",
        "HALLAM: That is what the second reading of the budget in August has to tell us.",
        "MARR: Piers Hallam, who runs the bakery at the eastern quay. Thank you for the talk.",
    )
    return Shape(
        page(
            f'<article class="story"><h1>{HEADLINE}</h1><div class="dateblock"><time '
            f'datetime="2017-06-04T10:15:00-04:00">June 4, 2017</time></div><p class="byline__name"><a '
            f'rel="author" href="/people/1/una-marr">Una Marr</a></p><div class="transcript">'
            f"{ps(texts=lines)}<p class='disclaimer'>Copyright 2017 Alder Radio. All rights reserved. "
            f"Visit our website for terms of use.</p></div></article>"
        ),
        paragraphs=lines,
    )


@shape
def a_live_page() -> Shape:
    posts = "".join(
        f'<div class="live-blog-post" id="p{n}"><time datetime="2017-06-04T1{n}:00:00Z">1{n}:00</time>'
        f"<h3>{title}</h3><p>{text}</p></div>"
        for n, (title, text) in enumerate(
            zip(("Vote is over", "Applause", "The baker speaks", "The cost", "In August"), TEXT)  # noqa: B905
        )
    )
    node = {
        "@type": "LiveBlogPosting",
        "headline": HEADLINE,
        "datePublished": "2017-06-04T09:00:00Z",
        "author": {"@type": "Person", "name": "Una Marr"},
        "liveBlogUpdate": [
            {"@type": "BlogPosting", "headline": "Vote is over", "datePublished": "2017-06-05"}
        ],
    }
    return Shape(
        page(f"<main><h1>{HEADLINE}</h1><p>By Una Marr</p><section>{posts}</section></main>", ld(node)),
        paragraphs=tuple(
            text
            for pair in zip(
                ("Vote is over", "Applause", "The baker speaks", "The cost", "In August"), TEXT,
                strict=True,
            )
            for text in pair
        ),
    )  # fmt: skip


# What stands around the story


@shape
def lines_in_a_cell_that_only_their_elements_tell_apart() -> Shape:
    return Shape(
        f"<html><head><title>The Alder Gazette | News | {HEADLINE}</title></head><body><table><tr><td>"
        f"<a href=/>Front page</a><br><a href=/s>Sport</a></td><td><span class=headline>{HEADLINE}</span>"
        f"<br><span class=byline>By UNA MARR<br>Gazette staff writer</span><br><span class=date>June 4, "
        f'2017</span><table align=right width=200><tr><td><img src="{PICTURE}"><br><font size=1>Odile '
        f"Renard / The Gazette<br>{CAPTION}</font></td></tr></table><p>{'<p>'.join(TEXT)}</td></tr>"
        f"</table></body></html>",
        captions=(CAPTION,),
        credits=("Odile Renard / The Gazette",),
        pictures=(PICTURE,),
    )


@shape
def a_post_signed_at_its_foot() -> Shape:
    text = "<br /><br />".join(TEXT)
    return Shape(
        page(
            f'<div class="header"><h1 class="title">Alder Diary</h1></div><div class="date-outer"><h2 '
            f'class="date-header"><span>Sunday, June 4, 2017</span></h2><div class="post hentry"><h3 '
            f'class="post-title entry-title">{HEADLINE}</h3><div class="post-body entry-content">{text}'
            f'<div style="clear: both;"></div></div><div class="post-footer"><div '
            f'class="post-footer-line"><span class="post-author vcard">Posted by <span class="fn"><a '
            f'href="https://profiles.example/profile/1" rel="author">Una Marr</a></span></span> at <abbr '
            f'class="published" title="2017-06-04T10:15:00-07:00">10:15 AM</abbr></div></div></div></div>',
            title=f"Alder Diary: {HEADLINE}",
        )
    )


@shape
def a_head_without_telling_names() -> Shape:
    return Shape(
        page(
            f'<main><article><header><h2><span class="a1">Ferries</span><span class="a2">{HEADLINE}</span>'
            f'</h2><div class="b7">{STANDFIRST}</div><div>By <a href="/imprint/author-1">Una Marr</a>, Port '
            f'Alder</div><time datetime="2017-06-04 06:00:00">04/06/2017</time></header><figure><img '
            f'src="{PICTURE}"><figcaption><p>{CAPTION}</p><span>Photo Odile Renard</span></figcaption>'
            f"</figure><div>{ps()}</div></article></main>",
            meta("og:title", HEADLINE),
        ),
        captions=(CAPTION,),
        credits=(CREDIT,),
        pictures=(PICTURE,),
        extra={"standfirst": STANDFIRST},
    )


@shape
def a_wall_in_the_middle_of_the_text() -> Shape:
    return Shape(
        page(
            f"<article><h1>{HEADLINE}</h1><p>Una Marr, Port Alder</p><p>4 June 2017</p><div "
            f'class="article-body">{ps(texts=TEXT[:3])}<div class="x1"><h2>To continue reading, become a '
            f"subscriber</h2><p>Get unlimited access to everything we publish for one pound a week.</p>"
            f"</div></div></article>"
        ),
        paragraphs=TEXT[:3],
    )


@shape
def a_name_behind_a_label_in_another_script() -> Shape:
    return Shape(
        page(
            f'<div class="main"><h1>{HEADLINE}</h1><div class="info">2017-06-04 06:00:00 来源：港口日报 '
            f'作者：李大立 编辑：王小明</div><div id="article">{ps()}</div></div>'
        ),
        authors=("李大立",),
    )


# As browsers and copiers leave a page


@shape
def saved_by_a_browser() -> Shape:
    return Shape(
        "<!DOCTYPE html>\n<!-- saved from url=(0042)https://alder.example/news/old-ferry-stays -->\n"
        + page(f"<h1>{HEADLINE}</h1><p>By Una Marr</p><p>June 4, 2017</p>{ps()}").replace(
            "<!DOCTYPE html>", ""
        ),
        extra={"url": ADDRESS, "publication": "alder.example"},
    )


@shape
def saved_in_one_file() -> Shape:
    return Shape(
        "<!DOCTYPE html> <html lang=en><!--\n Page saved with SingleFile \n url: "
        f"{ADDRESS} \n saved date: Wed Jan 01 2020 10:00:00 GMT+0100\n--><head><title>{HEADLINE}"
        f"</title></head><body><h1>{HEADLINE}</h1><p>By Una Marr</p><p>June 4, 2017</p>{ps()}</body>"
        "</html>",
        extra={"url": ADDRESS},
    )


@shape
def copied_with_a_mirror() -> Shape:
    return Shape(
        page(f"<h1>{HEADLINE}</h1><p>By Una Marr</p><p>June 4, 2017</p>{ps()}").replace(
            "<head>",
            "<!-- Mirrored from alder.example/news/old-ferry-stays by HTTrack Website Copier/3.x "
            "[XR&CO'2014], Sat, 01 Feb 2020 10:00:00 GMT --><head>",
        ),
        extra={"url": "http://alder.example/news/old-ferry-stays"},
    )


@shape
def pictures_that_load_late() -> Shape:
    def late(number: int, image: str) -> str:
        return f"<figure>{image}<figcaption>Late picture number {number} of the ferry.</figcaption></figure>"

    late_ones = (
        '<img src="/blank.gif" data-lazy-src="/img/1.jpg">',
        '<img class="lazyload" data-srcset="/img/2s.jpg 300w, /img/2.jpg 900w" src="data:image/gif,x">',
        '<div class="lazy"></div><noscript><img src="/img/3.jpg"></noscript>',
        '<picture><source data-srcset="/img/4.jpg 1x" media="(min-width: 1px)"><img alt=""></picture>',
        '<amp-img src="/img/5.jpg"></amp-img>',
    )
    mixed = "".join(
        f"<p>{text}</p>{late(number, image)}"
        for number, (text, image) in enumerate(zip(TEXT, late_ones, strict=True), 1)
    )
    return Shape(
        page(
            f"<article><h1>{HEADLINE}</h1><p>By Una Marr</p><p>June 4, 2017</p>{mixed}</article>",
            '<base href="https://alder.example/">',
        ),
        captions=tuple(f"Late picture number {number} of the ferry." for number in range(1, 6)),
        pictures=tuple(
            f"https://alder.example/img/{name}.jpg" for name in ("1", "2", "3", "4", "5")
        ),
    )


def _wrapped(text: str, width: int) -> list[str]:
    lines = [""]
    for word in text.split():
        if len(lines[-1]) + len(word) >= width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines
