"""Generated calls for two servers, and what their answers differ in.

`values` makes items and keys, `expressions` makes expressions and legacy conditions, `calls` makes one request per
operation, `breakage` spoils requests, `differences` compares and groups answers.
"""
