"""The store's database: opened, brought up to date, locked for one writer, mended when damaged."""

import contextlib
import logging
import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from datetime import datetime
from importlib import resources
from pathlib import Path

from gallery.core.codes import Code
from gallery.core.errors import StoreBusyError, StoreError, StoreFullError, StoreTooNewError
from gallery.core.paths import Home
from gallery.core.sentence import Sentence
from gallery.library import old_sentences
from gallery.library.disk_space import FULL, has_room, no_room

log = logging.getLogger(__name__)

LOCK = "writer.lock"
SETTLE_S = 3.0  # a power cut costs what was done since, and five seconds are promised
PATIENCE = 20.0  # seconds to wait for another program that holds the database
SUSPECT = "check.due"  # a file of this name asks for a check when the store is next opened


def migrations() -> list[str]:
    """Return the scripts that build the schema, oldest first; their number is its version."""
    folder = resources.files("gallery.library") / "schema"
    scripts = sorted((f for f in folder.iterdir() if f.name.endswith(".sql")), key=lambda f: f.name)
    return [script.read_text("utf-8") for script in scripts]


class Store:
    """The writing side of `library.db`. Several threads may share one Store.

    Attributes:
        reading: a connection for questions: it sees only what was committed.
        damaged: what to tell, when a damaged database had to be set aside.

    Raises:
        StoreTooNewError: a newer Lookalike made this database.
        StoreError: the database cannot be opened or written.
    """

    def __init__(self, home: Home) -> None:
        self.home = home
        self.damaged: Sentence | None = None
        self._lock = threading.RLock()
        self._settled = time.monotonic()
        try:
            home.create()
        except OSError as error:
            raise StoreError(Code.HOME_UNUSABLE, place=home.root, reason=error.strerror) from error
        try:
            self._open()
        except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
            if not _is_damage(error):
                raise sentence(error, home) from error
            self._set_aside()

    def _open(self) -> None:
        # Asked before the lock is taken or the mark removed, which would answer it for good.
        suspect = unclean(self.home)
        self.connection = connect(self.home.database)
        try:
            migrate(self.connection)
            if suspect:
                check(self.connection)
            self.reading = connect(self.home.database, read_only=True)
        except BaseException:
            self.connection.close()
            raise
        # Only after a check that passed; a death during the check leaves the mark.
        (self.home.root / SUSPECT).unlink(missing_ok=True)
        with contextlib.suppress(OSError):
            self.home.database.chmod(0o600)

    def _set_aside(self) -> None:
        """Keep the damaged database under another name and begin a new one.

        Raises:
            StoreBusyError: another process writes to it.
        """
        # Nobody may be writing: to rename the file under a writer would lose what it does.
        lock = WriterLock(self.home)
        try:
            kept = self.home.root / f"library.damaged-{datetime.now():%Y-%m-%d-%H%M%S}.db"
            # With its log: what was committed last may be in there alone.
            for end in ("", "-wal", "-shm"):
                with contextlib.suppress(FileNotFoundError):
                    Path(f"{self.home.database}{end}").rename(f"{kept}{end}")
            self.damaged = Sentence(Code.STORE_REBUILT, {"place": kept})
            log.error("%s", self.damaged)
            self._open()
        except (OSError, sqlite3.Error) as error:
            raise sentence(error, self.home) from error
        finally:
            lock.release()

    @contextlib.contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Yield the connection; all that is done with it is kept at the end, or nothing is.

        Raises:
            StoreFullError: there is no space left.
            StoreError: the database cannot be written.
        """
        with self._lock:
            try:
                self.connection.execute("BEGIN IMMEDIATE")
                yield self.connection
                self.connection.execute("COMMIT")
            except BaseException as error:
                with contextlib.suppress(sqlite3.Error):
                    self.connection.execute("ROLLBACK")
                if isinstance(error, OSError) or _is_of_the_world(error):
                    raise sentence(error, self.home) from error
                raise
            self._settle()

    def _settle(self) -> None:
        """Every few seconds, have the disk itself hold what was committed: power may fail.

        Without this the system would keep it in memory for half a minute.
        """
        if time.monotonic() - self._settled < SETTLE_S:
            return
        with contextlib.suppress(OSError):
            # Vectors first, then the rows that name them: after a power cut none is named that is
            # not there.
            for path in self.home.vectors.iterdir():
                handle = os.open(path, os.O_RDONLY)
                try:
                    os.fsync(handle)
                finally:
                    os.close(handle)
        with contextlib.suppress(sqlite3.Error):
            # Passive: it takes what no reader is using, and waits for nobody.
            self.connection.execute("PRAGMA wal_checkpoint(PASSIVE)")
        self._settled = time.monotonic()

    def close(self) -> None:
        """Close the database; the write-ahead log is folded in."""
        with self._lock:
            self.reading.close()
            self.connection.close()


def connect(database: Path, *, read_only: bool = False) -> sqlite3.Connection:
    """Return a connection in WAL mode; the caller begins and ends its own transactions."""
    # sqlite3 takes a URI only as text: the bytes of a path that is not UTF-8 are percent-encoded.
    uri = database.absolute().as_uri() + ("?mode=ro" if read_only else "?mode=rwc")
    connection = sqlite3.connect(
        uri, uri=True, isolation_level=None, check_same_thread=False, timeout=PATIENCE
    )
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA cache_size = -4000")  # 4 MB; there are several connections
    if not read_only:
        try:
            _write_ahead(connection)
        except BaseException:
            connection.close()
            raise
        # With FULL each small transaction waits for the disk: 250 rows a second in place of 5,600.
        # What NORMAL may lose in a power cut is bounded by `_settle`.
        connection.execute("PRAGMA synchronous = NORMAL")
    return connection


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Set WAL mode, waiting while another program opens or closes the same database.

    SQLite's own timeout does not count for this one step: where two programs could wait for
    each other it answers "busy" at once.
    """
    until = time.monotonic() + PATIENCE
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            busy = error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
            if not busy or time.monotonic() > until:
                raise
        time.sleep(0.01)


