"""What an editor is told of a judged document: hover, names, outline, completion, hints, diagnostics."""

from __future__ import annotations

from pathlib import Path

import pytest
from drafts import judged, marked, open_document, source
from lsprotocol import types

from hostdoc.editor.completion import completions
from hostdoc.editor.diagnostics import diagnostics
from hostdoc.editor.hints import hints
from hostdoc.editor.hover import hover
from hostdoc.editor.places import figure_at, meant_by, name_at, names_of, stated_by, uses_by_name, uses_of
from hostdoc.editor.symbols import Symbol, outline
from hostdoc.editor.texts import Locations, changed, opened

TABLE = "| Item | Amount |\n|---|---|\n| Hosting | $410 |\n| Support | $380 |\n| Total | $800 |\n"
FORMULAS = "- Spot: $0.20/hr<!-- $spot -->\n\nIt is $146<!-- = $spot * 730 --> a month.\n"
ORG = "- Spot: $0.20/hr@@comment:$spot@@\n\nIt is $146@@comment:= $spot * 730@@ a month.\n"


def hovered(text: str, *, plain: bool = False) -> str:
    text, offset = marked(text)
    found = hover(judged(text), offset, plain=plain)
    assert found is not None
    return found[0]


# -- Hover ------------------------------------------------------------------------------------------------------------


def test_hover_on_a_drift_has_the_workings() -> None:
    said = hovered(TABLE.replace("$800", "$8‸00"))
    assert said.startswith(
        "**drifts**: total does not foot\n```text\nstated 800; the rows add up to 790 (10 too much)\n"
    )
    assert "410 + 380, lines 3–4; read so because of the label `Total`\n= 3:13  $410  Hosting / Amount\n" in said
    assert "write $790, or mend an input" in said
    assert "*footing*: A total agrees with the items it sums." in said
    assert "hostdoc: no footing" in said


def test_hover_on_an_assumption_has_its_name_and_uses() -> None:
    assert hovered(FORMULAS.replace("0.20", "0.‸20")) == (
        "```text\n$spot: $0.20/hr, read as 0.2, USD/hour\n```\n\nused by\n```text\n3:7  $146  It is  holds\n```"
    )


def test_hover_on_a_name_has_the_figure() -> None:
    assert "1:9  $0.20/hr  Spot" in hovered(FORMULAS.replace("= $spot", "= $sp‸ot"))


def test_hover_without_markup() -> None:
    said = hovered(TABLE.replace("$800", "$8‸00"), plain=True)
    assert said.startswith("drifts: total does not foot\nstated 800;")
    assert "```" not in said


def test_nothing_of_a_document_is_markup() -> None:
    label = "A ```` &lt;img src=x> [a](command:b) **b** \\*c \u202e"
    said = hovered(f"| Item | Amount |\n|---|---|\n| {label} | $410 |\n| Support | $380 |\n| Total {label} | $8‸00 |\n")
    fence, inside = "", False
    for line in said.splitlines():
        if line.startswith("```") and (not inside or line == fence):
            fence, inside = line.removesuffix("text"), not inside
        elif not inside:
            assert "<" not in line
            assert "command:" not in line
    assert not inside
    assert "\u202e" not in said
    assert "````" in said


@pytest.mark.parametrize("text", ["Hosting is ‸cheap, $410\n", "‸", "a\0‸b"])
def test_hover_on_nothing_is_nothing(text: str) -> None:
    text, offset = marked(text)
    assert hover(judged(text), offset) is None


# -- From one place to another ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("text", "name"), [(FORMULAS, "plan.md"), (ORG, "plan.org")])
def test_names_lead_to_figures_and_back(text: str, name: str) -> None:
    found = judged(text, name)
    assert found.document is not None
    use = name_at(found.document, text.rindex("$spot") + 2)
    assert use is not None
    figure = meant_by(use, names_of(found.document), found.others)
    assert figure is not None
    assert figure.text == "$0.20/hr"
    assert [it.start for it in uses_by_name(found.document, found.others, figure)] == [
        text.index("$spot"),
        text.rindex("$spot"),
    ]
    assert [it.verdict.relation.stated.text for it in uses_of(found.document, figure)] == ["$146"]


