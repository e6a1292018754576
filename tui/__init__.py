"""The program, and what it asks of Textual before that is imported; the environment may ask otherwise.

Textual's keyboard protocol garbles what a Chinese input method commits: it is off. Changes are drawn within 4 ms, not
17: a letter of a search draws twice (itself, then the rows), and each waited for its turn. Nothing is drawn more often
for it, nor are more bytes sent, because nothing here moves by itself.
"""

import os

os.environ.setdefault("TEXTUAL_DISABLE_KITTY_KEY", "1")
os.environ.setdefault("TEXTUAL_FPS", "250")
