"""Pictures for the demo's captions: woodcuts of Port Alder, cut by chance from one seed.

A scene is a sky, something on the land, the water, and what is on it; two inks on toned paper.
"""

from __future__ import annotations

import io
import math
from collections.abc import Callable
from random import Random
from typing import Final

from PIL import Image, ImageDraw

WIDTH: Final = 1440
HEIGHT: Final = 960
HORIZON: Final = 560
PAPER: Final = (238, 230, 209)
INK: Final = (34, 31, 28)
#: The second ink of a print: slate, brick, moss, ochre.
TONES: Final = ((126, 143, 150), (170, 104, 78), (128, 136, 104), (196, 160, 96))

Point = tuple[float, float]


class Block:
    """A block of wood to cut: `pen` draws, `chance` lets no two lines be alike."""

    def __init__(self, seed: int) -> None:
        self.chance = Random(seed)  # noqa: S311 - a drawing is no secret
        self.tone = self.chance.choice(TONES)
        self.image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
        self.pen = ImageDraw.Draw(self.image)

    def stroke(self, start: Point, end: Point, width: float, colour: tuple[int, int, int]) -> None:
        """A cut that swells in the middle, as a gouge leaves it."""
        (x1, y1), (x2, y2) = start, end
        length = math.hypot(x2 - x1, y2 - y1) or 1.0
        nx, ny = (y1 - y2) / length * width / 2, (x2 - x1) / length * width / 2
        mx, my = (x1 + x2) / 2, (y1 + y2) / 2
        self.pen.polygon([start, (mx + nx, my + ny), end, (mx - nx, my - ny)], fill=colour)

    def shape(self, points: list[Point], fill: tuple[int, int, int]) -> None:
        self.pen.polygon(points, fill=fill)


def woodcut(subject: str, seed: int) -> bytes:
    """A JPEG of the subject (a key of SUBJECTS)."""
    block = Block(seed)
    _sky(block, sun=subject != "storm")
    SUBJECTS[subject](block)
    out = io.BytesIO()
    _framed(block.image).save(out, "JPEG", quality=88)
    return out.getvalue()


def _framed(image: Image.Image) -> Image.Image:
    framed = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    framed.paste(image.crop((36, 36, WIDTH - 36, HEIGHT - 36)), (36, 36))
    ImageDraw.Draw(framed).rectangle((36, 36, WIDTH - 37, HEIGHT - 37), outline=INK, width=5)
    return framed


def _mixed(
    one: tuple[int, int, int], other: tuple[int, int, int], share: float
) -> tuple[int, int, int]:
    """So much of the one in the other."""
    red, green, blue = (round(a * share + b * (1 - share)) for a, b in zip(one, other, strict=True))
    return red, green, blue


# Parts --------------------------------------------------------------------------------------------


def _sky(block: Block, *, sun: bool) -> None:
    """Lines that grow heavier towards the top; a low sun is left uncut."""
    chance = block.chance
    block.pen.rectangle((0, 0, WIDTH, HORIZON), fill=_mixed(block.tone, PAPER, 0.45))
    y = 40.0
    while y < HORIZON:
        weight = 7.5 * (1 - y / HORIZON) ** 1.4 + 1.2
        x = -chance.uniform(0, 160)
        while x < WIDTH:
            length = chance.uniform(140, 420)
            block.stroke((x, y), (x + length, y + chance.uniform(-3, 3)), weight, INK)
            x += length + chance.uniform(6, 40)
        y += 11 + 9 * y / HORIZON
    if sun:
        _sun(block, chance.uniform(260, WIDTH - 260), chance.uniform(170, 330))


def _sun(block: Block, cx: float, cy: float) -> None:
    chance = block.chance
    radius = chance.uniform(60, 95)
    block.pen.ellipse((cx - radius, cy - radius, cx + radius, cy + radius), fill=PAPER)
    for number in range(36):
        angle = number * math.tau / 36
        near, far = radius + 10, radius + chance.uniform(26, 70)
        start = cx + near * math.cos(angle), cy + near * math.sin(angle)
        end = cx + far * math.cos(angle), cy + far * math.sin(angle)
        block.stroke(start, end, 5, PAPER)


def _sea(block: Block, top: float = HORIZON, *, rough: float = 1.0) -> None:
    chance = block.chance
    block.pen.rectangle((0, top, WIDTH, HEIGHT), fill=INK)
    y = top + 7.0
    while y < HEIGHT:
        depth = (y - top) / (HEIGHT - top)
        x = -chance.uniform(0, 120)
        while x < WIDTH:
            length = chance.uniform(30, 90) * (1 + 2.6 * depth)
            rise = chance.uniform(2, 7) * (1 + 1.5 * depth) * rough
            colour = PAPER if chance.random() < 0.6 else block.tone
            middle = x + length / 2, y - rise
            block.stroke((x, y), middle, (2 + 5 * depth) * rough**0.4, colour)
            block.stroke(middle, (x + length, y), (2 + 5 * depth) * rough**0.4, colour)
            x += length + chance.uniform(10, 70) * (1 + depth)
        y += 9 + 22 * depth


