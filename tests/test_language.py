"""The language of a text: that of its script, letters and small words, or none."""

import pytest

from ingest.parsing.fields.language import detect_language

TEXTS = {
    "ur": (
        "بندرگاہ کے بورڈ نے پیر کے روز فیصلہ کیا ہے کہ مشرقی گھاٹ کو مرمت کے لیے بند کر دیا جائے گا"
    ),
    "fa": (
        "هیئت بندر روز دوشنبه تصمیم گرفت که اسکله شرقی را برای تعمیر ببندد و کار تا بهار ادامه دارد"
    ),
    "ar": (
        "قرر مجلس الميناء يوم الاثنين إغلاق الرصيف الشرقي للإصلاح حتى الربيع، وقالت رئيسة المجلس إن"
    ),
    "ps": (
        "د بندر شورا د دوشنبې په ورځ پرېکړه وکړه چې ختيځه برخه به د جوړولو لپاره وتړي او څوک نه ځي"
    ),
    "ru": (
        "Совет порта в понедельник решил закрыть восточный "
        "причал на ремонт, который продлится до весны"
    ),
    "uk": (
        "Рада порту в понеділок вирішила закрити східний "
        "причал на ремонт, який триватиме до весни, і"
    ),
    "bg": (
        "Съветът на пристанището реши в понеделник да затвори "
        "източния кей за ремонт, който ще продължи"
    ),
    "be": (
        "Рада порта ў панядзелак вырашыла закрыць усходні "
        "прычал на рамонт, які будзе доўжыцца ўсю зіму"
    ),
    "hi": (
        "बंदरगाह बोर्ड ने सोमवार को पूर्वी घाट को मरम्मत के लिए बंद करने का फैसला किया और यह काम वसंत तक चलेगा"
    ),
    "mr": ("बंदर मंडळाने सोमवारी पूर्वेकडील धक्का दुरुस्तीसाठी बंद केला आणि हे काम वसंत ऋतूपर्यंत चालणार आहे"),
    "bn": ("বন্দর বোর্ড সোমবার পূর্ব ঘাট মেরামতের জন্য বন্ধ করার সিদ্ধান্ত নিয়েছে এবং কাজ বসন্ত পর্যন্ত চলবে"),
    "tr": (
        "Liman kurulu pazartesi günü doğu rıhtımını onarım için "
        "kapatmaya karar verdi; işler bahara dek sürecek"
    ),
    "pl": (
        "Rada portu zdecydowała w poniedziałek, że zamknie "
        "wschodnie nabrzeże do wiosny, bo drewno zgniło"
    ),
    "en": (
        "The harbour board voted on Monday to close the eastern "
        "quay for repairs that last until spring."
    ),
}


@pytest.mark.parametrize("code", TEXTS)
def test_a_text_is_of_its_language(code):
    assert detect_language(TEXTS[code])[0] == code


@pytest.mark.parametrize(
    "text",
    [
        # Azerbaijani, Tatar and Icelandic are not known, and of no other language.
        (
            "Liman şurası bazar ertəsi şərq körpüsünü təmir "
            "üçün bağlamağa qərar verdi və işlər yaza qədər"
        ),
        (
            "Порт советы дүшәмбе көнне көнчыгыш причалны ремонтка "
            "ябарга карар итте, эш язга кадәр дәвам итә"
        ),
        (
            "Hafnarstjórnin ákvað á mánudag að loka eystri "
            "bryggjunni og það verður þannig þar til í vor"
        ),
        # As many words of one as of another.
        "og det i en er på for med",
        "Alder Brackwater Sallow Marr Quill Bremer Voss Coll Sund",
    ],
)
def test_no_language_is_better_than_a_wrong_one(text):
    assert detect_language(text) == ("", 0.0)


def test_a_foreign_name_changes_no_language():
    arabic = TEXTS["ar"] + " پارك " + TEXTS["ar"]
    assert detect_language(arabic)[0] == "ar"
    assert detect_language(f"{TEXTS['en']} Çağrı said so. {TEXTS['en']}")[0] == "en"
    assert detect_language(f"{TEXTS['ru']} Їжак {TEXTS['ru']}")[0] == "ru"
