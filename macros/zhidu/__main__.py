"""`python -m zhidu` is `zhidu`."""

import sys

from zhidu.cli import main

sys.exit(main())
