"""`dataclass` for frozen values that many commands load: what Python compiles anew for each class stands here once for all.

Compiling was two thirds of what importing the model took. It is written as Python's own, and always frozen, with slots and with
named values only.
"""

import dataclasses
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass  # noqa: PLC0414  it is handed out
else:

    def dataclass(**_: bool) -> Any:
        """The decorator."""
        return _made


def _made(kind: type) -> type:
    made: type = dataclasses.dataclass(init=False, repr=False, eq=False, slots=True, kw_only=True)(
        kind
    )
    for name, method in _METHODS.items():
        setattr(made, name, method)
    return made


def _init(self: Any, **given: Any) -> None:
    put = object.__setattr__
    for name, field in self.__dataclass_fields__.items():
        if name in given:
            put(self, name, given.pop(name))
        elif field.default is not dataclasses.MISSING:
            put(self, name, field.default)
        elif field.default_factory is not dataclasses.MISSING:
            put(self, name, field.default_factory())
        else:
            raise TypeError(f"{type(self).__name__}: {name} is missing")
    if given:
        raise TypeError(f"{type(self).__name__}: {', '.join(given)}")


def _values(self: Any) -> tuple[Any, ...]:
    return tuple(getattr(self, name) for name in self.__dataclass_fields__)


def _frozen(self: Any, name: str, *_: object) -> None:
    raise dataclasses.FrozenInstanceError(f"{type(self).__name__}.{name}")


def _again(kind: type, values: tuple[Any, ...]) -> Any:
    return kind(**dict(zip(kind.__dataclass_fields__, values, strict=True)))  # type: ignore[attr-defined]


_METHODS = {
    "__init__": _init,
    "__setattr__": _frozen,
    "__delattr__": _frozen,
    "__eq__": lambda one, other: (
        _values(one) == _values(other) if type(one) is type(other) else NotImplemented
    ),
    "__hash__": lambda self: hash(_values(self)),
    "__repr__": lambda self: f"{type(self).__name__}{_values(self)!r}",
    "__reduce__": lambda self: (_again, (type(self), _values(self))),
}
