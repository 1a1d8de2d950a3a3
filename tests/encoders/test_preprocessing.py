"""Pictures as the decode workers prepare them, against the transforms of open_clip and timm."""

import numpy as np
import pytest
from PIL import Image

from gallery.core.picture import Preprocessing
from gallery.encoders import torch_runtime
from gallery.encoders.clip import _preprocessing as of_clip
from gallery.encoders.timm_models import _preprocessing as of_timm
from gallery.imaging.decode import encoder_input
from tests.encoders.small_models import needs

pytestmark = needs("torch", "open_clip", "timm")

MEAN = (0.48145466, 0.4578275, 0.40821073)  # of CLIP
STD = (0.26862954, 0.26130258, 0.27577711)
NEAR = 2.0  # levels of 255; a cut of the wrong share is above 5
SIZES = [(640, 480), (333, 777), (256, 256), (90, 120)]


def picture(width, height):
    """A smooth coloured picture: half a pixel, by which they round a cut, changes it little."""
    y, x = np.mgrid[:height, :width]
    waves = [np.sin(x / 29 + y / 37), np.cos(x / 53), np.sin(x / 31) * np.cos(y / 29)]
    return Image.fromarray((np.stack(waves, -1) * 100 + 128).astype(np.uint8))


def difference(ours, theirs, how: Preprocessing):
    """Return the mean difference in levels of 255 between our pixels and a normalised tensor."""
    mean, std = np.array(how.mean), np.array(how.std)
    theirs = (theirs.numpy().transpose(1, 2, 0) * std + mean) * 255
    return np.abs(ours.astype(np.float32) - theirs).mean()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("mode", ["shortest", "squash"])
def test_pictures_are_prepared_as_open_clip_does(size, mode):
    transform = torch_runtime.open_clip().image_transform(
        224, is_train=False, resize_mode=mode, interpolation="bicubic"
    )
    config = {"size": 224, "resize_mode": mode, "interpolation": "bicubic"}
    config |= {"mean": MEAN, "std": STD}
    how = of_clip("clip", config)
    image = picture(*size)
    assert difference(encoder_input(image, how), transform(image), how) < NEAR


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("model", ["test_resnet.r160_in1k", "resnet18.a1_in1k"])
def test_pictures_are_prepared_as_timm_does(size, model):
    timm = torch_runtime.timm()
    network = timm.create_model(model, num_classes=0)
    transform = timm.data.create_transform(**timm.data.resolve_data_config({}, model=network))
    how = of_timm(model, network)
    image = picture(*size)
    assert difference(encoder_input(image, how), transform(image), how) < NEAR


def test_a_wrong_cut_would_be_seen():
    transform = torch_runtime.open_clip().image_transform(224, is_train=False)
    how = Preprocessing(224, crop_share=0.875, mean=MEAN, std=STD)
    image = picture(640, 480)
    assert difference(encoder_input(image, how), transform(image), how) > NEAR
