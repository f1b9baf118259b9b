"""Invented stories, and the ways in which programs wrap them."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

ENGLISH = (
    "The oldest ferry of the county will stop sailing in the autumn after the harbour board refused to pay for a third repair of its engine, the operator said on Sunday.",  # noqa: E501
    "Passengers who rely on the crossing will have to drive forty miles around the bay until a replacement is found, and no tender has been opened for one. The mayor called the decision a blow to the islands. “We were promised a ship,” she said, “and we were given a timetable.”",  # noqa: E501
    "A well-known pilot, who asked not to be named, said that the repairs would have cost more than the vessel is worth, and that a co-operative of fishermen had offered to buy it for one pound. Dr. Quill of the Alder Institute doubts that: the hull, he wrote, is twenty-nine years old.",  # noqa: E501
    "In June 2017 the board counted ninety thousand passengers, most of them between Easter and the end of August, when the islands hold their regatta. Two thirds came by bus.",  # noqa: E501
    "Nobody can run a ship on promises, its manager said before the vote, and promises are all that the crew was ever given by the people who sit in the town hall and look at the water through a window.",  # noqa: E501
    "The last crossing is planned for the second Saturday of October. Tickets for it were sold within an hour, and the choir of the school will sing on the upper deck, if the weather allows it.",  # noqa: E501
)
GERMAN = (
    "Die älteste Fähre des Landkreises stellt im Herbst den Betrieb ein, weil die Hafenverwaltung eine dritte Reparatur der Maschine nicht bezahlen will, wie der Betreiber am Sonntag mitteilte.",  # noqa: E501
    "Wer auf die Überfahrt angewiesen ist, muss vierzig Kilometer um die Bucht fahren, bis ein Ersatz gefunden ist. Die Bürgermeisterin sprach von einem Schlag für die Inseln; der Gemeinderat will am Donnerstag in der Turnhalle der Schule beraten, was noch zu tun bleibt.",  # noqa: E501
    "Eine Sprecherin sagte, die Reparatur hätte mehr gekostet, als das Schiff wert ist, und ein Bus werde von Oktober an zweimal täglich fahren. Im vergangenen Jahr zählte die Reederei neunzigtausend Fahrgäste, die meisten von ihnen zwischen Ostern und dem Ende des Sommers.",  # noqa: E501
    "Mit Versprechen könne niemand ein Schiff betreiben, sagte ihr Leiter, und mehr als Versprechen habe die Mannschaft von den Leuten im Rathaus in all den Jahren nie bekommen.",  # noqa: E501
)
FRENCH = (
    "Le plus vieux bac du département cessera de naviguer à l’automne, le port refusant de payer une troisième réparation du moteur, a annoncé dimanche l’exploitant de la ligne.",  # noqa: E501
    "Les passagers devront faire soixante kilomètres en voiture autour de la baie, et aucun appel d’offres n’a été ouvert. La maire parle d’un coup dur pour les îles et demande au préfet de recevoir une délégation avant la fin du mois.",  # noqa: E501
    "Une porte-parole du port a répondu que la réparation aurait coûté plus cher que le navire lui-même, et qu’un autocar circulerait deux fois par jour à partir d’octobre, y compris le dimanche.",  # noqa: E501
)
RUSSIAN = (
    "Самый старый паром области прекратит рейсы осенью, потому что порт отказался платить за третий ремонт двигателя, сообщил в воскресенье владелец линии.",  # noqa: E501
    "Пассажирам придётся объезжать залив по суше, пока не найдётся замена, а торги на новое судно ещё не объявлены. Мэр назвала это решение ударом по островам и обещала собрать жителей в школьном зале.",  # noqa: E501
    "Представитель порта ответила, что ремонт обошёлся бы дороже самого судна и что с октября дважды в день будет ходить автобус, если дорога не закроется из-за снега.",  # noqa: E501
)
ARABIC = (
    "ستتوقف أقدم عبارة في المقاطعة عن الإبحار في الخريف بعد أن رفضت إدارة الميناء دفع تكاليف الإصلاح الثالث لمحركها، كما قال المشغل يوم الأحد.",  # noqa: E501
    "وسيضطر الركاب إلى القيادة أربعين ميلا حول الخليج حتى يتم العثور على بديل، ولم تفتح أي مناقصة بعد. ووصفت رئيسة البلدية القرار بأنه ضربة للجزر وسكانها.",  # noqa: E501
    "وقالت متحدثة باسم الإدارة إن الإصلاح كان سيكلف أكثر من قيمة السفينة، وإن حافلة ستسير مرتين في اليوم ابتداء من تشرين الأول حتى نهاية الشتاء.",  # noqa: E501
)
HEBREW = (
    "המעבורת הוותיקה ביותר במחוז תפסיק להפליג בסתיו לאחר שהנהלת הנמל סירבה לשלם על תיקון שלישי של המנוע, כך מסר המפעיל ביום ראשון בבוקר.",  # noqa: E501
    "הנוסעים ייאלצו לנסוע ארבעים מייל סביב המפרץ עד שיימצא תחליף, ושום מכרז לא נפתח עדיין. ראשת העיר אמרה שההחלטה היא מכה קשה לאיים ולתושביהם.",  # noqa: E501
    "דוברת הנמל השיבה שהתיקון היה עולה יותר משווי הספינה, ושאוטובוס ייסע פעמיים ביום החל מאוקטובר ועד סוף החורף, גם בימי שישי.",  # noqa: E501
)
CHINESE = (
    "东部城市最老的渡轮将在秋天停航，港务局拒绝为第三次修理发动机付款，经营者周日说。依靠渡轮的乘客必须绕海湾行驶六十公里，直到找到替代船只为止，而且还没有招标。市长说这个决定对岛上居民是一次沉重的打击。",
    "港务局发言人说，修理费用将超过这艘船的价值，从2017年10月起公共汽车每天将行驶两次。去年有九万人乘坐渡轮，其中大多数人是在复活节和八月底之间来到岛上的，那时岛上正在举行帆船比赛。",
    "岛民计划周四在学校礼堂开会，讨论成立一个合作社，用一英镑买下这艘船，并在挪威为它找到一台新的发动机。最后一班渡轮计划在十月的第二个星期六开出，船票在一小时之内就卖完了。",
)
JAPANESE = (
    "県内で最も古いフェリーが秋に運航を終えることになった。港湾当局が三度目のエンジン修理の費用を拒んだためだと、運航会社が日曜日に明らかにした。島の住民は代わりの船が見つかるまで、湾を回って六十キロの道を車で走らなければならない。",
    "港湾当局の広報担当者は、修理には船の価値を上回る費用がかかり、2017年10月からはバスを一日に二回走らせると述べた。昨年は九万人が利用し、その多くは復活祭から八月末までの間に島を訪れた人たちだったという。",
    "島の人々は木曜日に学校の講堂に集まり、船を一ポンドで買い取る組合をつくることを話し合う予定だ。最後の便は十月の第二土曜日に出る予定で、切符は一時間で売り切れ、学校の合唱団が甲板で歌うことになっている。",
)
SPACED = (ENGLISH, GERMAN, FRENCH, RUSSIAN, ARABIC, HEBREW)
UNSPACED = (CHINESE, JAPANESE)
ABOVE = ("Last ferry to the islands will stop in autumn", "By Una Marr", "June 4, 2017")
BELOW = ("Photo: Dana Whitlow/Alder Press", "Copyright 2017 Alder Newspapers Ltd")
LONG = (
    "https://alder-gazette.example/news/2017/06/04/islands/last-ferry-to-the-islands-will-stop-in-"
    "autumn-after-board-refuses-third-repair-of-its-engine-and-mayor-calls-it-a-blow-to-islands-018.html"
)
#: No line begins with these, none ends on those.
_NOT_FIRST = "、。，．：；？！」』）〉》】”’ー々"
_NOT_LAST = "「『（〈《【“‘"


@dataclass(frozen=True)
class Wrap:
    """How a program wraps a text."""

    width: int
    #: What stands before the first line of a paragraph, and before the others.
    first: str = ""
    others: str = ""
    #: How many line ends stand between two paragraphs.
    apart: int = 2
    end: str = "\n"
    trailing: str = ""
    hyphenated: bool = False
    justified: bool = False
    double_spaced: bool = False

    def lines(self, paragraph: str) -> list[str]:
        """The lines of a paragraph."""
        found: list[str] = []
        line = self.first
        empty = True
        glue = " " if " " in paragraph[:40] else ""
        for piece in pieces(paragraph):
            joined = piece if empty else glue + piece
            if not empty and columns(line + joined) > self.width:
                room = self.width - columns(line) - 2
                head = broken_at(piece, room) if self.hyphenated else 0
                if head:
                    line += f" {piece[:head]}-"
                    piece = piece[head:]
                found.append(line)
                line, joined = self.others, piece
            line += joined
            empty = False
        return [*map(self._set, found), line + self.trailing]

    def _set(self, line: str) -> str:
        missing = self.width - columns(line) if self.justified else 0
        body = line.lstrip()
        gaps = body.count(" ")
        if not 0 < missing <= gaps:
            return line + self.trailing
        wider = body.replace(" ", "  ", missing)
        return line[: len(line) - len(body)] + wider + self.trailing

    def text(self, paragraphs: list[str]) -> str:
        """A story's paragraphs, wrapped."""
        between = self.end * (2 if self.double_spaced else 1)
        parts = [between.join(self.lines(paragraph)) for paragraph in paragraphs]
        return (self.end * self.apart).join(parts)

    def breaks_words(self, paragraphs: list[str]) -> bool:
        """Whether enough lines end on a hyphen to show that it broke words."""
        lines = [line for part in paragraphs for line in self.lines(part)]
        hyphens = sum(line.rstrip().endswith("-") for line in lines)
        return hyphens > 1 and hyphens * 12 > len(lines)

    def parts_short(self, paragraphs: list[str]) -> list[str]:
        """The paragraphs that end on a line so short that the next one would have begun there."""
        found: list[str] = []
        widest = max(columns(line) for part in paragraphs for line in self.lines(part)[:1])
        for paragraph in paragraphs:
            last = columns(self.lines(paragraph)[-1])
            if last + _LONGEST_FIRST_WORD < min(widest, self.width):
                found.append(paragraph)
        return found


_LONGEST_FIRST_WORD = 14


def columns(text: str) -> int:
    """How wide a text is in a terminal."""
    text = text.expandtabs(8)
    return sum(2 if unicodedata.east_asian_width(sign) in "FW" else 1 for sign in text)


def pieces(paragraph: str) -> list[str]:
    """What cannot be broken: words, or the characters of a text without spaces."""
    if " " in paragraph[:40]:
        return paragraph.split(" ")
    found: list[str] = []
    for sign in paragraph:
        if found and (
            sign in _NOT_FIRST
            or found[-1][-1] in _NOT_LAST
            or (sign.isascii() and found[-1][-1].isascii())
        ):
            found[-1] += sign
        else:
            found.append(sign)
    return found


def broken_at(word: str, room: int) -> int:
    """Where a word is broken so that its head takes at most so much; 0 where it stays whole."""
    if not (word.isalpha() and word[1:].islower() and len(word) >= 7):
        return 0
    head = min(room - 1, len(word) - 3)
    return head if head >= 3 else 0
