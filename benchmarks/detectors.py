"""How often the encoding of bytes that are not UTF-8 is guessed right, by language and length.

    python benchmarks/detectors.py [-v]

Beside our own `detect` stand charset-normalizer alone and windows-1252 for everything. A guess is
right where the text comes out the same, whatever the codec is called. Lengths: a headline, two
sentences, a paragraph, a page. With -v every wrong guess is named.
"""

# ruff: noqa: E501
from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from charset_normalizer import from_bytes

from ingest.decode.detect import detect

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


GUESSERS: dict[str, Callable[[bytes], str]] = {
    "ours": detect,
    "charset-normalizer": normalizer,
    "always windows-1252": lambda _: "cp1252",
}


def main() -> None:
    for length, text_of in LENGTHS.items():
        for name, guess in GUESSERS.items():
            right, wrong = 0, []
            for language, codecs, head, more in SAMPLES:
                for codec in codecs:
                    data = text_of(head, more).encode(codec, "ignore")
                    text = data.decode(codec)
                    guessed = guess(data)
                    if data.isascii() or data.decode(guessed, "replace") == text:
                        right += 1
                    else:
                        wrong.append(f"{language} {codec} as {guessed}")
            print(f"{length:10} {name:20} {right} of {right + len(wrong)} right")
            if wrong and name == "ours" and "-v" in sys.argv:
                print("          ", "; ".join(wrong))


if __name__ == "__main__":
    main()
