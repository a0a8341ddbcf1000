"""Generated calls for two servers, and what their answers differ in.

`values` makes items and keys, `expressions` makes expressions and legacy conditions, `calls` makes one request per
operation, `limits` goes to limits and one step beyond, `breakage` spoils requests, `pages` follows Query and Scan to
their end, `differences` compares and groups answers.
"""
