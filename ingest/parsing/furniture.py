"""What pages carry around a story: known furniture, by the reason it is left out for.

Every phrase is folded (case dropped, white space collapsed) and general: printed by many sites.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

#: Whole lines by reason. Phrases are separated by bars.
_WHOLE_LINES: Final[dict[str, str]] = {
    "skip link": "skip to content|skip to main content|skip to navigation|jump to content|"
    "omitir para ir al contenido principal|omitir para ir al contenido|"
    "zum inhalt springen|zum inhalt|zum hauptinhalt springen|aller au contenu|ir al contenido|"
    "ga naar hoofdinhoud|saltar al contenido|vai al contenuto|ir para o conteúdo|"
    "skip to main|skip navigation|back to top|nach oben|direkt zum inhalt|"
    "skip advertisement|werbung überspringen|continue reading below",
    "share bar": "share|share this|share this article|share this story|share on facebook|"
    "share on twitter|share via email|tweet|pin it|pinterest|facebook|twitter|whatsapp|linkedin|"
    "reddit|email|e-mail|mail|print|print this|copy link|link kopieren|teilen|drucken|partager|"
    "imprimer|compartir|condividi|compartilhar|delen|stampa|flipboard|telegram|pocket|messenger|"
    "instagram|youtube|x|tumblr|google+|merken|empfehlen|artikel teilen|share article|shares|"
    "embed|copied|sharing options|gift article|mailto|sms|snapchat|tiktok|threads|bluesky|xing|"
    "send by email|envoyer par e-mail|email this|email article|more sharing options|"
    "share full article|give this article|auf facebook teilen|auf twitter teilen|"
    "story saved|"
    "bookmark|save|save article|speichern|listen|listen to article|anhören|vorlesen|aa|text size|"
    "font size|guardar|enviar por correo|seguir leyendo|follow|follow us|folgen|print this page|"
    "share this:|like this:|like|share this page|read in app|save to reading list|"
    "deel dit artikel|artikel delen|condividi l'articolo|partager l'article|compartir artículo|"
    "suivre|partager sur facebook|partager sur twitter|toggle share options",
    "author's contact line": "about the writer|about the author|about the authors|zur autorin|"
    "zum autor|über den autor|über die autorin|à propos de l'auteur|sobre el autor|sull'autore",
    "advertisement marker": "advertisement|advertisements|ad|ads|anzeige|anzeigen|werbung|"
    "publicité|publicidad|pubblicità|publicidade|advertentie|annons|annonse|sponsored|"
    "sponsored content|"
    "story continues below advertisement|article continues below advertisement|reklam|"
    "article continues after advertisement|continue reading the main story|promoted|"
    "promoted content|paid content|advertising|continua após a publicidade|- advertisement -|"
    "story continues below|story continued below|- werbung -|- anzeige -|sponsored by|"
    "more from our partners",
    "player controls": "×|✕|x|close|clear|play|pause|00:00|0:00|loading|loading...|loading ...|"
    "video player|now playing|up next|watch now|watch|live|next|previous|expand|collapse|"
    "show caption|hide caption|toggle caption|caption|image|photo|video|gallery|photos|"
    "view gallery|open image in gallery|enlarge image|bild vergrößern|bild in lightbox öffnen|"
    "schließen|fermer|cerrar|chiudi|fechar|sluiten|full screen|fullscreen|slideshow|"
    "scroll down for video|scroll down for videos|click to play|"
    "content loading|content loading ...|content loading...|recommended|play video|"
    "this is a modal window.|text edge style|end of dialog window.|captions off, selected|"
    "captions settings, opens captions settings dialog|subtitles off, selected|font family|"
    "descriptions off, selected|playback rate|defaults done|remaining time -0:00|"
    "wird geladen|wird geladen...|autoplay|mute|unmute|embed <>more videos|view comments",
    "newsletter notice": "newsletter|newsletters|sign up|sign up for our newsletter|"
    "subscribe|subscribe now|"
    "subscribe today|get our newsletter|join our newsletter|newsletter abonnieren|abonnieren|"
    "email address|your email|enter your email|breaking news emails|s'abonner|suscríbete|"
    "abonnez-vous|iscriviti|"
    "sign up now|submit|abonnement|abo|registrieren|jetzt abonnieren|jetzt anmelden|"
    "become a member|support us|donate|donate now|join|join now|register|newsletter sign up",
    "comment count": "comments|comment|kommentare|commentaires|comentarios|commenti|comentários|"
    "reacties|leave a comment|post a comment|join the conversation|add a comment|"
    "no comments|0 comments|view comments|show comments|kommentieren|leave a reply|"
    "write a comment|reader comments|join the discussion|be the first to comment",
    "related stories": "читайте также|читайте також|related|related stories|"
    "related articles|related content|related posts|"
    "related topics|related news|more stories|more news|most read|most popular|most viewed|"
    "popular|trending|trending now|latest|latest news|latest stories|recommended stories|"
    "recommended for you|you may also like|you might also like|more from|more like this|read next|"
    "up next|editors' picks|editor's picks|editor’s picks|don't miss|don’t miss|top stories|"
    "in case you missed it|"
    "mehr zum thema|mehr zum thema:|mehr dazu|das könnte sie auch interessieren|"
    "lesen sie auch|auch interessant|"
    "weitere artikel|weitere themen|meistgelesen|meistgelesene artikel|neueste artikel|zum thema|"
    "siehe auch:|siehe auch|à lire aussi|lire aussi|sur le même sujet|noticias relacionadas|"
    "te puede interesar|lo más leído|leggi anche|articoli correlati|leia também|lees ook|"
    "go deeper|more on this|more on this story|see also|also read|what to read next|"
    "top stories today|from our partners|around the web|popular on|mehr aus|mehr von|"
    "mehr zum artikel|das könnte dich auch interessieren|aktuelle artikel|ähnliche artikel|"
    "beliebt|themen in diesem artikel|recommended reading|keep reading|next story|"
    "previous story|elsewhere on the web|related video|related videos|related links|"
    "related coverage|more coverage|further reading|more in|more headlines",
    "topic list": "topics|topics:|tags|tags:|tag|themen|themen:|thema:|thema|schlagworte|"
    "schlagwörter|mots-clés|temas|etiquetas|argomenti|filed under|filed under:|"
    "more about|read more stories about:|read more about|explore more|related topics:|kategorien:|"
    "categories|categories:|archivado en|archivado en:|story highlights|highlights|"
    "in this article|in this story|keywords|labels|stichwörter",
    "site navigation": "menu|menü|home|search|suche|suchen|news|sport|sports|politics|world|"
    "business|opinion|culture|technology|tech|science|health|entertainment|lifestyle|travel|"
    "weather|wetter|video|videos|podcasts|podcast|login|log in|anmelden|sign in|log out|logout|"
    "startseite|politik|wirtschaft|kultur|wissen|gesellschaft|reise|auto|shop|"
    "jobs|impressum|kontakt|contact|contact us|about|about us|über uns|datenschutz|agb|"
    "privacy policy|terms of use|terms of service|terms|privacy|cookies|cookie policy|"
    "accessibility|help|faq|advertise|advertise with us|sitemap|site map|careers|"
    "rss|archive|archiv|e-paper|epaper|mein konto|my account|account|profile|settings|more|mehr|"
    "sections|all sections|edition|uk|us|international|local|local news|nachrichten|regional|"
    "events|obituaries|classifieds|magazine|food|style|arts|books|music|movies|tv|games|"
    "do not sell my personal information|cookie settings|cookie-einstellungen|mediadaten|"
    "actualité|actualités|politique|économie|société|monde|culture|deportes|cultura|economía|"
    "política|opinión|internacional|sociedad|cronaca|economia|politica|buscar|rechercher|go|"
    "min read|minute read|minutes read|minuti di lettura|min de lecture|minutes de lecture|"
    "min de lectura|minuten leestijd|minuten lesezeit|lesezeit|riproduzione riservata|"
    "follow us:|follow us on|community guidelines|all rights reserved|navigation|hauptnavigation",
}

#: Beginnings of lines by reason; a line that begins so is furniture unless it is long prose.
_BEGINNINGS: Final[dict[str, str]] = {
    "read-more link": "read more|read the full|continue reading|click here|see more|"
    "watch:|more:|also:|lesen sie|mehr lesen|"
    "weiterlesen|mehr dazu|leer más|leia mais|mehr zum|lesen sie mehr|veja mais|saiba mais|"
    "view more|show more|load more|mehr anzeigen|see also|hier geht|zum artikel|lees meer|"
    "more : |for more stories like|you can find this story in|"
    "view all|see all|alle anzeigen|back to|zurück zu|full story|listen to|find out more|"
    "learn more",
    "newsletter notice": "the times is committed to|wait! before you go|подписывайтесь|"
    "підписуйтесь|sign up|subscribe to|subscribe now|get the latest|get our|"
    "get breaking|get more|"
    "plus special access|let our news meet|"
    "join our|receive our|want more|our newsletter|by signing up|by subscribing|"
    "by clicking|melden sie sich|jetzt den|newsletter|thank you for sign|thanks for sign|"
    "please enter|you’re signed up|you're signed up|abonnez-vous|inscrivez-vous|suscríbete|"
    "this newsletter|unser newsletter|stay up to date|never miss|become a subscriber|"
    "vielen dank für ihre registrierung|vielen dank für ihre anmeldung|ihr benutzerkonto|"
    "support our|support independent|already a subscriber|start your|you must be|"
    "to continue reading|create a free|this story is available|this article is available|"
    "thank you for registering|thank you for reading|"
    "we want to hear|download the|download our|get the free|sie haben noch|nur für abonnenten|"
    "enter your email|email address|your email|follow us|folgen sie|like us on|find us on",
    "cookie notice": "we use cookies|this site uses|this website uses|wir verwenden cookies|"
    "wir benötigen ihre|deine privatsphäre|ihre privatsphäre|cookies|"
    "nous utilisons des|utilizamos cookies|um diesen inhalt|"
    "diese website|externer inhalt|an dieser stelle|empfohlener externer|recommended external|"
    "ich bin damit einverstanden|please enable javascript|javascript|your browser|ihr browser|"
    "to view this|view this post|this content is|sie können hier|hier können sie|"
    "to revisit this article|we and our partners|accept all|mit ihrer zustimmung",
    "copyright line": "copyright|(c) |all rights reserved|alle rechte|tous droits|"
    "todos los derechos|tutti i diritti|this material may not|reproduction of|"
    "reprinted with|click here for reprint|distributed by|licensed under",
    "share bar": "help keep family|share this|share on|share via|teilen auf|partager sur|"
    "compartir en|"
    "follow me on|tweet this|auf facebook|auf twitter|share story|link to this|copy this",
    "author's contact line": "get in touch with|we pay for your|you can follow|follow me|"
    "follow him|follow her|email tips|send news tips|contact the author|reach the|"
    "send tips|got a tip|have a tip|email the author|you can reach|you can contact|"
    "write to|e-mail:|email:|contact:|so erreichen sie|"
    "got a story|"
    "he can be reached|she can be reached|they can be reached|do you have a|contact our|"
    "reporting by|(reporting by|additional reporting|editing by|(editing by|writing by|"
    "our standards:|contact the reporter|contact the writer",
    "comment count": "comments|leave a|post a comment|kommentare|you must log in|"
    "you must confirm your|please logout|please log out|"
    "join the conversation|logged in as|reply to|comments are closed|comments are moderated|"
    "diskutieren sie|"
    "save my name|by submitting|please log in|please sign in|log in to|"
    "noch keine kommentare|kommentare sind|kommentar",
    "editor's note": "this article was|this story was|this post was|a version of this|"
    "an earlier version of|this article appeared|opinions expressed|this interview was|"
    "this interview has|this conversation was|"
    "this conversation has|this report was|correction:|editor’s note|editor's note|"
    "this article originally|originally published|der artikel|dieser artikel|dieser text|"
    "this piece|"
    "een versie van dit artikel|dieses thema im programm|über dieses thema berichtete|"
    "published in the print edition|"
    "report a correction|report a typo|fehler melden|einen fehler|anmerkung der redaktion|"
    "first published|zuletzt aktualisiert|hinweis:|see something|suggest a correction",
    "related stories": "read also|also read|lire aussi|à lire aussi|lesen sie auch|leggi anche|"
    "la rédaction vous conseille|passend zum artikel|à lire également|"
    "lees ook|leia também|veja também|lee también|lea también|vea también|mira también|related:|"
    "most watched|share or comment|list of 2|list of 3|list of 4|list 1 of|list 2 of|list 3 of|"
    "list 4 of|end of list|"
    "related |more from|mehr aus|mehr von|most read|most popular|recommended|"
    "you may|you might|das könnte|auch interessant|weitere |das interessiert|don't miss|"
    "don’t miss|top stories|trending|in other news|meistgelesen|previous article|next article|"
    "vorheriger artikel|nächster artikel|newer post|older post|next |previous |"
    "aus dem archiv|mehr zu|latest |popular ",
    "topic list": "tags:|topics:|themen:|filed under|published under|filed in|tagged|"
    "schlagwörter|kategorien|categories:|category:|read more stories about|"
    "posted in|themenseiten|temas:|mots-clés|more about|keywords:|labels:|published in",
    "code of the page": "@media |@font-face|@import |function(|(function|!function|var |window.|"
    "document.|$(document|jquery(|googletag",
    "skip link": "skip to |jump to |jump to: |zum inhalt |zum hauptinhalt ",
    "site navigation": "reading time|lesezeit|lesedauer|temps de lecture|tiempo de lectura|"
    "tempo di lettura|tempo de leitura|leestijd|chat with us|explore more on|our mission is to|"
    "conforme a los criterios|diese audioversion|before it's here|to read how|"
    "printable version|support us to|whether $|go to accessibility|"
    "skip next section",
    "browser notice": "please upgrade|please refresh|please update your|your browser|"
    "you are using an outdated|javascript is|this article is more than|"
    "thank you for registering|your session|an error occurred|something went wrong|"
    "this site works best|this website works best|go to content|go to navigation|"
    "looks like you’re using a browser|looks like you're using a browser|"
    "to improve your visit to our|and improve your visit to our|ie 11 is not supported|"
    "internet explorer is not|you have reached your|you've reached your|you’ve reached your|"
    "this is a modal window|beginning of dialog window|"
    "captions will look|we'll notify you|we’ll notify you|find anything you save",
    "player controls": "video:|audio:|loading|embed|media playback|play video|watch live|"
    "1 of |bild 1|1/|image 1|slide 1|currently playing|zum video|zur bildergalerie|"
    "fotostrecke|bildergalerie|photo gallery|view gallery|open gallery",
}

#: Words anywhere in a line of up to thirty words that make furniture of it.
_INSIDE: Final[dict[str, str]] = {
    "copyright line": "all rights reserved|все права защищены|alle rechte vorbehalten|"
    "tous droits réservés|"
    "todos los derechos reservados|may not be published, broadcast|diritti riservati",
    "newsletter notice": "newsletter|sign up for|sign up to|subscribe|inbox|push notifications|"
    "abonnieren|abonnement|abonnez",
    "comment count": "civil forum for|keep comments relevant",
    "cookie notice": "cookie|privacy policy|terms of use|terms of service|datenschutzerklärung|"
    "nutzungsbedingungen|datenschutz|third party|personenbezogene",
    "author's contact line": "follow him on|follow her on|follow them on|on twitter at|"
    "on twitter @|can be reached at|on facebook at|is a reporter|is a staff writer|"
    "is a senior|is a writer|is a freelance|is a columnist|is a correspondent|is an editor|"
    "contributed to this|contributed reporting|reported from|ist redakteur|ist korrespondent|"
    "is a journalist|is an associate|is the author of|covers politics|covers the|arbeitet als|"
    "is based in|ist freie|ist autor|schreibt für|written for",
    "editor's note": "this article appears in|this story originally|was updated|has been updated|"
    "has been corrected|was first published|originally appeared",
    "advertisement marker": "affiliate link|affiliate commission|earn a commission|earn commission|"
    "sponsored|advertising|adblock|ad blocker",
}

WHOLE_LINES: Final[dict[str, str]] = {
    phrase: reason for reason, text in _WHOLE_LINES.items() for phrase in text.split("|")
}


def _by_first_word(table: dict[str, str]) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """Beginnings and their reasons keyed by the first three letters, so that most lines cost one
    lookup."""
    found: dict[str, list[tuple[str, str]]] = {}
    for reason, text in table.items():
        for phrase in text.split("|"):
            found.setdefault(phrase[:3], []).append((phrase, reason))
    for value in found.values():
        value.sort(key=lambda x: -len(x[0]))
    return {
        key: (tuple(phrase for phrase, _ in value), tuple(reason for _, reason in value))
        for key, value in found.items()
    }


#: Beginnings that a story's sentences have too: "Next week the council …", "Comments by the mayor
#: …". They tell furniture only of a line that is no sentence.
_ALSO_OF_SENTENCES: Final = frozenset(
    """related |next |previous |latest |popular |weitere |recommended|trending|comments|kommentare|
    kommentar|cookies|newsletter|loading|embed|you may|you might|das könnte|back to|listen to|
    more from|mehr aus|mehr von|mehr zu|top stories|javascript|hier geht|leave a|write to|
    start your|get more|want more|must be|your session|do you have a""".replace("\n    ", "").split(
        "|"
    )
)
_SENTENCE_ENDS: Final = (".", ".”", '."', ".“", ".»")
#: What is so long, in characters, is one too; of still longer texts only the head is looked at.
_SENTENCE: Final = 80

_STARTS: Final = _by_first_word({**_BEGINNINGS})
_INSIDES: Final = tuple(
    (phrase, reason) for reason, text in _INSIDE.items() for phrase in text.split("|")
)


def whole_line(folded: str) -> str:
    """The reason to leave out a line that is exactly a known piece of furniture, or ""."""
    return WHOLE_LINES.get(folded) or WHOLE_LINES.get(folded.strip(" .:!|•·-–—>»→0123456789()"), "")


def beginning(folded: str) -> str:
    """The reason to doubt a line that begins like furniture, or ""."""
    known = _STARTS.get(folded[:3])
    if known is None or not folded.startswith(known[0]):
        return ""
    for phrase, reason in zip(*known, strict=True):
        if folded.startswith(phrase):
            reads = len(folded) >= _SENTENCE or folded.endswith(_SENTENCE_ENDS)
            if phrase in _ALSO_OF_SENTENCES and reads:
                continue
            return reason
    return ""


#: Words that make furniture even of a long line: notices and lines about the author.
_INSIDE_LONG: Final = tuple(
    (phrase, reason)
    for phrase, reason in _INSIDES
    if phrase
    in (
        "all rights reserved", "alle rechte vorbehalten", "privacy policy", "terms of use",
        "terms of service", "datenschutzerklärung", "newsletter", "sign up for", "follow him on",
        "follow her on", "follow them on", "on twitter at", "on twitter @",
        "may not be published, broadcast", "civil forum for", "keep comments relevant",
    )
)  # fmt: skip


_PHRASES_LONG: Final = tuple(phrase for phrase, _ in _INSIDE_LONG)


def inside_long(folded: str) -> str:
    """As `inside`, for lines of more than thirty words, where single words say little."""
    if not any(map(folded.__contains__, _PHRASES_LONG)):
        return ""
    for phrase, reason in _INSIDE_LONG:
        if phrase in folded:
            return reason
    return ""


def _by_longest_word(
    phrases: tuple[tuple[str, str], ...],
) -> dict[str, tuple[tuple[int, str, str], ...]]:
    """(place, phrase, reason) by the longest word of the phrase, and by its plain inflections."""
    found: dict[str, tuple[tuple[int, str, str], ...]] = {}
    for place, (phrase, reason) in enumerate(phrases):
        word = max(phrase.replace(",", "").split(), key=len)
        for form in (word, word + "s", word + "d", word + "r", word + "n", word + "en"):
            found[form] = (*found.get(form, ()), (place, phrase, reason))
    return found


_BY_WORD: Final = _by_longest_word(_INSIDES)
#: A line without any of these has no such phrase.
INSIDE_WORDS: Final = frozenset(_BY_WORD)


def inside(folded: str, words: Iterable[str]) -> str:
    """The reason to doubt a line that has words of furniture anywhere, or "".

    `words` are at least those of its words, without marks, that are in INSIDE_WORDS.
    """
    found = [one for word in words for one in _BY_WORD.get(word, ()) if one[1] in folded]
    return min(found)[2] if found else ""
