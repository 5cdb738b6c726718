"""CommonMark becomes HTML that is typographically right and can do no harm."""

from __future__ import annotations

import pytest

from exercises.markdown import Section, render


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Move *often*, **gently**.", "<p>Move <em>often</em>, <strong>gently</strong>.</p>\n"),
        ("- one\n- two", "<ul>\n<li>one</li>\n<li>two</li>\n</ul>\n"),
        ("3. three\n4. four", '<ol start="3">\n<li>three</li>\n<li>four</li>\n</ol>\n'),
        ('A "straight back" isn\'t stiff.', "<p>A “straight back” isn’t stiff.</p>\n"),
        ("8–12 °C & more", "<p>8–12 °C &amp; more</p>\n"),
        ("", ""),
    ],
)
def test_commonmark_becomes_html(text: str, html: str) -> None:
    assert render(text).html == html


def test_highest_heading_becomes_h2_and_the_rest_follow() -> None:
    article = render("# Spine\n\ntext\n\n## Discs\n\n# Neck")
    assert article.html == (
        '<h2 id="section-spine">Spine</h2>\n<p>text</p>\n'
        '<h3 id="section-discs">Discs</h3>\n<h2 id="section-neck">Neck</h2>\n'
    )
    assert article.sections == (Section("section-spine", "Spine"), Section("section-neck", "Neck"))
    assert render("## Spine\n\n### Discs").html == (
        '<h2 id="section-spine">Spine</h2>\n<h3 id="section-discs">Discs</h3>\n'
    )
    assert "<h2" in render("#### Deep").html
    assert "<h6" in render("# One\n\n###### Six").html


def test_sections_have_ids_of_their_own_and_plain_titles() -> None:
    article = render("## At **work**\n\n## At work\n\n## Überall\n\n## 💪")
    assert article.sections == (
        Section("section-at-work", "At work"),
        Section("section-at-work-2", "At work"),
        Section("section-uberall", "Überall"),
        Section("section", "💪"),
    )


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("[cobra](/exercises/cobra/)", '<a href="/exercises/cobra/">cobra</a>'),
        ("[up](#section-up)", '<a href="#section-up">up</a>'),
        ("[NHS](https://nhs.uk/)", '<a href="https://nhs.uk/" rel="noopener">NHS</a>'),
        ("<https://nhs.uk/>", '<a href="https://nhs.uk/" rel="noopener">https://nhs.uk/</a>'),
        ("[x](//evil.example/)", '<a href="//evil.example/" rel="noopener">x</a>'),
        ("- [x][1]\n\n[1]: http://a.example", '<a href="http://a.example" rel="noopener">x</a>'),
    ],
)
def test_links_to_other_sites_get_noopener_and_ours_stay_plain(text: str, link: str) -> None:
    assert link in render(text).html


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](data:text/html,hello)",
        "<javascript:alert(1)>",
        "![x](https://tracker.example/pixel.gif)",
        '## <b onclick="x">Bold</b>',
        "a\n\n<iframe src=//evil.example></iframe>",
    ],
)
def test_hostile_text_does_nothing(text: str) -> None:
    html = render(text).html
    for harm in ("<script", "<img", "<iframe", "<b ", 'href="javascript', 'href="data'):
        assert harm not in html.lower()


def test_same_text_is_rendered_once() -> None:
    assert render("## Once") is render("## Once")
