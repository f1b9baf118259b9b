"""Sentences that belong to a site and not to its story, as named data in the languages we read.

A block is compared casefolded and without the marks it begins with ("» Read more: …").
"""

from __future__ import annotations

import re
from typing import Final

#: A block that begins so is a pointer, an appeal or a notice of the site.
STARTS: Final = (
    # pointers to other stories
    "read more", "read also", "read next", "read the latest", "read our", "more:", "more :",
    "more on this", "more on this story", "see also", "see more", "also read", "related:",
    "related video", "related stor", "related article", "related content", "related news",
    "watch:", "watch :", "watch more", "listen here", "listen:", "listen to this", "click here",
    "up next", "don't miss", "don’t miss", "you might also like", "you may also like",
    "recommended for you", "most read", "trending now", "up to the minute", "top stories",
    "lesen sie auch", "lesen sie mehr", "lesen sie hier", "lesen sie dazu", "mehr zum thema",
    "mehr dazu", "mehr lesen", "mehr themen", "mehr auf ", "auch interessant", "lies auch",
    "weiterlesen", "siehe auch", "das könnte sie", "das könnte dich", "das interessiert",
    "passend dazu", "lire aussi", "à lire", "lire également", "voir aussi", "sur le même sujet",
    "lea también", "lee también", "te puede interesar", "más información", "noticias relacionadas",
    "leggi anche", "leggi pure", "potrebbe interessarti", "leia também", "leia mais", "veja também",
    "lees ook", "bekijk ook", "läs också", "läs mer", "läs även", "lue myös", "les også",
    "læs også",
    "もっと読む", "関連記事", "続きを読む", "читайте також", "читайте также", "ayrıca oku",
    # appeals
    "sign up", "subscribe to", "subscribe now", "subscribe for", "subscribe here", "get the latest",
    "get our", "get in touch", "get more", "got a story", "got a tip", "got a news tip",
    "follow us", "follow me on", "follow our", "join our", "join the conversation",
    "join thought-provoking", "join the discussion", "tell us what", "let us know",
    "share this", "share on", "share your", "like us on", "download the app", "download our",
    "support our", "become a member", "donate ", "want to bookmark", "want more",
    "would you like to comment", "what do you think", "do you have a story", "do you have a tip",
    "have a tip", "have a news tip", "contact us", "email us", "e-mail:", "email:",
    "reach the reporter", "jetzt abonnieren", "jetzt anmelden", "abonnieren sie",
    "newsletter abonnieren", "folgen sie", "folgst du", "folge uns", "s'abonner", "s’abonner",
    "abonnez-vous", "inscrivez-vous", "suscríbete", "suscribete", "síguenos", "iscriviti",
    "seguici", "inscreva-se", "siga-nos", "abonneer",
    # walls
    "to continue reading", "to keep reading", "keep reading for", "to read the full",
    "to read the rest", "subscribe to continue", "subscribe to read", "subscribe to keep",
    "already a subscriber", "already have an account", "already registered", "not a subscriber",
    "become a subscriber", "become a member to", "get unlimited access", "unlock this",
    "unlock the full", "this article is for subscribers", "this article is exclusive",
    "this content is for", "this is a subscriber", "this story is for subscribers",
    "you have reached your", "you've reached your", "you’ve reached your", "start your free trial",
    "you have read all", "register for free", "register to continue", "log in to continue",
    "sign in to continue", "weiterlesen mit", "jetzt weiterlesen", "dieser artikel ist exklusiv",
    "sie haben bereits ein abo", "bereits abonnent", "sie sind bereits abonnent",
    "noch kein abonnent", "la suite est réservée", "cet article est réservé", "il vous reste",
    "déjà abonné", "pour lire la suite", "contenido exclusivo para", "para seguir leyendo",
    "suscríbete para", "ya eres suscriptor", "contenuto riservato", "per continuare a leggere",
    "sei già abbonato", "conteúdo exclusivo para", "para continuar lendo", "já é assinante",
    "lees verder met", "al abonnee", "om verder te lezen",
    # notices
    "story continues", "article continues", "continue reading", "continues below",
    "this article originally", "this article was originally", "this article first",
    "this article was first", "this story originally", "this story was originally",
    "this article appears in", "this story appears in", "this content is hosted",
    "this content is provided", "this content is not", "this video is not",
    "to view this video", "to watch this video", "please enable javascript",
    "we may earn",
    "if you buy something", "when you purchase", "if you purchase", "as an amazon associate",
    "you must be logged", "you must be signed", "you must confirm", "you need to be",
    "you need to log", "please log in", "please sign in", "sign in to", "log in to",
    "all rights reserved", "copyright ©", "copyright (c)", "copyright 20", "© ", "©20", "(c) 20",
    "alle rechte vorbehalten", "tous droits réservés", "todos los derechos", "tutti i diritti",
    "todos os direitos", "loading", "image source", "advertisement", "this is a developing story",
    "this is a breaking new", "externer inhalt", "an dieser stelle finden sie",
    "empfohlener externer", "empfohlener redaktioneller", "anzeige:", "für diesen beitrag",
    "esta funcionalidad", "skip to", "skip advert", "zum inhalt springen", "hinweis der redaktion",
    "this entry was posted", "filed under", "posted in ", "tags:", "tagged:", "categories:",
    "like this:", "like loading", "keywords:", "schlagwörter:", "schlagworte:", "etiquetas:",
    "mots-clés",
    "about the author", "über den autor", "über die autorin", "à propos de l’auteur",
    "sobre el autor", "sobre o autor", "sull’autore", "find this story at",
    "a version of this article",
    "transparenzhinweis", "quelle:", "quellen:", "mit material von", "mit informationen von",
)  # fmt: skip

