"""Choose a part, propose its correction, decide or contest one."""