def migrate(connection: sqlite3.Connection) -> None:
    """Bring the schema up to date; StoreTooNewError when it is newer than this program."""
    scripts = migrations()
    # Without a transaction first: nearly every start ends here, and must not wait for a writer.
    if connection.execute("PRAGMA user_version").fetchone()[0] == len(scripts):
        return
    # Two programs may start at once: the version is read again once this one may write.
    connection.execute("BEGIN IMMEDIATE")
    try:
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        _refuse_newer(version, len(scripts))
        for script in scripts[version:]:
            for statement in _statements(script):
                connection.execute(statement)
        old_sentences.recognise(connection)
        connection.execute(f"PRAGMA user_version = {len(scripts)}")
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise


def bring_up_to_date(home: Home) -> None:
    """Bring a store up to date that is only read; StoreTooNewError when a newer program made it."""
    with contextlib.closing(connect(home.database, read_only=True)) as connection:
        version = connection.execute("PRAGMA user_version").fetchone()[0]
    _refuse_newer(version, len(migrations()))
    if version < len(migrations()):
        with contextlib.closing(connect(home.database)) as connection:
            migrate(connection)


def _refuse_newer(version: int, known: int) -> None:
    if version > known:
        raise StoreTooNewError(Code.STORE_TOO_NEW, schema=version, known=known)


def _statements(script: str) -> Iterator[str]:
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


