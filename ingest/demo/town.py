"""Port Alder: its people by office and year, its streets, its newspapers and who writes them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from random import Random
from typing import Final, NamedTuple


class Person(NamedTuple):
    name: str
    she: bool

    def said(self, part: str) -> str:
        """The name, or the word that stands for it: last, he, him, his, and He, Him, His."""
        if part == "last":
            return self.name.rsplit(" ", 1)[-1]
        word = _SHE.get(part.lower(), part) if self.she else part.lower()
        if part[:1].isupper():
            word = word.capitalize()
        return word or self.name


_SHE: Final = {"he": "she", "him": "her", "his": "her"}


class Office(NamedTuple):
    """Who holds it, from the first day of one year to that of another; one line a holder."""

    role: str
    name: str
    she: bool
    since: int = 0
    until: int = 9999


OFFICES: Final = (
    Office("mayor", "Ruth Callender", True, 0, 2011),
    Office("mayor", "Anselm Pike", False, 2011, 2015),
    Office("mayor", "Ottilie Brandt", True, 2015),
    Office("harbour_master", "Ottoline Grebe", True),
    Office("sergeant", "Wilf Garrow", False),
    Office("magistrate", "Honor Tilley", True),
    Office("head", "Constance Amory", True, 0, 2013),
    Office("head", "Idris Vane", False, 2013),
    Office("coach", "Gil Prewitt", False, 0, 2010),
    Office("coach", "Danny Osei", False, 2010, 2014),
    Office("coach", "Lena Marsh", True, 2014),
    Office("captain", "Ike Dunmore", False, 0, 2012),
    Office("captain", "Sam Treloar", False, 2012),
    Office("keeper", "Bram Hollis", False, 0, 2013),
    Office("keeper", "Tariq Noor", False, 2013),
    Office("librarian", "Edda Lowe", True),
    Office("museum", "Felix Thorne", False),
    Office("conductor", "Magda Wren", True),
    Office("forecaster", "Niall Corran", False),
    Office("coxswain", "Hal Sorrell", False),
    Office("union", "Bridie Shaw", True),
    Office("islander", "Ines Tarn", True),
    Office("baker", "Otto Fenn", False),
    Office("vicar", "Clement Ash", False),
    Office("engineer", "Yusuf Karim", False),
    Office("councillor", "Mabel Coyne", True),
    Office("councillor", "Rafe Lindley", False),
    Office("councillor", "Gwen Hartnoll", True),
    Office("councillor", "Peter Okafor", False),
    Office("councillor", "Sylvia Dace", True),
    Office("councillor", "Hugh Merriman", False),
    Office("councillor", "Nora Finch", True),
    Office("councillor", "Colin Strake", False),
)

WOMEN: Final = (
    "Ada Alma Amina Beatrix Bridget Carys Cecily Delia Dora Edith Elspeth Esme Farida Flora "
    "Greta Harriet Hester Ilse Imogen Ivy Jean Judith Kezia Leah Lorna Maud Mercy Meriel Nesta "
    "Olive Petra Priya Rhoda Rosa Sanna Tamsin Thea Ursula Vera Winifred"
).split()
MEN: Final = (
    "Abel Alec Ambrose Arthur Basil Cuthbert Cyril Davy Denzil Dilip Edgar Emlyn Ezra Fergus "
    "Gareth Giles Gordon Hamid Harvey Horace Ivor Jago Jem Joseph Kit Leopold Luke Magnus Miles "
    "Ned Noel Oscar Percy Ralph Rufus Silas Stanley Tobias Victor Walter"
).split()
LAST_NAMES: Final = (
    "Abney Arkwell Ashdown Barrow Bexley Birch Bolitho Brand Calder Carne Chegwin Clay Coombe "
    "Crake Crowther Daubeny Dell Dray Eddy Ellery Farrow Flint Gale Garth Goss Hannaford Hearn "
    "Hobley Huxtable Jessop Keast Kemble Kitto Lacey Lanyon Leat Lobb Lugg Mallory Marrack Meade "
    "Minns Nance Nettle Odgers Orchard Pascoe Peel Penrose Pinder Quick Rashid Reddy Rook Rudge "
    "Sayer Seagrave Skelton Spargo Stott Tabb Thrale Tonkin Trewin Uren Vosper Wace Waters Wick "
    "Yelland"
).split()


class Cast:
    """Who is met in the town's newspapers: those who hold an office again and again, all others
    once."""

    def __init__(self) -> None:
        self._met = {office.name for office in OFFICES}

    def draw(self, role: str, day: dt.date, chance: Random, taken: Collection[object]) -> Person:
        """Somebody in the role on that day who is not taken yet."""
        if role in ("resident", "pupil"):
            return self._stranger(chance)
        holders = [
            Person(office.name, office.she)
            for office in OFFICES
            if office.role == role and office.since <= day.year < office.until
        ]
        return chance.choice([one for one in holders if one not in taken])

    def _stranger(self, chance: Random) -> Person:
        while True:
            she = chance.random() < 0.5
            name = f"{chance.choice(WOMEN if she else MEN)} {chance.choice(LAST_NAMES)}"
            if name not in self._met:
                self._met.add(name)
                return Person(name, she)


#: What any story may speak of.
PLACES: Final[Mapping[str, Sequence[str]]] = {
    "street": (
        "Rope Walk", "Fish Street", "Chapel Hill", "Tanner’s Row", "Custom House Quay",
        "Mill Lane", "Alder Road", "Bell Yard", "Station Parade", "Gasworks Lane",
    ),
}  # fmt: skip

PHOTOGRAPHERS: Final = (
    "Ivo Stone/Alder Press", "Dana Whitlow/Alder Press", "Tess Maddern/Coastal Pictures",
    "Owen Rask/Coastal Pictures", "Lionel Sharp",
)  # fmt: skip
AGENCY: Final = "Coastal News Agency"
#: Until which year somebody signed otherwise, and how.
FORMER_NAMES: Final[Mapping[str, tuple[int, str]]] = {
    "Ben Oduya": (2011, "Benjamin Oduya"),
    "Mara Quill": (2009, "Mara J. Quill"),
}


class Paper(NamedTuple):
    """`layout` is how its files look (layouts.py); `beats` who writes of what, "" of all else."""

    name: str
    domain: str
    layout: str
    since: int
    beats: Mapping[str, Sequence[str]]


COURIER: Final = Paper(
    "Alder Courier",
    "aldercourier.example",
    "courier",
    2007,
    {
        "Council": ("Mara Quill", "Joss Carrigan"),
        "Harbour": ("Mara Quill", "Una Marr"),
        "Court": ("Joss Carrigan",),
        "Business": ("Joss Carrigan", "Una Marr"),
        "Sport": ("Piers Hallow",),
        "Weather": ("Courier Staff", "Una Marr"),
        "Weekend": ("Mara Quill",),
        "": ("Una Marr", "Mara Quill"),
    },
)
GAZETTE: Final = Paper(
    "The Alder Gazette",
    "gazette.alder.example",
    "gazette",
    2009,
    {
        "Council": ("Dorothea Lamb",),
        "Harbour": ("Ben Oduya", "Dorothea Lamb"),
        "Court": ("Ben Oduya",),
        "Sport": ("Kit Mallender", "Ben Oduya"),
        "Culture": ("Signe Rask",),
        "Weekend": ("Signe Rask",),
        "": ("Dorothea Lamb", "Ben Oduya", "Signe Rask"),
    },
)
PAPERS: Final = (
    COURIER,
    GAZETTE,
    Paper("The Sallow Islander", "islander.example", "islander", 2010, {"": ("Jessamy Tarn",)}),
    Paper("Harbour and Tide", "harbourandtide.example", "trade", 2012, {"": ("Len Attwater",)}),
    Paper("Großwerder Anzeiger", "anzeiger.example", "record", 2007, {}),
    Paper("L’Écho de Saint-Brieg", "echo.example", "record", 2007, {}),
    Paper("صحيفة الميناء", "mina.example", "record", 2007, {}),
    Paper("קול המזח", "mezach.example", "record", 2007, {}),
    Paper("湊町新聞", "minatomachi.example", "record", 2007, {}),
    Paper("港口晚报", "gangkou.example", "record", 2007, {}),
)
