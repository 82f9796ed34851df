"""The shipped weights from the data, by one command (fixed seeds, one core; about twenty-five minutes alone):

    OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 python -m training.translation --data ../shared/data --work FOLDER

--language en (repeatable) trains only these. FOLDER keeps the slot net between runs. Figures go to standard output.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from training.translation.language import LANGUAGES, learn_language

MODELS = Path(__file__).parent.parent.parent / "cleaner" / "models"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=MODELS)
    parser.add_argument("--language", action="append", choices=LANGUAGES)
    parser.add_argument("--by-source", action="store_true", help="split by source language, as English is")
    chosen = parser.parse_args()
    chosen.work.mkdir(parents=True, exist_ok=True)
    for language in chosen.language or LANGUAGES:
        learn_language(language, chosen.data, chosen.work, chosen.out, chosen.by_source)


if __name__ == "__main__":
    main()
