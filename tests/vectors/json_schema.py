# SPDX-License-Identifier: MIT
# The part of JSON Schema (draft 7) that the schemas of the vectors use, and nothing more.
"""An unknown keyword is an error, so that a schema never says more than is checked."""
import json
import os
import re

TYPES = {"object": dict, "array": list, "string": str, "boolean": bool, "null": type(None)}
ANNOTATIONS = {"$schema", "title", "definitions"}


class Invalid(Exception):
    pass


class Schemas:
    """The schemas of a folder, found by file name."""

    def __init__(self, folder):
        self.files = {}
        for name in sorted(os.listdir(folder)):
            with open(os.path.join(folder, name), encoding="ascii") as file:
                self.files[name] = json.load(file)

    def check(self, name, value):
        """Raises Invalid."""
        self._check(self.files[name], value, name, "$")

    def _resolve(self, reference, current):
        name, _, pointer = reference.partition("#")
        schema = self.files[name or current]
        for part in pointer.strip("/").split("/"):
            schema = schema[part]
        return schema, name or current

    def _check(self, schema, value, current, place):
        if "$ref" in schema:
            target, name = self._resolve(schema["$ref"], current)
            return self._check(target, value, name, place)
        for keyword, wanted in schema.items():
            if keyword in ANNOTATIONS:
                continue
            method = getattr(self, "_on_" + keyword, None)
            if method is None:
                raise Invalid(f"{current}: the keyword {keyword} is not known here")
            method(wanted, value, schema, current, place)
        return None

    def _on_type(self, wanted, value, _schema, _current, place):
        if wanted == "integer":
            good = isinstance(value, int) and not isinstance(value, bool)
        else:
            good = isinstance(value, TYPES[wanted])
        if not good:
            raise Invalid(f"{place}: must be {wanted}")

    def _on_const(self, wanted, value, _schema, _current, place):
        if value != wanted or isinstance(value, bool) != isinstance(wanted, bool):
            raise Invalid(f"{place}: must be {wanted!r}")

    def _on_enum(self, wanted, value, _schema, _current, place):
        if value not in wanted:
            raise Invalid(f"{place}: {value!r} is none of the words allowed")

    def _on_pattern(self, wanted, value, _schema, _current, place):
        if isinstance(value, str) and not re.search(wanted, value, re.DOTALL):
            raise Invalid(f"{place}: does not match {wanted}")

    def _on_minimum(self, wanted, value, _schema, _current, place):
        if value < wanted:
            raise Invalid(f"{place}: less than {wanted}")

    def _on_maximum(self, wanted, value, _schema, _current, place):
        if value > wanted:
            raise Invalid(f"{place}: more than {wanted}")

    def _on_minItems(self, wanted, value, _schema, _current, place):
        if len(value) < wanted:
            raise Invalid(f"{place}: fewer than {wanted} items")

    def _on_maxItems(self, wanted, value, _schema, _current, place):
        if len(value) > wanted:
            raise Invalid(f"{place}: more than {wanted} items")

    def _on_uniqueItems(self, _wanted, value, _schema, _current, place):
        if len({json.dumps(item) for item in value}) != len(value):
            raise Invalid(f"{place}: the same item twice")

    def _on_items(self, wanted, value, _schema, current, place):
        for index, item in enumerate(value if isinstance(value, list) else ()):
            self._check(wanted, item, current, f"{place}[{index}]")

    def _on_required(self, wanted, value, _schema, _current, place):
        for key in wanted:
            if isinstance(value, dict) and key not in value:
                raise Invalid(f"{place}: lacks {key}")

    def _on_properties(self, wanted, value, _schema, current, place):
        for key, schema in wanted.items():
            if isinstance(value, dict) and key in value:
                self._check(schema, value[key], current, f"{place}.{key}")

    def _on_additionalProperties(self, wanted, value, schema, current, place):
        for key in value if isinstance(value, dict) else ():
            if key in schema.get("properties", {}):
                continue
            if wanted is False:
                raise Invalid(f"{place}: {key} does not belong there")
            self._check(wanted, value[key], current, f"{place}.{key}")

    def _on_propertyNames(self, wanted, value, _schema, current, place):
        for key in value if isinstance(value, dict) else ():
            self._check(wanted, key, current, f"{place}.{key}")

    def _on_oneOf(self, wanted, value, _schema, current, place):
        complaints, matches = [], 0
        for schema in wanted:
            try:
                self._check(schema, value, current, place)
                matches += 1
            except Invalid as invalid:
                complaints.append(str(invalid))
        if matches != 1:
            raise Invalid(f"{place}: fits {matches} forms of {len(wanted)}: " +
                          "; ".join(complaints))
