"""What makes a term say the opposite of another, as far as their letters tell."""

from synotui.engine.likeness.forms import Form

_HANZI_NEGATIONS = ("没有", "不", "非", "无", "未", "反", "没", "無", "沒")
_REST = 2
"""Characters that a Chinese negation stands before at least: 反应 does not negate 应."""
_HANZI_OPPOSITES = (
    "有无 有無 有没 有未 得不 正反 正负 正負 正副 大小 上下 左右 男女 前后 前後 高低 多少 好坏 好壞 "
    "新旧 新舊 新老 内外 內外 东西 東西 南北 长短 長短 买卖 買賣 进出 進出 入出 开关 開關 强弱 強弱 "
    "轻重 輕重 快慢 冷热 冷熱 软硬 軟硬 早晚 远近 遠近 深浅 深淺 粗细 粗細 厚薄 胖瘦 真假 善恶 善惡 "
    "美丑 美醜 生死 升降 增减 增減 加减 加減 乘除 公私 公母 雌雄 父母 黑白 昼夜 晝夜 阴阳 陰陽 "
    "胜败 勝敗 胜负 勝負 输赢 輸贏 来去 來去 始终 始終 首尾 天地 古今 中外 日夜 春秋 夏冬 首末 "
    "先后 先後 顺逆 順逆 主客 主次 主从 主從 师生 師生 夫妻 兄弟 姐妹 姊妹 哥弟 爷奶 儿女 兒女 "
    "升贬 褒贬 褒貶 动静 動靜 干湿 乾濕 贫富 貧富 盈亏 盈虧 松紧 鬆緊 宽窄 寬窄 优劣 優劣 甲乙 "
    "攻守 攻防 收支 存取 借还 借還 供需 供求 奇偶 单双 單雙 纵横 縱橫 横竖 橫豎 凹凸 悲喜 哭笑 "
    "爱恨 愛恨 敌友 敵友 忠奸 贵贱 貴賤 尊卑 浓淡 濃淡 明暗 清浊 清濁 虚实 虛實 利弊 功过 功過 "
    "赏罚 賞罰 奖惩 獎懲 成败 成敗 得失 安危 祸福 禍福 吉凶 荣辱 榮辱 巨微 雅俗 导随"
).split()
_HANZI_NUMBERS = "一二三四五六七八九十两百千万亿零〇"
_OPPOSITE_HANZI = {(a, b) for a, b in _HANZI_OPPOSITES} | {(b, a) for a, b in _HANZI_OPPOSITES}

_OPPOSITE_WORDS = (
    "left right|north south|east west|northern southern|eastern western|northeast southwest|"
    "northwest southeast|upper lower|up down|in out|inner outer|indoor outdoor|indoors outdoors|"
    "inside outside|before after|above below|over under|male female|man woman|men women|boy girl|"
    "boys girls|father mother|son daughter|brother sister|husband wife|king queen|true false|"
    "open closed|open close|opened closed|on off|yes no|with without|first last|high low|"
    "higher lower|highest lowest|hot cold|big small|large small|larger smaller|bigger smaller|"
    "more less|most least|long short|longer shorter|old new|old young|older younger|early late|"
    "good bad|better worse|best worst|rich poor|strong weak|hard soft|heavy light|dark light|"
    "black white|day night|win lose|winner loser|won lost|buy sell|buyer seller|bought sold|"
    "push pull|start stop|start end|begin end|beginning end|front back|front rear|top bottom|"
    "internal external|positive negative|maximum minimum|max min|major minor|majority minority|"
    "plus minus|public private|import export|imports exports|input output|enter exit|"
    "entrance exit|arrive depart|arrival departure|arrivals departures|increase decrease|"
    "increased decreased|increasing decreasing|rise fall|add subtract|multiply divide|"
    "inhale exhale|include exclude|included excluded|inclusive exclusive|superior inferior|"
    "senior junior|former latter|ancient modern|wet dry|fast slow|faster slower|near far|"
    "wide narrow|thick thin|deep shallow|full empty|loud quiet|love hate|war peace|friend enemy|"
    "attack defend|victory defeat|success failure|always never|everything nothing|"
    "everyone nobody|ascending descending|ascend descend|horizontal vertical|odd even|"
    "absolute relative|active passive|analog digital|analogue digital|optimist pessimist|"
    "optimistic pessimistic|optimism pessimism|primary secondary|singular plural|"
    "supply demand|teacher student|temporary permanent|urban rural|vowel consonant|"
    "masculine feminine|prefix suffix|plaintiff defendant|lender borrower|employer employee|"
    "employers employees|uncle aunt|nephew niece|prince princess|actor actress|"
    "bride groom|bull cow|rooster hen|wife husband|sunrise sunset|dawn dusk|summer winter"
)
_BEGINNINGS = (
    "pre post|hyper hypo|over under|macro micro|inter intra|pro anti|up down|in out|en de|"
    "mono poly|maxi mini|endo exo|inter intra|ante post|for back|fore hind|in ex|im ex|as de|"
    "homo hetero|pro contra|north south|sub super|step grand|bi uni|uni multi|mono multi"
)
_ENDINGS_OPPOSED = (("less", "ful"), ("lessness", "fulness"), ("lessly", "fully"))
_NUMBERS = {
    word: place
    for place, group in enumerate(
        "zero|one first|two second|three third|four fourth|five fifth|six sixth|seven seventh|"
        "eight eighth|nine ninth|ten tenth|eleven eleventh|twelve twelfth|thirteen thirteenth|"
        "fourteen fourteenth|fifteen fifteenth|sixteen sixteenth|seventeen seventeenth|"
        "eighteen eighteenth|nineteen nineteenth|twenty twentieth|thirty thirtieth|"
        "forty fortieth|fifty fiftieth|sixty sixtieth|seventy seventieth|eighty eightieth|"
        "ninety ninetieth|hundred hundredth|thousand thousandth|million millionth|"
        "billion billionth|trillion trillionth".split("|")
    )
    for word in group.split()
}
_ROMAN = {
    word: place
    for place, word in enumerate("i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi".split())
}


