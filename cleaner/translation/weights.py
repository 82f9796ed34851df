"""The shipped weights of one language: read once, checked against `SHA256SUMS`, never unpickled."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from cleaner.errors import PackError
from cleaner.models import FOLDER, model_digests

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Weights:
    """arrays: by name. facts: settings, calibration and measured rates (JSON)."""

    arrays: dict[str, NDArray[Any]]
    facts: dict[str, Any]

    def floats(self, name: str) -> NDArray[np.float32]:
        """An array as it was before packing: int8 times its scale, or half floats made single."""
        import numpy as np

        array = self.arrays[name]
        scale = self.arrays.get(name + "_scale")
        full = array.astype(np.float32)
        return full if scale is None else np.asarray(full * scale, np.float32)


def model_name(language: str) -> str:
    """The file of a language's weights."""
    return f"translation-{language}.npz"


def judged_languages() -> list[str]:
    """Codes of the languages that weights are shipped for, in order."""
    return sorted(path.stem.removeprefix("translation-") for path in FOLDER.glob("translation-*.npz"))


@lru_cache(maxsize=128)
def has_model(language: str) -> bool:
    """Whether weights are shipped for a language."""
    return language.isalpha() and (FOLDER / model_name(language)).is_file()


@lru_cache(maxsize=16)
def load_weights(language: str) -> Weights:
    """The weights of a language. Raises `PackError` where the file is not the listed one."""
    from cleaner.models.arrays import load_arrays

    name = model_name(language)
    try:
        arrays: dict[str, Any] = load_arrays(FOLDER / name, model_digests().get(name, ""))
    except ValueError as error:
        raise PackError(f"{name} is not the file that was shipped; install the package again") from error
    facts = json.loads(str(arrays.pop("facts")))
    return Weights(arrays, facts)
