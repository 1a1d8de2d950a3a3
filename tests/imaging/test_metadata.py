"""Keywords and ratings that other programs wrote are read, and cost no picture."""

import io
import struct

import pytest
from PIL import Image

from gallery.core.picture import Decoded
from gallery.imaging.decode import decode_file
from gallery.imaging.results import Want

XMP = """<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF
 xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/">
<rdf:Description rdf:about="" {rating}><dc:subject><rdf:Bag>
<rdf:li>Garden</rdf:li><rdf:li>Anna &amp; Bo</rdf:li></rdf:Bag></dc:subject>{more}
</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>"""


def picture():
    return Image.effect_noise((40, 30), 60).convert("RGB")


def saved(path, name="JPEG", **more):
    picture().save(path, name, **more)
    return path


def facts(path):
    found = decode_file(bytes(path), Want(None))
    assert isinstance(found, Decoded), found
    return found.facts


def iptc(*words):
    records = b"".join(b"\x1c\x02\x19" + struct.pack(">H", len(w)) + w for w in words)
    data = (
        b"8BIM\x04\x04\0\0" + struct.pack(">I", len(records)) + records + b"\0" * (len(records) % 2)
    )
    body = b"Photoshop 3.0\0" + data
    return b"\xff\xed" + struct.pack(">H", len(body) + 2) + body


@pytest.mark.parametrize(("name", "end"), [("JPEG", "jpg"), ("WEBP", "webp"), ("AVIF", "avif")])
def test_xmp_gives_keywords_and_rating(tmp_path, name, end):
    xmp = XMP.format(rating='xmp:Rating="4"', more="").encode()
    found = facts(saved(tmp_path / f"a.{end}", name, xmp=xmp))
    assert (found.keywords, found.rating) == (("Garden", "Anna & Bo"), 4)


def test_a_rating_may_be_an_element_and_rejected(tmp_path):
    xmp = XMP.format(rating="", more="<xmp:Rating>-1</xmp:Rating>").encode()
    assert facts(saved(tmp_path / "a.jpg", xmp=xmp)).rating == -1


def test_exif_gives_a_rating_where_xmp_has_none(tmp_path):
    exif = Image.Exif()
    exif[0x4746] = 3
    found = facts(saved(tmp_path / "a.jpg", exif=exif))
    assert (found.keywords, found.rating) == ((), 3)


def test_iptc_words_are_read_in_utf8_and_latin_each_once(tmp_path):
    plain = io.BytesIO()
    picture().save(plain, "JPEG")
    data = plain.getvalue()
    path = tmp_path / "a.jpg"
    path.write_bytes(data[:2] + iptc("Müller".encode(), b"Caf\xe9", b"Caf\xe9") + data[2:])
    assert facts(path).keywords == ("Müller", "Café")


@pytest.mark.parametrize(
    "xmp",
    [
        b"no xml at all",
        b"<x:xmpmeta",
        b'<!DOCTYPE a [<!ENTITY b "bbbbbbbb">]><a>&b;</a>',
        XMP.format(rating='xmp:Rating="many"', more="").encode().replace(b"Garden", b"\x00"),
        XMP.format(rating='xmp:Rating="1e999"', more="").encode(),
    ],
)
def test_broken_xmp_costs_no_picture(tmp_path, xmp):
    assert facts(saved(tmp_path / "a.jpg", xmp=xmp)).rating is None


def test_both_hashes_tell_a_turned_picture(tmp_path):
    image = picture()
    image.save(tmp_path / "a.png")
    image.transpose(Image.Transpose.TRANSPOSE).save(tmp_path / "b.png")
    one, other = facts(tmp_path / "a.png"), facts(tmp_path / "b.png")
    assert (one.dhash, one.dhash_turned) == (other.dhash_turned, other.dhash)
