"""How is TensorFlow kept out of a process that has no TensorFlow component?

Rasa imports TensorFlow (and with it JAX and Keras) even where no component uses it:
most of the start-up time and some 400 MB. While these stand-ins are installed, an import
of it gives empty classes: enough for Rasa's type annotations and base classes, and an
error for any real use. Install them before the first import of rasa. Switch them off with
GOODFAITH_ENGINE_STOCK=tensorflow.
"""

import importlib.abc
import importlib.machinery
import os
import sys
import types
from typing import Any, ClassVar, Optional

REPLACED = {"tensorflow", "tensorflow_hub", "tensorflow_text", "tensorflow_addons", "keras"}


class _StandInType(type):
    """A class whose every attribute is another stand-in class."""

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _StandInType(name, (StandIn,), {})


class StandIn(metaclass=_StandInType):
    """Stands where a TensorFlow class would; good as a base, an annotation or a decorator."""

    def __new__(cls, *args: Any, **kwargs: Any) -> Any:
        if len(args) == 1 and isinstance(args[0], types.FunctionType) and not kwargs:
            return args[0]  # used as a decorator, as in @tf.function
        return super().__new__(cls)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        pass

    def __call__(self, target: Any = None, *args: Any, **kwargs: Any) -> Any:
        if isinstance(target, (types.FunctionType, type)):
            return target  # used as a decorator with arguments
        raise RuntimeError("TensorFlow is replaced here: set GOODFAITH_ENGINE_STOCK=tensorflow")


class _StandInModule(types.ModuleType):
    """A module whose every attribute is a stand-in class."""

    __path__: ClassVar[list[str]] = []
    __version__ = "2.12.0"

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        made = _StandInType(name, (StandIn,), {})
        setattr(self, name, made)
        return made


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Answers imports of the replaced packages and all below them."""

    def find_spec(
        self, fullname: str, path: Any, target: Optional[types.ModuleType] = None
    ) -> Optional[importlib.machinery.ModuleSpec]:
        if fullname.partition(".")[0] not in REPLACED:
            return None
        return importlib.machinery.ModuleSpec(fullname, self, is_package=True)

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> types.ModuleType:
        return _StandInModule(spec.name)

    def exec_module(self, module: types.ModuleType) -> None:
        pass


def stock(name: str) -> bool:
    """Whether the replacement called `name` is switched off by GOODFAITH_ENGINE_STOCK."""
    chosen = os.environ.get("GOODFAITH_ENGINE_STOCK", "").replace(",", " ").split()
    return name in chosen or "all" in chosen


def without_tensorflow() -> bool:
    """Install the stand-ins. Says whether they are in force."""
    if stock("tensorflow") or "tensorflow" in sys.modules:
        return any(isinstance(finder, _Finder) for finder in sys.meta_path)
    sys.meta_path.insert(0, _Finder())
    return True