def test_constants_are_figures_with_names() -> None:
    text = "<!-- CONSTANTS: hours=730 -->\n- Spot: $0.20/hr<!-- $spot -->\n\nIt is $146<!-- = $spot * $hours -->.\n"
    document = judged(text).document
    assert document is not None
    use = name_at(document, text.index("$hours"))
    assert use is not None
    figure = meant_by(use, names_of(document), lambda _: ())
    assert figure is not None
    assert (figure.text, figure.span.start) == ("730", text.index("730"))
    constant = figure_at(document, text.index("730"))
    assert constant is not None
    assert uses_of(document, constant)


def test_names_that_stand_for_nothing_or_too_much_lead_nowhere() -> None:
    text = "- Fee: $1\n- Fee: $2\n\nIt is $3<!-- = $fee + $nothing + $other:x -->.\n"
    found = judged(text)
    assert found.document is not None
    for name in ("$fee", "$nothing", "$other:x"):
        use = name_at(found.document, text.index(name) + 1)
        assert use is not None
        assert meant_by(use, names_of(found.document), found.others) is None


def test_a_judged_figure_leads_to_its_inputs() -> None:
    document = judged(TABLE).document
    assert document is not None
    figure = figure_at(document, TABLE.index("$800"))
    assert figure is not None
    assert figure_at(document, TABLE.index("$800") + 4) is figure
    (check,) = stated_by(document, figure)
    assert [it.text for it in check.verdict.relation.inputs] == ["$410", "$380"]


# -- Outline and hints ------------------------------------------------------------------------------------------------


def told(symbols: list[Symbol]) -> list[object]:
    return [(it.name, it.detail, told(it.below)) for it in symbols]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("plan.md", f"# Costs\n\n{TABLE}\n### Deep\n\n## Rent\n\n$12 × 4 = $48\n\n# More\n"),
        ("plan.org", f"* Costs\n{TABLE.replace('-|-', '-+-')}\n*** Deep\n** Rent\n$12 × 4 = $48\n* More\n"),
    ],
)
def test_the_outline_has_judged_figures_under_their_headings(name: str, text: str) -> None:
    document = judged(text, name).document
    assert document is not None
    assert told(outline(document)) == [
        (
            "Costs",
            "",
            [
                ("Total / Amount: $800", "drifts, $790", []),
                ("Deep", "", []),
                ("Rent", "", [("$12 × 4: $48", "holds", [])]),
            ],
        ),
        ("More", "", []),
    ]


def test_hints_are_for_drifts_in_the_range() -> None:
    text = TABLE + "\nRent is $12 × 4 = $48, or $12 × 5 = $61.\n"
    document = judged(text).document
    assert document is not None
    assert [it.recalculated for it in hints(document, 0, len(text))] == ["$790", "$60"]
    assert [it.recalculated for it in hints(document, 0, 20)] == []
    waived = judged(text + '\n<!-- hostdoc: waive equation "$61" = "$60": why -->\n').document
    assert waived is not None
    assert [it.recalculated for it in hints(waived, 0, len(text))] == ["$790"]


# -- Completion -------------------------------------------------------------------------------------------------------


def completed(text: str, name: str = "plan.md") -> list[str]:
    text, offset = marked(text)
    return [it.text for it in completions(judged(text, name), source(text, name), offset)]


