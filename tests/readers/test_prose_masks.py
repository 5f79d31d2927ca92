"""What the masks leave of inline mark-up. In the expectations `¤` stands for a run of U+FFFC."""

import re

import pytest

from hostdoc.readers.prose_markdown import mask_markdown
from hostdoc.readers.prose_org import mask_org


def shown(plain: list[str]) -> str:
    return re.sub("\ufffc+", "¤", "".join(plain))


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("**~$3.30**", "  ~$3.30  "),
        ("**$5**/month", "  $5  /month"),
        ("**Total:**$5", "  Total:  $5"),
        ("*a **b** c*", " a   b   c "),
        ("***a***", "   a   "),
        ("_a_ snake_case_name", " a  snake_case_name"),
        ("50 _ 50 months", "50 _ 50 months"),
        ("10 * 3 * 2", "10 * 3 * 2"),
        ("2*3*4", "2*3*4"),
        ("$23,922* and $5*", "$23,922* and $5*"),
        ("~~$5~~ ~$4", "  $5   ~$4"),
        ("~$5 and ~$6", "~$5 and ~$6"),
        (r"\$5 and 5\*", " $5 and 5 *"),
        ("a `b $5` c", "a ¤ c"),
        ("a ``b ` c`` d", "a ¤ d"),
        ("a ` b", "a ` b"),
        ("5<br>6", "5    6"),
        ("<5K users, 3 > 2", "<5K users, 3 > 2"),
        ("[a 5](http://b/7 'c 8') d", " a 5  ¤  d"),
        ("![a 5](b7.png)", "  ¤  ¤ "),
        ("$[15,000–25,000]", "$[15,000–25,000]"),
        ("[x] [y][ref 1] [z][]", "[x]  y ¤ [z][]"),
        ("see https://a.b/5?c=7.", "see ¤."),
        ("<https://a.b/5> <me@a.b>", "¤ ¤"),
        ("me5@a.b!", "¤!"),
        ("1&nbsp;000 &lt;5K", "1      000 &lt;5K"),
        ("5[^1]", "5¤"),
        ("5-10/mo +$0.15", "5-10/mo +$0.15"),
        ("a <!-- **b** --> c", "a                c"),
        ("a <!-- b", "a <!-- b"),
    ],
)
def test_markdown(text: str, plain: str) -> None:
    assert shown(mask_markdown(text, {"REF 1"}).plain) == plain


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("*$5* /it/ _u_ +gone+", " $5   it   u   gone "),
        ("*~$3.30*", " ~$3.30 "),
        ("**~$3.30**", "  ~$3.30  "),
        ("=x 5= ~code~ `md`", "¤ ¤ ¤"),
        ("~$1.50 and ~$0.80~ or ~5 GB, ~EUR 3", "~$1.50 and ~$0.80~ or ~5 GB, ~EUR 3"),
        ("+$0.15 per GB, $5+ and 50K+", "+$0.15 per GB, $5+ and 50K+"),
        ("5-10/mo at $5/user/month", "5-10/mo at $5/user/month"),
        ("10 * 3 * 2 and 2*3*4", "10 * 3 * 2 and 2*3*4"),
        ("a = 5 and b = 6", "a = 5 and b = 6"),
        ("[[https://a.b/5][six *7*]]", "  ¤  six  7   "),
        ("[[file:5.org]]", "  ¤  "),
        ("[words](https://a.b/5)", " words  ¤ "),
        ("[fn:1] [2/3] [66%]", "¤ ¤ ¤"),
        ("a @@comment:b 5@@ c", "a                 c"),
        ("on <2026-05-31 Sun>", "on  2026-05-31 Sun "),
        ("<<here>> {{{n(5)}}}", "         ¤"),
        ("*a\nb* and *c\n\nd*", " a\nb  and *c\n\nd*"),
        ("$[15,000–25,000] [x]", "$[15,000–25,000] [x]"),
        ("see https://a.b/5.", "see ¤."),
    ],
)
def test_org(text: str, plain: str) -> None:
    assert shown(mask_org(text).plain) == plain


def test_masks_are_as_long_as_their_text() -> None:
    for text in ("", "*", "[[", "``", "\\", "**a\r\nb** `c\r\nd`"):
        assert len(mask_markdown(text).plain) == len(mask_org(text).plain) == len(text)
    assert "".join(mask_markdown("**a\r\nb** `c\r\nd`").plain).count("\r\n") == 2
