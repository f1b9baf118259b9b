"""The words of a block in, whether it may be a caption or a credit out.

Cheap tests by trigger words, before the costly readings of credits and boilerplate.
"""

from __future__ import annotations

import re
from collections.abc import Set
from typing import Final

from ingest.parsing.fields.agencies import AGENCIES
from ingest.parsing.fields.boilerplate import IN_TEXT
from ingest.parsing.fields.language import FUNCTION_WORDS
from ingest.parsing.text.characters import bare_words

#: Words of captions: `pictured`, `file photo`, `(left)`, `seen here`, `links im Bild`.
PICTURE_WORDS: Final = frozenset(
    """pictured pictured: photo photo. photo, photos foto foto: image image: images bild bild:
    photograph photograph: screenshot archivbild symbolbild archivfoto symbolfoto poses seen
    imagen file left right ©""".split()
)
_PICTURE_MARKS: Final = ("(left)", "(right)", "(l)", "(r)", "(photo", "(image", "(foto", "(bild",
                         "(picture", "(pictured", "(archiv", "(symbol", "(file", "(links",
                         "(rechts", "(l.", "(r.", "(m.)", "(mitte", "(izq", "(dcha", "(à gauche",
                         "(à droite", "(a la izquierda", "(a la derecha", "(a sinistra",
                         "(a destra", "(à esquerda", "(à direita", "(centre", "(center", "(top)",
                         "(l-r", "(from left", "(von links", "(v.l.", "(v. l.",
                         "(de gauche", "(de izquierda", "(da sinistra")  # fmt: skip
_PICTURE_MARK: Final = re.compile(
    r"\((?:" + "|".join(re.escape(mark[1:]) for mark in _PICTURE_MARKS) + ")"
)
#: One of these words near the end, or a stroke, may belong to a credit.
CREDIT_WORDS: Final = frozenset(
    """photo photos foto fotos photograph photographer fotografía fotografie bild bilder bildquelle
    image images credit credits crédit crédits credito créditos quelle illustration illustrator
    screenshot courtesy getty reuters copyright source picture pictures symbolbild symbolfoto
    archivbild handout supplied contributed shutterstock alamy ap afp epa aap pa dpa upi grafik
    cartoon video beeld imagen immagine imagem fonte fuente symbolbild montage collage pic
    bildnachweis rechte фото ljósmynd kuva bilde ảnh fotoğraf zdjęcie fot capture captura archivo
    archive archiv file symbol © """.split()
)
OF_PICTURES: Final = frozenset(word.strip(".,:") for word in PICTURE_WORDS)
#: The words that trigger any closer reading.
TRIGGERS: Final = CREDIT_WORDS | IN_TEXT.inside_words | OF_PICTURES
#: All words that a line is searched for.
KNOWN: Final = TRIGGERS | FUNCTION_WORDS


def is_pictured(folded: str) -> bool:
    """Whether brackets refer to a picture: "(left)", "(photo …"."""
    return _PICTURE_MARK.search(folded) is not None


#: No credit at the end of a block is longer.
_LONGEST_CREDIT: Final = 110


def may_end_on_credit(text: str, folded: str, triggers: Set[str]) -> bool:
    """Whether the end of a block has a mark or a word of credits."""
    end = text[-_LONGEST_CREDIT:]
    if "/" in end or "©" in end or "|" in end or end[-1] in ")]）" or folded in AGENCIES:
        return True
    if "＝" in end:
        return True
    if CREDIT_WORDS.isdisjoint(triggers):
        return False
    last = end.split(None, 1)[-1].casefold() if len(text) > _LONGEST_CREDIT else folded
    return not CREDIT_WORDS.isdisjoint(bare_words(last))
