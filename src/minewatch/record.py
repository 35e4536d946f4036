"""`NamedTuple` for what a look-up loads: that of `typing` to whoever reads and checks the code, at a tenth of the cost.

Every start defines some seventy of them, and for each `typing.NamedTuple` has Python compile a constructor and looks
at the type of every field: more than a look-up then takes to read the dataset. Here one constructor serves them all. A
record behaves as with `typing`, but that it cannot be generic, and that `help` does not tell its constructor's fields.
"""

from typing import TYPE_CHECKING

__all__ = ["NamedTuple"]

if TYPE_CHECKING:
    from typing import NamedTuple
else:
    try:
        from _collections import _tuplegetter
    except ImportError:  # as in `collections`, from which this is: it reads a place in two thirds of the time
        from operator import itemgetter

        def _tuplegetter(place, doc):
            return property(itemgetter(place), doc=doc)

    class _Fields(type):
        """Makes what is annotated in a class the places of a tuple, and what is assigned there its default."""

        def __new__(cls, name, bases, body):
            made = super().__new__(cls, name, bases, {"__slots__": (), **body})
            made._fields = made.__match_args__ = tuple(made.__annotations__)
            made._field_defaults = {field: body[field] for field in made._fields if field in body}
            for place, field in enumerate(made._fields):
                setattr(made, field, _tuplegetter(place, None))
            return made

    class NamedTuple(tuple, metaclass=_Fields):
        """A tuple whose places have names."""

        __slots__ = ()

        def __new__(cls, *values, **named):
            if named or len(values) != len(cls._fields):
                values = cls._completed(values, named)
            return tuple.__new__(cls, values)

        @classmethod
        def _completed(cls, values, named):
            """Return `values` and after them what is `named` or has a default: one for each field."""
            try:
                rest = [
                    named.pop(field) if field in named else cls._field_defaults[field]
                    for field in cls._fields[len(values) :]
                ]
            except KeyError:
                named = {"": None}
            if named or len(values) > len(cls._fields):
                raise TypeError(f"{cls.__name__} takes {', '.join(cls._fields)}, each once")
            return (*values, *rest)

        @classmethod
        def _make(cls, values):
            made = tuple.__new__(cls, values)
            if len(made) != len(cls._fields):
                raise TypeError(f"{cls.__name__} takes {len(cls._fields)} values, and not {len(made)}")
            return made

        def _replace(self, **named):
            made = self._make(map(named.pop, self._fields, self))
            if named:
                raise TypeError(f"{type(self).__name__} has no {', '.join(named)}")
            return made

        def _asdict(self):
            return dict(zip(self._fields, self, strict=True))

        def __getnewargs__(self):
            return tuple(self)

        def __repr__(self):
            fields = (f"{field}={value!r}" for field, value in self._asdict().items())
            return f"{type(self).__name__}({', '.join(fields)})"
