"""Pages in Chinese, Japanese and Korean: short paragraphs, names without capitals, own notices."""

from typing import NamedTuple

import pytest

from ingest.parsing.fields.boilerplate import ON_PAGES
from ingest.parsing.html import parse_html
from ingest.parsing.html.labelled_names import labelled_names
from ingest.parsing.html.story_start import extent
from ingest.records import Decoded


class Told(NamedTuple):
    """A story: its language, headline, byline, paragraphs, and the notices behind them."""

    language: str
    headline: str
    byline: str
    paragraphs: list[str]
    notices: list[str]
    authors: list[str]


STORIES = {
    "simplified": Told(
        "zh",
        "海豹挡路渡轮晚点",
        "2017-06-04 10:15 来源：桤木日报 作者：李小梅 周建",
        [
            "周二，一头海豹趴在码头坡道上，开往小岛的渡轮晚了一个小时。",
            "船长说，没有人介意等待，他在这条航线上工作了三十年。",
            "中午时分，海豹滑回水里，汽车依次开上了船。",
        ],
        ["责任编辑：孙大海", "桤木日报社 版权所有"],
        ["李小梅", "周建"],
    ),
    "traditional": Told(
        "zh-TW",
        "海豹擋路渡輪誤點",
        "2017年6月4日 10:15 記者林美玉、陳志明／港口報導",
        [
            "一隻海豹週二躺在碼頭的坡道上，開往小島的渡輪因此晚了一個小時。",
            "船長表示，沒有乘客抱怨，他已經在這條航線上服務三十年。",
            "到了中午，海豹自己滑回水裡，車輛才陸續上船。",
        ],
        ["責任編輯：吳大海", "版權所有，未經許可不得轉載。"],
        ["林美玉", "陳志明"],
    ),
    "japanese": Told(
        "ja",
        "アザラシでフェリー遅れる",
        "2017年6月4日 10時15分 文：山田花子、佐藤健",
        [
            "火曜日、島へ向かうフェリーが一時間遅れた。桟橋にアザラシが寝ていたためだ。",
            "船長によると、三十年この航路で働いてきたが、怒る乗客はいなかったという。",
            "正午までにアザラシは海へ戻り、車が順に乗り込んだ。",
        ],
        ["編集：鈴木一郎", "記事・写真の無断転載を禁じます。"],
        ["山田花子", "佐藤健"],
    ),
    "korean": Told(
        "ko",
        "물범 때문에 늦은 여객선",
        "2017.06.04 10:15 글: 김민수 이지은",
        [
            "화요일 섬으로 가는 여객선이 한 시간 늦게 떠났다. 물범이 경사로에 누워 있었다.",
            "선장은 삼십 년 동안 이 항로를 다녔지만 불평한 사람은 없었다고 말했다.",
            "정오 무렵 물범은 바다로 돌아갔고 자동차들이 배에 올랐다.",
        ],
        ["편집: 박서준", "저작권자 ⓒ 오리일보, 무단 전재 및 재배포 금지"],
        ["김민수", "이지은"],
    ),
}


@pytest.mark.parametrize("name", STORIES)
def test_every_paragraph_is_kept_and_no_notice(name):
    told = STORIES[name]
    lines = "".join(f"<p>{line}</p>" for line in [*told.paragraphs, *told.notices])
    page = (
        f"<html lang={told.language}><title>{told.headline}</title><body><h1>{told.headline}</h1>"
        f"<div class=info>{told.byline}</div><div class=article>{lines}</div></body></html>"
    )
    article = parse_html("page.html", Decoded(page, "utf-8"))
    assert [paragraph.text for paragraph in article.paragraphs] == told.paragraphs
    assert [author.name for author in article.authors] == told.authors
    assert (article.headline, article.date) == (told.headline, "2017-06-04")


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("作者：李小梅 周建 编辑：孙大海", ["李小梅", "周建"]),
        ("作者：李小梅/周建", ["李小梅", "周建"]),
        ("作者：李小梅 阅读 123", ["李小梅"]),
        ("作者：李小梅 江苏", ["李小梅"]),
        ("作者：李小梅 来源：桤木日报", ["李小梅"]),
        ("글: 김민수, 서울", ["김민수"]),
        ("Автор: Ольга Мар", ["Ольга Мар"]),
        ("原文：海豹的故事", []),
        ("記者會／港口", []),
    ],
)
def test_names_end_where_other_words_begin(line, names):
    assert [line[slice(*span)] for span in labelled_names(line)] == names


@pytest.mark.parametrize(
    "line",
    [
        "版权所有人周二说，他从未同意使用这张照片。",
        "编辑：您为什么决定留在岛上？",
        "他说这些文字都是版权所有，任何人不得使用，法院却不这么认为。",
        "裁判所は写真の無断転載を禁じた判決を支持した。",
        "편집: 왜 섬에 남기로 하셨습니까?",
    ],
)
def test_a_sentence_about_rights_or_by_an_editor_is_no_notice(line):
    assert not ON_PAGES.of_block(line)


def test_an_ideograph_says_as_much_as_three_letters():
    assert extent("The seal") == 8
    assert extent("海豹。") == 7
    assert extent("アザラシ") == extent("물범물범") == 8
