"""The encoders that are offered by name, as a table; others of their families work as well."""

from dataclasses import dataclass

from gallery.core.codes import Code
from gallery.core.encoder_names import PURPOSES
from gallery.core.errors import EncoderError

_MB = 1_000_000

CLIP = "open_clip:ViT-B-32-256/datacomp_s34b_b86k"
"""What plain `clip` stands for: the best on a CPU whose licence lets everybody use it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One encoder that is offered.

    Attributes:
        name: what a person types.
        dim: numbers in a vector.
        words: it has a text side.
        size_bytes: of its weights; what is downloaded.
        licence: of the weights.
        about: one sentence, what it is good for.
        repo: where its weights lie on the hub, "" when it needs none from there.
    """

    name: str
    dim: int
    words: bool
    size_bytes: int
    licence: str
    about: Code
    repo: str = ""

    @property
    def purpose(self) -> str:
        """What it is called where purposes are spoken of; "" for most."""
        return PURPOSES.get(self.name, "")

    @property
    def is_light(self) -> bool:
        """Whether it is loaded in no time: a known folder is shown before it is scanned."""
        return not self.repo


BUILT_IN = (
    Entry(
        "efficientnet-lite0", 256, True, 0, "Apache-2.0",
        Code.ABOUT_STANDARD,
    ),
    Entry(
        "compact", 256, True, 0, "MIT",
        Code.ABOUT_COMPACT,
    ),
    Entry("pixels", 256, False, 0, "MIT", Code.ABOUT_PIXELS),
)  # fmt: skip

_CLIP = (
    Entry(
        "clip", 512, True, 605 * _MB, "MIT",
        Code.ABOUT_CLIP,
        "laion/CLIP-ViT-B-32-256x256-DataComp-s34B-b86K",
    ),
    Entry(
        "open_clip:ViT-B-32/datacomp_xl_s13b_b90k", 512, True, 605 * _MB, "MIT",
        Code.ABOUT_CLIP_XL,
        "laion/CLIP-ViT-B-32-DataComp.XL-s13B-b90K",
    ),
    Entry(
        "open_clip:ViT-B-32/laion2b_s34b_b79k", 512, True, 605 * _MB, "MIT",
        Code.ABOUT_CLIP_CLASSIC,
        "laion/CLIP-ViT-B-32-laion2B-s34B-b79K",
    ),
    Entry(
        "open_clip:PE-Core-T-16-384/meta", 512, True, 278 * _MB, "Apache-2.0",
        Code.ABOUT_PE_CORE,
        "timm/PE-Core-T-16-384",
    ),
    Entry(
        "open_clip:ViT-B-16-SigLIP2/webli", 768, True, 1500 * _MB, "Apache-2.0",
        Code.ABOUT_SIGLIP,
        "timm/ViT-B-16-SigLIP2",
    ),
    Entry(
        "open_clip:ViT-L-14/datacomp_xl_s13b_b90k", 768, True, 1700 * _MB, "MIT",
        Code.ABOUT_CLIP_LARGE,
        "laion/CLIP-ViT-L-14-DataComp.XL-s13B-b90K",
    ),
)  # fmt: skip

_TIMM = (
    Entry(
        "timm:vit_small_patch14_reg4_dinov2.lvd142m", 384, False, 87 * _MB, "Apache-2.0",
        Code.ABOUT_DINO,
        "timm/vit_small_patch14_reg4_dinov2.lvd142m",
    ),
    Entry(
        "timm:convnext_tiny.fb_in22k_ft_in1k", 768, False, 111 * _MB, "Apache-2.0",
        Code.ABOUT_CONVNEXT,
        "timm/convnext_tiny.fb_in22k_ft_in1k",
    ),
    Entry(
        "timm:resnet50.a1_in1k", 2048, False, 94 * _MB, "Apache-2.0",
        Code.ABOUT_RESNET,
        "timm/resnet50.a1_in1k",
    ),
    Entry(
        "timm:vgg16.tv_in1k", 4096, False, 537 * _MB, "BSD-3-Clause",
        Code.ABOUT_VGG,
        "timm/vgg16.tv_in1k",
    ),
    Entry(
        "timm:inception_v3.tv_in1k", 2048, False, 87 * _MB, "Apache-2.0",
        Code.ABOUT_INCEPTION,
        "timm/inception_v3.tv_in1k",
    ),
    Entry(
        "timm:mobilenetv4_conv_small.e2400_r224_in1k", 1280, False, 10 * _MB, "Apache-2.0",
        Code.ABOUT_MOBILENET,
        "timm/mobilenetv4_conv_small.e2400_r224_in1k",
    ),
)  # fmt: skip

ENTRIES = BUILT_IN + _CLIP + _TIMM


def texts() -> list[str]:
    """Return what encoders are called by their purpose, to be translated."""
    return [entry.purpose for entry in ENTRIES if entry.purpose]


def is_light(name: str) -> bool:
    """Return whether the encoder called `name` is offered, and loaded in no time."""
    return any(entry.is_light for entry in ENTRIES if entry.name == name)


def that_find_words() -> list[str]:
    """Return the short names of encoders that know words, to be named in a sentence."""
    return [entry.name for entry in ENTRIES if entry.words and ":" not in entry.name]


def knows_no_words(name: str) -> EncoderError:
    """Return the error of words asked of the encoder called `name`, with those that do."""
    return EncoderError(Code.NO_WORDS, encoder=name, others=that_find_words())
