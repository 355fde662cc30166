"""The commands of ``autograder``, a module each: `add` says what the command line takes, `run` does it.

Each imports what it needs where it runs: ``--help`` must not wait for torch.
"""
