import os

import pytest

from gallery.core import settings
from gallery.core.settings import Settings


def test_what_is_saved_is_loaded(tmp_path):
    odd = os.fsdecode(b"/photos/\xff\xfe")
    chosen = Settings(encoder="clip", theme="dark", tile=200, recent=("/a b", odd))
    settings.save(chosen, tmp_path / "settings.toml")
    assert settings.load(tmp_path / "settings.toml") == chosen
    assert os.stat(tmp_path / "settings.toml").st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    "damage", [b"", b"\x00\xff\xfe", b"tile = ", b"[", b'encoder = "a"\nencoder = "b"', b"\xff=1"]
)
def test_damaged_settings_are_the_defaults(tmp_path, damage):
    path = tmp_path / "settings.toml"
    path.write_bytes(damage)
    assert settings.load(path) == Settings()


def test_settings_that_are_missing_are_the_defaults(tmp_path):
    assert settings.load(tmp_path / "none.toml") == Settings()


def test_a_wrong_type_falls_back_and_the_rest_is_kept(tmp_path):
    path = tmp_path / "settings.toml"
    path.write_text(
        'tile = "large"\ntheme = "dark"\nfrom_the_future = 1\nrecent = [1, "zz", "2f61"]'
    )
    assert settings.load(path) == Settings(theme="dark", recent=("/a",))


def test_true_is_no_number(tmp_path):
    path = tmp_path / "settings.toml"
    path.write_text("tile = true\nfill_tiles = 1")
    assert settings.load(path) == Settings()
