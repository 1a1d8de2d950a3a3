"""The chooser of encoders, by mouse."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton

from gallery.core.sentence import Sentence
from gallery.engine.ipc.messages import EncoderKnown, EncodersKnown
from gallery.ui.sentences import pace
from gallery.ui.widgets.encoder_menu import EncoderPanel, abilities
from tests.ui.fake_controller import ENCODERS

LEFT = Qt.MouseButton.LeftButton
NEEDY = replace(ENCODERS[1], needs="PyTorch", install="make encoders")


def offer(controller, *encoders: EncoderKnown) -> None:
    controller.encoders_known.emit(EncodersKnown(request=2, encoders=list(encoders)))


def lowest(panel: EncoderPanel) -> int:
    """Return how far down the last row ends, in points of the panel."""
    last = panel.rows()[-1]
    return last.mapTo(panel, last.rect().bottomLeft()).y()


@pytest.fixture
def panel(gallery):
    gallery.show_encoders()
    return gallery.encoders


def test_a_click_on_an_encoder_that_is_not_here_leaves_the_panel_open(panel, qtbot):
    row = panel.rows()[1]
    qtbot.mouseClick(row, LEFT)
    assert panel.isVisible()
    assert row.findChild(QPushButton, "fetchButton").isVisible()


def test_a_click_on_the_words_and_the_edge_of_the_panel_leaves_it_open(panel, qtbot):
    qtbot.mouseClick(panel.rows()[1].findChildren(QLabel)[0], LEFT)
    assert panel.isVisible()
    qtbot.mouseClick(panel, LEFT)
    assert panel.isVisible()


def test_a_press_on_the_button_that_opened_the_panel_is_left_to_the_button(gallery, panel, qtbot):
    qtbot.mouseClick(gallery.header.encoder, LEFT)
    assert panel.isHidden()


def test_every_opening_shows_all_rows(gallery, controller, monkeypatch, qtbot):
    more = [replace(ENCODERS[1], name=f"timm:network{number}") for number in range(2)]
    asked = []  # the engine answers when the panel is open already
    monkeypatch.setattr(controller, "list_encoders", lambda: asked.append(1))
    for opening in range(3):
        gallery.show_encoders()
        assert len(asked) == opening + 1
        offer(controller, *ENCODERS, *more)
        panel = gallery.encoders
        qtbot.waitUntil(lambda panel=panel: lowest(panel) > 4 * 30)
        assert panel.height() > lowest(panel)
        gallery.show_encoders()
        assert panel.isHidden()


def test_an_unfolded_row_makes_the_panel_higher(panel, qtbot):
    before = panel.height()
    qtbot.mouseClick(panel.rows()[1], LEFT)
    qtbot.waitUntil(lambda: panel.height() > before)
    qtbot.mouseClick(panel.rows()[1], LEFT)
    qtbot.waitUntil(lambda: panel.height() == before)


def test_what_is_to_be_installed_is_said_in_place_of_an_offer_that_cannot_run(
    panel, controller, qtbot
):
    offer(controller, ENCODERS[0], NEEDY)
    row = panel.rows()[1]
    qtbot.mouseClick(row, LEFT)
    assert row.findChild(QPushButton, "fetchButton") is None
    texts = " ".join(label.text() for label in row.findChildren(QLabel) if label.isVisible())
    assert "PyTorch is not installed" in texts
    assert row.findChild(QLineEdit, "installCommand").text() == "make encoders"
    copy = next(b for b in row.findChildren(QPushButton) if b.text() == "Copy")
    qtbot.waitUntil(lambda: copy.mapTo(panel, copy.rect().bottomLeft()).y() < panel.height())
    qtbot.mouseClick(copy, LEFT)
    assert QGuiApplication.clipboard().text() == "make encoders"
    assert panel.isVisible()


def test_a_copy_that_nothing_can_be_added_to_shows_no_command(panel, controller, qtbot):
    offer(controller, ENCODERS[0], replace(NEEDY, install=""))
    row = panel.rows()[1]
    qtbot.mouseClick(row, LEFT)
    assert row.findChild(QLineEdit) is None
    assert row.findChildren(QPushButton) == []
    texts = [label.text() for label in row.findChildren(QLabel) if label.isVisible()]
    assert any("came without PyTorch" in text for text in texts)


def test_a_row_names_what_is_missing():
    assert abilities(NEEDY) == "clip · finds by words · 605 MB · MIT · needs PyTorch"
    assert abilities(ENCODERS[1]) == "clip · finds by words · 605 MB · MIT · not here yet"


def test_encoders_without_a_purpose_are_folded_up_until_asked_for(panel, controller, qtbot):
    other = replace(ENCODERS[0], name="timm:resnet50.a1_in1k", purpose="")
    offer(controller, other, *ENCODERS)
    *named, last = panel.rows()
    assert [row.known.purpose for row in named] == ["Plain", "Best for words"]
    assert [row.isVisible() for row in (*named, last)] == [True, True, False]
    unfold = panel.findChild(QPushButton, "allEncoders")
    assert unfold.text() == "All encoders (1 more)"
    qtbot.mouseClick(unfold, LEFT)
    assert last.isVisible()
    qtbot.waitUntil(lambda: panel.height() > lowest(panel))
    qtbot.mouseClick(unfold, LEFT)
    assert not last.isVisible()


def test_the_encoder_in_use_is_never_folded_up(panel, controller):
    offer(controller, replace(ENCODERS[1], name="timm:one"), replace(ENCODERS[0], purpose=""))
    assert panel.rows()[-1].isVisible()


def test_speeds_come_later_and_leave_what_is_unfolded(panel, controller, qtbot):
    row = panel.rows()[1]
    qtbot.mouseClick(row, LEFT)
    offer(controller, replace(ENCODERS[0], per_second=83.4), ENCODERS[1])
    assert panel.rows()[1] is row
    assert row.findChild(QPushButton, "fetchButton").isVisible()
    texts = [label.text() for label in panel.rows()[0].findChildren(QLabel)]
    assert "pixels · MIT · about 83 pictures a second here" in texts


def test_what_took_the_place_of_missing_weights_is_said(panel, controller):
    label = panel.findChild(QLabel, "missingEncoder")
    assert not label.isVisible()
    sentence = "The weights of “Standard” did not come with this copy."
    message = EncodersKnown(request=3, encoders=list(ENCODERS), missing=Sentence.of(sentence))
    controller.encoders_known.emit(message)
    assert label.isVisible()
    assert label.text() == sentence


@pytest.mark.parametrize(
    ("rate", "said"),
    [(0.0, ""), (0.4, "1 picture"), (7.6, "8 pictures"), (83.4, "83 pictures"),
     (187.0, "190 pictures"), (12_345.0, "12,000 pictures")],
)  # fmt: skip
def test_a_pace_is_told_roughly(rate, said):
    assert pace(rate) == (said and f"about {said} a second here")


def test_a_speed_that_takes_another_line_hides_nothing_below_it(gallery, controller, monkeypatch):
    named = [replace(one, purpose="Standard", licence="wide " * 11) for one in ENCODERS]
    more = [replace(ENCODERS[1], name=f"timm:network{number}", purpose="") for number in range(2)]
    monkeypatch.setattr(controller, "list_encoders", lambda: None)
    offer(controller, *named, *more)
    gallery.show_encoders()
    offer(controller, *named, *more)
    before = gallery.encoders.height()
    offer(controller, *(replace(one, per_second=260) for one in (*named, *more)))
    assert gallery.encoders.height() > before
    assert gallery.encoders._scroll.verticalScrollBar().maximum() == 0
