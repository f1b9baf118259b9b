"""The languages of news and the codecs they were written in before UTF-8; named data only.

A codec is judged by the letters of its languages, and by the small words beside them: they are
plain ASCII in most files, however those are encoded.
"""

from __future__ import annotations

from typing import Final, NamedTuple


class Language(NamedTuple):
    """Letters beyond ASCII: the frequent ones, and others that occur. `alone` may be words of one
    letter; `words` are frequent words in ASCII only."""

    frequent: str
    others: str = ""
    alone: str = ""
    words: str = ""


LANGUAGES: Final[dict[str, Language]] = {
    "English": Language(
        "é",
        "àâäáãåæçèêëíîïñóòôöøúùûüœß",
        "éà",
        "the of and to in is that for was on with as by he it his at from are but have had they "
        "which not be this said will who their has were or an its",
    ),
    "German": Language(
        "äöüß",
        "ÄÖÜéàèç",
        "àÄÖÜ",
        "der die und den von das mit des im ist dem nicht ein eine als auch es sich auf an aus er "
        "zu war wird bei nach einer um am in",
    ),
    "French": Language(
        "éèàç",
        "êâëîïôùûœæÉÈÊÀÂÇÔÎŒ",
        "àÀÉ",
        "le la les de des du et en un une que qui dans pour au pas sur ce il par plus avec ne se "
        "sont aux son est",
    ),
    "Spanish": Language(
        "áéíóñ",
        "úüÁÉÍÓÚÑ¿¡ºªç",
        "óÓéá",
        "el la los las de del y en un una que por con para no se su al lo como es pero sus ha fue",
    ),
    "Catalan": Language(
        "àèéòó",
        "ïüçíúÀÈÉÒÓÍÚÇ",
        "éàÉ",
        "el la els les de del dels i en un una que per amb no es al va ha com ser als",
    ),
    "Portuguese": Language(
        "ãçáéíó",
        "âàêôõúÁÂÃÀÇÉÊÍÓÔÕÚºªü",
        "éàÉÀóÓ",
        "o os as de do da dos das em um uma que com para por no na ao mais foi se como mas sua seu",
    ),
    "Italian": Language(
        "àèéòù",
        "ìÀÈÉÌÒÙî",
        "èÈéà",
        "il lo la gli le di del della dei in un una che per con non si al da sono come ha ma anche "
        "alla nel nella dal ogni",
    ),
    "Dutch": Language(
        "éëï",
        "èöüóáíêçÉË",
        "éàè",
        "de het een en van in is dat op te zijn voor met die niet aan er om ook als bij maar door "
        "naar uit nog over hij",
    ),
    "Nordic": Language(
        "åäöæø",
        "ÅÄÖÆØéüà",
        "åöæøÅÖÆØà",
        "och att det i en som av med den till inte har de om ett han men var sig og at er ikke til "
        "af fra ved blev vil skal et",
    ),
    "Finnish": Language(
        "äö",
        "ÄÖåÅéšž",
        "",
        "ja on ei se oli kuin mutta ovat sen ole joka kun mukaan vain jo vuoden ovat",
    ),
    "Icelandic": Language(
        "áíðöþæ",
        "éóúýÁÍÐÖÞÆÉÓÚÝ",
        "áíÁÍ",
        "og sem var hann ekki til um en er voru hefur af",
    ),
    "Polish": Language(
        "ąęółśżć",
        "ńźĄĆĘŁŃÓŚŹŻ",
        "",
        "w na z do nie to o jak po od za co ale tym dla jest oraz przez i a",
    ),
    "Czech": Language(
        "áíěčřšžýé",
        "ďňóťúůäĺľôŕÁČĎÉĚÍŇÓŘŠŤÚŮÝŽĽ",
        "íáÍ",
        "v na se je o s z do to ve pro by si jsou za jako po podle ale bylo od ze a i sa vo pre "
        "ako bolo",
    ),
    "Hungarian": Language(
        "áéőö",
        "íóúüűÁÉÍÓÖŐÚÜŰ",
        "őŐóé",
        "a az hogy nem is egy ez volt csak meg de ha mint vagy el azt szerint ki majd",
    ),
    "Croatian": Language(
        "čšžć",
        "đČĆĐŠŽ",
        "",
        "je u i na se da su za od s koji iz bi kao ne do ali nije biti a o",
    ),
    "Romanian": Language(
        "ăîâşţșț",
        "ĂÂÎŞŢȘȚ",
        "",
        "de la a cu pe nu este din o un pentru mai care au fost ce sau se ca in",
    ),
    "Turkish": Language(
        "ıüşğç",
        "öâîÇĞİÖŞÜ",
        "",
        "ve bir bu da de ile olarak olan daha sonra kadar en ise ancak her ama ne",
    ),
    "Lithuanian": Language(
        "ėšžų",
        "ąčęįūĄČĘĖĮŠŲŪŽ",
        "į",
        "ir yra kad su nuo iki bei buvo jau tai kaip per dar ne bet apie pagal o",
    ),
    "Latvian": Language(
        "āīēš",
        "čģķļņūžĀČĒĢĪĶĻŅŠŪŽ",
        "",
        "ir no ar par uz kas bet tika ka pie arvien vai jau un",
    ),
    "Estonian": Language(
        "äõöü",
        "šžÄÕÖÜŠŽ",
        "",
        "ja on ei et kui oli see aga oma ning ka mis pole",
    ),
    "Russian": Language("оеаинтсрвл", "бгджзйкмпуфхцчшщъыьэюяё"),
    "Ukrainian": Language("оаинівтерс", "бгґджзєїйклмпуфхцчшщьюя"),
    "Bulgarian": Language("аеиотнрсвд", "бгжзйклмпуфхцчшщъьюя"),
    "Serbian": Language("аоиенрсјту", "бвгдђжзклљмњпћфхцчџш"),
    "Greek": Language("αοιετνσςρκ", "βγδζηθλμξπυφχψωάέήίόύώϊϋΐΰ"),
    "Hebrew": Language("יוהלאמתברש", "גדזחטכךםנןסעפףצץק\u05b0\u05b4\u05b7\u05b8־"),
    "Arabic": Language("اليمنرتوبع", "ءآأؤإئةثجحخدذزسشصضطظغفقكهىًٌٍَُِّْ،؛؟"),
    "Persian": Language("ایرندمهوتب", "آأئپچژکگسشخفقعحجزطصغظثضذ،؛؟"),
    "Thai": Language("านรอกเงมยล", "".join(map(chr, range(0x0E01, 0x0E5C)))),
}  # fmt: skip

