"""Records behave as those of `dataclasses`: each property is asked of both."""

from __future__ import annotations

import dataclasses
import pickle
import sys
from collections.abc import Callable
from copy import deepcopy
from functools import cached_property
from typing import Any

import pytest

from hostdoc.core import records

Maker = Callable[..., Any]
MAKERS = pytest.mark.parametrize("dataclass", [dataclasses.dataclass, records.dataclass])


def made(dataclass: Maker, **options: bool) -> Any:
    @dataclass(**options)
    class Item:
        """An item."""

        name: str
        amount: int = 0
        tags: list[str] = records.field(default_factory=list, compare=False, repr=False)

    return Item


@MAKERS
def test_what_it_is_given_stands_in_its_fields(dataclass: Maker) -> None:
    item = made(dataclass, frozen=True, slots=True)
    one, other = item("rent", amount=3), item("rent")
    assert (one.name, one.amount, one.tags) == ("rent", 3, [])
    assert (other.amount, other.tags) == (0, [])
    assert one.tags is not other.tags
    assert [it.name for it in records.fields(item)] == ["name", "amount", "tags"]
    for arguments in ((), ("rent", 1, [], 2)):
        with pytest.raises(TypeError, match=r"__init__\(\)"):
            item(*arguments)


@MAKERS
def test_equal_ones_have_equal_fields_of_those_compared(dataclass: Maker) -> None:
    item, other = made(dataclass, frozen=True, slots=True), made(dataclass, frozen=True, slots=True)
    assert item("rent", 1, ["a"]) == item("rent", 1, ["b"]) != item("rent", 2)
    assert hash(item("rent", 1, ["a"])) == hash(item("rent", 1, ["b"]))
    assert item("rent") != other("rent")
    assert item("rent") != ("rent", 0)
    assert item("rent").__eq__(other("rent")) is NotImplemented


@MAKERS
def test_without_equality_each_is_itself(dataclass: Maker) -> None:
    item = made(dataclass, frozen=True, slots=True, eq=False)
    one = item("rent")
    assert one == one != item("rent")
    assert len({one, item("rent")}) == 2


@MAKERS
def test_what_is_frozen_stays_as_it_is(dataclass: Maker) -> None:
    one = made(dataclass, frozen=True, slots=True)("rent")
    with pytest.raises(dataclasses.FrozenInstanceError):
        one.name = "food"
    with pytest.raises(dataclasses.FrozenInstanceError):
        del one.name
    assert records.replace(one, amount=2) == type(one)("rent", 2)
    assert not hasattr(one, "__dict__")


@MAKERS
def test_what_is_not_frozen_changes_and_has_no_hash(dataclass: Maker) -> None:
    one = made(dataclass, slots=True)("rent")
    one.amount = 4
    assert one == type(one)("rent", 4)
    with pytest.raises(TypeError, match="unhashable"):
        hash(one)
    with pytest.raises(AttributeError):
        one.other = 1


@MAKERS
def test_it_is_printed_as_it_is_made(dataclass: Maker) -> None:
    item = made(dataclass, frozen=True, slots=True)
    item.__qualname__ = "Item"
    one = item("rent", 1)
    assert repr(one) == "Item(name='rent', amount=1)"
    loop = made(dataclass, slots=True)("rent")
    loop.name = loop
    assert "name=..., amount" in repr(loop)


@MAKERS
def test_it_is_copied_and_pickled_with_what_it_holds(dataclass: Maker, monkeypatch: pytest.MonkeyPatch) -> None:
    item = made(dataclass, frozen=True, slots=True)
    item.__qualname__ = "Item"
    monkeypatch.setattr(sys.modules[__name__], "Item", item, raising=False)
    one = item("rent", 1, ["a"])
    for same in (deepcopy(one), pickle.loads(pickle.dumps(one))):
        assert same == one
        assert same.tags == ["a"]


@MAKERS
def test_what_follows_from_the_fields_is_worked_out_when_it_is_made_or_later(dataclass: Maker) -> None:
    @dataclass(slots=True)
    class Ready:
        """Works one field out."""

        name: str
        size: int = records.field(init=False)

        def __post_init__(self) -> None:
            self.size = len(self.name)

    @dataclass(frozen=True)
    class Later:
        """Works one out when it is asked."""

        name: str

        @cached_property
        def size(self) -> int:
            return len(self.name)

    assert Ready("rent").size == Later("rent").size == 4


@MAKERS
def test_a_record_has_the_fields_of_its_base_and_its_own_methods(dataclass: Maker) -> None:
    @dataclass(frozen=True, slots=True)
    class Empty:
        pass

    @dataclass(frozen=True, slots=True)
    class More(Empty):
        unit: str = "€"

        def __repr__(self) -> str:
            return f"more of {self.unit}"

    assert Empty() == Empty() != More()
    assert repr(More()) == "more of €"
    assert More.__match_args__ == ("unit",)
    assert More("$") != More() == More("€")
