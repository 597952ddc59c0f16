"""A disk that fills up: one line, an exit code, and the current generation as it was."""

import os
import shutil
import subprocess

import pytest

REFUSED = "all refused in one line, index as before"


def refused(place, ran) -> None:
    code, out, err = ran
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert err.startswith("Error: Can't write to ")


@pytest.fixture
def state(file_hashes):
    """Takes down the pointer and every file of a place."""
    return lambda place: (
        place.generations.pointer.read_text(),
        file_hashes(place.generations.folder),
    )


def test_files_that_may_not_grow(place, state, times, told):
    """The limit of the operating system on the size of a file, at every file's size and below."""
    before = state(place)
    place.edit("schools")
    folder = place.generations.folder / place.generations.current()
    sizes = sorted({p.stat().st_size for p in folder.rglob("*") if p.is_file()})
    limits = sorted({0, 1, *(size - 1 for size in sizes), *(size // 2 for size in sizes)})
    largest = sizes[-1]
    limits = [limit for limit in limits if limit < largest - 512]
    limits = limits[:: max(1, len(limits) // times(4, 1000))]
    for limit in limits:
        refused(place, place.run("index", "build", LARGEST=str(limit)))
        assert state(place) == before
    assert place.run("index", "build")[0] == 0
    told(
        "a file may not grow beyond n bytes",
        len(limits),
        REFUSED,
    )


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount a small disk")
def test_a_small_disk(place, state, times, told, tmp_path):
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(disk)], capture_output=True
    )
    if mounted.returncode:
        pytest.skip("no disk can be mounted here")
    try:
        full = type(place)(disk / "data", place.profiles)
        shutil.copytree(place.data, full.data)
        before = state(full)
        place.edit("schools")
        step = times(32, 4)  # KiB
        runs = 0
        for left in range(0, 4096, step):
            leave_free(disk, left * 1024)
            ran = full.run("index", "build")
            (disk / "filling").unlink()
            if ran[0] == 0:
                break
            refused(full, ran)
            assert state(full) == before
            runs += 1
        assert runs >= 3
        assert ran[0] == 0
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=True)
    told(
        f"{step} KiB more on a full disk each time",
        runs,
        REFUSED,
    )


def leave_free(disk, size: int) -> None:
    """Fill a disk up to so many bytes."""
    status = os.statvfs(disk)
    filling = max(0, status.f_bavail * status.f_frsize - size)
    with (disk / "filling").open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, max(1, filling))
