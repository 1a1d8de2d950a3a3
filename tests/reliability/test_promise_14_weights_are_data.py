"""Weights that are no plain data are refused in a sentence, and old vectors stay usable."""

import pickle

import pytest

from gallery.core.errors import LookalikeError
from tests.encoders.small_models import needs
from tests.engine_tools import folder_of, index

pytestmark = needs("torch", "open_clip")


class Acts:
    """Runs something when it is unpickled."""

    def __init__(self, mark):
        self.mark = mark

    def __reduce__(self):
        return (open, (str(self.mark), "w"))


def test_weights_that_act_are_refused_and_the_store_stays_usable(context, tmp_path):
    root, mark = folder_of(tmp_path / "photos", 5), tmp_path / "PWNED"
    index(context, root)
    weights = tmp_path / "model.pt"
    weights.write_bytes(pickle.dumps({"state_dict": Acts(mark)}, protocol=2))
    with pytest.raises(LookalikeError, match=r"^[^\n]+\.$"):
        index(context, root, f"open_clip:ViT-B-32@{weights}")
    assert not mark.exists()
    report, _ = index(context, root)
    assert (report.reused, report.embedded) == (5, 0)


@pytest.mark.parametrize("data", [b"", b"\x00" * 100, b"\xff" * 8 + b"{}", b'{"a": 1}'])
def test_files_that_are_no_weights_are_refused(context, tmp_path, data):
    root = folder_of(tmp_path / "photos", 1)
    weights = tmp_path / "model.safetensors"
    weights.write_bytes(data)
    with pytest.raises(LookalikeError, match=r"^[^\n]+\.$"):
        index(context, root, f"open_clip:ViT-B-32@{weights}")
