"""The version of PySide6 in use survives many calls: one release lost a reference in each."""

import os
import subprocess
import sys

CODE = """
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QLabel

class Sender(QObject):
    told = Signal(bool)

app = QApplication([])
label, sender, heard = QLabel(), Sender(), []
sender.told.connect(heard.append)
for number in range(10_000):
    label.update()
    label.setText(str(number))
for number in range(5_000):
    sender.told.emit(number % 2 == 0)
assert len(heard) == 5_000 and heard[:2] == [True, False]
assert label.text() == "9999"
"""


def test_thousands_of_calls_do_not_abort_the_program():
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", CODE], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
