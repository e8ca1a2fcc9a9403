"""python submissions.py SCHEMA FILE… → how many files the schema refuses, or cannot be read: our reader and judge, no rules.

The counterpart of submissions.mjs, line by line: the same work by the same schema.
"""

import json
import sys
from pathlib import Path

from zhidu.reading import strict_yaml
from zhidu.reading.schemas import Shape

_, schema, *files = sys.argv
shape = Shape(json.loads(Path(schema).read_text(encoding="utf-8")))
refused = 0
for file in files:
    if (found := strict_yaml.read(Path(file), file)[0]) is None or not shape.accepts(found.data):
        refused += 1
sys.stdout.write(f"{refused}\n")
