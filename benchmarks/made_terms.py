"""Made terms of every kind a real dictionary mixes: words, phrases, Chinese, model numbers."""

from collections.abc import Iterator
from pathlib import Path
from random import Random

_STARTS = (
    "", "", "", "a", "auto", "anti", "bi", "co", "counter", "de", "dis", "electro", "en", "ex",
    "fore", "hydro", "hyper", "in", "inter", "mega", "micro", "mis", "multi", "non", "out", "over",
    "photo", "poly", "pre", "pro", "re", "semi", "sub", "super", "tele", "thermo", "trans", "ultra",
    "un", "under", "up",
)  # fmt: skip
_ROOTS = (
    "act", "ball", "band", "bar", "bio", "block", "board", "bow", "break", "bright", "build",
    "cap", "car", "cast", "cat", "charge", "chem", "clear", "coat", "cook", "cover", "cut", "dent",
    "dial", "drive", "drop", "ear", "equip", "fill", "filter", "fire", "flex", "flow", "fold",
    "form", "frame", "fresh", "gear", "glass", "graph", "grind", "hair", "hand", "heat", "hold",
    "ject", "joint", "key", "lamp", "lap", "light", "line", "lock", "mark", "meter", "mobil",
    "motor", "mount", "net", "note", "open", "pack", "pan", "paper", "pen", "phone", "plane",
    "plant", "plug", "port", "power", "press", "print", "pump", "quick", "rack", "rail", "ring",
    "road", "roll", "scope", "screen", "seal", "shape", "shift", "ship", "sign", "silk", "slide",
    "sound", "space", "spect", "spring", "steel", "stick", "stone", "strap", "stream", "switch",
    "table", "tape", "tone", "top", "touch", "track", "tract", "tube", "turn", "vent", "vers",
    "vis", "volt", "wash", "watch", "wave", "wheel", "wind", "wire", "wood", "work", "xeno",
    "yard", "zinc",
)  # fmt: skip
_ENDS = (
    "", "", "", "able", "age", "al", "ance", "ant", "ation", "ed", "en", "er", "ers", "ery", "ful",
    "gram", "ible", "ic", "ify", "ing", "ings", "ion", "ish", "ism", "ist", "ity", "ive", "ize",
    "less", "let", "ly", "ment", "ness", "or", "ous", "s", "ship", "ward", "ware", "y",
)  # fmt: skip
_CHARACTERS = (
    "大小电机手车水子器动自能力公用高品水新中上下色白黑红绿金银铁木石火风雪花草树果瓜豆米面油盐酱"
    "醋茶酒牛羊马鸡鸭鱼虾蟹皮毛衣裤鞋帽袜包箱袋盒瓶罐杯碗盘锅灶炉灯光线网络数据信号通话音响视频图"
    "像影片书本笔纸墨印刷版画字典学校教室桌椅床柜门窗墙地板砖瓦管道泵阀轮胎轴承齿链条皮带弹簧螺丝钉"
    "锤钳扳刀剪锯钻磨床工具设备仪表测量控制开关插座充电池组件芯片板卡内存硬盘键鼠标显示屏幕打复扫描"
    "摄镜头支架智慧机器人无线蓝牙耳麦移动家居空调洗衣冰箱净化加湿取暖吸尘热烤微波消毒柜厨房卫浴洁具"
    "美容护肤面膜霜乳液精华防晒口唇眉眼妆香发洗护染烫梳理婴儿童装玩具积木拼汽轿越野跑卡货客摩托自行"
    "丰田本奥迪宝奔驰众福特斯拉比亚吉利长城安红旗东普多霸道陆巡洋舰汉兰达苹果华为小荣耀联想戴尔索尼"
    "松下飞浦西门格海信创维康佳长虹九阳苏泊医药疗健康保维生素钙片胶囊颗粒注射液体温计血压糖仪口罩消"
)
_RANDOM_PLANE = (0x4E00, 0x9FA5)


def made_terms(terms: int, *, seed: int = 0) -> Iterator[tuple[str, float | None]]:
    """Give `terms` distinct terms with their frequencies; one in ten has none.

    Of ten, three are Chinese of two to six characters, three English words,
    two or three phrases of them, the rest model numbers. The same arguments
    give the same terms.
    """
    draw = Random(seed)
    made: set[str] = set()
    while len(made) < terms:
        term = _term(draw)
        if term in made:
            continue
        made.add(term)
        common = int(draw.paretovariate(0.8))
        yield term, None if draw.random() < 0.1 else float(min(common, 10**9))


def _term(draw: Random) -> str:
    kind = draw.random()
    if kind < 0.3:
        return _chinese(draw)
    if kind < 0.6:
        return _word(draw, long=True)
    if kind < 0.85:
        return " ".join(_word(draw, long=False) for _ in range(draw.choice((2, 2, 2, 3, 3, 4))))
    return _model(draw)


def _chinese(draw: Random) -> str:
    count = draw.choice((2, 2, 3, 3, 3, 4, 4, 4, 5, 6))
    return "".join(
        _CHARACTERS[int(len(_CHARACTERS) * draw.random() ** 1.6)]
        if draw.random() < 0.95
        else chr(draw.randint(*_RANDOM_PLANE))
        for _ in range(count)
    )


def _word(draw: Random, *, long: bool) -> str:
    roots = draw.choice(_ROOTS)
    if long:
        roots += draw.choice(("", "", "o", "i")) + draw.choice(_ROOTS)
    word = draw.choice(_STARTS) + roots + draw.choice(_ENDS)
    return word.capitalize() if draw.random() < 0.1 else word


def _model(draw: Random) -> str:
    letters = "".join(draw.choices("ABCDEFGHKLMNPRSTVWXZ", k=draw.randint(1, 3)))
    number = str(draw.randint(1, 10 ** draw.randint(2, 5)))
    tail = draw.choice(("", "", "", "A", "B", "S", " Pro", " Plus", " mini", "/2", "-X"))
    return letters + draw.choice(("", "-", " ")) + number + tail


def write_terms(path: Path, terms: int, *, seed: int = 0) -> None:
    """Make the dictionary `path` with `terms` made terms in it, and nothing else."""
    from synotui import text
    from synotui.store import Store

    with Store(path, create=True) as store, store.transaction():
        store.terms.add(
            (term, text.key(term), frequency) for term, frequency in made_terms(terms, seed=seed)
        )


def main() -> None:
    """Make a dictionary, or print terms."""
    import argparse

    parser = argparse.ArgumentParser(description="Make terms: a dictionary, or lines of text.")
    parser.add_argument("terms", type=int, help="how many")
    parser.add_argument("path", type=Path, nargs="?", help="the dictionary to make")
    given = parser.parse_args()
    if given.path is not None:
        write_terms(given.path, given.terms)
        return
    for term, frequency in made_terms(given.terms):
        print(term if frequency is None else f"{term}\t{frequency:g}")


if __name__ == "__main__":
    main()
