"""The code in figures: sizes, words, types and circles, one count a line.

python -m tests.bench.bench_code [FOLDER ...]: this program's and, beside it, other trees
(a folder of Python sources each; its tests are looked for in `tests`).
"""

import ast
import io
import statistics
import sys
import tokenize
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
Function = ast.FunctionDef | ast.AsyncFunctionDef


def main() -> None:
    """Print the figures of each tree."""
    for folder in [ROOT / "gallery", *map(Path, sys.argv[1:])]:
        print(f"{folder}")
        for name, value in figures(folder).items():
            print(f"  {name:<44}{value}")


def figures(folder: Path) -> dict[str, str]:
    """Return what is counted of the sources below `folder`, by what it is called."""
    texts = [path.read_text("utf-8") for path in sorted(folder.rglob("*.py"))]
    trees = [ast.parse(text) for text in texts]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    functions = [node for node in nodes if isinstance(node, Function)]
    classes = [node for node in nodes if isinstance(node, ast.ClassDef)]
    files = [len(text.splitlines()) for text in texts]
    code, comments = zip(*map(lines_of, texts), strict=True)
    tests = [path.read_text("utf-8") for path in sorted((folder.parent / "tests").rglob("*.py"))]
    anys = sum(isinstance(node, ast.Name) and node.id == "Any" for node in nodes)
    anys += sum(isinstance(node, ast.alias) and node.name == "Any" for node in nodes)
    return {
        "files, lines": f"{len(files)}, {sum(files):,}",
        "functions": f"{len(functions):,}",
        "function, median / p90 / longest": spread([length(node) for node in functions]),
        "functions over 30 / over 40 lines": over([length(node) for node in functions], 30, 40),
        "file, median / p90 / longest": spread(files),
        "files over 400, classes over 250": f"{over(files, 400)}, "
        f"{over([length(node) for node in classes], 250)}",
        "longest class": f"{max(length(node) for node in classes)}",
        "docstrings of modules / classes / functions": " / ".join(
            percent(sum(bool(ast.get_docstring(node)) for node in kind), len(kind))
            for kind in (trees, classes, [node for node in functions if is_public(node)])
        ),
        "return types": percent(sum(bool(node.returns) for node in functions), len(functions)),
        "Any in 1,000 lines": f"{1000 * anys / sum(files):.1f}",
        "comments, of code and comments": f"{100 * sum(comments) / sum(code + comments):.1f} %",
        "more than 5 parameters": f"{sum(len(parameters(node)) > 5 for node in functions)}",
        "most .py files in one folder": f"{max(map(in_folder, folders(folder)))}",
        "tests": f"{sum(text.count('def test_') for text in tests):,}",
        "test lines to each of code": f"{sum(map(in_all, tests)) / sum(code + comments):.2f}",
    }


def lines_of(text: str) -> tuple[int, int]:
    """Return how many lines hold code, and how many a comment; docstrings count as neither."""
    code, comments = set(), set()
    docs = set(_docstring_lines(ast.parse(text)))
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            comments.add(token.start[0])
        elif token.type not in _BLANK:
            code.update(range(token.start[0], token.end[0] + 1))
    return len(code - docs), len(comments)


def in_all(text: str) -> int:
    """Return how many lines hold code or a comment."""
    return sum(lines_of(text))


def percent(part: int, whole: int) -> str:
    """Return a share in words."""
    return f"{100 * part / max(whole, 1):.0f} %"


_BLANK = (
    tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER,
    tokenize.ENCODING,
)  # fmt: skip


def _docstring_lines(tree: ast.Module) -> Iterator[int]:
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list):
            for statement in body:  # of a class's attributes as well
                value = statement.value if isinstance(statement, ast.Expr) else None
                if isinstance(value, ast.Constant) and isinstance(value.value, str):
                    yield from range(statement.lineno, (statement.end_lineno or 0) + 1)


def length(node: Function | ast.ClassDef) -> int:
    """Return the lines of a function or class, its decorators left out."""
    return (node.end_lineno or node.lineno) - node.lineno + 1


def parameters(node: Function) -> list[str]:
    """Return the names of a function's parameters, without self and cls."""
    every = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
    return [one.arg for one in every if one.arg not in ("self", "cls")]


def is_public(node: Function) -> bool:
    """Return whether a function is meant for others."""
    return not node.name.startswith("_")


def folders(folder: Path) -> list[Path]:
    """Return a folder and all below it."""
    return [folder, *(path for path in folder.rglob("*") if path.is_dir())]


def in_folder(folder: Path) -> int:
    """Return how many modules lie in a folder itself."""
    return len(list(folder.glob("*.py")))


def spread(numbers: list[int]) -> str:
    """Return median, 90th percentile and maximum."""
    tenth = statistics.quantiles(numbers, n=10)[-1]
    return f"{statistics.median(numbers):.0f} / {tenth:.0f} / {max(numbers)}"


def over(numbers: list[int], *limits: int) -> str:
    """Return how many are above each limit."""
    return " / ".join(str(sum(number > limit for number in numbers)) for limit in limits)


if __name__ == "__main__":
    main()
