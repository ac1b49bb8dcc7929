"""Files that hold a source: the same words from plain text, Markdown, HTML and PDF, and faults that are told."""

import textwrap
from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfWriter

from claims import SourceError, SourceText, find_anchor
from claims.anchors import anchor_at
from claims.quotes import find_quote
from claims.source_formats import plain_text, suggested_title

PARAGRAPHS = (
    "Whoever bakes at a well-known café learns patience: dough rises only when it wants to, and no baker’s “please” "
    "has ever hurried it along by so much as a minute.\n"
    "A cold oven, on the other hand, punishes haste at once – the loaves come out flat, and customers leave.\n"
    "Millers grind by day & sell by night; in 2019 they sold 1,200 sacks to well-known houses of the harbour."
).splitlines()
HEADING = "OF BREAD"
TXT = "\n".join([PARAGRAPHS[0], HEADING, *PARAGRAPHS[1:]]) + "\n"
QUOTES = ("dough rises only when it wants to", "the loaves come out flat", "sold 1,200 sacks to well-known houses")


def pdf_of(pages: Sequence[Sequence[str]]) -> bytes:
    """Return a PDF with these lines of text on its pages, in a font that every reader has."""
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
    kids = " ".join(f"{4 + 2 * i} 0 R" for i in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {len(pages)} /Kids [{kids}] >>".encode(),
        font,
    ]
    for i, lines in enumerate(pages):
        shown = "".join(f"<{line.encode('cp1252').hex()}> Tj T*\n" for line in lines)
        stream = f"BT /F1 10 Tf 14 TL 50 800 Td\n{shown}ET".encode()
        head = f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 800 850] /Contents {5 + 2 * i} 0 R "
        objects.append(f"{head}/Resources << /Font << /F1 3 0 R >> >> >>".encode())
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
    return _file_of(objects)


def _file_of(objects: Sequence[bytes]) -> bytes:
    body, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    end = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, len(body))
    return body + b"xref\n0 %d\n0000000000 65535 f \n%s%s" % (size, table, end)


def edited_pdf(edit: Callable[[PdfWriter], object]) -> bytes:
    writer, written = PdfWriter(clone_from=BytesIO(pdf_of([["Bread rises."]]))), BytesIO()
    edit(writer)
    writer.write(written)
    return written.getvalue()


def wrapped(paragraph: str, width: int = 60) -> list[str]:
    return textwrap.wrap(paragraph, width, break_on_hyphens=False)


def _html() -> str:
    escaped = [part.replace("&", "&amp;").replace("é", "&eacute;").replace("–", "&#8211;") for part in PARAGRAPHS]
    first, *others = (f"<p>{part.replace('oven', '<em>oven</em>')}</p>" for part in escaped)
    return f"<!doctype html><title>Flour</title><nav>Home</nav>{first}<h2>{HEADING}</h2>{''.join(others)}"


EDITIONS = {
    "a.txt": TXT.encode(),
    "utf16.txt": TXT.encode("utf-16"),
    "marked.txt": b"\xef\xbb\xbf" + TXT.encode(),
    "wrapped.txt": "\n\n".join("\n".join(wrapped(part)) for part in TXT.splitlines()).encode(),
    "a.md": "\n\n".join(
        f"## {part}" if part == HEADING else "\n".join(wrapped(part.replace("oven", "**oven**")))
        for part in TXT.splitlines()
    ).encode(),
    "a.html": _html().encode(),
    "latin.htm": (
        '<meta charset="iso-8859-1">' + _html().replace("<title>", '<meta content="x"><title>') + "<!-- é -->"
    ).encode("cp1252"),
    "a.pdf": pdf_of([[*wrapped(PARAGRAPHS[0]), "1"], [HEADING, *wrapped(PARAGRAPHS[1]), *wrapped(PARAGRAPHS[2]), "2"]]),
}


@pytest.fixture(params=EDITIONS)
def edition(request: pytest.FixtureRequest, tmp_path: Path) -> SourceText:
    """The made-up text, read from one of its editions."""
    return read(tmp_path / request.param, EDITIONS[request.param])


def read(file: Path, content: bytes | str) -> SourceText:
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return SourceText.read(file)


def test_every_edition_has_the_same_words(edition: SourceText) -> None:
    assert [word.text for word in edition.words] == [word.text for word in SourceText(TXT).words]


def test_every_edition_has_the_same_paragraphs_and_sections(edition: SourceText) -> None:
    assert [(p.number, p.section) for p in edition.paragraphs] == [(1, 1), (2, 2), (3, 2)]
    assert [section.title.lstrip("# ") for section in edition.sections] == ["", HEADING]


