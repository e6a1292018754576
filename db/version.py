"""The version of the program, told once: the wheel, `guanai --version` and every manifest read it here."""

VERSION = "0.1.0"