def _hill(block: Block, left: float, right: float, height: float) -> None:
    """A headland with its slope cut in falling lines."""
    points: list[Point] = [(left, HORIZON)]
    for step in range(1, 24):
        part = step / 24
        bump = math.sin(part * math.pi) * height * (0.85 + 0.15 * math.sin(part * 9))
        points.append((left + (right - left) * part, HORIZON - bump))
    block.shape([*points, (right, HORIZON)], INK)
    for x, y in points[2:-2]:
        for _ in range(3):
            down = block.chance.uniform(0.25, 0.8) * (HORIZON - y)
            at = x + block.chance.uniform(-20, 20)
            block.stroke((at, y + 12), (at + 14, y + 12 + down), 4, block.tone)


def _boat(block: Block, x: float, y: float, size: float, *, sail: bool = True) -> None:
    hull = [(x - size, y), (x + size, y - size * 0.08), (x + size * 0.72, y + size * 0.34)]
    block.shape([*hull, (x - size * 0.74, y + size * 0.34)], PAPER)
    block.pen.line([*hull, (x - size * 0.74, y + size * 0.34), hull[0]], fill=INK, width=6)
    block.stroke((x - size * 0.8, y + size * 0.14), (x + size * 0.8, y + size * 0.1), 7, INK)
    mast = y - size * 1.5
    block.pen.line((x, y, x, mast), fill=INK, width=7)
    if not sail:
        block.pen.rectangle((x - size * 0.6, y - size * 0.4, x - size * 0.15, y), fill=block.tone)
        block.pen.line((x, mast, x + size, y), fill=INK, width=3)
        return
    block.shape([(x + 10, mast), (x + size * 0.95, y - 14), (x + 10, y - 14)], block.tone)
    block.shape([(x - 10, mast + 30), (x - size * 0.7, y - 14), (x - 10, y - 14)], PAPER)
    for step in range(1, 8):
        at = y - 14 - (y - mast) * step / 9
        block.stroke((x + 12, at), (x + 10 + size * 0.85 * (1 - step / 8.5), at + 12), 4, INK)