@pytest.mark.parametrize("name", EDITIONS)
def test_anchors_made_on_one_edition_resolve_in_all_others(name: str, edition: SourceText, tmp_path: Path) -> None:
    first = read(tmp_path / f"first-{name}", EDITIONS[name])
    for quote in QUOTES:
        place = find_quote(first, quote).places[0]
        finding = find_anchor(anchor_at(first, "item", place), edition)
        assert [edition.text[start:end].replace("\n", " ") for start, end in finding.places] == [quote]


def test_plain_text_is_kept_exactly_as_it_is(tmp_path: Path) -> None:
    assert read(tmp_path / "notes.unknown", "\r\n A\tb  <p>\r\r\n").text == "\r\n A\tb  <p>\r\r\n"


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path: Path, codec: str) -> None:
    assert read(tmp_path / "a.txt", "Café\n".encode(codec)).text == "Café\n"


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.txt", "café".encode("latin-1"), r"byte 3 \(0xE9\) is not UTF-8; save the file as UTF-8"),
        ("a.txt", b"\xef\xbb\xbfcaf\xe9", r"byte 6 \(0xE9\) is not UTF-8"),
        ("a.txt", "café".encode("utf-16")[:-1], "is not UTF-16"),
        ("a.txt", "bread".encode("utf-16-le"), "character 1 is a NUL"),
        ("a.txt", "bread".encode("utf-32"), "byte 0"),
        ("a.html", b"<p>caf\xe9", r"byte 6 \(0xE9\) is not UTF-8"),
        ("a.html", b"<script>bread()</script>", "holds no text"),
        ("a.html", b"<![what]>", "its HTML is broken"),
        ("a.md", b"<!-- nothing -->", "holds no text"),
        ("a.md", b"> " * 2000 + b"bread", "nested too deeply"),
        ("a.pdf", b"", "the file is empty"),
        ("a.pdf", b"%PDF-1.4\nbread", "the PDF is damaged"),
        ("a.pdf", pdf_of([["Bread"]])[:200], "the PDF is damaged"),
        ("a.pdf", pdf_of([[], ["7"]]), r"holds no text, only pictures .* \(OCR\)"),
        ("a.pdf", edited_pdf(lambda writer: writer.encrypt("secret", algorithm="RC4-128")), "the PDF is encrypted"),
    ],
    ids=range(15),
)
def test_a_file_that_cannot_be_read_is_told_with_its_name(
    tmp_path: Path, name: str, content: bytes, words: str
) -> None:
    with pytest.raises(SourceError, match=words) as told:
        read(tmp_path / name, content)
    assert str(tmp_path / name) in str(told.value)


def test_html_gives_one_line_for_each_paragraph_item_quotation_and_row(tmp_path: Path) -> None:
    page = (
        "<h1>On <br> flour</h1><p>One\n two<p>Three<ul><li>a<li>b</ul><blockquote>Said.</blockquote>"
        "<table><tr><th>x<th>y<tr><td>1<td>2</table>c<div></div>d<br>e<br><br>f"
    )
    lines = ["# On flour", "One two", "Three", "a", "b", "Said.", "x | y", "1 | 2", "c", "d e", "f"]
    assert read(tmp_path / "a.html", page).text == "\n\n".join(lines) + "\n"


@pytest.mark.parametrize("charset", ["utf-16", "idna", "rot13", "undefined", "zlib", "unicode_escape", "none such"])
def test_a_charset_that_cannot_be_is_passed_over(tmp_path: Path, charset: str) -> None:
    assert read(tmp_path / "a.html", f"<meta charset='{charset}'><p>caf\\u00e9 é").text == "caf\\u00e9 é\n"


def test_hostile_html_gives_plain_text(tmp_path: Path) -> None:
    page = (
        "<title>T</title><script>steal()</script><p onclick='steal()' style='color:red'>Bread &lt;b&gt;"
        "<img src=x onerror=steal()><iframe src='file:///x'>steal</iframe><template>steal</template><p hidden>steal</p>"
        "<p style='display: none'>steal<b>steal</b></p><!-- steal --><svg><title>steal</title></svg>"
        "<a href='javascript:steal()'>rises</a>&#0;&#xD800;</p>"
    )
    text = read(tmp_path / "a.html", page).text
    assert "steal" not in text
    assert [word.text for word in SourceText(text).words] == ["bread", "b", "rises"]
    assert "\0" not in text


@pytest.mark.parametrize("nest", ["<div>{}</div>", "<b>{}</b>", "<p>{}", "<table><tr><td>{}"])
def test_html_that_is_nested_very_deeply_is_read(tmp_path: Path, nest: str) -> None:
    before, after = nest.split("{}")
    assert read(tmp_path / "a.html", before * 5000 + "bread" + after * 5000).text == "bread\n"


