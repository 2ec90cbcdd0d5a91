"""What any test may use: a small dictionary of real terms, and a home that is not the user's.

Also how many processes tests run in, and that no property fails for want of time.
"""

import os
import shutil
from pathlib import Path

if "PYTEST_XDIST_WORKER" in os.environ:
    # Each process has a core; threads of numpy's would only be in the way of the others.
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import pytest
from hypothesis import HealthCheck, settings

from synotui.ops.searching.indexing import cores
from synotui.ops.spaces.embedding import embed
from synotui.ops.transfer.importing import ImportOptions, import_file
from synotui.ops.workbench import open_workbench

SEED_PAIRS = """\
标准词,近似词
普拉多,霸道SUV
苹果,苹果手机
蝴蝶结,领结
越野车,SUV
丰田,丰田汽车
陆地巡洋舰,普拉多
跑车,敞篷车
"""
TERMS = """\
普拉多 霸道 霸道SUV 陆地巡洋舰 丰田 丰田汽车 丰田普拉多 汉兰达 越野车 SUV ＳＵＶ 跑车 敞篷车
轿车 卡车 奥迪 苹果 苹果手机 iPhone 华为手机 小米14 笔记本电脑 电脑 耳机 蓝牙耳机
蝴蝶结 领结 领带 衬衫 牛仔裤
off-road_vehicle sports_car convertible laptop notebook_computer headphones bow_tie necktie
shirt jeans
"""


settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")

_FEW_FILES = 4
_MOST_PROCESSES = 8
"""More take longer to start than they save."""


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Use all cores for many files of tests, and this process alone, in plain sight, for few."""
    named = [Path(argument.partition("::")[0]) for argument in config.args]
    files = sum(len([*path.rglob("test_*.py")]) if path.is_dir() else 1 for path in named)
    return min(cores(), _MOST_PROCESSES) if files > _FEW_FILES else 0


@pytest.fixture(autouse=True)
def _own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep what a test writes without being told where out of the user's own folders."""
    home = tmp_path_factory.getbasetemp() / "home"
    # The size of a terminal, which workers have in their environment, is what a test makes it.
    for name in ("SYNOTUI_CURATOR", "COLUMNS", "LINES"):
        monkeypatch.delenv(name, raising=False)
    for name in ("DATA", "CONFIG", "CACHE", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(home / name.lower()))


@pytest.fixture(scope="session")
def tiny_dictionary(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a dictionary of forty terms, seven proposals and vectors by use-m3; copy it."""
    folder = tmp_path_factory.mktemp("tiny")
    terms = [word.replace("_", " ") for word in TERMS.split()]
    listed = (f"{term}\t{1000 - 10 * place}" for place, term in enumerate(terms))
    (folder / "terms.tsv").write_text("\n".join(listed) + "\n", encoding="utf-8")
    (folder / "pairs.csv").write_text(SEED_PAIRS, encoding="utf-8")
    path = folder / "tiny.db"
    with open_workbench(path, create=True) as bench:
        import_file(bench, folder / "terms.tsv", ImportOptions(format="terms"))
        import_file(bench, folder / "pairs.csv", ImportOptions(source="seed dictionary"))
        embed(bench)
    return path


@pytest.fixture
def tiny_path(tiny_dictionary: Path, tmp_path: Path) -> Path:
    """Give a fresh copy of the dictionary of forty terms."""
    return Path(shutil.copy(tiny_dictionary, tmp_path / "tiny.db"))
