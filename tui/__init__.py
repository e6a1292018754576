"""The program. Textual's keyboard protocol garbles what a Chinese input method commits: it is off unless asked for."""

import os

os.environ.setdefault("TEXTUAL_DISABLE_KITTY_KEY", "1")
