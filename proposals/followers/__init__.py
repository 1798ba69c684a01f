"""Those who follow a proposal: by their account, by an address that they confirmed, or by a
feed, of which nothing is known here."""
