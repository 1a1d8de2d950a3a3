import pytest

from gallery.core.colours import cluster_colour
from gallery.core.problem import Kind, Problem


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_has_a_sentence(kind):
    message = Problem(b"/a", kind).message
    assert message[0].isupper()
    assert message.endswith(".")


def test_a_sentence_of_its_own_is_kept():
    assert Problem(b"/a", Kind.TOO_LARGE, "Too large.").message == "Too large."


def test_twenty_clusters_have_twenty_colours():
    colours = {cluster_colour(number) for number in range(24)}
    assert len(colours) == 24
    assert cluster_colour(-1) not in colours
