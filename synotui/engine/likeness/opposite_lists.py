"""Words, prefixes and characters that are opposites, and words that count."""


def _pairs(listed: str) -> frozenset[tuple[str, str]]:
    """Read pairs of words, with a comma between pairs: each in both directions."""
    pairs = [tuple(pair.split()) for pair in listed.split(",")]
    return frozenset({(a, b) for a, b in pairs} | {(b, a) for a, b in pairs})


def _numbered(listed: str) -> dict[str, int]:
    """Read words with a comma before those that stand for the next number."""
    return {word: place for place, alike in enumerate(listed.split(",")) for word in alike.split()}


_HANZI = """
有无 有無 有没 有未 正反 正负 正負 正副 大小 上下 左右 男女 前后 前後 高低
多少 好坏 好壞 新旧 新舊 新老 内外 內外 东西 東西 南北 长短 長短 买卖 買賣
进出 進出 入出 开关 開關 强弱 強弱 轻重 輕重 快慢 冷热 冷熱 软硬 軟硬 早晚
远近 遠近 深浅 深淺 粗细 粗細 厚薄 胖瘦 真假 善恶 善惡 美丑 美醜 生死 升降
增减 增減 加减 加減 乘除 公私 公母 雌雄 父母 黑白 昼夜 晝夜 阴阳 陰陽 胜败
勝敗 胜负 勝負 输赢 輸贏 来去 來去 始终 始終 首尾 古今 日夜 夏冬 首末 先后
先後 顺逆 順逆 主次 主从 主從 哥弟 爷奶 儿女 兒女 升贬 褒贬 褒貶 动静 動靜
干湿 乾濕 贫富 貧富 盈亏 盈虧 松紧 鬆緊 宽窄 寬窄 优劣 優劣 甲乙 攻守 攻防
收支 存取 借还 借還 供需 奇偶 单双 單雙 纵横 縱橫 横竖 橫豎 凹凸 悲喜 哭笑
爱恨 愛恨 敌友 敵友 忠奸 贵贱 貴賤 尊卑 浓淡 濃淡 明暗 清浊 清濁 虚实 虛實
利弊 功过 功過 赏罚 賞罰 奖惩 獎懲 成败 成敗 得失 安危 祸福 禍福 吉凶 荣辱
榮辱 巨微 雅俗 夫妻 师生 師生 兄弟
"""
HANZI = frozenset((pair[0], pair[1]) for pair in _HANZI.split()) | frozenset(
    (pair[1], pair[0]) for pair in _HANZI.split()
)
"""Pairs of characters that are opposites, in both directions."""

WORDS = _pairs("""
left right, north south, east west, northern southern, eastern western, northeast southwest,
northwest southeast, upper lower, up down, in out, inner outer, indoor outdoor,
indoors outdoors, inside outside, before after, above below, over under, male female,
man woman, men women, boy girl, boys girls, father mother, son daughter, brother sister,
husband wife, king queen, true false, open closed, open close, opened closed, on off, yes no,
with without, first last, high low, higher lower, highest lowest, hot cold, big small,
large small, larger smaller, bigger smaller, more less, most least, long short, longer shorter,
old new, old young, older younger, early late, good bad, better worse, best worst, rich poor,
strong weak, hard soft, heavy light, dark light, black white, day night, win lose,
winner loser, won lost, buy sell, buyer seller, bought sold, push pull, start stop, start end,
begin end, beginning end, front back, front rear, top bottom, internal external,
positive negative, maximum minimum, max min, major minor, majority minority, plus minus,
public private, import export, imports exports, input output, enter exit, entrance exit,
arrive depart, arrival departure, arrivals departures, increase decrease, increased decreased,
increasing decreasing, rise fall, add subtract, multiply divide, inhale exhale,
include exclude, included excluded, inclusive exclusive, superior inferior, senior junior,
former latter, ancient modern, wet dry, fast slow, faster slower, near far, wide narrow,
thick thin, deep shallow, full empty, loud quiet, love hate, war peace, friend enemy,
attack defend, victory defeat, success failure, always never, everything nothing,
everyone nobody, ascending descending, ascend descend, horizontal vertical, odd even,
absolute relative, active passive, analog digital, analogue digital, optimist pessimist,
optimistic pessimistic, optimism pessimism, primary secondary, singular plural, supply demand,
teacher student, temporary permanent, urban rural, vowel consonant, masculine feminine,
prefix suffix, plaintiff defendant, lender borrower, employer employee, employers employees,
uncle aunt, nephew niece, prince princess, actor actress, bride groom, bull cow, rooster hen,
wife husband, sunrise sunset, dawn dusk, summer winter
""")
"""Pairs of English words that are opposites, in both directions."""

BEGINNINGS = tuple(
    sorted(
        _pairs("""
pre post, hyper hypo, over under, macro micro, inter intra, pro anti, mono poly, maxi mini,
endo exo, ante post, pro contra, north south, sub super, uni multi, mono multi, homo hetero
""")
    )
)
"""Pairs of prefixes that are opposites, in both directions."""

NUMBERS = _numbered("""
zero, one first, two second, three third, four fourth, five fifth, six sixth, seven seventh,
eight eighth, nine ninth, ten tenth, eleven eleventh, twelve twelfth, thirteen thirteenth,
fourteen fourteenth, fifteen fifteenth, sixteen sixteenth, seventeen seventeenth,
eighteen eighteenth, nineteen nineteenth, twenty twentieth, thirty thirtieth, forty fortieth,
fifty fiftieth, sixty sixtieth, seventy seventieth, eighty eightieth, ninety ninetieth,
hundred hundredth, thousand thousandth, million millionth, billion billionth,
trillion trillionth
""")
"""English number words; equal ones stand for the same number."""

ROMAN = _numbered("i, ii, iii, iv, v, vi, vii, viii, ix, x, xi, xii, xiii, xiv, xv, xvi")
"""Roman numerals."""

HANZI_NUMBERS = frozenset("一二三四五六七八九十两百千万亿零〇")
"""Chinese numerals."""

_QUALITIES = """
able ible ably ibly ability ibility petent cient ficient sistent herent pendent dependence
ently tently rtant stant ctive tive tively ensive rmal rmally ormal rnal onal ral rial ctual
eous ious gious ulous rous luntary ntary essary rrect rrectly irect irectly fect fectly inite
finitely secure mature pure polite curate curately equate equately complete completely separate
moderate sane human humane sincere somnia justice accuracy adequacy ciency tency petence dience
pendence stice quality equality ecision rsible visible moral probable patient patience passable
proper balance mobile mortal mortality legal legally logical literate literacy legitimate
liberal regular regularly regularity rational relevant relevance resolute responsible reverent
religious replaceable action activity sensitive sensitivity tolerant tolerance discreet
distinct opportune significant frequent frequently flexible experienced edible elegant
efficient efficiency effective formal decent divisible valid stable stability
"""
QUALITIES = tuple(_QUALITIES.split())
"""How words end that in-, im-, il- and ir- negate: incorrect, not income."""
