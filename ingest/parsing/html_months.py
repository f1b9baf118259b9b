"""Dates whose month is written in a language that texts are not searched for: named data, and
one linear reader. Pages say which language they are in and when they appeared; texts do not.
"""

from __future__ import annotations

import re
from calendar import monthrange
from typing import Final

from ingest.parsing.dates import FoundDate, find_time

#: Month names and their usual short forms by number, nominative and genitive. Turkish, Polish,
#: Czech, Slovak, Croatian, Slovene, Serbian, Russian, Ukrainian, Bulgarian, Romanian, Hungarian,
#: Swedish, Danish, Norwegian, Finnish, Estonian, Latvian, Lithuanian, Greek, Catalan, Indonesian,
#: Malay, Arabic (both sets), Persian, Hebrew, Hindi, Bengali, Tamil, Thai, Filipino, Swahili,
#: Icelandic, Afrikaans.
_MONTHS: Final = (
    "ocak oca styczeń stycznia sty leden ledna januára siječanj siječnja januarja januar јануар"
    " января январь янв січня січень януари ianuarie ian január januari tammikuuta tammikuu"
    " jaanuar janvāris janvārī sausio sausis ιανουαρίου ιανουάριος ιαν gener يناير كانون ژانویه"
    " ינואר जनवरी জানুয়ারি ஜனவரி มกราคม ม.ค. enero janúar januarie",
    "şubat şub luty lutego lut únor února februára veljača veljače februarja фебруар февраля"
    " февраль фев февр лютого лютий февруари februarie február februari helmikuuta helmikuu"
    " veebruar februāris februārī vasario vasaris φεβρουαρίου φεβρουάριος φεβ febrer فبراير شباط"
    " فوریه פברואר फरवरी फ़रवरी ফেব্রুয়ারি பிப்ரவரி กุมภาพันธ์ ก.พ. pebrero febrúar februarie",
    "mart marzec marca březen března marec ožujak ožujka mars март марта березня березень martie"
    " március marts maaliskuuta maaliskuu märts marts martā kovo kovas μαρτίου μάρτιος μαρ març"
    " maret mac مارس آذار מרץ मार्च মার্চ மார்ச் มีนาคม มี.ค. marso maart machi",
    "nisan nis kwiecień kwietnia kwi duben dubna apríla travanj travnja aprila април апреля апрель"
    " апр квітня квітень aprilie április huhtikuuta huhtikuu aprill aprīlis aprīlī balandžio"
    " balandis απριλίου απρίλιος απρ أبريل ابريل نيسان آوریل אפריל अप्रैल এপ্রিল ஏப்ரல் เมษายน"
    " เม.ย. abril apríl aprili",
    "mayıs may maj maja květen května mája svibanj svibnja мај мая май травня травень mai május"
    " maj toukokuuta toukokuu maijs maijā gegužės gegužė μαΐου μάιος μαϊ maig mei مايو أيار مه"
    " מאי मई মে மே พฤษภาคม พ.ค. mayo maí",
    "haziran haz czerwiec czerwca cze červen června júna lipanj lipnja junija јун июня июнь червня"
    " червень юни iunie június juni kesäkuuta kesäkuu juuni jūnijs jūnijā birželio birželis"
    " ιουνίου ιούνιος ιουν juny يونيو يونيه حزيران ژوئن יוני जून জুন ஜூன் มิถุนายน มิ.ย. hunyo"
    " júní junie",
    "temmuz tem lipiec lipca červenec července júla srpanj srpnja julija јул июля июль липня"
    " липень юли iulie július juli heinäkuuta heinäkuu juuli jūlijs jūlijā liepos liepa ιουλίου"
    " ιούλιος ιουλ juliol يوليو يوليه تموز ژوئیه יולי जुलाई জুলাই ஜூலை กรกฎาคม ก.ค. hulyo júlí"
    " julie",
    "ağustos ağu sierpień sierpnia sie srpen srpna augusta kolovoz kolovoza avgusta август августа"
    " авг серпня серпень august augusztus augusti elokuuta elokuu augusts augustā rugpjūčio"
    " rugpjūtis αυγούστου αύγουστος αυγ agost agustus ogos أغسطس آب اوت אוגוסט अगस्त আগস্ট"
    " ஆகஸ்ட் สิงหาคม ส.ค. agosto ágúst augustus",
    "eylül eyl wrzesień września wrz září septembra rujan rujna септембар сентября сентябрь сент"
    " сен вересня вересень септември septembrie szeptember september syyskuuta syyskuu septembris"
    " septembrī rugsėjo rugsėjis σεπτεμβρίου σεπτέμβριος σεπ setembre سبتمبر أيلول سپتامبر ספטמבר"
    " सितंबर सितम्बर সেপ্টেম্বর செப்டம்பர் กันยายน ก.ย. setyembre",
    "ekim eki październik października paź říjen října októbra listopad listopada oktobra октобар"
    " октября октябрь окт жовтня жовтень октомври octombrie október oktober lokakuuta lokakuu"
    " oktoober oktobris oktobrī spalio spalis οκτωβρίου οκτώβριος οκτ octubre أكتوبر تشرين اکتبر"
    " אוקטובר अक्टूबर অক্টোবর அக்டோபர் ตุลาคม ต.ค. oktubre",
    "kasım kas listopadu novembra studeni studenoga новембар ноября ноябрь нояб ноя листопада"
    " листопад ноември noiembrie november marraskuuta marraskuu novembris novembrī lapkričio"
    " lapkritis νοεμβρίου νοέμβριος νοε novembre نوفمبر نوامبر נובמבר नवंबर नवम्बर নভেম্বর நவம்பர்"
    " พฤศจิกายน พ.ย. nobyembre nóvember",
    "aralık ara grudzień grudnia gru prosinec prosince decembra prosinac prosinca децембар декабря"
    " декабрь дек грудня грудень декември decembrie december joulukuuta joulukuu detsember"
    " decembris decembrī gruodžio gruodis δεκεμβρίου δεκέμβριος δεκ desembre desember disember"
    " ديسمبر دسامبر דצמבר दिसंबर दिसम्बर ডিসেম্বর டிசம்பர் ธันวาคม ธ.ค. disyembre",
)


