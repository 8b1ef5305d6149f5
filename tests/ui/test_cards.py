"""Cards show what they are given, and nothing of who wrote it unless the page says so."""

from __future__ import annotations

from tests.ui.drawn import drawn, read


def test_a_sample_card_hides_who_wrote_it() -> None:
    def page() -> None:
        from studio.records import Sample
        from studio.ui.cards import sample_card

        sample = Sample(id="s", project="p", input_id="i", output="Hello", system="openai:m", tags={"topic": "refund"})
        sample_card(sample, key="hidden", input_text="Hi?")

    words = read(drawn(page))
    assert "Hi?" in words and "Hello" in words
    assert "openai" not in words and "refund" not in words


def test_a_sample_card_may_show_who_wrote_it_and_its_tags() -> None:
    def page() -> None:
        from studio.records import Sample
        from studio.ui.cards import sample_card

        sample = Sample(id="s", project="p", input_id="i", output="Hello", system="openai:m", tags={"topic": "refund"})
        sample_card(sample, key="shown", show_writer=True)

    assert "openai:m · topic: refund" in read(drawn(page))


def test_a_criterion_card_lists_the_anchors_in_the_order_of_the_buttons() -> None:
    def page() -> None:
        from studio.records import Criterion
        from studio.ui.cards import criterion_card

        anchors = {"fail": "It does not.", "pass": "It does."}
        criterion_card(Criterion(id="a", question="Does it answer?", anchors=anchors, must_pass=True), numbered=True)

    lines = read(drawn(page)).split("\n")
    assert lines[:3] == ["Does it answer?", "`1` pass It does.", "`2` fail It does not."]
    assert "Must pass" in lines


def test_a_verdict_card_shows_the_reason_on_pass_as_on_failure() -> None:
    def page() -> None:
        from studio.records import PASS_FAIL
        from studio.ui.cards import verdict_card

        passed = {"judge": "Strict", "value": "pass", "failure": None, "explanation": "It names the order."}
        failed = {"judge": "Loose", "value": None, "failure": "unreadable", "explanation": ""}
        verdict_card(**passed, scale=PASS_FAIL, key="one")
        verdict_card(**failed, scale=PASS_FAIL, key="two")

    words = read(drawn(page))
    assert "pass Strict" in words and "It names the order." in words
    assert "unreadable Loose" in words and "No reason given." in words
