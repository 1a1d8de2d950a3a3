"""Why files could not be used: kept by the engine, forgotten when they are to be tried again."""

from gallery import __version__
from gallery.core import sentence
from gallery.core.problem import Kind
from gallery.core.sentence import Sentence
from gallery.library.store import Store


def add_problems(store: Store, problems: list[tuple[int, Kind, Sentence, bytes | None]]) -> None:
    """Keep why files could not be used: file id, kind, sentence, and digest if it was read."""
    with store.transaction() as db:
        for file, kind, said, digest in problems:
            # By its bytes a damaged picture has a thumbnail, and is known again where it was moved
            # to.
            content = None
            if digest:
                db.execute(
                    "INSERT OR IGNORE INTO content (digest, size)"
                    " SELECT ?, size FROM file WHERE id = ?",
                    (digest, file),
                )
                content = db.execute(
                    "SELECT id FROM content WHERE digest = ?", (digest,)
                ).fetchone()[0]
            db.execute("UPDATE file SET content = ? WHERE id = ?", (content, file))
            db.execute(
                "INSERT OR REPLACE INTO problem (file, kind, code, args, version)"
                " SELECT ?, ?, ?, ?, ? WHERE EXISTS (SELECT 1 FROM file WHERE id = ?)",
                (file, kind, said.code, sentence.kept(said), __version__, file),
            )


def clear_problems(store: Store, folder: int, files: list[int] | None) -> None:
    """Forget problems, so that the files are tried again; all of the folder for None."""
    with store.transaction() as db:
        if files is None:
            db.execute(
                "DELETE FROM problem WHERE file IN (SELECT id FROM file WHERE folder = ?)",
                (folder,),
            )
        else:
            db.executemany("DELETE FROM problem WHERE file = ?", [(file,) for file in files])


def clear_problems_of(store: Store, files: list[int], kinds: tuple[Kind, ...]) -> None:
    """Forget the problems of some kinds that files have."""
    with store.transaction() as db:
        db.executemany(
            "DELETE FROM problem WHERE file = ? AND kind = ?",
            [(file, kind) for file in files for kind in kinds],
        )


def clear_old_problems(store: Store, folder: int) -> None:
    """Forget problems found by another version of the program: this one may know better."""
    with store.transaction() as db:
        db.execute(
            "DELETE FROM problem WHERE version != ?"
            " AND file IN (SELECT id FROM file WHERE folder = ?)",
            (__version__, folder),
        )
