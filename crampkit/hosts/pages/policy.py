"""What a page may load and run, told by the page itself and by whoever serves it."""

POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; "
    "style-src-attr 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; worker-src 'self'; "
    "manifest-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'"
)
"""What lies beside it, and nothing else. Framing stays allowed, for learning platforms."""
