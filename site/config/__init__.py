"""Settings, addresses and servers' entry points.

Importing this package puts the root of the project on the path, so that the apps
beside `site/` can be imported whichever program starts first.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))
