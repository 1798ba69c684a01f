"""Two versions of one text become one: sequences, formatted words, tables, whole documents."""
