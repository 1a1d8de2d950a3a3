"""The colours a picture can be searched by: their names, in the order in which they are stored."""

HUES = (
    "red", "orange", "yellow", "green", "cyan", "blue", "purple", "pink", "brown", "white", "grey",
    "black",
)  # fmt: skip
LOOKS = ("dark", "bright", "black and white")
COLOURS = HUES + LOOKS
"""What is kept of each picture: a share for each of these, 0 to 255."""

ALSO = {
    "cyan": ("turquoise", "teal", "aqua"),
    "purple": ("violet", "lilac"),
    "pink": ("magenta",),
    "grey": ("gray",),
    "black and white": ("black & white", "monochrome", "greyscale", "grayscale"),
}
