"""Documents for the tests of the renderers, and texts that try to be more than text."""

from __future__ import annotations

from hypothesis import strategies as st

from advisor.render.tree import (
    Attachment,
    Bullets,
    Document,
    Heading,
    Item,
    Labels,
    Meta,
    Paragraph,
    Path,
    Quote,
    Row,
    Span,
    Step,
    Table,
)

LABELS = Labels("Pagina {page} van {pages}", "Niet te tonen: {list}.", "vertrouwelijk")
HOSTILE = (
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "</title></style></bdi></p>]]><!--",
    '" onmouseover="alert(1)" x="',
    "&lt;b&gt; &amp; &#60;",
    "=cmd|' /C calc'!A0",
    "+1+1",
    "@SUM(A1)",
    "-2+3",
    "# kop\n## kop\n- punt\n1. punt\n> citaat\n```\ncode",
    "===",
    "---",
    "1. een",
    "[klik](javascript:alert(1)) ![x](http://x.test/y.png) <http://x.test>",
    "| a | b |\n|---|---|",
    "**vet** _schuin_ `code` ~~door~~ $x^2$ \\",
    '#panic("x") #import "/etc/passwd" *x* _y_ $z$ @label <label> = kop',
    '#read("/etc/passwd") \\u{41} // weg /* weg */',
    "{\\rtf1 } { PAGE } «field» {{ x }} {page} {pages} {list} %s",
    "<w:p><w:r><w:instrText>HYPERLINK</w:instrText></w:r></w:p>",
    "<text:p/><office:script/> ${x} &xxe;",
    "<!DOCTYPE x [<!ENTITY xxe SYSTEM 'file:///etc/passwd'>]>",
    "abc\u202egnp.exe\u202c \u2066x\u2069 \u200b\u200f\u061c",
    "nul\x00 bel\x07 esc\x1b[31m del\x7f nel\x85 \u2028 \u2029 \ufeff \ufffe \uffff \ud800",
    "漢字 😀 ❤️ \U000e0041 \U0010fffd \ue000",
    "e\u0301 a\u0300\u0301\u0302\u0303 q\u0361 עברית العربية ไทย",
    "ﬁ ½ € – — “ ” ‘ ’ … • ≥",
    "a" * 3000,
    "   spaties   \t en\r\nregels   ",
    "",
    " ",
)
texts = st.sampled_from(HOSTILE) | st.text(st.characters(exclude_categories=()), max_size=80)


def sample(text: str, *, secret: str = "") -> Document:
    """A document with a person's text in every place; `secret`: with a confidential text in every place too."""
    said = Span(text, user=True)
    blocks = [
        Quote((Span("Ontwerp. "), said)),
        Heading(2, "Eerste deel"),
        Paragraph((Span("Voor: "), said, Span(" en na."))),
        Paragraph((Span(text, user=True, strong=True),)),
        Path(
            "Pad", "Van boven naar onder.", (Step("Stelsel: klassiek", "yes", "ja", "Wet art. 2"), Step("Open", "end"))
        ),
        Heading(3, "Lijst"),
        Bullets((Item(((said,), (Span("Vervolg: "), said)), (Item(((said,),), (Item(((said,),)),)),)),)),
        Heading(2, "Tabel"),
        Table(("Feit", "Antwoord", "Herkomst"), (Row(((said,), (said,), (Span("antwoord"),))),) * 2),
        Heading(2, "Slot"),
        Paragraph((Span("Einde."),)),
    ]
    attachment = None
    if secret:
        hidden = Span(secret, user=True, confidential=True)
        blocks += [
            Paragraph((hidden, Span("open"))),
            Paragraph((hidden,)),
            Paragraph((Span(secret),), confidential=True),
            Heading(2, "Geheim"),
            Bullets((Item(((hidden,), (Span("open"),)), (Item(((Span(secret),),), confidential=True),)),)),
            Bullets((Item(((hidden,),)), Item(((Span(secret),),), confidential=True))),
            Table(("A", "B"), (Row(((Span("rij"),), (hidden,))), Row(((Span(secret),), ()), confidential=True))),
            Heading(2, secret, confidential=True),
            Quote((Span(secret),), confidential=True),
            Table((secret, "B"), (), confidential=True),
            Path(secret, secret, (Step(secret, "yes", secret, secret),), confidential=True),
            Heading(2, "Leeg in openbaar"),
            Heading(3, "Ook leeg"),
            Bullets((Item(((hidden,),)),)),
        ]
        attachment = Attachment("record.json", "gegevens", f'{{"x": "{secret}"}}'.encode(), confidential=True)
    meta = Meta(Span(secret or text, user=True, confidential=bool(secret)), 739677)
    return Document("Verslag", "nl-BE", meta, tuple(blocks), LABELS, attachment)