def _pairs_of(listed: str) -> set[tuple[str, str]]:
    both = [tuple(pair.split()) for pair in listed.split("|")]
    return {(a, b) for a, b in both} | {(b, a) for a, b in both}


_WORD_PAIRS = _pairs_of(_OPPOSITE_WORDS)
_BEGINNING_PAIRS = tuple(
    sorted((pair for pair in _pairs_of(_BEGINNINGS) if len(min(pair, key=len)) > 2), reverse=True)
)
TELLING = frozenset(word for pair in _WORD_PAIRS for word in pair) | frozenset(_NUMBERS)
"""Single words that may be opposed to, or counted differently from, one spelt quite otherwise."""

_NEGATING_WORDS = frozenset(
    {"not", "no", "non", "without", "never", "nicht", "kein", "ohne", "sans"}
)
_NEGATIONS = ("un", "non", "dis", "in", "im", "il", "ir")
_NEGATED = 4
"""Letters of a word that a prefix negates, at least."""
_QUALITIES = tuple(
    "able ible ably ibly ability ibility tent petent cient ficient sistent herent pendent dependence "
    "ently tently rtant stant ctive tive tively ensive rmal rmally ormal rnal onal ral rial ctual "
    "eous ious gious ulous rous luntary ntary essary rrect rrectly irect irectly fect fectly inite "
    "finitely secure mature pure polite curate curately equate equately complete completely "
    "separate moderate sane human humane sincere somnia justice accuracy adequacy "
    "ciency tency petence dience pendence stice quality equality ecision rsible visible "
    "moral probable patient patience passable proper balance mobile mortal mortality legal legally "
    "logical literate literacy legitimate liberal regular regularly regularity rational relevant "
    "relevance resolute responsible reverent religious replaceable action activity sensitive "
    "sensitivity tolerant tolerance discreet distinct opportune significant frequent frequently "
    "flexible experienced edible elegant efficient efficiency effective formal decent divisible "
    "dividual valid stable stability".split()
)
"""How words end that in-, im-, il- and ir- negate: incorrect, not income."""
_NOT_NEGATED = {
    "un": ("less", "ion", "iversal", "iform", "der"),
    "dis": tuple(
        "cover ease play count charg charge patch solv solve solu port cord course cours till still "
        "pose posing posit posal guise tress close closing clos tract may gust pens pers miss sent "
        "appoint pute tinct pers cuss turb tribut missing grace graced".split()
    ),
    "in": (
        "valuable",
        "flammable",
        "dividual",
        "tent",
        "fant",
        "stant",
        "cident",
        "ternal",
        "itial",
    ),
    "im": ("pact", "port", "portant", "press", "pose", "prove", "plant", "portable"),
    "non": (),
    "il": ("lustrative",),
    "ir": (),
}


