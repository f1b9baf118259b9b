"""The words that open bylines, stand inside names, and end them."""

from __future__ import annotations

from typing import Final

from ingest.parsing.fields import months

#: Words that open a byline, folded, longest first where one begins another.
#: "By Joss Carrigan", "Von Malte Brink", "Par Odile Renard", "Text: Mia Sund", "byJ. Harrow".
OPENERS: Final = (
    "written by", "reported by", "posted by", "published by", "story by", "words by", "text by",
    "reporting by", "article by", "report by", "analysis by", "opinion by", "review by",
    "interview by", "compiled by", "von unserem korrespondenten", "ein kommentar von",
    "ein gastbeitrag von", "eine kolumne von", "eine analyse von", "ein interview von",
    "kommentar von", "kolumne von", "gastbeitrag von", "analyse von", "interview von",
    "aufgezeichnet von", "geschrieben von", "verfasst von", "ein artikel von", "article de",
    "propos recueillis par", "publié par", "écrit par", "redactado por", "escrito por",
    "publicado por", "scritto da", "a cura di", "geschreven door", "authors:", "authors", "author:",
    "author", "autor:in:", "autor*in:", "autorin:", "autoren:", "autores:", "autor:", "autore:",
    "auteur:", "auteurs:", "autora:", "autor", "text:", "texte:", "texto:", "testo:", "tekst:",
    "autorin/autor", "autor/autorin", "auteur :", "autore :", "adaptiert von", "adapted by",
    "byline:", "byby", "by:", "by", "von:", "von", "par:", "par", "por:", "por", "di:", "di", "da",
    "door:", "door", "text von", "bericht von", "erstellt von", "veröffentlicht von", "texte de",
    "texto de", "testo di", "tekst van", "af", "av", "автор:", "автор",
)  # fmt: skip
OPENERS_BY_FIRST: Final = {
    first: tuple(word for word in sorted(OPENERS, key=len, reverse=True) if word[0] == first)
    for first in {word[0] for word in OPENERS}
}
#: Openers that may begin sentences too, so the rest of the line must be clearer.
WEAK: Final = frozenset(("di", "da", "por", "par", "von", "door", "af", "av", "author"))

#: Small words inside names: "Ines de la Roca", "Piet van der Meulen", "Omar bin Said".
PARTICLES: Final = frozenset(
    "de da di do dos das del della der den dem des du la le las los van von vom zu zum zur ter ten "
    "te y e al el bin ibn ben bint binti abu af av of dalla dalle dei degli della".split()
)
JOINERS: Final = frozenset(("and", "und", "et", "y", "e", "en", "och", "og", "with", "&", "mit"))

