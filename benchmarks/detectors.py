"""How often the encoding of bytes that are not UTF-8 is guessed right, by language and length.

    python benchmarks/detectors.py [-v]

A second table has texts that are ASCII but for one to five characters: a pound sign, an
apostrophe, a name. Beside our own `detect` stand charset-normalizer alone and windows-1252 for everything. A guess is
right where the text comes out the same, whatever the codec is called. Lengths: a headline, two
sentences, a paragraph, a page. With -v every wrong guess is named.
"""

# ruff: noqa: E501
from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from itertools import groupby
from operator import itemgetter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from charset_normalizer import from_bytes

from ingest.decode.detect import detect

#: (language, codecs, texts of ASCII with few characters beyond it). All invented.
SPARSE: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    ("en", ("cp1252", "iso8859_15", "mac_roman", "cp850"), (
        "The harbour board said on Sunday that it had sold a boat for £639,000 to the islanders.",
        "Berths will cost £5 a night, or £1.20 for those who have lived in the town for a year.",
        "The pool was heated to 28°C on Monday and it will be kept so for the whole of the winter.",
        "A recipe from the mill: take 1½ cups of flour and a spoon of salt for the dough.",
        "The café on the quay is open again, and the owner says that he will not leave.",
        "© The Harbour Gazette. The boat was sold to the islanders on Sunday.",
        "The letter was signed by José and by his brother, who had not been in the town for years.",
    )),
    ("en", ("cp1252", "mac_roman"), (
        "The board’s manager said that more would follow before Christmas.",
        "The boat – the last of its kind – was sold to the islanders on Sunday.",
        "“We had no choice,” said the manager of the board, who was at the meeting.",
        "The islanders will pay €5 for the boat, which has been for sale since the spring…",
        "The boats’ owners said that they had not been asked—not once—about the price.",
        "The members’ letter to the board: ‘No.’ It was the shortest of the year.",
    )),
    ("en", ("cp1252", "iso8859_1"), (
        "The ferry\u00a0will not sail on Sunday, and the board of the harbour is to blame for it.",
        "The fee is £\u00a05 for a boat and not for those who have a permit of the board.",
        "Mr. Müller of the harbour board said that the boat had been sold to the islanders.",
        "The façade of the town hall is to be painted in the spring, the council said.",
        "The ground has 40 m² of room for the boats, which is not enough for all of them.",
        "The São Paulo paper wrote on Sunday that the boat was sold to the islanders.",
    )),
    ("de", ("cp1252", "iso8859_15", "mac_roman", "cp850"), (
        "Das Boot der Insel ist am Sonntag verkauft worden; für den Preis gab es keine Zeugen.",
        "Die Kosten sind mit 3 Prozent höher als im letzten Jahr, sagte der Leiter des Hafens.",
        "In der Straße am Hafen ist der Strom am Abend wieder da, so die Stadt.",
    )),
    ("de", ("cp1252", "iso8859_15"), (
        "Das Boot kostet 5 € am Tag, und das ist nicht viel, sagt der Leiter des Hafens.",
    )),
    ("de", ("cp1252",), ("Das Boot – es war das letzte – ist nun in der Stadt „Wolfen“ zu sehen.",)),
    ("fr", ("cp1252", "iso8859_15", "mac_roman", "cp850"), (
        "Le bateau est vendu pour une somme qui n'est pas connue, selon la mairie de Vernon-sur-Aube où il dort.",
        "La ville a perdu un quart de son budget dans le port, dit le maire, et le reste à Paris.",
        "Les bateaux sont dans le port depuis le mois de février, et le maire ne dit rien.",
    )),
    ("fr", ("cp1252",), ("Le maire n’a pas le budget pour le port, et la ville ne dit rien.",
                         "Le c\u0153ur de la ville est dans le port, dit le maire dans une lettre.")),
    ("fr", ("iso8859_15",), ("Le c\u0153ur de la ville est dans le port, dit le maire dans une lettre.",)),
    ("es", ("cp1252", "iso8859_15", "mac_roman", "cp850"), (
        "El puerto no se abre hasta el lunes, y la gente de la isla no lo sabe, dijo el señor Rojas.",
        "El barco de la isla se vende por la crisis, y no es el primero que se va de aquí.",
        "La gente pregunta por el precio del barco. ¿Cuanto es? Nadie lo sabe en la isla.",
    )),
    ("pt", ("cp1252", "iso8859_15"), (
        "O barco da ilha foi vendido por um valor que o porto ainda não diz, e as contas fecham.",
        "Os barcos do porto saem com a chuva, e o prefeito diz que a maré vai subir.",
    )),
    ("it", ("cp1252", "iso8859_15", "mac_roman"), (
        "Il porto non apre prima di sera, e la gente che aspetta nella piazza non sa perché.",
        "La nave è in vendita da un anno, ma il sindaco non dice il prezzo della barca.",
    )),
    ("nl", ("cp1252", "iso8859_15"), (
        "De boot is op zondag verkocht aan het eiland, en dat is er maar één van de twee.",
        "Het bedrag is niet bekend, zegt de directeur van de haven, die naar België gaat.",
    )),
    ("nl", ("cp1252",), ("De haven vraagt € 5 voor een boot, en dat is niet veel voor het eiland.",)),
    ("sv", ("cp1252", "iso8859_15"), (
        "Det var den sista resan till Malmö i den gamla farkosten, och det var en fest.",
        "Han har inte varit i staden, men det kostar en krona att ta bussen till ön.",
    )),
    ("da", ("cp1252",), ("Det er den sidste tur til Malling i den gamle færge, og det var en fest.",)),
    ("fi", ("cp1252", "iso8859_15"), ("Satama on kiinni ja laivat ovat sen takia jo Turussa, mutta se ei ole pitkä aika.",)),
    ("pl", ("cp1250", "iso8859_2"), (
        "Port jest zamkniety do maja, bo nie ma kto naprawić nabrzeża po burzy, a to trwa.",
        "To nie jest dla miasta problem, ale statek stoi w porcie od marca i nic się nie dzieje.",
        "Statek stoi w porcie i nie ma dla niego miejsca, oraz nic po nim nie zostało.",
    )),
    ("cs", ("cp1250", "iso8859_2"), (
        "To je na tom to nove, ze se do pristavu od ledna nikdo nedostane, jsou tu jen dělnici.",
        "Lod je v doku a do leta se to podle planu nestane, ale bylo by to dobře.",
        "Starosta se o tom nechce bavit, za to je tu ale kapitan a ten to na vsechny říka.",
    )),
    ("hu", ("cp1250", "iso8859_2"), (
        "A hajo nem megy ki a vizre, az egy kicsit jobb lesz majd, ha a hid is meglesz időre.",
        "Ez a hajo volt az, de ezt csak akkor adja el a falu, ha meg nem fizetnek érte.",
    )),
    ("hr", ("cp1250", "iso8859_2"), ("To je brod koji se nije vidio na moru od rata, ali da je tu, to je i čudo.",)),
    ("ro", ("cp1250", "iso8859_2"), ("Portul nu este deschis din iarna, pentru ca o nava care au vrut sa vina de la mare a ramas în larg.",)),
    ("tr", ("cp1254",), (
        "Bu liman daha sonra bir otel olarak satılacak ve kadar her gemi de ona gelecek.",
        "Gemi bu limana bir daha gelmedi, ama kaptan ve tayfa da sonra Ankara ile konuştu.",
    )),
    ("lt", ("cp1257",), ("Uostas buvo jau uždarytas, kad laivai ir valtys iki rudens per audras ne dingtu.",)),
    ("et", ("cp1257",), ("Sadam on kinni ja see ei ole hea, kuid laevad ning paadid on ka mujal või merel.",)),
    ("ru in en", ("cp1251", "koi8_r"), (
        "The boat is called Надежда by its crew, and it was sold to the islanders of the north on Sunday.",
    )),
    ("el in en", ("cp1253",), (
        "The boat is called Ελπίδα by its crew, and it was sold to the islanders of the north on Sunday.",
    )),
)  # fmt: skip

