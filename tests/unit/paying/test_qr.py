"""The picture holds the code, module by module, in both formats."""

import re
import struct
import xml.etree.ElementTree as ET
import zlib

import segno

from bot.paying import qr

CODE = "00020126580014br.gov.bcb.pix0136123e4567-e12b-12d1-a456-426655440000"


def modules_of_svg(picture):
    """The dark modules that the strokes of the drawing cover."""
    root = ET.fromstring(picture)
    (line,) = [p for p in root.iter("{http://www.w3.org/2000/svg}path") if p.get("stroke")]
    x = y = 0.0
    dark = set()
    for kind, args in re.findall(r"([Mmh])([-0-9. ]+)", line.get("d")):
        numbers = [float(n) for n in args.split()]
        if kind == "M":
            x, y = numbers
        elif kind == "m":
            x, y = x + numbers[0], y + numbers[1]
        else:
            dark |= {(int(y), int(x) + n) for n in range(int(numbers[0]))}
            x += numbers[0]
    return dark


def test_the_svg_draws_the_code_with_a_quiet_zone():
    made = segno.make_qr(CODE, error="m", boost_error=False)
    expected = {
        (row + 4, column + 4)
        for row, line in enumerate(made.matrix)
        for column, module in enumerate(line)
        if module
    }
    assert modules_of_svg(qr.svg(CODE)) == expected


def test_the_svg_needs_nothing_that_the_content_policy_forbids():
    picture = qr.svg(CODE, title="Pix").decode()
    assert "style=" not in picture
    assert "<script" not in picture
    assert "<title>Pix</title>" in picture


def test_the_png_is_a_square_picture():
    picture = qr.png(CODE)
    assert picture.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", picture[16:24])
    assert width == height == (segno.make_qr(CODE, error="m").symbol_size()[0]) * 8
    start = picture.index(b"IDAT")
    size = struct.unpack(">I", picture[start - 4 : start])[0]
    assert (
        zlib.crc32(picture[start : start + 4 + size])
        == struct.unpack(">I", picture[start + 4 + size : start + 8 + size])[0]
    )
