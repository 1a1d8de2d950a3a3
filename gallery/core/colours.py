"""The colours that tell clusters apart, for the window and for pictures of the map."""

import math

CLUSTER_COLOURS = (
    "#4C78D0", "#E0863B", "#4FA66A", "#C8504F", "#8C6BC9", "#B0895A",
    "#D76FA8", "#5FB4C4", "#A3A838", "#7A8793", "#E2B33C", "#3F8F86",
)  # fmt: skip
NO_CLUSTER_COLOUR = "#9A9CA2"


def cluster_colour(number: int) -> str:
    """Return the colour of a cluster as #RRGGBB, grey for -1.

    The first twelve are chosen by hand; further ones go round the hues of OKLCH (Ottosson 2020)
    by the golden angle, at three lightnesses, so that neighbours in number stay apart.
    """
    if number < 0:
        return NO_CLUSTER_COLOUR
    if number < len(CLUSTER_COLOURS):
        return CLUSTER_COLOURS[number]
    step = number - len(CLUSTER_COLOURS)
    lightness = (0.52, 0.76, 0.64)[step % 3]
    return _oklch(lightness, 0.115, 2 * math.pi * ((step * 0.618034 + 0.09) % 1))


def _oklch(lightness: float, chroma: float, hue: float) -> str:
    a, b = chroma * math.cos(hue), chroma * math.sin(hue)
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    linear = (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )
    srgb = [12.92 * v if v <= 0.0031308 else 1.055 * v ** (1 / 2.4) - 0.055 for v in linear]
    return "#" + "".join(f"{round(255 * min(max(v, 0.0), 1.0)):02X}" for v in srgb)
