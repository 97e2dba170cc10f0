"""What the network counts, and what is written plainly to keep it down."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels import segments

OF_GSM7 = st.text(st.sampled_from(sorted(segments.BASIC | segments.EXTENDED)))


def test_the_alphabet_is_whole():
    assert len(segments.BASIC) == 127  # 128 places, one of which is the escape
    assert len(segments.EXTENDED) == 10
    assert not segments.BASIC & segments.EXTENDED


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", 1),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("€" * 153, 3),  # 76 in a part: none is cut in two
        ("a" * 152 + "€" * 77, 3),
        ("ã" * 70, 1),
        ("ã" * 71, 2),
        ("ã" * 134, 2),
        ("ã" * 135, 3),
        ("🙂" * 35, 1),
        ("🙂" * 36, 2),
        ("🙂" * 67, 3),  # 33 in a part
        ("a" * 159 + "🙂", 3),
        ("x" * 1600, 11),
    ],
)
def test_what_is_counted(text, parts):
    assert segments.count(text) == parts


@pytest.mark.parametrize(
    ("text", "sent"),
    [
        ("Não há cobrança, irmão", "Nao ha cobranca, irmao"),
        ("é à ù ñ ü Ç £ €", "é à ù ñ ü Ç £ €"),
        ("“Olá” – ‘tudo’ bem…", "\"Ola\" - 'tudo' bem..."),
        ("R$\u00a050,00\u202fhoje", "R$ 50,00 hoje"),
        ("so\u00adft\u200b\ufeff", "soft"),
        ("a\u0301 e c\u0327", "a e c"),
        ("2ª parcela, 3º dia", "2a parcela, 3o dia"),
        ("nº 5: ã", "n. 5: a"),
        ("Nº 5, n.º 6, n° 7, (nº8)", "N. 5, n. 6, n. 7, (n.8)"),
        ("nºs 5 e 6", "nºs 5 e 6"),
        ("fimº, 20 °C", "fimº, 20 °C"),
        ("não 🙂", "não 🙂"),
        ("não привет", "não привет"),
        ("ã 中", "ã 中"),
        ("½ ã ™", "½ ã ™"),
        ("cœur ÀÁÂÃ ÿý", "coeur AAAA yy"),
        ("«a»", '"a"'),
        ("• R$ 50\n▪ R$ 60", "* R$ 50\n* R$ 60"),
        ("−5 – 10", "-5 - 10"),
        ("", ""),
    ],
)
def test_what_is_sent_where_it_saves_a_segment(text, sent):
    more = " a" * 40  # beyond the 70 characters of one segment, within the 160
    assert segments.thrifty(text + more) == sent + more


@pytest.mark.parametrize(
    "text",
    [
        "Não há cobrança, irmão",
        "“Olá” – ‘tudo’ bem…",
        "fatura nº 5",
        "• R$ 50",
        "ã" * 70,
        "ã" + "a" * 69,
        "ã" * 1_000 + "🙂",
        "à" * 160 + "🙂",
    ],
)
def test_accents_stay_where_nothing_is_saved(text):
    assert segments.thrifty(text) == text


@pytest.mark.parametrize(
    ("text", "sent"),
    [
        ("ã" + "a" * 70, "a" * 71),  # two segments become one
        ("ã" * 134, "a" * 134),
        ("ã" + "a" * 400, "a" * 401),  # six become three
    ],
)
def test_they_go_where_a_segment_is_saved(text, sent):
    assert segments.thrifty(text) == sent
    assert segments.count(sent) < segments.count(text)


def test_it_is_worth_it():
    text = "Não esqueça: " + "a" * 140
    assert (segments.count(text), segments.count(segments.thrifty(text))) == (3, 1)


def test_never_at_a_higher_price():
    text = "…" * 70  # one segment as it is; 210 dots would be two
    assert segments.thrifty(text) == text


@given(OF_GSM7)
def test_what_the_network_knows_stays(text):
    assert segments.thrifty(text) == text


@given(st.text())
def test_all_or_nothing_and_never_dearer(text):
    sent = segments.thrifty(text)
    assert sent == text or segments.is_gsm7(sent)
    assert sent == text or segments.count(sent) < segments.count(text)
    assert segments.thrifty(sent) == sent


@given(st.text(st.characters(min_codepoint=0x1F300, max_codepoint=0x1FAFF), min_size=1), OF_GSM7)
def test_no_emoji_is_dropped(emoji, text):
    assert segments.thrifty(text + emoji) == text + emoji
