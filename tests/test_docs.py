"""The documents say what is true: keys from the one table, pictures that are there, real commands.

`python -m tests.test_docs` writes the key tables anew.
"""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from synotui.tui.keys import KEYS

ROOT = Path(__file__).parents[1]
READMES = ("README.md", "README.zh-CN.md")
_KEYS = re.compile(r"(<!-- keys:[^\n]*-->\n).*?(<!-- end of keys -->)", re.DOTALL)


def key_table(chinese: bool) -> str:
    """The table of keys as Markdown."""
    head = "| 键 | 作用 | 名字 |" if chinese else "| key | what it does | name |"
    lines = [head, "|---|---|---|"]
    for key in KEYS:
        names = " ".join(f"`{name}`" for name in key.names)
        lines.append(f"| {names} | {_CHINESE[key.id] if chinese else key.help} | `{key.id}` |")
    return "\n".join(lines).replace("`|`", "`\\|`") + "\n"


_CHINESE = {
    "review.accept": "接受：按词典提议的关系，否则为同义",
    "review.reject": "拒绝：不是同义词",
    "review.skip": "跳过：改天再看",
    "review.undo": "撤销上一个决定，可一直撤到第一个",
    "review.redo": "重做",
    "review.preview": "预览：接受之前先看会改变什么",
    "review.synonym": "接受为同义，不管提议的是什么",
    "review.broader": "接受为上位词（SUV 之于普拉多）",
    "review.narrower": "接受为下位词",
    "review.related": "接受为相关词",
    "review.antonym": "拒绝并记为反义：两个向量被推开",
    "review.different": "拒绝并记为不同",
    "head.next": "下一个标准词",
    "head.previous": "上一个标准词",
    "head.undecided": "下一个还有待决定的标准词",
    "pane.next": "在词表与候选之间切换",
    "cursor.down": "下一行",
    "cursor.up": "上一行",
    "cursor.page_down": "下一页",
    "cursor.page_up": "上一页",
    "cursor.first": "第一行",
    "cursor.last": "最后一行",
    "pane.enter": "从词表到候选；全部决定后到下一个标准词",
    "find.filter": "边输入边筛选词表；前面加 ^ 只匹配开头",
    "find.search": "筛选词表，候选词也算",
    "find.order": "词条排序：词频、字母、拼音、进度、冲突",
    "find.jump": "跳到某个词",
    "mark.range": "标记一段：从这里开始移动，一次决定全部",
    "mark.toggle": "标记或取消标记这个候选",
    "pair.add": "手工添加近似词；新词当场编码",
    "pair.note": "给这一对写备注",
    "pair.weight": "给这一对加权：在调整中占多少分量",
    "pair.sense": "写明标准词在这一对里的义项",
    "show.rejected": "显示或隐藏已拒绝的",
    "show.sort": "重新排序候选",
    "show.adjustment": "调整：方法、设置，以及会改变什么",
    "show.explore": "探索：最近邻、类比、谁不合群、谁更近、两组之间、分量",
    "show.dashboard": "看板：每天决定多少、快慢、接受率、近义集、还剩什么",
    "show.sets": "同义词组：最弱的一环，连接两个义项的词",
    "show.scroll_down": "向下滚动“上一个决定改变了什么”",
    "show.scroll_up": "向上滚动",
    "show.compare": "比较：两个词或任意文本，或多个，用各种度量",
    "show.drift": "漂移：向量移动了多远，对其他词有何影响",
    "show.map": "地图：标准词的周围、选定的词或词组画在平面上，调整前后",
    "show.evaluate": "评估：向量空间的好坏，用词典本身或文件来测；相似度直方图",
    "show.queue": "按队列审阅：选择先决定哪些，一次一对",
    "show.back": "离开预览、标记、筛选",
    "app.palette": "命令面板：其余一切",
    "app.help": "所有按键",
    "app.suspend": "挂起：在任何界面回到 shell，fg 回到原处",
    "app.quit": "退出；一切都已保存",
}


@pytest.mark.parametrize("name", READMES)
def test_the_key_table_is_the_one_of_the_program(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    found = _KEYS.search(text)
    assert found, f"{name} has no key table"
    assert found[0] == found[1] + key_table("zh" in name) + found[2]


def test_every_key_has_a_chinese_name() -> None:
    assert {key.id for key in KEYS} == set(_CHINESE)


@pytest.mark.parametrize("name", READMES)
def test_pictures_and_pages_that_are_named_are_there(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    named = re.findall(r"\]\(([^)#:]+)\)", text)
    assert any(path.startswith("screenshots/") for path in named)
    assert [path for path in named if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("name", READMES)
def test_commands_that_are_named_exist(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    known = subprocess.run(
        [sys.executable, "-m", "synotui", "--help"], capture_output=True, text=True, check=True
    ).stdout
    named = set(re.findall(r"(?:^|`)synotui ([a-z]+)\b(?!\.)", text, re.MULTILINE)) - {"suggests"}
    assert named
    assert [command for command in named if f"\n  {command} " not in known] == []


def write_key_tables() -> None:
    """Write the tables into the documents."""
    for name in READMES:
        path = ROOT / name
        text = path.read_text(encoding="utf-8")
        found = _KEYS.search(text)
        assert found, f"{name} has no key table"
        table = found[1] + key_table("zh" in name) + found[2]
        path.write_text(text.replace(found[0], table), encoding="utf-8")


if __name__ == "__main__":
    write_key_tables()
