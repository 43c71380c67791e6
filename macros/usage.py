"""A command that cannot be understood, told in words and never as a traceback."""


class Usage(Exception):
    """What is wrong with the words of a command, with the mend."""
