"""hOCR as tesseract writes it, a page a story."""

from html import escape

LACKS = ("headline", "date", "authors", "publication", "section", "url")


def write(stories):
    return {f"{number}.hocr": _page(story).encode() for number, story in enumerate(stories)}


def _page(story):
    paragraphs = "".join(
        f"<p class='ocr_par'>{_line(words[:9])}{_line(words[9:])}</p>"
        for words in (text.split() for text in story.paragraphs)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE html><html><head><title></title><meta '
        "name='ocr-system' content='tesseract 4.1'/></head><body><div class='ocr_page' title='bbox "
        f"0 0 1 1'><div class='ocr_carea'>{paragraphs}</div></div></body></html>"
    )


def _line(words):
    spans = "".join(
        f"<span class='ocrx_word' title='bbox 1 1 2 2; x_wconf 9'>{escape(word)}</span> "
        for word in words
    )
    return f"<span class='ocr_line' title='bbox 1 1 2 2'>{spans}</span>"