def test_directives_and_kinds_are_completed() -> None:
    verbs = completed("<!-- hostdoc: ‸ -->\n")
    assert verbs == ["waive", "no", "off", "on", "chart", "show"]
    assert "footing" in completed("<!-- hostdoc: waive fo‸ -->\n")
    assert "waterfall" in completed("<!-- hostdoc: chart ‸ -->\n")
    assert completed(f"{TABLE}\n<!-- hostdoc: ‸ -->\n")[0] == 'waive footing "$800" = "$790": '
    assert completed("# hostdoc: ‸\n", "plan.org") == verbs


def test_names_are_completed() -> None:
    assert "spot" in completed(FORMULAS + "\n$292<!-- = $s‸ -->\n")
    assert "spot" in completed("Now $292<!-- = $‸\n\n" + FORMULAS)
    assert "spot" in completed(ORG + "\nNow $292@@comment:= $sp‸@@\n", "plan.org")
    assert "hosting" in completed(f"{TABLE.replace('-|-', '-+-')}#+TBLFM: @>$2=$‸\n", "plan.org")
    assert completed(FORMULAS + "\n$292<!-- = $nowhere:s‸ -->\n") == []


@pytest.mark.parametrize("text", ["hostdoc: ‸\n", "It costs $‸4\n", "<!-- a --> $‸ <!-- b -->\n", "# hostdoc: ‸\n"])
def test_nothing_is_completed_in_the_text(text: str) -> None:
    assert completed(text) == []


def test_money_in_a_directive_is_no_name() -> None:
    assert completed(f'{TABLE}\n<!-- hostdoc: waive footing "$‸ -->\n') == []


# -- Diagnostics ------------------------------------------------------------------------------------------------------


def reported(text: str, name: str = "plan.md") -> list[types.Diagnostic]:
    document = open_document(text, name)
    return diagnostics(judged(text, name).audit, document, Locations({document.uri: document}, Path.cwd(), "utf-16"))


def test_an_unused_waiver_fades() -> None:
    (it,) = reported(TABLE.replace("800", "790") + '\n<!-- hostdoc: waive footing "$800" = "$790": why -->\n')
    assert (it.code, it.tags, it.severity) == (
        "unused-waiver",
        [types.DiagnosticTag.Unnecessary],
        types.DiagnosticSeverity.Warning,
    )


def test_what_is_waived_is_not_reported() -> None:
    assert reported(TABLE + '\n<!-- hostdoc: waive footing "$800" = "$790": why -->\n') == []


def test_what_cannot_be_read_is_told_on_the_first_line() -> None:
    (it,) = reported("😀\0\r\nmore")
    assert (it.code, it.message.split(":")[0]) == ("unread", "could not be read")
    assert it.range == types.Range(types.Position(0, 0), types.Position(0, 3))


def test_a_byte_order_mark_is_a_character_of_the_editor() -> None:
    (it,) = reported("\ufeff$12 × 4 = $50")
    assert it.range == types.Range(types.Position(0, 11), types.Position(0, 14))


# -- Texts ------------------------------------------------------------------------------------------------------------


def test_changes_are_made_one_after_the_other() -> None:
    def change(start: tuple[int, int], end: tuple[int, int], text: str) -> types.TextDocumentContentChangePartial:
        return types.TextDocumentContentChangePartial(types.Range(types.Position(*start), types.Position(*end)), text)

    document = open_document("a 😀 b\r\nc\u2028d")
    document = changed(
        document, 2, [change((0, 5), (0, 6), "x\r\ny"), change((1, 0), (1, 1), ""), change((9, 0), (9, 0), "!")]
    )
    assert document.draft.text == "a 😀 x\r\n\r\nc\u2028d!"
    assert document.positions.text == document.draft.text
    assert changed(document, 3, [types.TextDocumentContentChangeWholeDocument("new")]).draft.text == "new"


def test_a_text_without_a_file_is_read_as_what_the_editor_calls_it() -> None:
    item = types.TextDocumentItem("untitled:Untitled-1", "org", 1, ORG)
    assert opened(item, Path.cwd(), "utf-16").draft.name == "untitled-Untitled-1.org"