def _house(block: Block, x: float, width: float, height: float, base: float = HORIZON) -> None:
    top, chance = base - height, block.chance
    light = chance.random() < 0.5
    wall, cut = (PAPER, INK) if light else (INK, PAPER)
    block.pen.rectangle((x, top, x + width, base), fill=wall, outline=INK, width=4)
    peak = top - width * chance.uniform(0.35, 0.6)
    block.shape([(x - 8, top), (x + width / 2, peak), (x + width + 8, top)], block.tone)
    block.pen.line((x - 8, top, x + width / 2, peak, x + width + 8, top), fill=INK, width=6)
    for row in range(int(height // 62)):
        for column in range(2):
            left = x + width * (0.2 + 0.4 * column)
            down = top + 18 + row * 62
            block.pen.rectangle((left, down, left + width * 0.2, down + 34), fill=cut)
            middle = left + width * 0.1
            block.pen.line((middle, down, middle, down + 34), fill=wall, width=3)
    for _ in range(7):
        at = chance.uniform(top, base - 8)
        block.stroke((x + 6, at), (x + chance.uniform(14, width / 3), at), 3, cut)


def _row_of_houses(block: Block, start: float, end: float, base: float = HORIZON) -> None:
    x = start
    while x < end:
        width = block.chance.uniform(70, 125)
        _house(block, x, width, block.chance.uniform(100, 240), base)
        x += width


def _tower(block: Block, x: float, base: float, height: float, width: float) -> None:
    """A lighthouse, banded, with its lantern and its rays."""
    top = base - height
    for band in range(6):
        upper, lower = top + height * band / 6, top + height * (band + 1) / 6
        inset = [width * (0.30 - 0.05 * (band + step)) for step in (0, 1)]
        corners = [(x - width / 2 + inset[0], upper), (x + width / 2 - inset[0], upper)]
        corners += [(x + width / 2 - inset[1], lower), (x - width / 2 + inset[1], lower)]
        block.shape(corners, INK if band % 2 else PAPER)
    lamp = top - width * 0.5
    block.pen.rectangle(
        (x - width * 0.2, lamp, x + width * 0.2, top), fill=PAPER, outline=INK, width=6
    )
    block.shape([(x - width * 0.28, lamp), (x, lamp - width * 0.35), (x + width * 0.28, lamp)], INK)
    for number in range(-6, 7):
        for side in (-1, 1):
            end = x + side * 520, lamp + 30 + number * 26
            block.stroke((x + side * width * 0.3, lamp + 25), end, 9, PAPER)


# Subjects -----------------------------------------------------------------------------------------


def _harbour(block: Block) -> None:
    _hill(block, 620, 1500, 190)
    _row_of_houses(block, -30, 640)
    _sea(block)
    for place in range(4):
        x = 330 + 270 * place + block.chance.uniform(-50, 50)
        _boat(block, x, 690 + 55 * (place % 2), block.chance.uniform(90, 135), sail=place % 2 == 0)


def _lighthouse(block: Block) -> None:
    _sea(block)
    _hill(block, 500, 1330, 130)
    _tower(block, 900, HORIZON - 90, 330, 120)
    _boat(block, 330, 760, 115)


def _storm(block: Block) -> None:
    for _ in range(260):
        x, y = block.chance.uniform(-100, WIDTH), block.chance.uniform(0, HORIZON)
        block.stroke((x, y), (x + 70, y + 120), 4, PAPER if block.chance.random() < 0.7 else INK)
    _row_of_houses(block, 820, 1480)
    _sea(block, HORIZON - 30, rough=4.5)


def _street(block: Block) -> None:
    block.pen.rectangle((0, HORIZON, WIDTH, HEIGHT), fill=PAPER)
    _row_of_houses(block, 380, 1100, 640)
    block.pen.rectangle((0, 640, WIDTH, 720), fill=INK)
    _row_of_houses(block, -40, 470, 720)
    _row_of_houses(block, 980, 1480, 720)
    for row in range(9):
        y = 725 + row * (18 + row * 2.4)
        size = 34 + row * 11
        x = -block.chance.uniform(0, size)
        while x < WIDTH:
            block.pen.arc((x, y, x + size, y + size * 0.7), 190, 350, fill=INK, width=4)
            x += size * 1.04


def _church(block: Block) -> None:
    _hill(block, -200, WIDTH + 200, 250)
    x, base = 640.0, HORIZON - 175
    block.pen.rectangle((0, HORIZON - 2, WIDTH, HEIGHT), fill=INK)
    block.pen.rectangle((x - 60, base - 200, x + 60, base + 60), fill=PAPER, outline=INK, width=7)
    block.shape([(x - 76, base - 200), (x, base - 330), (x + 76, base - 200)], block.tone)
    block.pen.line((x - 76, base - 200, x, base - 330, x + 76, base - 200), fill=INK, width=7)
    block.pen.rectangle((x + 60, base - 90, x + 330, base + 60), fill=PAPER, outline=INK, width=7)
    block.shape(
        [(x + 60, base - 90), (x + 110, base - 190), (x + 330, base - 190), (x + 350, base - 90)],
        INK,
    )
    for left in (x - 24, x + 110, x + 180, x + 250):
        block.pen.pieslice((left, base - 60, left + 46, base - 10), 180, 360, fill=INK)
        block.pen.rectangle((left, base - 36, left + 46, base + 20), fill=INK)
    block.pen.ellipse((x - 30, base - 160, x + 30, base - 100), fill=PAPER, outline=INK, width=6)
    _row_of_houses(block, -20, 520, 700)
    _row_of_houses(block, 860, 1480, 720)
    block.pen.rectangle((0, 716, WIDTH, HEIGHT), fill=INK)
    for _ in range(420):
        gx, gy = block.chance.uniform(0, WIDTH), block.chance.uniform(730, HEIGHT)
        colour = PAPER if block.chance.random() < 0.5 else block.tone
        block.stroke((gx, gy), (gx + block.chance.uniform(-9, 9), gy - 26), 5, colour)


def _train(block: Block) -> None:
    _hill(block, -100, 900, 210)
    _hill(block, 700, 1600, 150)
    block.pen.rectangle((0, HORIZON, WIDTH, HEIGHT), fill=PAPER)
    block.pen.rectangle((0, 700, WIDTH, 722), fill=INK)
    for x in range(-20, WIDTH, 62):
        block.pen.rectangle((x, 722, x + 30, 742), fill=INK)
    for carriage in range(2):
        left = 640 + carriage * 380
        block.pen.rectangle((left, 560, left + 350, 680), fill=block.tone, outline=INK, width=7)
        for window in range(5):
            at = left + 24 + window * 64
            block.pen.rectangle((at, 586, at + 44, 630), fill=PAPER, outline=INK, width=5)
    block.pen.rectangle((330, 566, 610, 684), fill=INK)
    block.pen.rectangle((520, 530, 625, 680), fill=INK)
    block.pen.rectangle((545, 545, 600, 590), fill=PAPER)
    block.pen.rectangle((372, 530, 404, 596), fill=INK)
    for x in (360, 450, 560, 690, 940, 1070, 1320):
        block.pen.ellipse((x - 40, 640, x + 40, 720), fill=PAPER, outline=INK, width=11)
        block.pen.line((x - 34, 680, x + 34, 680), fill=INK, width=7)
    for puff in range(9):
        x, y, size = 390 + puff * 62, 500 - puff * 30, 34 + puff * 11
        block.pen.ellipse(
            (x - size, y - size, x + size, y + size * 0.7), fill=PAPER, outline=INK, width=5
        )
    for _ in range(240):
        gx, gy = block.chance.uniform(0, WIDTH), block.chance.uniform(770, HEIGHT)
        block.stroke((gx, gy), (gx + block.chance.uniform(-12, 12), gy - 34), 5, INK)


SUBJECTS: Final[dict[str, Callable[[Block], None]]] = {
    "harbour": _harbour,
    "lighthouse": _lighthouse,
    "storm": _storm,
    "street": _street,
    "church": _church,
    "train": _train,
}
