"""Build the wheel and look at what is in it: the four packages with their data, and nothing else."""

from __future__ import annotations

import sys
import tempfile
import zipfile
from collections import Counter
from pathlib import Path

from hatchling.builders.wheel import WheelBuilder

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = {"tui", "db", "screens", "exports"}
DATA = (".mo", ".sql", ".json", ".py")


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        (wheel,) = WheelBuilder(str(ROOT)).build(directory=folder, versions=["standard"])
        names = zipfile.ZipFile(wheel).namelist()
    top = {name.split("/")[0] for name in names}
    extra = {name for name in top if name not in PACKAGES and not name.endswith(".dist-info")}
    suffixes = Counter(Path(name).suffix for name in names)
    problems = [f"not ours: {name}" for name in sorted(extra)]
    problems += [f"missing: {name}" for name in sorted(PACKAGES - top)]
    problems += [f"no {suffix} file" for suffix in DATA if not suffixes[suffix]]
    for problem in problems:
        print(problem)
    print(f"wheel: {len(names)} files, top level {', '.join(sorted(top))}")
    return bool(problems)


if __name__ == "__main__":
    sys.exit(main())
