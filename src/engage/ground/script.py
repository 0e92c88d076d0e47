"""Traditional script for what engage itself says: findings are written once, in simplified script.

Only sentences of the catalogues pass through here. What a person wrote stands in quotes or is a value of its own, and
stays as it was written.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

__all__ = ["traditional", "traditional_around_quotes"]

_SIMPLIFIED: Final = (
    "万与专业丢两个为举么义书于产亿仅从们价优会体余侧储关内册写冲决况减凑几划则刚删别办务动区单卖占卢却厅参双发变台号后吗"
    "启员响围圆场坏块声处备头夹实审宽宾对寻导将尔尝层属币带帮库应开异张当录征径怀态总户执护报拟择损换据携数断无旧时昵显"
    "暂术机杂权杠条来构标样档检欧汇没测济涨满点状独环现电画盖盘码础确礼离种称竖笔简类约级线组细终经绑结给络绝统继续维综"
    "编缩缴网群联胜腊舍节范荐营虚补装见规览触计认让议记许论设访证评识诉词译试话询该详语误说请诺读谁调谢负责败账货贵费资"
    "赖车转轮较辑输边达过运还这进远连迟适选递采释针银销错锚键镑长门闭问间阅队阶际险随隐韩页顶项顺须频题额风验骤"
    "历里并签复准钟周启线值满学习润潜诚图预"
    "岗归弃绩听"
    "绕纳拨够兑叠"
    "质胜"
)
_TRADITIONAL: Final = (
    "萬與專業丟兩個為舉麼義書於產億僅從們價優會體餘側儲關內冊寫衝決況減湊幾劃則剛刪別辦務動區單賣佔盧卻廳參雙發變臺號後嗎"
    "啟員響圍圓場壞塊聲處備頭夾實審寬賓對尋導將爾嘗層屬幣帶幫庫應開異張當錄徵徑懷態總戶執護報擬擇損換據攜數斷無舊時暱顯"
    "暫術機雜權槓條來構標樣檔檢歐彙沒測濟漲滿點狀獨環現電畫蓋盤碼礎確禮離種稱豎筆簡類約級線組細終經綁結給絡絕統繼續維綜"
    "編縮繳網群聯勝臘捨節範薦營虛補裝見規覽觸計認讓議記許論設訪證評識訴詞譯試話詢該詳語誤說請諾讀誰調謝負責敗賬貨貴費資"
    "賴車轉輪較輯輸邊達過運還這進遠連遲適選遞採釋針銀銷錯錨鍵鎊長門閉問間閱隊階際險隨隱韓頁頂項順須頻題額風驗驟"
    "歷裡並籤復準鐘週啟線值滿學習潤潛誠圖預"
    "崗歸棄績聽"
    "繞納撥夠兌疊"
    "質勝"
)
_CHARACTERS: Final = dict(zip(map(ord, _SIMPLIFIED), _TRADITIONAL, strict=True))
#: words in which a character has another form than by itself
_WORDS: Final[Mapping[str, str]] = {
    "日历": "日曆",
    "日志": "日誌",
    "西里尔": "西里爾",
    "合并": "合併",
    "并入": "併入",
    "签名": "簽名",
    "签字": "簽字",
    "复制": "複製",
    "复杂": "複雜",
    "重复": "重複",
    "复数": "複數",
    "复核": "複核",
    "答复": "答覆",
    "回复": "回覆",
    "批准": "批准",
    "联系": "聯繫",
    "制表符": "製表符",
    "备注": "備註",
    "注释": "註釋",
    "汇总": "彙總",
    "占位": "佔位",
    "占比": "占比",
    "舍入": "捨入",
    "宿舍": "宿舍",
}
_WORD: Final = re.compile("|".join(sorted(map(re.escape, _WORDS), key=len, reverse=True)))
_QUOTED: Final = re.compile(r"`[^`]*`|“[^”]*”|「[^」]*」|『[^』]*』")


def traditional(text: str) -> str:
    """A sentence of engage's own in traditional script."""
    parts, at = list[str](), 0
    for found in _WORD.finditer(text):
        parts += [text[at : found.start()].translate(_CHARACTERS), _WORDS[found[0]]]
        at = found.end()
    return "".join([*parts, text[at:].translate(_CHARACTERS)])


def traditional_around_quotes(text: str) -> str:
    """A text in traditional script but for what stands in quotes or backticks, which somebody wrote."""
    parts, at = list[str](), 0
    for found in _QUOTED.finditer(text):
        parts += [traditional(text[at : found.start()]), found[0]]
        at = found.end()
    return "".join([*parts, traditional(text[at:])])
