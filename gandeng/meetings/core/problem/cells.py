"""Single values of the exchange format, each checked where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from .values import BadProblem, Id


def pair_of(given: Any, where: str, number_of: Mapping[Id, int]) -> tuple[int, int]:
    if not isinstance(given, Sequence) or isinstance(given, str) or len(given) != 2:
        raise BadProblem(where, "isi dua id")
    for one in given:
        if not is_known(one, number_of):
            raise BadProblem(where, f"id {one!r} tidak dikenal")
    return number_of[given[0]], number_of[given[1]]


def list_of(given: Any, where: str, *, required: bool = False) -> Sequence[Any]:
    if given is None and not required:
        return ()
    if not isinstance(given, Sequence) or isinstance(given, (str, bytes)):
        raise BadProblem(where, "isi sebuah daftar")
    return given


def id_of(row: Any, where: str, seen: Iterable[Id] | Mapping[Id, int]) -> Id:
    if not isinstance(row, Mapping):
        raise BadProblem(where, "isi sebuah objek")
    given = row.get("id")
    if isinstance(given, bool) or not isinstance(given, (int, str)):
        raise BadProblem(f"{where}.id", "id harus angka bulat atau teks")
    if given in seen:
        raise BadProblem(f"{where}.id", f"id {given!r} sudah dipakai")
    if isinstance(seen, set):
        seen.add(given)
    return given


def is_known(given: Any, ids: Mapping[Id, int]) -> bool:
    return isinstance(given, (int, str)) and not isinstance(given, bool) and given in ids


def is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def whole(
    row: Mapping[str, Any], key: str, where: str, *, low: int = 0, high: int | None = None
) -> int:
    value = row.get(key)
    path = f"{where}.{key}".lstrip(".")
    if not is_whole(value):
        raise BadProblem(path, "isi bilangan bulat")
    assert isinstance(value, int)
    if value < low or (high is not None and value > high):
        limit = f"{low} sampai {high}" if high is not None else f"{low} atau lebih"
        raise BadProblem(path, f"harus {limit}")
    return value


def number(row: Mapping[str, Any], key: str, where: str) -> float:
    value = row.get(key, 0)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise BadProblem(f"{where}.{key}", "isi angka")
    return float(value)


def slot_of(value: Any, where: str, slots: int) -> int:
    if not is_whole(value) or not 0 <= value < slots:
        raise BadProblem(where, f"slot harus 0 sampai {slots - 1}")
    assert isinstance(value, int)
    return value
