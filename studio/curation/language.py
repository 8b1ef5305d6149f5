"""Guesses the language a text is written in, from its script and its commonest words; says nothing of short texts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

READ_CHARACTERS = 2_000
LEAST_WORDS = 2
"""A guess rests on at least this many common words."""

_WORD = re.compile(r"[^\W\d_]+")
# Japanese before Chinese: it writes with Han signs too, but never with those alone.
_SCRIPTS: Mapping[str, re.Pattern[str]] = {
    "ja": re.compile("[\u3040-\u30ff]"),
    "ko": re.compile("[\uac00-\ud7af]"),
    "zh": re.compile("[\u4e00-\u9fff]"),
    "uk": re.compile("[\u0404\u0406\u0407\u0454\u0456\u0457\u0490\u0491]"),
    "ru": re.compile("[\u0400-\u04ff]"),
    "el": re.compile("[\u0370-\u03ff]"),
    "he": re.compile("[\u0590-\u05ff]"),
    "ar": re.compile("[\u0600-\u06ff]"),
    "hi": re.compile("[\u0900-\u097f]"),
    "th": re.compile("[\u0e00-\u0e7f]"),
}
_COMMON = {
    "en": "the of and to in is that it for you was with on are this be have your we can will not as at from or i my",
    "de": "der die das und ist nicht ich sie es zu den mit ein eine für auf wir dem von sich auch haben wie bitte ihre",
    "fr": "le la les et est vous nous je il une un des pour que qui dans pas sur avec au votre ce sont plus cette du",
    "es": "el la los las y es que de en un una por para con no su se lo como más pero esta usted muy está hemos del",
    "it": "il la lo gli e è che di un una per con non si sono come più ma questo della nel suo ho abbiamo anche del",
    "pt": "o a os as e é que de em um uma por para com não seu se como mais mas esta você muito está do da na no",
    "nl": "de het een en is niet ik van dat op te met voor zijn u we wij aan ook naar hebben uw deze maar als er bij",
    "sv": "och är att det som en ett inte jag du vi på för med av till har den om vi kan från eller så men",
    "da": "og er at det som en et ikke jeg du vi på for med af til har den om kan fra eller så men vores blev",
    "pl": "i w nie na że się jest to do z o jak ale po tak co dla od za czy przez są pan pani może już",
    "tr": "ve bir bu için ile de da çok ne gibi daha var olarak ama sonra kadar mi siz ben değil veya en biz",
}
_LANGUAGES_OF: dict[str, list[str]] = {}
for _language, _words in _COMMON.items():
    for _one in set(_words.split()):
        _LANGUAGES_OF.setdefault(_one, []).append(_language)

KNOWN_LANGUAGES = {
    "ar": "Arabic",
    "da": "Danish",
    "de": "German",
    "el": "Greek",
    "en": "English",
    "es": "Spanish",
    "fr": "French",
    "he": "Hebrew",
    "hi": "Hindi",
    "it": "Italian",
    "ja": "Japanese",
    "ko": "Korean",
    "nl": "Dutch",
    "pl": "Polish",
    "pt": "Portuguese",
    "ru": "Russian",
    "sv": "Swedish",
    "th": "Thai",
    "tr": "Turkish",
    "uk": "Ukrainian",
    "zh": "Chinese",
}
"""Those that can be told: two-letter codes (ISO 639-1) with their names."""


def language_of(text: str) -> str | None:
    """The two-letter code of the text's language; None where it is too short, mixed or of no language known here.

    The script decides where it belongs to one language, and else the language whose commonest words are most frequent
    (Ingle, 1976); a word that several languages share counts for each of them in part.
    """
    words = _WORD.findall(text[:READ_CHARACTERS].casefold())
    letters = "".join(words)
    for language, script in _SCRIPTS.items():
        if len(script.findall(letters)) > _least_signs(language, letters=len(letters)):
            return language
    return _by_common_words(words)


def _least_signs(language: str, *, letters: int) -> float:
    # A few signs tell Japanese from Chinese and Ukrainian from Russian; other scripts must make up half of the text.
    return letters / 20 if language in ("ja", "uk") else letters / 2


def _by_common_words(words: list[str]) -> str | None:
    found: Counter[str] = Counter()
    weighed: dict[str, float] = {}
    for word in words:
        languages = _LANGUAGES_OF.get(word, ())
        for language in languages:
            found[language] += 1
            weighed[language] = weighed.get(language, 0.0) + 1 / len(languages)
    ranked = sorted(weighed.items(), key=lambda item: (-item[1], item[0]))
    if not ranked or found[ranked[0][0]] < LEAST_WORDS:
        return None
    return None if len(ranked) > 1 and ranked[1][1] == ranked[0][1] else ranked[0][0]
