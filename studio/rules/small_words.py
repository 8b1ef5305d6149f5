"""The small words by which languages that share an alphabet are told apart; a list and nothing else."""
# ruff: noqa: E501, RUF001

from __future__ import annotations

from collections.abc import Mapping

# The words a language cannot do without; those that several share decide nothing and are harmless.
SMALL_WORDS: Mapping[str, frozenset[str]] = {
    name: frozenset(words.split())
    for name, words in {
        "en": "the and is are was of to in that it you for with this not have be on as your from they we can will",
        "de": "der die das und ist sind nicht ein eine einen mit sie ich wir für auf den dem von zu auch wird haben ihr es",
        "fr": "le la les et est sont pas un une des dans vous nous je pour que qui avec sur ce cette du au être il votre",
        "es": "el la los las y es son no un una de que en por para con usted su se lo como más pero está del al muy",
        "it": "il lo la gli e è sono non un una di che in per con del della si come più ma questo nel alla ha suo anche",
        "pt": "o a os as e é são não um uma de que em por para com do da se mais como mas você seu no na está ao dos",
        "nl": "de het een en is zijn niet van dat in op met voor ik je u wij we ook maar aan door om naar wordt kan hebben",
        "sv": "och är att det som en ett inte på för med av jag du vi de den till har kan om men var så från dig",
        "da": "og er at det som en et ikke på for med af jeg du vi de den til har kan om men var så fra dig blev",
        "no": "og er at det som en et ikke på for med av jeg du vi de den til har kan om men var så fra deg ble",
        "fi": "ja on ei se että oli mutta hän ovat kun niin tai joka mitä sinä minä voit olla myös jos kuin sen tämä",
        "pl": "i w nie na się z jest do to że jak o ale po czy od za przez dla są tak jego może być co ten tego",
        "cs": "a je se na že to v s z o do není jsou jak ale pro po by jako které který může být tento tak už při",
        "ro": "și în este nu a că de la cu pe un o să din pentru care mai sunt ce dar am au ca fi prin sau acest",
        "hu": "a az és nem hogy egy van is ez de meg csak már volt lehet mint azt ha kell vagy ön szerint nagyon még",
        "tr": "ve bir bu için ile değil da de çok olarak daha gibi ne var ama olan kadar sonra her siz ben en mi olduğu",
        "id": "dan yang di ini itu tidak untuk dengan dari pada adalah saya anda akan bisa ke atau juga sudah dalam ada",
        "vi": "và là của không có được cho một các những người trong với này bạn để đã khi từ như về tôi",
        "ru": "и в не на что он как это по но из за то все она так его от мы вы для было если только или я с",
        "uk": "і в не на що він як це по але з за то всі вона так його від ми ви для було якщо тільки або я та є",
    }.items()
}
