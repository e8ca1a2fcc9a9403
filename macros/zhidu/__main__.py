"""`python -m zhidu` is `zhidu`."""

import sys

from zhidu.cli.commands import main

sys.exit(main())
