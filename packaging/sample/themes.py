"""The themes of the sample library, each with its folder and its season."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from numpy.random import Generator

from sample import creatures, forms, land, still, town
from sample.canvas import Canvas


@dataclass(frozen=True, slots=True)
class Theme:
    """One subject: the folder it lies in, the stem of its files, its painter, its first day."""

    folder: str
    stem: str
    painter: Callable[[Canvas, Generator, int], None]
    first: datetime


THEMES = (
    Theme("Dunes at dusk", "dunes", land.dunes, datetime(2019, 10, 12, 17, 24)),
    Theme("Mountain lakes", "lake", land.lakes, datetime(2021, 7, 3, 6, 48)),
    Theme("Autumn woods", "woods", land.woods, datetime(2023, 10, 21, 10, 12)),
    Theme("Cities at night", "city", town.cities, datetime(2022, 12, 2, 21, 35)),
    Theme("Sail boats", "sail", town.sails, datetime(2020, 8, 8, 14, 3)),
    Theme("Balloons", "balloon", town.balloons, datetime(2024, 5, 18, 6, 20)),
    Theme("Fruit", "fruit", still.fruit, datetime(2022, 9, 11, 15, 41)),
    Theme("Flowers", "flower", still.flowers, datetime(2024, 6, 1, 11, 17)),
    Theme("Cats", "cat", creatures.cats, datetime(2023, 2, 4, 16, 55)),
    Theme("Coral reef", "reef", creatures.reef, datetime(2018, 4, 7, 12, 30)),
    Theme("Prints", "print", forms.compositions, datetime(2021, 1, 23, 13, 8)),
    Theme("Planets", "planet", forms.planets, datetime(2025, 3, 29, 23, 44)),
)
