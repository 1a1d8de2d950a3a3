"""The tree keeps its own rules: sizes, documents, imports."""

import ast
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections import defaultdict
from pathlib import Path

import pytest

from gallery import __version__, app
from resources import path as resource

ROOT = Path(__file__).parents[1]
LINES = 400
HEAVY = ("torch", "torchvision", "open_clip", "timm", "sklearn", "umap", "numba", "pandas")


def sources() -> list[Path]:
    folders = ("gallery", "resources", "packaging", "training", "tests")
    found = [path for name in folders for path in (ROOT / name).rglob("*.py")]
    return [*found, ROOT / "main.py"]


def imported(code: str) -> set[str]:
    """The top-level modules that a fresh interpreter holds after `code`."""
    code += "\nimport sys; print(*{name.partition('.')[0] for name in sys.modules})"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


def test_no_file_is_longer_than_its_size_unless_its_first_line_says_why():
    long = []
    for path in sources():
        lines = path.read_text("utf-8").splitlines()
        if len(lines) > LINES and "lines because" not in lines[0]:
            long.append(f"{path.relative_to(ROOT)}: {len(lines)}")
    assert not long


def test_the_readme_names_the_two_commands_and_shows_a_picture():
    readme = (ROOT / "README.md").read_text("utf-8")
    assert "make run " in readme
    assert "make run FOLDER=" in readme
    pictures = re.findall(r"!\[[^]]*\]\(([^)]+)\)", readme)
    assert pictures
    assert all((ROOT / picture).is_file() for picture in pictures)


@pytest.mark.parametrize("command", app.COMMANDS)
def test_every_command_is_documented(command):
    readme = (ROOT / "README.md").read_text("utf-8")
    assert re.search(rf"`lookalike {command}\b", readme), f"README lacks lookalike {command}"


def test_links_in_the_documents_lead_somewhere():
    for name in ("README.md", "ARCHITECTURE.md", "CHANGELOG.md", "CONTRIBUTING.md"):
        text = (ROOT / name).read_text("utf-8")
        for link in re.findall(r"\]\(([^)#:]+)\)", text):
            assert (ROOT / link).exists(), f"{name} links to {link}"


NAMES_TARGETS = (
    "README.md",
    "CONTRIBUTING.md",
    ".github/workflows/checks.yml",
    ".github/ISSUE_TEMPLATE/fault.yml",
    ".pre-commit-config.yaml",
)


@pytest.mark.parametrize("name", NAMES_TARGETS)
def test_every_target_of_the_makefile_that_is_named_is_there(name):
    makefile = (ROOT / "Makefile").read_text("utf-8")
    text = (ROOT / name).read_text("utf-8")
    named = set(re.findall(r"(?:`|run: |entry: |^ *|\d\) )make ([a-z-]+)", text, re.MULTILINE))
    assert named
    for target in named:
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


PLANNED = {"ui/duplicates/", "ui/sheet/"}
"""Folders that ARCHITECTURE.md tells the way to, while they are not there."""


@pytest.mark.parametrize("document", ["CONTRIBUTING.md", "ARCHITECTURE.md"])
def test_every_file_that_a_document_names_is_there(document):
    text = (ROOT / document).read_text("utf-8")
    named = set(re.findall(r"`((?:[a-z]+/)+(?:[a-z_]+\.py)?)`", text))
    assert len(named) > 10
    for name in named - {"tests/X/", "gallery/X/"} - PLANNED:
        assert (ROOT / name).exists() or (ROOT / "gallery" / name).exists(), name


def test_the_changelog_begins_with_what_is_not_released():
    headings = re.findall(r"^## (.*)$", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert headings[0] == "Unreleased"
    assert headings[1] == __version__


def test_the_window_imports_nothing_that_is_heavy():
    held = imported("import gallery.ui.shell.window, gallery.ui.shell.run")
    assert not held & {*HEAVY, "onnxruntime", "PIL"}


@pytest.mark.parametrize(
    "module", ["core", "imaging", "library", "encoders", "analysis", "engine", "cli"]
)
def test_no_qt_and_nothing_heavy_below_the_window(module):
    code = f"""
import pkgutil, importlib, gallery.{module} as package
for found in pkgutil.walk_packages(package.__path__, package.__name__ + '.'):
    importlib.import_module(found.name)
"""
    assert not imported(code) & {"PySide6", "shiboken6", *HEAVY}


def test_the_program_starts_without_importing_anything_heavy():
    assert not imported("import gallery.app") & {*HEAVY, "PySide6", "PIL", "numpy", "onnxruntime"}


def test_every_icon_is_an_svg_in_one_colour_that_can_be_replaced():
    icons = sorted(resource("icons/ui").glob("*.svg"))
    assert len(icons) >= 30
    for icon in icons:
        root = ET.parse(icon).getroot()
        assert root.get("viewBox") == "0 0 24 24"
        assert root.get("stroke-width") == "1.7"
        tones = set(re.findall(r"#[0-9a-fA-F]+", icon.read_text("utf-8")))
        assert tones == {"#000"}, icon.name


def test_a_resource_that_is_not_there_can_be_asked_for():
    assert resource("icons/ui/back.svg").is_file()
    assert not resource("icons/ui/no-such-icon.svg").exists()


def test_the_desktop_entry_and_the_metainfo_agree():
    entry = (ROOT / "packaging" / "org.lookalike.Lookalike.desktop").read_text("utf-8")
    info = ET.parse(ROOT / "packaging" / "org.lookalike.Lookalike.metainfo.xml").getroot()
    fields = dict(line.split("=", 1) for line in entry.splitlines() if "=" in line)
    assert info.findtext("name") == fields["Name"]
    assert info.findtext("summary") == fields["Comment"]
    assert info.findtext("id") == fields["StartupWMClass"]
    assert info.findtext("icon") == fields["Icon"]


@pytest.mark.parametrize(
    ("program", "arguments"),
    [
        ("desktop-file-validate", ["packaging/org.lookalike.Lookalike.desktop"]),
        (
            "appstreamcli",
            ["validate", "--no-net", "packaging/org.lookalike.Lookalike.metainfo.xml"],
        ),
    ],
)
def test_the_desktop_files_are_valid(program, arguments):
    try:
        done = subprocess.run(
            [program, *arguments], cwd=ROOT, capture_output=True, text=True, check=False
        )
    except FileNotFoundError:
        pytest.skip(f"{program} is not installed")
    assert done.returncode == 0, done.stdout + done.stderr


def test_shell_scripts_parse_and_may_be_run():
    for script in (*(ROOT / "packaging").glob("*.sh"), ROOT / ".ci" / "run"):
        assert script.stat().st_mode & 0o111, script
        assert subprocess.run(["bash", "-n", script], check=False).returncode == 0, script


def test_a_class_name_has_one_meaning():
    places = defaultdict(list)
    for path in sorted((ROOT / "gallery").rglob("*.py")):
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.ClassDef):
                places[node.name].append(path.relative_to(ROOT))
            elif isinstance(node, ast.Assign | ast.AnnAssign):  # CapWords: an alias of a type
                target = node.targets[0] if isinstance(node, ast.Assign) else node.target
                if isinstance(target, ast.Name) and re.match("_?[A-Z]+[a-z]", target.id):
                    places[target.id].append(path.relative_to(ROOT))
    assert not {name: where for name, where in places.items() if len(where) > 1}
