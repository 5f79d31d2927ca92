"""Records as `dataclasses` makes them, in a sixth of the time, which is a third of what starting takes.

It compiles six methods for each record; here the initialiser is compiled, when the first one is made, and the others
are closures: a document needs few of the records that there are.
"""

from __future__ import annotations

import dataclasses
from dataclasses import MISSING, Field, FrozenInstanceError, asdict, field, fields, is_dataclass, replace
from operator import attrgetter
from reprlib import recursive_repr
from types import MemberDescriptorType
from typing import TYPE_CHECKING

__all__ = ["asdict", "dataclass", "field", "fields", "is_dataclass", "replace"]

if TYPE_CHECKING:
    from collections.abc import Callable
    from dataclasses import dataclass
    from typing import Any, NoReturn
else:

    def dataclass(*, frozen: bool = False, slots: bool = False, eq: bool = True) -> Callable[[type], type]:
        """What `dataclasses.dataclass` does; the fields and the slots are left to it."""

        def made(cls: type) -> type:
            cls.__doc__ = cls.__doc__ or cls.__name__  # it would word the signature
            cls = dataclasses.dataclass(init=False, repr=False, eq=False, slots=slots)(cls)
            methods = {"__init__": _first(cls, frozen), "__repr__": _repr}
            methods |= _FROZEN if frozen else {}
            methods |= _comparison(cls, frozen) if eq else {}
            for name in methods.keys() - cls.__dict__.keys():
                setattr(cls, name, methods[name])
            return cls

        return made


def _first(cls: Any, frozen: bool) -> Callable[..., None]:
    """Initialises the first record of a class, and leaves the others to what it compiles."""

    def __init__(self: object, *args: object, **kwargs: object) -> None:
        cls.__init__ = _initialiser(cls, frozen)
        cls.__init__(self, *args, **kwargs)

    return __init__


def _initialiser(cls: Any, frozen: bool) -> Callable[..., None]:
    """Compiled, since it runs for every figure: to take whatever arguments come would cost more each time."""
    names: dict[str, Any] = {"__set__": object.__setattr__, "__missing__": MISSING}
    parameters, lines = ["self"], []
    for it in fields(cls):
        if it.init:
            parameters.append(it.name + _default(it, names))
            value = f"_{it.name}() if {it.name} is __missing__ else {it.name}" if _is_made(it) else it.name
            lines.append(_frozen(cls, it.name, value, names) if frozen else f"self.{it.name} = {value}")
    if hasattr(cls, "__post_init__"):
        lines.append("self.__post_init__()")
    exec(f"def __init__({', '.join(parameters)}): {'; '.join(lines) or 'pass'}", names)  # noqa: S102 - names of fields only
    made: Callable[..., None] = names["__init__"]
    made.__qualname__ = f"{cls.__qualname__}.__init__"
    return made


def _frozen(cls: Any, name: str, value: str, names: dict[str, Any]) -> str:
    """The code that sets a field of a frozen record: by its slot, if it has one, which need not be looked for then."""
    slot = getattr(cls, name, None)
    if not isinstance(slot, MemberDescriptorType):
        return f"__set__(self, {name!r}, {value})"
    names[f"__set_{name}__"] = slot.__set__
    return f"__set_{name}__(self, {value})"


def _default(it: Field[Any], names: dict[str, Any]) -> str:
    """A default as the code of a parameter says it; its value among the names."""
    if _is_made(it):
        names[f"_{it.name}"] = it.default_factory
        return "=__missing__"
    names[f"_{it.name}"] = it.default
    return "" if it.default is MISSING else f"=_{it.name}"


def _is_made(it: Field[Any]) -> bool:
    return it.default_factory is not MISSING


def _comparison(cls: Any, frozen: bool) -> dict[str, Any]:
    """Equality, and a hash where nothing changes, of the fields that are compared."""
    values = attrgetter("__class__", *(it.name for it in fields(cls) if it.compare))

    def __eq__(self: object, other: object) -> bool:
        return values(self) == values(other) if other.__class__ is self.__class__ else NotImplemented

    def __hash__(self: object) -> int:
        return hash(values(self))

    return {"__eq__": __eq__, "__hash__": __hash__ if frozen else None}


@recursive_repr()
def _repr(self: Any) -> str:
    values = (f"{it.name}={getattr(self, it.name)!r}" for it in fields(self) if it.repr)
    return f"{self.__class__.__qualname__}({', '.join(values)})"


def _refuse(self: object, name: str, value: object = None) -> NoReturn:
    raise FrozenInstanceError(f"cannot assign to or delete the field {name!r}")


def _state(self: Any) -> list[object]:
    """What is pickled."""
    return [getattr(self, it.name) for it in fields(self)]


def _restore(self: Any, state: list[object]) -> None:
    for it, value in zip(fields(self), state, strict=True):
        object.__setattr__(self, it.name, value)


_FROZEN = {"__setattr__": _refuse, "__delattr__": _refuse, "__getstate__": _state, "__setstate__": _restore}
