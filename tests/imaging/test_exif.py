import os

import pytest
from PIL import Image
from PIL.TiffImagePlugin import IFDRational

from gallery.imaging.decode import Want, decode_file
from tests.imaging.pictures import scene, with_exif
from tests.imaging.test_decode import encoded


@pytest.fixture
def facts(tmp_path):
    def read(exif):
        path = tmp_path / "x.jpg"
        path.write_bytes(encoded(scene(), "JPEG", exif=exif))
        return decode_file(os.fsencode(path), Want()).facts

    return read


def photograph():
    exif = with_exif(x010F="Canon", x0110="Canon EOS R6", x0132="2023:05:06 07:08:09")
    exif.get_ifd(0x8769).update(
        {
            0x9003: "2023:05:01 10:20:30",
            0x829A: IFDRational(1, 250),
            0x829D: IFDRational(28, 10),
            0x8827: 400,
            0x920A: IFDRational(35, 1),
            0xA434: "RF 35mm F1.8",
        }
    )
    exif.get_ifd(0x8825).update(
        {
            1: "S",
            2: (IFDRational(33), IFDRational(51), IFDRational(36)),
            3: "E",
            4: (IFDRational(151), IFDRational(12), IFDRational(0)),
        }
    )
    return exif


def test_date_camera_and_exposure_are_read(facts):
    got = facts(photograph())
    assert got.taken == "2023-05-01 10:20:30"
    assert got.camera == "Canon EOS R6"
    assert dict(got.exif) == {
        "Exposure": "1/250 s",
        "Aperture": "f/2.8",
        "ISO": "400",
        "Focal length": "35 mm",
        "Lens": "RF 35mm F1.8",
        "Location": "-33.86000, 151.20000",
    }


def test_the_maker_is_added_where_the_model_does_not_name_it(facts):
    assert facts(with_exif(x010F="SONY", x0110="ILCE-7M3")).camera == "SONY ILCE-7M3"


def test_the_date_of_change_stands_in_for_the_date_of_the_picture(facts):
    assert facts(with_exif(x0132="2023:05:06 07:08:09")).taken == "2023-05-06 07:08:09"


@pytest.mark.parametrize("date", ["9999:99:99 99:99:99", "0000:00:00 00:00:00", "yesterday", ""])
def test_a_nonsense_date_is_none(facts, date):
    assert facts(with_exif(x0132=date)).taken == ""


def test_divisions_by_zero_are_left_out(facts):
    exif = Image.Exif()
    exif.get_ifd(0x8769).update({0x829A: IFDRational(0, 0), 0x829D: IFDRational(1, 0)})
    exif.get_ifd(0x8825).update(
        {1: "N", 2: (IFDRational(1, 0),) * 3, 3: "E", 4: (IFDRational(1, 0),) * 3}
    )
    assert facts(exif).exif == ()


def test_texts_are_one_short_printable_line(facts):
    camera = facts(with_exif(x0110="a\x1b[31m\nb" + "c" * 5000)).camera
    assert camera.startswith("a [31m b")
    assert len(camera) <= 100
    assert camera.isprintable()


def test_a_picture_without_exif_has_no_such_facts(facts):
    got = facts(Image.Exif())
    assert (got.taken, got.camera, got.exif) == ("", "", ())
