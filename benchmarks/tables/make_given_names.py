"""Write `given_names.txt`, the first names by which the parser tells persons from titles.

    python benchmarks/tables/make_given_names.py

Needed when names are added. Faker (MIT licence, no dependency of this project: install it where
this runs) brings lists for some eighty countries. A name counts that two countries have, or one of
LONG_LISTS, whose lists are of names in use. What they lack stands in ADDED.
"""

from __future__ import annotations

import importlib
import pkgutil
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from faker.providers import person  # type: ignore[import-not-found, unused-ignore]

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from ingest.parsing.fields.given_names import TABLE  # noqa: E402

#: Countries whose names all count: large ones, and those whose names no other list has.
LONG_LISTS: Final = frozenset(
    "en en_US en_GB en_IN en_KE en_NG en_PK en_NZ de_DE fr_FR es_ES es_MX it_IT nl_NL pt_BR pt_PT "
    "ar_AA ar_PS vi_VN zh_CN ha_NG yo_NG ig_NG zu_ZA no_NO sv_SE da_DK fi_FI nl_BE pl_PL cs_CZ "
    "sk_SK hr_HR sl_SI hu_HU ro_RO lt_LT lv_LV tr_TR id_ID ga_IE".split()
)
#: Short forms and names of writers that no list has.
ADDED: Final = frozenset(
    "abby anurag joss mahua maziar piers sunil al alex andi andy angie ari ash barb ben benji "
    "bernie bert beth betsy bill billy bo bob bobby brad caz cal cam cat chad chas chip chloe "
    "chuck cindy clem cleo con dan dani danny dave deb debbie dee des dick dom don doug drew ed "
    "eddie ellie em emmy fred freddie gabby gabo gabe geoff ger gil greg gus hal hank hattie izzy "
    "jack jackie jake jamie jeff jen jenn jenny jess jim jimmy jo joe joey jon josh kat kate "
    "katie kath kathy kaz ken kev kim kit kris krys leo lex liv liz lizzie lola lou lulu mads "
    "mags mandy marge matt max meg mel mia mick mike mo mona nat nate ned nick nicky niki nils "
    "nora pam pat patty peg pete phil pip rach raj ray reg rich rick ricky rob robbie rod ron roz "
    "russ sal sally sam sandy sara shaz shiv sid steph steve stew stu sue susie suzy tam tara ted "
    "teddy terri theo tim tina tom tommy toni tony tori tyler val vic vicki viv wes will xander "
    "zac zach zack zoe".split()
)
#: Listed, but menus and headings begin with these words more often than bylines do.
LEFT_OUT: Final = frozenset(
    "about add ale all alla almond alpha ante any april arch art august aura author autumn baby "
    "banks bent berry best bird blessing blossom boss brain branch brown burns bush cadence cap "
    "care carry case cash chance charity cherry chin china cinnamon comfort con constant cord "
    "council crew darin dann davon davor del delle des design diamond dock doctor dot durante "
    "dusty early eben echo edit edu else era esta essence ever event events fancy fashion fate "
    "fed fleet floor food forest forum friend friday gang gauge general geo germany golden "
    "governor graves green grit hall handy harbour harden harm harsh haven hence hill home honor "
    "house hoy hung hunt icy india indie infant innocent italia jet job journey judge junior "
    "justice kale kick king lady latest lavender lawyer leafy lean lemon les less line link "
    "little london lone long lot love loyal mad major mal male man marine marvel math may mayo "
    "media meta metro mile minor more most nada nail north oral orange our page park party peace "
    "peer pepper per pink pleasant precious press price published queen raid reason red rein "
    "review rice river rock roll royal rush sad said season segundo shade sie sign silver sing "
    "sister skip sky smart son spring stone story sports star summer sunday sunny sunshine tab "
    "tea team the this ties till tiny top toy trace travel tre treasure true unique unknown "
    "unnamed urban van versa vida victory von wash watt west wing winter wood world worth young "
    "zona".split()
)


def lists() -> Iterator[tuple[str, str]]:
    """Every first name, casefolded, with the country that has it."""
    for module in pkgutil.iter_modules(person.__path__):
        if module.ispkg:
            found = importlib.import_module(f"{person.__name__}.{module.name}").Provider
            for attribute in dir(found):
                names = getattr(found, attribute)
                if "first" not in attribute or not isinstance(names, (dict, list, tuple)):
                    continue
                for name in names:
                    spelt = name if isinstance(name, str) else name[1]
                    yield unicodedata.normalize("NFC", spelt.split()[0]).casefold(), module.name


def main() -> None:
    countries: dict[str, set[str]] = {}
    for name, country in lists():
        countries.setdefault(name, set()).add(country)
    names = {
        name
        for name, where in countries.items()
        if name.isalpha()
        and len(name) > 2
        and name != name.upper()
        and (len(where) > 1 or where & LONG_LISTS)
    }
    kept = sorted((names | ADDED) - LEFT_OUT)
    TABLE.write_text("".join(f"{name}\n" for name in kept), encoding="utf-8")
    print(f"{len(kept):,} names")


if __name__ == "__main__":
    main()