#: (language, codecs it was written in before UTF-8, a headline, more sentences). All invented.
SAMPLES: tuple[tuple[str, tuple[str, ...], str, str], ...] = (
    ("de", ("cp1252", "iso8859_15", "mac_roman"), "Fähre nach Großwerder fährt heute nicht",
     "„Schade“, sagte die Bürgermeisterin am Montag. Die Brücke über den Fluss bleibt bis März gesperrt, weil Träger und Geländer geprüft werden müssen. Für Schüler fährt ein Bus."),
    ("fr", ("cp1252", "iso8859_15"), "La préfète ferme l’écluse de Valbrune",
     "L’eau dépassait déjà le quai, où près de vingt bateaux étaient amarrés. « Nous préférons perdre un été », a déclaré le maire. Les écoles resteront fermées jusqu’à mercredi."),
    ("es", ("cp1252",), "El puerto de Peñalba seguirá cerrado mañana",
     "Así lo anunció el capitán marítimo tras la reunión. «No había otra opción», añadió. ¿Cuándo volverá a abrir? Según el ayuntamiento, quizá en otoño, cuando terminen las obras del muelle."),
    ("pt", ("cp1252",), "Câmara mantém a barca até o verão",
     "A decisão saiu após três horas de discussão. “Não há dinheiro para outra embarcação”, disse o prefeito. A votação sobre os lampiões do quebra-mar ficou para março."),
    ("it", ("cp1252",), "Il traghetto resterà, più caro",
     "Il consiglio ha votato lunedì. «È una buona notizia», ha detto il sindaco, «però costerà». Perché la città pagherà di più, nessuno lo sa ancora: c’è chi parla di metà del bilancio."),
    ("nl", ("cp1252",), "Veerpont naar Wierhaven blijft varen",
     "‘We zijn blij’, zei de burgemeester. De reünie van de schippers was één groot feest, met coördinatie van het café. De financiële gevolgen zijn niet officiële cijfers."),
    ("sv", ("cp1252",), "Färjan går åter från Själholmen",
     "Kommunen beslutade på måndagen att låta båten gå till våren. ”Det är rätt”, säger ordföranden. Sju ledamöter röstade för och två emot, och några avstod från att rösta."),
    ("en", ("cp1252", "mac_roman"), "Harbour master’s note surprises the town",
     "“We would rather lose a summer than a gate,” it says – twice. The café on the quay stays open, and tea costs £2. Nobody knows who wrote the other letter…"),
    ("pl", ("cp1250", "iso8859_2"), "Port pozostanie zamknięty do jesieni",
     "Poinformował o tym w poniedziałek burmistrz. „Nie było innego wyjścia” – powiedział. Statki będą zawijać do sąsiedniej przystani, a łodzie rybackie zostaną na brzegu aż do września."),
    ("cs", ("cp1250", "iso8859_2"), "Přístav zůstane zavřený až do podzimu",
     "Řekl to v pondělí starosta městečka Žluťany. „Neměli jsme jinou možnost,“ dodal. Lodě budou zatím přistávat u sousedního mola, kde už dělníci opravují zábradlí a lampy."),
    ("hu", ("cp1250", "iso8859_2"), "Őszig zárva marad a kikötő",
     "Ezt hétfőn közölte a polgármester. „Nem volt más választásunk” – mondta. A hajók addig a szomszédos mólónál kötnek ki, ahol a munkások már javítják a korlátot és a lámpákat."),
    ("ro", ("cp1250", "iso8859_16"), "Portul rămâne închis până în toamnă",
     "Anunţul a fost făcut luni de primar. „Nu aveam altă soluţie”, a spus el. Vapoarele vor acosta la cheiul vecin, unde muncitorii repară deja balustrada şi felinarele."),
    ("ru", ("cp1251", "koi8_r", "cp866", "iso8859_5"), "Порт останется закрытым до осени",
     "Об этом сообщил в понедельник начальник гавани. «Другого выхода не было», — сказал он. Суда будут заходить на соседнюю пристань, где рабочие уже чинят перила и фонари."),
    ("uk", ("cp1251", "koi8_u"), "Порт залишиться зачиненим до осені",
     "Про це повідомив у понеділок міський голова. «Іншого виходу не було», — сказав він. Судна заходитимуть до сусідньої пристані, де робітники вже лагодять поручні й ліхтарі."),
    ("el", ("cp1253", "iso8859_7"), "Το λιμάνι θα μείνει κλειστό μέχρι το φθινόπωρο",
     "Το ανακοίνωσε τη Δευτέρα ο δήμαρχος. «Δεν υπήρχε άλλη λύση», είπε. Τα πλοία θα δένουν στη γειτονική προβλήτα, όπου οι εργάτες επισκευάζουν ήδη τα κάγκελα."),
    ("tr", ("cp1254", "iso8859_9"), "Liman sonbahara kadar kapalı kalacak",
     "Bunu pazartesi günü belediye başkanı açıkladı. “Başka çaremiz yoktu” dedi. Gemiler bu arada komşu iskeleye yanaşacak; işçiler şimdiden korkulukları ve ışıkları onarıyor."),
    ("he", ("cp1255", "iso8859_8"), "הנמל יישאר סגור עד הסתיו",
     "כך הודיע ביום שני ראש העירייה. לא הייתה ברירה אחרת, אמר. האוניות יעגנו בינתיים ברציף השכן, שבו הפועלים כבר מתקנים את המעקה ואת הפנסים."),
    ("ar", ("cp1256", "iso8859_6"), "الميناء يبقى مغلقا حتى الخريف",
     "أعلن ذلك يوم الاثنين رئيس البلدية. وقال: لم يكن هناك حل آخر. وسترسو السفن في الرصيف المجاور حيث بدأ العمال إصلاح السياج والمصابيح منذ أمس."),
    ("lt", ("cp1257",), "Uostas liks uždarytas iki rudens",
     "Apie tai pirmadienį pranešė meras. „Neturėjome kitos išeities“, – sakė jis. Laivai plauks į gretimą prieplauką, kur darbininkai jau taiso turėklus ir žibintus."),
    ("vi", ("cp1258",), "Cảng vẫn đóng cửa đến mùa thu",
     "Thị trưởng cho biết như vậy hôm thứ Hai. Chúng tôi không còn cách nào khác, ông nói. Tàu sẽ cập bến bên cạnh, nơi công nhân đang sửa lan can và đèn."),
    ("th", ("cp874",), "ท่าเรือจะปิดจนถึงฤดูใบไม้ร่วง",
     "นายกเทศมนตรีประกาศเมื่อวันจันทร์ว่าไม่มีทางเลือกอื่น เรือจะเทียบท่าข้างเคียงซึ่งคนงานกำลังซ่อมราวและโคมไฟอยู่แล้ว"),
    ("ja", ("shift_jis", "euc_jp", "iso2022_jp"), "港は秋まで閉鎖される",
     "町長が月曜日に発表した。ほかに方法がなかったという。船はそれまで隣の桟橋に着くことになり、作業員がすでに手すりと灯りを修理している。"),
    ("zh", ("gb18030", "big5"), "港口將關閉到秋天",
     "鎮長星期一宣布了這一決定。他說沒有別的辦法。船隻將暫時停靠在鄰近的碼頭，工人們已經在那裡修理欄杆和路燈。"),
    ("zh-hans", ("gb18030",), "港口将关闭到秋天",
     "镇长星期一宣布了这一决定。他说没有别的办法。船只将暂时停靠在邻近的码头，工人们已经在那里修理栏杆和路灯。"),
    ("ko", ("euc_kr",), "항구는 가을까지 닫힌다",
     "시장이 월요일에 발표했다. 다른 방법이 없었다고 그는 말했다. 배들은 그동안 이웃 부두에 닿고, 일꾼들이 벌써 난간과 등불을 고치고 있다."),
)  # fmt: skip
LENGTHS: dict[str, Callable[[str, str], str]] = {
    "headline": lambda head, text: head,
    "sentences": lambda head, text: f"{head}. {text[: len(text) // 2]}",
    "paragraph": lambda head, text: f"{head}\n\n{text}\n",
    "page": lambda head, text: f"{head}\n\n" + f"{text}\n\n" * 20,
}