def test_the_front_matter_of_markdown_is_no_text(tmp_path: Path) -> None:
    text = read(tmp_path / "a.md", "---\ntitle: T\n---\nBread\nrises.\n\n- a\n- b\n\n| x | y |\n|---|---|\n| 1 | 2 |\n")
    assert text.text == "Bread rises.\n\na\n\nb\n\nx | y\n\n1 | 2\n"


def test_markdown_that_begins_with_a_rule_keeps_its_text(tmp_path: Path) -> None:
    assert read(tmp_path / "a.md", "---\n\nBread\n\n---\n\nrises.").text == "Bread\n\nrises.\n"


PDF_LINES = [
    (["The infor-", "mation of mil-", "lers is poor."], "The information of millers is poor."),
    (
        ["A sour-dough and a sour-", "dough loaf are not the same."],
        "A sour-dough and a sour-dough loaf are not the same.",
    ),
    (["A sour-dough, or sourdough, is a sour-", "dough."], "A sour-dough, or sourdough, is a sourdough."),
    (["All Anglo-", "Norman mills."], "All Anglo-Norman mills."),
    (["The years 1990-", "1995 were dry."], "The years 1990-1995 were dry."),
]


@pytest.mark.parametrize(("lines", "text"), PDF_LINES)
def test_words_hyphenated_at_the_end_of_a_pdf_line_are_joined(tmp_path: Path, lines: list[str], text: str) -> None:
    assert read(tmp_path / "a.pdf", pdf_of([lines])).text == f"{text}\n"


def test_page_numbers_and_running_heads_of_a_pdf_are_no_text(tmp_path: Path) -> None:
    loaves = ["brown loaf of the dozen", "white loaf that she baked", "burnt one for the hens", "loaf of rye"]
    pages = [["Of Bread and Salt", loaf, f"– {number} –"] for number, loaf in enumerate(loaves, 1)]
    text = read(tmp_path / "a.pdf", pdf_of(pages)).text
    assert text == " ".join(loaves) + "\n"


def test_a_paragraph_goes_on_over_the_pages_of_a_pdf(tmp_path: Path) -> None:
    lines = wrapped(PARAGRAPHS[0])
    assert len(read(tmp_path / "a.pdf", pdf_of([[*lines[:2], "7"], lines[2:]])).paragraphs) == 1


TITLED: dict[str, bytes] = {
    "a.html": b"<title> Of\n Bread </title><h1>Else</h1>",
    "b.htm": b"<nav><h1>Menu</h1></nav><h2>Of <i>Bread</i></h2>",
    "a.md": b"Before.\n\n## Of *Bread*\n",
    "a.pdf": edited_pdf(lambda writer: writer.add_metadata({"/Title": "Of Bread"})),
    "of_Bread.pdf": pdf_of([["Bread rises."]]),
    "of-Bread.md": b"No heading.",
    "Of  Bread.txt": b"# Else\n",
}


@pytest.mark.parametrize("name", TITLED)
def test_a_title_is_suggested_from_the_file_or_its_name(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(TITLED[name])
    assert suggested_title(tmp_path / name) == "Of Bread"


sentences = st.lists(
    st.sampled_from(["flour", "water", "Salt", "the", "oven", "and", "of", "NATO", "slow", "yeast"]), min_size=12
).map(lambda words: f"Then {' '.join(words)} went.")


@given(st.lists(sentences, min_size=2, max_size=6), st.integers(30, 120))
@settings(deadline=None)
def test_a_wrapped_copy_of_a_text_has_the_same_paragraphs(paragraphs: list[str], width: int) -> None:
    copy = SourceText("\n\n".join(textwrap.fill(part, width) for part in paragraphs))
    texts = [copy.text[p.start : p.end].replace("\n", " ") for p in copy.paragraphs]
    longer = max(map(len, paragraphs)) > width
    assert texts == paragraphs or not longer


def test_short_lines_that_are_paragraphs_of_their_own_stay_so() -> None:
    talk = SourceText("“Is it done?”\n“Not yet.”\n\n“And now?”\n“No.”\n")
    verse = SourceText("Roses are red,\nViolets are blue and in bloom\nSo\n\nIs flour\nWhite\nOf course it is")
    assert (len(talk.paragraphs), len(verse.paragraphs)) == (4, 6)


def test_what_plain_text_returns_is_what_the_source_holds(tmp_path: Path) -> None:
    assert read(tmp_path / "a.html", _html()).text == plain_text(tmp_path / "a.html")