#: A block that is nothing else.
WHOLE: Final = frozenset(
    (
        "advertisement", "advertising", "advert", "ad", "sponsored", "sponsored content",
        "promoted", "anzeige", "werbung", "publicité", "publicidad", "pubblicità", "publicidade",
        "advertentie", "annonse", "annons", "reklam", "реклама", "広告", "subscribe", "share",
        "newsletter", "newsletters", "comments", "comment", "kommentare", "related", "trending",
        "recommended", "popular", "latest", "more", "mehr", "share this", "print", "email",
        "facebook", "twitter", "whatsapp", "linkedin", "pinterest", "reddit", "copy link",
        "link copied", "next", "previous", "back to top", "nach oben", "menu", "search", "close",
        "hide caption", "toggle caption", "enlarge this image", "view image in fullscreen",
        "view fullscreen", "open image in gallery", "bild vergrößern", "bild in lightbox öffnen",
        "teilen", "drucken", "merken", "compartir", "partager", "condividi", "gallery", "video",
        "videos", "photos", "live", "play", "listen", "abo", "login", "sign in", "log in",
    )
)  # fmt: skip

#: "For more stories from the coast, visit …", "Follow Una Marr on …".
_FOR_MORE: Final = re.compile(
    r"for (?:more|the latest|all the latest|updates)\b.{0,80}"
    r"\b(?:news|stories|sign up|visit|follow|click|check out|subscribe|go to)\b"
)
_FOLLOW: Final = re.compile(
    r"(?:you can )?follow (?:@|\S+(?: \S+){0,4} on (?:twitter|facebook|x\b))"
)
_SIGNED: Final = re.compile(
    r"(?:by )?(?:[\w.+-]{1,60}@[\w-]{1,60}(?:\.[\w-]{1,30}){1,4}|https?://\S+|(?:www\.|twitter\.com/)\S+)$"
)
#: What stands over a list of other stories.
LIST_HEADINGS: Final = frozenset(
    (
        "most read", "most popular", "most viewed", "most shared", "trending", "trending now",
        "related", "related stories", "related articles", "related news", "related posts",
        "related topics", "more stories", "more news", "more from", "more on this",
        "more on this story", "latest news", "latest stories", "latest", "top stories",
        "you may also like", "you might also like", "recommended", "recommended for you",
        "recent posts", "recent articles", "popular", "popular posts", "editor's picks",
        "editor’s picks", "editors' picks", "read next", "up next", "don't miss", "don’t miss",
        "meistgelesen", "mehr zum thema", "das könnte sie auch interessieren", "weitere artikel",
        "weitere themen", "auch interessant", "les plus lus", "à lire aussi", "sur le même sujet",
        "lo más leído", "lo más visto", "noticias relacionadas", "te puede interesar",
        "i più letti", "articoli correlati", "potrebbe interessarti", "mais lidas", "leia também",
        "veja também", "meest gelezen", "lees ook", "gerelateerd", "mest lästa", "läs mer",
        "関連記事", "アクセスランキング", "相关阅读", "相关新闻", "热门", "اقرأ أيضا",
    )
)  # fmt: skip
_LEAD: Final = re.compile(r"^[\W_]+")
_LONGEST: Final = 320


def is_site_phrase(text: str) -> bool:
    """Whether a block is a sentence of the site ("Read more: …", "Sign up …"), not of the story."""
    if len(text) > _LONGEST:
        return False
    folded = text.casefold()
    bare = _LEAD.sub("", folded)
    if folded.startswith(("©", "(c)")):
        return True
    return bool(
        bare.startswith(STARTS)
        or bare.rstrip(" .:!…»›>") in WHOLE
        or _FOR_MORE.match(bare)
        or _FOLLOW.match(bare)
        or _SIGNED.match(bare)
    )


def is_list_heading(text: str) -> bool:
    """Whether a heading stands over a list of other stories."""
    return len(text) < 60 and text.casefold().strip(" .:!…»›>") in LIST_HEADINGS
