"""The Content-Security-Policy of every answer."""

from django.conf import settings

IMAGES = "img-src 'self' data: blob:"
OWN_PAGES = (
    f"default-src 'self'; {IMAGES}; object-src 'none'; base-uri 'self'; "
    "frame-ancestors 'none'; form-action 'self'"
)
ADMIN_PAGES = OWN_PAGES + "; style-src 'self' 'unsafe-inline'"


class ContentSecurityPolicyMiddleware:
    """Allow only what comes from this host, and map tiles where configured; stock admin also needs inline styles."""

    def __init__(self, get_response):
        self.get_response = get_response
        with_tiles = f"{IMAGES} {settings.MAP_TILE_HOST}" if settings.MAP_TILE_HOST else IMAGES
        self.own_pages = OWN_PAGES.replace(IMAGES, with_tiles)

    def __call__(self, request):
        response = self.get_response(request)
        policy = ADMIN_PAGES if request.path.startswith("/admin/") else self.own_pages
        response.headers.setdefault("Content-Security-Policy", policy)
        return response
