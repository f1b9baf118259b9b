"""A signature in, its kind out: person, agency, or the desk of a newsroom."""

from __future__ import annotations

from typing import Final, Literal

#: Signature of an agency, casefolded -> the name it is filed under.
AGENCIES: Final[dict[str, str]] = {
    "ap": "AP",
    "ap photo": "AP",
    "the associated press": "The Associated Press",
    "associated press": "Associated Press",
    "afp": "AFP",
    "afp photo": "AFP",
    "agence france-presse": "Agence France-Presse",
    "agence france presse": "Agence France-Presse",
    "reuters": "Reuters",
    "thomson reuters": "Thomson Reuters",
    "reuters staff": "Reuters",
    "dpa": "dpa",
    "deutsche presse-agentur": "Deutsche Presse-Agentur",
    "dpa-afx": "dpa-AFX",
    "dpa-infocom": "dpa-infocom",
    "kna": "KNA",
    "epd": "epd",
    "epa": "EPA",
    "epa-efe": "EPA-EFE",
    "efe": "EFE",
    "agencia efe": "EFE",
    "ansa": "ANSA",
    "apa": "APA",
    "sda": "SDA",
    "keystone": "Keystone",
    "keystone-sda": "Keystone-SDA",
    "lusa": "Lusa",
    "anp": "ANP",
    "belga": "Belga",
    "ritzau": "Ritzau",
    "ntb": "NTB",
    "tt": "TT",
    "pa": "PA",
    "pa media": "PA Media",
    "pa wire": "PA Wire",
    "pa images": "PA Images",
    "press association": "Press Association",
    "upi": "UPI",
    "tass": "TASS",
    "xinhua": "Xinhua",
    "kyodo": "Kyodo",
    "kyodo news": "Kyodo News",
    "jiji press": "Jiji Press",
    "yonhap": "Yonhap",
    "pti": "PTI",
    "ani": "ANI",
    "ians": "IANS",
    "tnn": "TNN",
    "bernama": "Bernama",
    "aap": "AAP",
    "bloomberg": "Bloomberg",
    "bloomberg news": "Bloomberg News",
    "getty": "Getty Images",
    "getty images": "Getty Images",
    "gettyimages": "Getty Images",
    "istock": "iStock",
    "istockphoto": "iStock",
    "shutterstock": "Shutterstock",
    "rex shutterstock": "Rex/Shutterstock",
    "rex features": "Rex Features",
    "rex": "Rex Features",
    "alamy": "Alamy",
    "alamy stock photo": "Alamy Stock Photo",
    "corbis": "Corbis",
    "wireimage": "WireImage",
    "filmmagic": "FilmMagic",
    "nurphoto": "NurPhoto",
    "anadolu": "Anadolu Agency",
    "anadolu agency": "Anadolu Agency",
    "zuma": "ZUMA Press",
    "zuma press": "ZUMA Press",
    "zuma press wire": "ZUMA Press Wire",
    "sipa": "Sipa",
    "sipa usa": "Sipa USA",
    "sipa press": "Sipa Press",
    "imago": "Imago",
    "imago images": "Imago Images",
    "picture alliance": "picture alliance",
    "picture-alliance": "picture alliance",
    "picturedesk": "picturedesk.com",
    "picturedesk.com": "picturedesk.com",
    "ullstein bild": "ullstein bild",
    "adobe stock": "Adobe Stock",
    "unsplash": "Unsplash",
    "pexels": "Pexels",
    "pixabay": "Pixabay",
    "flickr": "Flickr",
    "fotolia": "Fotolia",
    "depositphotos": "Depositphotos",
    "wikimedia commons": "Wikimedia Commons",
    "barcroft media": "Barcroft Media",
    "magnum photos": "Magnum Photos",
    "eyevine": "eyevine",
    "backgrid": "Backgrid",
    "splash news": "Splash News",
    "polaris": "Polaris",
    "redux": "Redux",
    "contour": "Contour",
    "icon sportswire": "Icon Sportswire",
    "usa today sports": "USA TODAY Sports",
    "usa today network": "USA TODAY Network",
    "action images": "Action Images",
    "lat images": "LAT Images",
    "newscom": "Newscom",
    "cnn wire": "CNN Wire",
    "cnn-wire": "CNN Wire",
    "tribune news service": "Tribune News Service",
    "canadian press": "The Canadian Press",
    "the canadian press": "The Canadian Press",
    "europa press": "Europa Press",
    "nasa": "NASA",
    "instagram": "Instagram",
    "youtube": "YouTube",
}

#: Agencies for pictures only, which sign no text.
PICTURES_ONLY: Final = frozenset(
    """getty images|gettyimages|istock|istockphoto|shutterstock|rex shutterstock|rex features|rex
    |alamy|alamy stock photo|corbis|wireimage|filmmagic|nurphoto|zuma|zuma press|zuma press wire
    |sipa|sipa usa|sipa press|imago|imago images|picture alliance|picture-alliance|picturedesk
    |picturedesk.com|ullstein bild|adobe stock|unsplash|pexels|pixabay|flickr|fotolia
    |depositphotos|wikimedia commons|barcroft media|magnum photos|eyevine|backgrid|splash news
    |polaris|redux|contour|icon sportswire|lat images|newscom|nasa|instagram|youtube|ap photo
    |afp photo|keystone|tt|rex|contour|getty""".replace("\n", "")
    .replace(" |", "|")
    .split("|")
)

#: Words of a newsroom that end a desk's name: "Harbour Desk", "Valley News Staff".
DESK_WORDS: Final = frozenset(
    """staff desk board newsroom team editorial editors redaktion redaktionsteam rédaction redacción
    redação redazione redactie newsdesk bureau online editor news reporter reporters correspondent
    correspondents webdesk wire wires agencies services service agency onlineredaktion
    nachrichtenredaktion""".split()
)

#: Those that are nobody's role: a name before them is the newsroom's.
DESK_ENDS: Final = frozenset(
    """staff desk board newsroom team redaktion redaktionsteam rédaction redacción redação redazione
    redactie newsdesk editors webdesk""".split()
)

#: A line that is such a word alone signs as a desk: "Editorial", "Editor".
DESK_ALONE: Final = frozenset(
    """staff editor editorial editorials redaktion newsroom agencies newsdesk rédaction redacción
    redação redazione redactie""".split()
)


def fold(text: str) -> str:
    """The text casefolded, without dots: `A.P.` and `ap` are one agency."""
    return text.casefold().replace(".", "") if len(text) < 8 else text.casefold().strip(" .")


def agency_name(text: str) -> str:
    """The name that an agency is filed under, or "" if the text is not exactly an agency."""
    return AGENCIES.get(fold(text.strip()), "")


def author_kind(name: str) -> Literal["person", "agency", "desk"]:
    """Whether a signature is a person, an agency ("dpa") or a desk ("Harbour News Staff")."""
    if agency_name(name):
        return "agency"
    words = name.casefold().split()
    if words and (words[-1] in DESK_WORDS or words[0] in DESK_ALONE):
        return "desk"
    return "person"


#: Last words of the accounts of programs, which sites name as authors: "Alder Feed".
_ACCOUNTS: Final = frozenset(
    "feed feeds rss bot import importer admin administrator webmaster syndication".split()
)


def is_account(name: str) -> bool:
    """Whether a name is the account of a program and signs nothing."""
    return name.casefold().rpartition(" ")[2] in _ACCOUNTS