WEST: Final = (
    "English", "German", "French", "Spanish", "Catalan", "Portuguese", "Italian", "Dutch",
    "Nordic", "Finnish", "Icelandic",
)  # fmt: skip
EAST: Final = ("Polish", "Czech", "Hungarian", "Croatian", "Romanian")
CYRILLIC: Final = ("Russian", "Ukrainian", "Bulgarian", "Serbian")
#: Languages that mix no Latin letters into their words.
OWN_SCRIPT: Final = frozenset((*CYRILLIC, "Greek", "Hebrew", "Arabic", "Persian", "Thai"))


class PageCodec(NamedTuple):
    """A single-byte codec, the languages it was used for, and what it loses for being rare."""

    name: str
    languages: tuple[str, ...]
    rare: float = 0.0


#: Of equal scores the first wins.
CODECS: Final[tuple[PageCodec, ...]] = (
    PageCodec("cp1252", WEST),
    PageCodec("cp1250", EAST),
    PageCodec("iso8859_2", EAST),
    PageCodec("iso8859_15", WEST, 0.1),
    PageCodec("cp1251", CYRILLIC),
    PageCodec("koi8_r", ("Russian",)),
    PageCodec("koi8_u", ("Ukrainian", "Russian")),
    PageCodec("cp866", ("Russian",)),
    PageCodec("iso8859_5", ("Russian", "Bulgarian")),
    PageCodec("cp1253", ("Greek",)),
    PageCodec("iso8859_7", ("Greek",)),
    PageCodec("cp1254", ("Turkish",)),
    PageCodec("cp1257", ("Lithuanian", "Latvian", "Estonian")),
    PageCodec("cp1255", ("Hebrew",)),
    PageCodec("cp1256", ("Arabic", "Persian")),
    PageCodec("iso8859_6", ("Arabic",)),
    PageCodec("cp874", ("Thai",)),
    PageCodec("iso8859_16", ("Romanian",)),
    PageCodec("mac_roman", WEST, 0.15),
    PageCodec("cp850", WEST, 0.25),
    PageCodec("cp437", WEST, 0.26),
)