def _by_word() -> dict[str, int]:
    return {word: number for number, words in enumerate(_MONTHS, 1) for word in words.split()}


#: "listopad" is October in Croatia and November in Poland and Czechia; where a language is known
#: it decides.
_MONTH_OF: Final = _by_word()
_ELSEWHERE: Final = {
    ("pl", "listopada"): 11, ("pl", "listopad"): 11, ("cs", "listopad"): 11,
    ("uk", "листопада"): 11, ("uk", "листопад"): 11, ("hr", "listopada"): 10,
    ("pl", "lipca"): 7, ("hr", "lipnja"): 6, ("cs", "srpna"): 8, ("hr", "srpnja"): 7,
}  # fmt: skip

_WORD: Final = r"([^\s\d,/()|•·:]{2,14})"
_YEAR: Final = r"((?:19|20|25)\d\d)(?!\d)"
_PATTERNS: Final = (
    # "4 Haziran 2017", "4. června 2017", "4 czerwca 2017 r.", "4 de juny del 2017", "ngày …"
    (
        re.compile(
            rf"(?<!\d)(\d{{1,2}})\.?\s{{0,3}}(?:(?:de|d’|d'|ng|na)\s?)?{_WORD}[.,]?\s{{1,3}}"
            rf"(?:(?:de|del|di)\s)?{_YEAR}"
        ),
        (3, 2, 1),
    ),
    # "2017. június 4.", "2017 m. birželio 4 d.", "2017. gada 4. jūnijs"
    (
        re.compile(
            rf"(?<!\d){_YEAR}\.?\s{{0,2}}(?:m\.\s|gada\s)?{_WORD}\s{{1,3}}(\d{{1,2}})(?!\d)"
        ),
        (1, 2, 3),
    ),
    (
        re.compile(rf"(?<!\d){_YEAR}\.?\s{{0,2}}(?:gada\s)(\d{{1,2}})\.\s{{0,2}}{_WORD}"),
        (1, 3, 2),
    ),
    # "Haziran 4, 2017"
    (re.compile(rf"{_WORD}\s{{1,3}}(\d{{1,2}}),?\s{{1,3}}{_YEAR}"), (3, 1, 2)),
)
#: "4 tháng 6, 2017", "ngày 4 tháng 6 năm 2017": the month is a number behind a word.
_VIETNAMESE: Final = re.compile(
    rf"(?<!\d)(\d{{1,2}})\s?(?:tháng|Tháng|thg)\s?(\d{{1,2}}),?\s(?:năm\s)?{_YEAR}"
)
_LOOKED_AT: Final = 300
#: Years of the Buddhist calendar, as Thai papers print them, are so many ahead.
_BUDDHIST: Final = 543
_WORD_REASON: Final = "day, month name and year"


def worded_dates(text: str, language: str) -> list[FoundDate]:
    """Dates with a month's name at the beginning of a text; `language` is an ISO code or ""."""
    text = text[:_LOOKED_AT]
    found: list[FoundDate] = []
    for match in _VIETNAMESE.finditer(text) if "h" in text else ():
        found += _dated(match[3], int(match[2]), match[1], match.span(), text)
    for pattern, (year, month, day) in _PATTERNS:
        for match in pattern.finditer(text):
            word = match[month].casefold()
            number = _ELSEWHERE.get((language, word)) or _MONTH_OF.get(word)
            number = number or _MONTH_OF.get(word.rstrip("."), 0)
            found += _dated(match[year], number, match[day], match.span(), text)
    return sorted(found, key=lambda one: one.span)


def _dated(
    year_text: str, month: int, day_text: str, span: tuple[int, int], text: str
) -> list[FoundDate]:
    year, day = int(year_text), int(day_text)
    if year > 2400:
        year -= _BUDDHIST
    if not 1 <= month <= 12 or not 1 <= day <= monthrange(year, month)[1]:
        return []
    timed = find_time(text[span[1] : span[1] + 24])
    end, clock, offset = span[1], "", ""
    if timed is not None and timed[0][0] <= 8:
        end, clock, offset = span[1] + timed[0][1], timed[1], timed[2]
    iso = f"{year}-{month:02}-{day:02}"
    return [FoundDate((span[0], end), iso, clock, offset, 0.93, _WORD_REASON)]