#: First words of roles and places behind a name; what follows belongs to no name.
#: "DANA WHITLOW Senior Correspondent", "Piers Hall, Education editor", "Una Marr in Kinsale".
ROLES: Final = frozenset(
    """senior chief staff special parliamentary political politics national international foreign
    correspondent reporter editor writer columnist contributor contributing producer director
    deputy managing
    executive associate assistant freelance guest analyst professor researcher author business
    economics economy education science health technology tech environment sports sport crime
    entertainment culture arts travel religion defense defence security diplomatic white world
    video opinion investigative multimedia digital data news breaking editorial political legal
    royal media consumer transport correspondente redakteur redakteurin redaktion korrespondent
    korrespondentin journalist journalistin journaliste reporterin volontär volontärin ressort
    ressortleiter chefredakteur chefredakteurin chefreporter stellvertretender autor autorin
    redactor redactora periodista corresponsal enviado enviada redazione giornalista inviato
    verslaggever redacteur correspondant envoyé envoyée co-founder founder president fellow
    bureau newsroom commentator critic blogger intern photographer the news""".split()
)
#: Professions behind a comma, also as the last word of several: "Una Marr, Trial Attorney".
PROFESSIONS: Final = frozenset(
    """reporter editor writer correspondent columnist columnists contributor producer director
    manager officer president founder co-founder cofounder ceo cto cfo attorney lawyer
    representative professor lecturer researcher analyst expert specialist consultant strategist
    engineer developer designer scientist nutritionist dietitian physician surgeon veterinarian
    psychologist therapist counselor counsellor instructor teacher historian economist marketer
    partner owner head chief journalist critic blogger photographer fellow host grader advisor
    adviser dozent dozentin expertin experte berater beraterin leiter leiterin geschäftsführer
    geschäftsführerin gründer gründerin anwalt anwältin directeur directrice avocat avocate
    director directora abogado abogada profesor profesora professore direttore direttrice avvocato
    corrispondente hoogleraar""".split()
)
#: Degrees and licences behind a name: "Una Marr, PhD".
CREDENTIALS: Final = frozenset(
    "phd md dds dvm vmd do rn np pa rd rdn ldn cpa ea cfp cfa jd esq mba msc ma ba bs ms mph lcsw "
    "lmft psyd edd od dpt pharmd facs psp cpp cissp pe pmp".split()
)
#: Words of a newsroom that are a person's role: "Marr, editor" is no desk.
PERSONS: Final = frozenset("editor reporter reporters editors correspondent".split())
#: Months and their short forms that are first names too: "By Jan Hale", "By April Marr".
GIVEN_MONTHS: Final = frozenset(("jan", "april", "may", "june", "august"))
#: Months that are often names too: "Theresa May", "Mai Lindqvist".
_SURNAMES: Final = frozenset(("april", "may", "mai"))
#: Before a "by" that names somebody else than the author: "Reviewed by", "Search by".
OTHER_HANDS: Final = frozenset(
    """reviewed checked approved verified edited translated photographed photo photos photographs
    photography picture pictures images image illustrated illustration illustrations graphics video
    videos sponsored powered presented promoted supported produced directed search sort filter
    browse shop designed built hosted inspired followed led owned made brought ads shared narrated
    foto fotos bild bilder übersetzt bearbeitet""".split()
)
#: What pages print beside names; it belongs to the line about the author.
BESIDE: Final = frozenset(
    """published posted updated last comment comments share read reading min mins minute minutes
    by written email e-mail twitter follow contributed reviewed categories category tags filed
    uncategorized aktualisiert veröffentlicht kommentare min. minuten publié mis jour actualizado
    publicado pubblicato aggiornato gepubliceerd bijgewerkt""".split()
)
#: The same beside a date.
BESIDE_DATES: Final = frozenset("on at in am um uhr le à el il op kl pm edt est gmt et".split())
#: Words in place of a name that are none: boilerplate beside bylines.
NOT_NAMES: Final = frozenset(
    """updated published posted share follow comments comment read view save print email
    advertisement
    last first min minutes minute ago today yesterday am um uhr on at in from for via photo photos
    image video listen watch subscribe sign news home menu more most latest related edit modified
    created release date time pm edt est gmt utc bst pst monday tuesday wednesday thursday friday
    saturday sunday mon tue wed thu fri sat sun montag dienstag mittwoch donnerstag freitag samstag
    sonntag lundi mardi mercredi jeudi vendredi samedi dimanche lunes martes miércoles jueves
    viernes sábado domingo aktualisiert veröffentlicht publié mis actualizado publicado aggiornato
    pubblicato bijgewerkt gepubliceerd lesezeit kommentare foto fotos bild quelle stand artikel
    articles article topics topic story stories twitter facebook instagram linkedin
    copyright powered disclosures cartoon credit image © watch: live breaking exclusive review
    search continue reader consent location details get settings privacy cookie cookies account
    about bio newsletter symbolbild archivbild vorheriger beitrag
    e-mail mail whatsapp pocket flipboard pinterest links thema themen startseite datenschutz
    datenschutzerklärung inhalt externer verwandte relevante weiterführende temas enlaces cookie
    editing reporting additional graphics graphic photography video: text: fotos: redaktion:
    headshot avatar portrait logo icon thumbnail profile reviewed fact-checked fact checked
    medically admin administrator webmaster by
    来源 來源 编辑 編輯 责任编辑 責任編輯 出典 タグ カテゴリー
    click here skip sponsored advertising ago just now this that these all what how why when where
    who is are was were will has have do does did can could should newer older neuere
    ältere uppfært project thứ""".split()
) | (months.names_in("en", "de") - _SURNAMES)