def normalizer(data: bytes) -> str:
    best = from_bytes(data[:10_000]).best()
    return best.encoding if best else "cp1252"


def ours(data: bytes) -> str:
    return detect(data).codec


GUESSERS: dict[str, Callable[[bytes], str]] = {
    "ours": ours,
    "charset-normalizer": normalizer,
    "always windows-1252": lambda _: "cp1252",
}


def cases() -> Iterator[tuple[str, str, str, str]]:
    """(length, language, codec, text) of both tables."""
    for length, text_of in LENGTHS.items():
        for language, codecs, head, more in SAMPLES:
            for codec in codecs:
                yield length, language, codec, text_of(head, more)
    for language, codecs, texts in SPARSE:
        for codec in codecs:
            for text in texts:
                yield "sparse", language, codec, text


def main() -> None:
    for length, group in groupby(cases(), key=itemgetter(0)):
        samples = list(group)
        for name, guess in GUESSERS.items():
            right, wrong = 0, []
            for _, language, codec, whole in samples:
                data = whole.encode(codec, "ignore")
                text = data.decode(codec)
                guessed = guess(data)
                if data.isascii() or data.decode(guessed, "replace") == text:
                    right += 1
                else:
                    rival = detect(data).rival
                    named = bool(rival) and data.decode(rival, "replace") == text
                    wrong.append(f"{language} {codec} as {guessed}{', named' * named}")
            print(f"{length:10} {name:20} {right} of {right + len(wrong)} right")
            if wrong and name == "ours" and "-v" in sys.argv:
                print("          ", "; ".join(wrong))


if __name__ == "__main__":
    main()
