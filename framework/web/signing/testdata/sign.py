"""Signs with Django's django.core.signing, or, with values on standard input, reads what was signed elsewhere."""
import json
import sys
from unittest import mock

from django.conf import settings

settings.configure(SECRET_KEY="a key for tests, where nothing is secret")
from django.core import signing

if len(sys.argv) > 1 and sys.argv[1] == "read":
    given = json.load(sys.stdin)
    out = {
        "signer": signing.Signer().unsign(given["signer"]),
        "salted": signing.Signer(salt="my salt").unsign(given["salted"]),
        "timestamp": signing.TimestampSigner().unsign(given["timestamp"]),
        "dumps": signing.loads(given["dumps"]),
        "cookie": signing.get_cookie_signer(salt="theme").unsign(given["cookie"]),
    }
else:
    with mock.patch("time.time", return_value=1760000000.0):
        out = {
            "signer": signing.Signer().sign("hello"),
            "salted": signing.Signer(salt="my salt").sign("h:é:llo"),
            "timestamp": signing.TimestampSigner().sign("hello"),
            "dumps": signing.dumps({"id": 7, "name": "Zoë 🍵", "tags": ["a", None, 1.5, True]}),
            "dumps salted": signing.dumps([1, 2, 3], salt="my salt"),
            "compressed": signing.dumps(list(range(100)), compress=True),
            "object": signing.Signer().sign_object({"a": "b"}),
            "cookie": signing.get_cookie_signer(salt="theme").sign("dark"),
        }
print(json.dumps(out, indent="\t", ensure_ascii=False))
