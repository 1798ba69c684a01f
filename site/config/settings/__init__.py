"""One module a mode: `dev` (the default), `demo`, `test`, `production`, all on `base`."""