def opposed(one: Form, two: Form) -> str:
    """Say in a few words how two terms are opposed; "" if nothing in their letters says so."""
    if one.hanzi and two.hanzi:
        return _opposed_hanzi(one.key, two.key)
    mine, yours = one.words, two.words
    if len(mine) == len(yours):
        differ = [(a, b) for a, b in zip(mine, yours, strict=True) if a != b]
        return _opposed_words(*differ[0]) if len(differ) == 1 else ""
    if abs(len(mine) - len(yours)) == 1:
        return _with_negation(mine, yours)
    if len(mine) == 1 or len(yours) == 1:
        return ""
    return ""


def counted_differently(one: Form, two: Form) -> str:
    """Say which number words differ in terms that are else the same; "" for none."""
    if one.hanzi and two.hanzi:
        differ = _differing(one.key, two.key)
        if differ and len(one.key) > 1 and all(sign in _HANZI_NUMBERS for sign in differ):
            return f"{differ[0]} / {differ[1]}"
        return ""
    if len(one.words) != len(two.words):
        return ""
    differ_words = [(a, b) for a, b in zip(one.words, two.words, strict=True) if a != b]
    if len(differ_words) != 1:
        return ""
    a, b = differ_words[0]
    for numbers, least in ((_NUMBERS, 1), (_ROMAN, 2)):
        if a in numbers and b in numbers and len(one.words) >= least:
            return f"{a} / {b}" if numbers[a] != numbers[b] else ""
    return ""


def _opposed_hanzi(one: str, two: str) -> str:
    longer, shorter = (one, two) if len(one) >= len(two) else (two, one)
    for negation in _HANZI_NEGATIONS:
        if longer == negation + shorter and len(shorter) >= _REST:
            return f"{negation} negates"
    differ = _differing(one, two)
    if differ and len(one) > 1 and differ in _OPPOSITE_HANZI:
        return f"{differ[0]} / {differ[1]}"
    return ""


def _differing(one: str, two: str) -> tuple[str, str] | None:
    """Give the two characters in which terms of the same length differ, None if in more."""
    if len(one) != len(two):
        return None
    differ = [(a, b) for a, b in zip(one, two, strict=True) if a != b]
    return differ[0] if len(differ) == 1 else None


def _opposed_words(one: str, two: str) -> str:
    if (one, two) in _WORD_PAIRS:
        return f"{one} / {two}"
    longer, shorter = (one, two) if len(one) >= len(two) else (two, one)
    if longer.endswith(shorter) and len(shorter) >= _NEGATED:
        negation = longer[: len(longer) - len(shorter)]
        if negation in _NEGATIONS and _negates(negation, shorter):
            return f"{negation}- negates"
    if longer == shorter + "less" and len(shorter) >= _NEGATED - 1 and shorter not in ("regard",):
        return "-less negates"
    for mine, yours in _ENDINGS_OPPOSED:
        for a, b in ((one, two), (two, one)):
            stem = a.removesuffix(mine)
            if stem != a and len(stem) >= _NEGATED - 1 and b == stem + yours:
                return f"-{mine} / -{yours}"
    return _opposed_beginnings(one, two)


def _opposed_beginnings(one: str, two: str) -> str:
    for mine, yours in _BEGINNING_PAIRS:
        if one.startswith(mine) and two.startswith(yours):
            rest = one[len(mine) :]
            if len(rest) >= _NEGATED and two[len(yours) :] == rest:
                return f"{mine}- / {yours}-"
    return ""


def _negates(negation: str, word: str) -> bool:
    if word.startswith(_NOT_NEGATED[negation]):
        return False
    first = word[0]
    if negation == "im":
        return first in "bmp" and word.endswith(_QUALITIES)
    if negation in ("il", "ir"):
        return first == negation[1] and word.endswith(_QUALITIES)
    if negation == "in":
        return first not in "bmplr" and word.endswith(_QUALITIES)
    return True


def _with_negation(one: tuple[str, ...], two: tuple[str, ...]) -> str:
    """Say whether one has the other's words and a negating one."""
    longer, shorter = (one, two) if len(one) > len(two) else (two, one)
    for place, word in enumerate(longer):
        if longer[:place] + longer[place + 1 :] == shorter:
            return f"“{word}” negates" if word in _NEGATING_WORDS else ""
    return ""
