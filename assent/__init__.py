"""What each centre says of a frozen text: rounds of consent, and signatures.

A round belongs to a version in group review; who owes an answer is fixed when it opens. A
signature belongs to the validated text. `rules.py` says who answers and signs for a centre.
"""
