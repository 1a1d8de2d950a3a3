"""All benchmarks, one after the other, each in a process of its own.

python -m tests.bench [NAME ...]
"""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent


def main() -> int:
    """Run the benchmarks named, or all; return how many ended badly."""
    known = sorted(path.stem.removeprefix("bench_") for path in HERE.glob("bench_*.py"))
    failed = 0
    for name in sys.argv[1:] or known:
        print(f"== {name}", flush=True)
        failed += (
            subprocess.run([sys.executable, "-m", f"tests.bench.bench_{name}"]).returncode != 0
        )
    return failed


if __name__ == "__main__":
    sys.exit(main())
