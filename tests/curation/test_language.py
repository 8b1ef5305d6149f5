"""The language of a text is told from its script and its commonest words, and not told where that would be a guess."""

from __future__ import annotations

import pytest

from studio.errors import StudioError
from studio.rules.language import language_of
from tests.curation.shop import chosen, sample

TEXTS = {
    "en": "Thank you for your order. We will send it to you on Monday, and you can follow it from our page.",
    "de": "Vielen Dank für Ihre Bestellung. Wir schicken sie am Montag, und Sie können sie auf der Seite verfolgen.",
    "fr": "Merci pour votre commande. Nous vous l'envoyons lundi, et vous pouvez la suivre sur la page.",
    "es": "Gracias por su pedido. Lo enviamos el lunes y usted puede seguirlo en la página de la tienda.",
    "it": "Grazie per il suo ordine. Lo spediamo lunedì e si può seguire sulla pagina che le abbiamo mandato.",
    "pt": "Obrigado pelo seu pedido. Enviamos na segunda-feira e você pode seguir a encomenda com o número.",
    "nl": "Bedankt voor uw bestelling. We sturen het op maandag en u kunt het op de pagina volgen.",
    "sv": "Tack för din beställning. Vi skickar den på måndag och du kan följa den från sidan som inte är ny.",
    "pl": "Dziękujemy za zamówienie. Wyślemy je w poniedziałek i może się je śledzić na stronie przez cały czas.",
    "tr": "Siparişiniz için teşekkürler. Pazartesi günü bir kargo ile yola çıkar ve siz bu sayfada görürsünüz.",
    "ru": "Спасибо за заказ. Мы отправим его в понедельник.",
    "uk": "Дякуємо за замовлення. Ми відправимо його в понеділок, і ви її отримаєте.",
    "el": "Ευχαριστούμε για την παραγγελία σας.",
    "he": "תודה על ההזמנה שלך.",
    "ar": "شكرا على طلبك، سنرسله يوم الاثنين.",
    "hi": "आपके ऑर्डर के लिए धन्यवाद।",
    "th": "ขอบคุณสำหรับคำสั่งซื้อของคุณ",
    "zh": "感谢您的订购，我们将于周一发货。",
    "ja": "ご注文ありがとうございます。月曜日に発送いたします。",
    "ko": "주문해 주셔서 감사합니다. 월요일에 보내 드리겠습니다.",
}


@pytest.mark.parametrize("language", TEXTS)
def test_the_language_of_a_short_letter_is_told(language) -> None:
    assert language_of(TEXTS[language]) == language


@pytest.mark.parametrize("text", ["", "OK.", "12 345", "SKU-4711", "Berlin", "xyzzy plugh quux corge"])
def test_what_is_too_short_or_no_language_is_not_guessed(text) -> None:
    assert language_of(text) is None


def test_a_recipe_keeps_the_languages_it_names_and_texts_too_short_to_tell() -> None:
    candidates = [sample("a", output=TEXTS["en"]), sample("b", output=TEXTS["de"]), sample("c", output="OK.")]
    found = chosen(candidates, choose={"languages": ["en"]})
    assert found.samples == ["a", "c"]
    (dropped,) = next(step for step in found.selection.steps if step.name == "Language").dropped
    assert (dropped.reason, dropped.examples) == ("the output is in another language (de)", ("b",))


def test_a_language_that_cannot_be_told_is_refused_in_the_recipe() -> None:
    from studio.curation.recipe import recipe_from

    with pytest.raises(StudioError, match="cannot be told"):
        recipe_from({"recipe": "x", "choose": {"languages": ["tlh"]}}, source="x.yaml")
