"""Teaches papermill to write the parameters of a notebook in TypeScript.

Once this package is installed, `papermill input.ipynb output.ipynb -p alpha 0.5` works for every kernel whose language is
TypeScript. papermill loads it by itself.
"""

import json
import math
import re

from papermill.engines import NBClientEngine
from papermill.models import Parameter
from papermill.translators import Translator, papermill_translators

# Integers beyond it are not exact as numbers of JavaScript: Number.MAX_SAFE_INTEGER.
MAX_SAFE_INTEGER = 2**53 - 1

IDENTIFIER = re.compile(r"[^\W\d][\w$]*|[$_][\w$]*")

DECLARATION = re.compile(
    r"^\s*(?:export\s+)?(?:let|const|var)\s+(?P<name>[\w$]+)\s*(?::\s*(?P<type>[^=]+?)\s*)?"
    r"=\s*(?P<value>.*?)\s*;?\s*(?://\s*(?P<help>.*?)\s*)?$"
)


class TypeScriptTranslator(Translator):
    """Values of JSON and YAML as TypeScript. Parameters become variables, which a cell may declare anew."""

    @classmethod
    def translate_none(cls, val):
        return "null"

    @classmethod
    def translate_int(cls, val):
        return str(val) if abs(val) <= MAX_SAFE_INTEGER else f"{val}n"

    @classmethod
    def translate_float(cls, val):
        if math.isnan(val):
            return "NaN"
        if math.isinf(val):
            return "Infinity" if val > 0 else "-Infinity"
        return repr(val)

    @classmethod
    def translate_str(cls, val):
        # A string of JSON is one of TypeScript, in which no character needs escaping but its own.
        return json.dumps(val, ensure_ascii=False)

    @classmethod
    def translate_escaped_str(cls, str_val):
        return cls.translate_str(str(str_val))

    @classmethod
    def translate_list(cls, val):
        return f"[{', '.join(cls.translate(each) for each in val)}]"

    @classmethod
    def translate_dict(cls, val):
        entries = (f"{cls._key(key)}: {cls.translate(each)}" for key, each in val.items())
        return f"{{ {', '.join(entries)} }}" if val else "{}"

    @classmethod
    def _key(cls, key):
        text = cls.translate_str(str(key))
        # Without brackets it would set the prototype.
        return f"[{text}]" if key == "__proto__" else text

    @classmethod
    def comment(cls, cmt_str):
        return f"// {cmt_str}".strip()

    @classmethod
    def assign(cls, name, str_val):
        if IDENTIFIER.fullmatch(name) is None:
            raise ValueError(f"'{name}' is no name of a variable in TypeScript")
        return f"let {name} = {str_val};"

    @classmethod
    def inspect(cls, parameters_cell):
        """The parameters of a cell: its declarations that stand on one line each."""
        found = (DECLARATION.match(line) for line in parameters_cell["source"].splitlines())
        return [
            Parameter(
                name=match["name"],
                inferred_type_name=match["type"] or "None",
                default=match["value"],
                help=match["help"] or "",
            )
            for match in found
            if match is not None
        ]


class WeftEngine(NBClientEngine):
    """papermill's own engine, under a name by which papermill finds this package."""


papermill_translators.register("typescript", TypeScriptTranslator)
