"""``python manage.py timetable``: a problem's file in, a timetable's file out."""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from .problem import BadProblem, Problem, read_problem, write_timetable

BAD_INPUT = 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options, for this command and for Django's, which shows them in its help."""
    parser.add_argument("--in", dest="source", required=True, metavar="FILE", help="soal (JSON)")
    parser.add_argument("--out", dest="target", required=True, metavar="FILE", help="jadwal (JSON)")
    parser.add_argument("--seconds", type=float, default=None, help="batas waktu")
    parser.add_argument("--seed", type=int, default=0, help="benih acak (baku: 0)")
    parser.add_argument(
        "--workers",
        type=int,
        default=None,
        help="proses yang bekerja bersama (baku: 2 bila inti cukup); "
        "dengan 1 dan benih yang sama, jadwalnya selalu sama",
    )


def main(arguments: Sequence[str]) -> int:
    """Read, solve, write. A bad file is one clear sentence on standard error and status 2."""
    parser = argparse.ArgumentParser(
        prog="manage.py timetable",
        description="Menyusun jadwal temu bisnis dari berkas soal (format pertukaran).",
    )
    add_arguments(parser)
    chosen = parser.parse_args(arguments)
    return run(
        chosen.source,
        chosen.target,
        seconds=chosen.seconds,
        seed=chosen.seed,
        workers=chosen.workers,
    )


def run(
    source: str,
    target: str,
    *,
    seconds: float | None = None,
    seed: int = 0,
    workers: int | None = None,
) -> int:
    """The same with the options taken apart. Returns the exit status."""
    if seconds is not None and seconds <= 0:
        return _refuse("--seconds harus lebih dari nol.")
    if workers is not None and workers < 1:
        return _refuse("--workers harus 1 atau lebih.")
    try:
        problem = read_problem(_read(source))
    except OSError as error:
        return _refuse(f"{source} tidak bisa dibaca: {error.strerror}.")
    except (ValueError, RecursionError) as error:
        if isinstance(error, BadProblem):
            return _refuse(f"{source}, {error.where or 'isi'}: {error.message}.")
        return _refuse(f"{source} bukan JSON yang benar: {error}.")
    folder = Path(target).resolve().parent
    if not folder.is_dir():
        return _refuse(f"Folder {folder} tidak ada.")
    written = _solve(problem, seconds, seed, workers)
    try:
        _write_whole(Path(target), json.dumps(written, ensure_ascii=False))
    except OSError as error:
        return _refuse(f"{target} tidak bisa ditulis: {error.strerror}.")
    return 0


def _read(source: str) -> dict[str, object]:
    data = json.loads(Path(source).read_text("utf-8"))
    if not isinstance(data, dict):
        raise BadProblem("", "berkas harus berisi satu objek JSON")
    return data


def _solve(
    problem: Problem, seconds: float | None, seed: int, workers: int | None
) -> dict[str, object]:
    from .scheduler import timetable

    answer = timetable(problem, seconds=seconds, seed=seed, workers=workers)
    return write_timetable(problem, answer)


def _write_whole(target: Path, text: str) -> None:
    """All of it or nothing: whoever waits for the file never reads half of one."""
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        # a temporary file is for its owner alone; this one is the answer
        Path(name).chmod(0o644)
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _refuse(sentence: str) -> int:
    sys.stderr.write(f"{sentence}\n")
    return BAD_INPUT
