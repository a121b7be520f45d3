"""``python -m tests.matrix --write``: ask everything again and put the answers down.

Then read the difference (``git diff tests/matrix/expected.tsv``): every changed cell is somebody
who may now do, or see, more or less than before.
"""

from __future__ import annotations

import os
import subprocess
import sys


def main(arguments: list[str]) -> int:
    if arguments not in ([], ["--write"]):
        print(__doc__)
        return 2
    env = os.environ | ({"GANDENG_WRITE_MATRIX": "1"} if arguments else {})
    command = [sys.executable, "-m", "pytest", "-q", "-n0", "tests/matrix"]
    return subprocess.run(command, env=env, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
