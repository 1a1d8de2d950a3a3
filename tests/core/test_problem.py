import pytest

from gallery.core.codes import Code
from gallery.core.colours import cluster_colour
from gallery.core.problem import Kind, Problem
from gallery.core.sentence import Sentence


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_has_a_sentence(kind):
    message = Problem(b"/a", kind).message
    assert message[0].isupper()
    assert message.endswith(".")


def test_a_sentence_of_its_own_is_kept():
    said = Sentence.of(Code.TOO_MANY_PIXELS, width=30080, height=20000)
    problem = Problem(b"/a", Kind.TOO_LARGE, said)
    assert problem.said == said
    assert "30,080 \N{MULTIPLICATION SIGN} 20,000 pixels" in problem.message


def test_twenty_clusters_have_twenty_colours():
    colours = {cluster_colour(number) for number in range(24)}
    assert len(colours) == 24
    assert cluster_colour(-1) not in colours
