"""Colours of clusters."""

from itertools import combinations

from gallery.core.colours import cluster_colour


def channels(colour):
    return [int(colour[i : i + 2], 16) for i in (1, 3, 5)]


def test_twenty_four_clusters_have_colours_that_differ():
    colours = [channels(cluster_colour(number)) for number in range(24)]
    for one, other in combinations(colours, 2):
        assert sum(abs(a - b) for a, b in zip(one, other, strict=True)) > 36


def test_no_colour_drowns_on_a_white_or_a_black_ground():
    for number in range(40):
        red, green, blue = channels(cluster_colour(number))
        assert 60 < 0.299 * red + 0.587 * green + 0.114 * blue < 200


def test_without_a_cluster_a_picture_is_grey():
    assert cluster_colour(-1) == "#9A9CA2"
