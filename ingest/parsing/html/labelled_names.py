"""A line in, the names behind its label out, in scripts where no capitals tell names from words."""

from __future__ import annotations

import re
from typing import Final

from archive.record.evidence import Span

#: "作者：李大立", "بقلم: سامر الحداد", "מאת: דן ריטר", "Автор: …".
#: "文" also ends other labels: "原文：".
_LABELLED: Final = re.compile(
    r"(?:作者|记者|記者|撰文|撰稿|執筆|(?<![\u3400-\u9fff])文|بقلم|كتب|كتبت|الكاتب|מאת|כתב|Автор"
    r"|Автори|Авторы|Текст|Yazan|Haber|Tác giả|ผู้เขียน|Συντάκτης|Του|Της|Autor tekstu|기자|글)"
    r"\s?[:：／/]\s?"
    r"(?P<name>[^\s:：／/|,，、;；()（）\d][^:：／/|,，、;；()（）\d\n]{1,38})"
)
#: A name without spaces ends where the next label begins: "作者：李大立 编辑：王小明".
_CASELESS_NAME: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3·]{2,12}")
#: "記者王小明、林美玉／台北報導": names between the word for a reporter and the place.
_REPORTED: Final = re.compile(
    r"[记記]者\s?(?P<names>[\u3400-\u9fff]{2,4}(?:、[\u3400-\u9fff]{2,4}){0,4})\s?[／/]\s?"
    r"[\u3400-\u9fff]{2,6}[报報][导導道]"
)
#: Between names, and before words that are none; only "、" tells that another name follows.
_BETWEEN: Final = re.compile(r"[ \u3000]{0,2}(?P<sure>、)?[ \u3000,，/／&和與与]{0,2}")
_LABEL_FOLLOWS: Final = re.compile(r"[ \u3000]?[:：]")
#: The most frequent surnames of China, Taiwan and Korea: nine in ten people have one of them.
_SURNAMES: Final = frozenset(
    "王李张張刘劉陈陳杨楊黄黃赵趙吴吳周徐孙孫马馬朱胡郭何林罗羅高郑鄭梁谢謝宋唐许許邓鄧韩韓冯馮曹彭曾肖蕭"
    "田董潘袁蔡蒋蔣余于杜叶葉程魏苏蘇吕呂丁任卢盧姚沈钟鍾姜崔谭譚陆陸范汪廖石金贾賈韦韋夏付方邹鄒熊白孟"
    "秦邱侯江尹薛闫閻段雷龙龍黎史陶贺賀毛郝顾顧龚龔邵万萬覃武钱錢戴严嚴莫孔向常汤湯康易乔喬赖賴文洪"
    "김이박최정강조윤장임한오서신권황안송전홍유고문양손배백허남심노하곽성차주우구민류나진지엄채원천방공현"
)
#: Places that begin with one; a place stands where another name would.
_PLACES: Final = frozenset(
    "江苏 江蘇 江西 石家庄 石家莊 金门 金門 金华 金華 常州 徐州 郑州 鄭州 黄山 武汉 武漢 苏州 蘇州"
    " 万州 高雄 서울 강원 강릉 전주 전북 전남 경기 한국 고양 성남 원주 남원 현지".split()
)
#: "Anonymous", "unknown", "this site", "from the net", "the editors", "administrator".
_NOBODY: Final = frozenset(
    "佚名 未知 匿名 网络 網路 本站 本报 本報 小编 小編 编辑 編輯 管理员 管理員 관리자".split()
)
#: Letters of a surname and a given name.
_LENGTHS: Final = (2, 3)
_MOST: Final = 6


def labelled_names(text: str) -> list[Span]:
    """Where the names stand behind a label such as "作者："; [] without one."""
    reported = _REPORTED.search(text)
    if reported is not None:
        return [name.span() for name in _CASELESS_NAME.finditer(text, *reported.span("names"))]
    match = _LABELLED.search(text)
    if match is None:
        return []
    start, end = match.span("name")
    caseless = _CASELESS_NAME.match(text, start, end)
    if caseless is None:
        return [(start, start + len(match["name"].rstrip()))]
    found = [caseless.span()]
    while len(found) < _MOST:
        between = _BETWEEN.match(text, found[-1][1])
        if between is None or not between[0]:
            break
        name = _CASELESS_NAME.match(text, between.end())
        if name is None or _LABEL_FOLLOWS.match(text, name.end()):
            break
        if not between["sure"] and not _is_name(name[0]):
            break
        found.append(name.span())
    return found


def unspaced_name(text: str) -> bool:
    """Whether a text behind a label may be a name in such a script, and of somebody."""
    return _CASELESS_NAME.fullmatch(text) is not None and text not in _NOBODY


def _is_name(word: str) -> bool:
    return len(word) in _LENGTHS and word[0] in _SURNAMES and word not in _PLACES
