"""Pages go over the wire compressed: a queue of 25 files is 5 kB instead of 30, which a weak phone signal notices.

Against guessing secrets from the length of compressed pages (BREACH) Django adds a random number of bytes to each
response, and masks the CSRF token anew in each page. Downloads stay as they are: PDF and pictures are compressed already.
"""

from django.middleware.gzip import GZipMiddleware


class CompressPages(GZipMiddleware):
    """Goes below WhiteNoise, which sends its own files compressed beforehand."""

    def process_response(self, request, response):
        if response.streaming or not response.get("Content-Type", "").startswith(("text/html", "application/json")):
            return response
        return super().process_response(request, response)
