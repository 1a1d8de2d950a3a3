"""What the store tells of a folder, beside the columns of its table."""

from dataclasses import dataclass

from gallery.core.sentence import Sentence


@dataclass(frozen=True, slots=True)
class ClusterRow:
    """One cluster: its number (which is its colour), name, size, and typical contents.

    The name is empty where none is sure: its typical picture stands for it.
    """

    number: int
    name: str
    size: int
    typical: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Clusters:
    """A clustering of one folder by one encoder.

    Attributes:
        k: number of clusters.
        suggested_k: number with the best mean silhouette among those tried.
        silhouette: mean silhouette (Rousseeuw 1987) of this clustering on a sample, -1 to 1.
        rows: the clusters, by number.
        draft: it is only shown, while another number is being chosen.
    """

    k: int
    suggested_k: int
    silhouette: float
    rows: tuple[ClusterRow, ...] = ()
    draft: bool = False


@dataclass(frozen=True, slots=True)
class ProblemRow:
    """A file that could not be used: its id, relative path, kind, and why in words."""

    file: int
    path: bytes
    kind: str
    said: Sentence

    @property
    def message(self) -> str:
        """Why, in one plain English sentence."""
        return str(self.said)


@dataclass(frozen=True, slots=True)
class PictureFacts:
    """What the inspector shows of a picture; tags are (word, probability 0 to 1)."""

    width: int
    height: int
    format: str
    taken: str
    camera: str
    exif: tuple[tuple[str, str], ...]
    tags: tuple[tuple[str, float], ...] = ()