def check(connection: sqlite3.Connection) -> None:
    """Raise sqlite3.DatabaseError when the file is damaged.

    `integrity_check` and not the quicker one: a bit that flipped in an index hides rows from
    whoever looks through it, and nothing else would tell. A flipped letter in the schema is no
    damage to SQLite, but a column of another name.
    """
    verdict = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
    if verdict != "ok":
        raise sqlite3.DatabaseError(verdict)
    with contextlib.closing(sqlite3.connect(":memory:", isolation_level=None)) as fresh:
        migrate(fresh)
        if _columns(fresh) != _columns(connection):
            raise sqlite3.DatabaseError("the schema is damaged")


def _columns(connection: sqlite3.Connection) -> set[tuple[str, str]]:
    """Return table and name of every column."""
    return set(
        connection.execute(
            "SELECT t.name, c.name FROM sqlite_master t, pragma_table_info(t.name) c"
            " WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite%'"
        )
    )


def sentence(error: BaseException, home: Home) -> StoreError:
    """Return what to tell a person of an error that came from SQLite or the disk.

    A damaged database is remembered, so that it is mended when it is next opened.
    """
    if _is_full(error) or ("disk I/O" in str(error) and not has_room(home)):
        # "disk I/O error" is what SQLite says of a quota; only a probe tells it from a broken disk.
        told = no_room(home)
        return StoreFullError(told.code, **told.args)
    if _is_damage(error):
        with contextlib.suppress(OSError):
            (home.root / SUSPECT).touch(0o600)
        return StoreError(Code.STORE_DAMAGED, place=home.root)
    return StoreError(Code.STORE_UNUSABLE, place=home.root, reason=error)


def _is_full(error: BaseException) -> bool:
    return "disk is full" in str(error) or getattr(error, "errno", 0) in FULL


def _is_of_the_world(error: BaseException) -> bool:
    """Return whether SQLite stumbled over the disk or the file, not over our SQL."""
    return type(error) in (sqlite3.DatabaseError, sqlite3.OperationalError)


def _is_damage(error: BaseException) -> bool:
    """Return whether the file is at fault: our SQL is sound, and asks for what the schema has."""
    if isinstance(error, UnicodeDecodeError):  # SQLite spoke of a name that is no text any more
        return True
    signs = ("malformed", "no such column", "no such table", "decode to UTF-8")
    return isinstance(error, sqlite3.DatabaseError) and (
        type(error) is sqlite3.DatabaseError or any(sign in str(error) for sign in signs)
    )


# ---------------------------------------------------------------- one writer


def unclean(home: Home) -> bool:
    """Return whether the last writer ended without closing, so that a check is due."""
    if (home.root / SUSPECT).exists():
        return True
    try:
        handle = os.open(home.root / LOCK, os.O_RDWR)
    except OSError:
        return False
    try:
        if os.fstat(handle).st_size == 0:
            return False
        lock(handle)  # who holds it is at work, and not dead
    except OSError:
        return False
    finally:
        os.close(handle)
    return True


class WriterLock:
    """Held by the one process that writes. The system frees it when the process dies.

    Raises:
        StoreBusyError: another process holds it.
    """

    def __init__(self, home: Home) -> None:
        home.create()
        flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0)
        self._handle = os.open(home.root / LOCK, flags, 0o600)
        try:
            lock(self._handle)
        except OSError as error:
            os.close(self._handle)
            raise StoreBusyError(Code.STORE_BUSY) from error
        with contextlib.suppress(OSError):
            os.lseek(self._handle, 0, os.SEEK_SET)
            # Taken away by `release` alone: found at a start while nobody holds the lock, it means
            # a death.
            os.write(self._handle, b"busy")

    def release(self) -> None:
        """Let others write; a lock released this way needs no check at the next start."""
        with contextlib.suppress(OSError):
            os.ftruncate(self._handle, 0)
        os.close(self._handle)


def lock(handle: int) -> None:
    """Lock an open file for this process alone; OSError when another one has."""
    if os.name == "nt":
        import msvcrt

        # Beyond the mark, for Windows locks bytes and would bar others from reading it.
        os.lseek(handle, 1 << 20, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
    else:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
