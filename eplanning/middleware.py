"""The Content-Security-Policy of every answer."""

OWN_PAGES = (
    "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'self'; "
    "frame-ancestors 'none'; form-action 'self'"
)
ADMIN_PAGES = OWN_PAGES + "; style-src 'self' 'unsafe-inline'"


class ContentSecurityPolicyMiddleware:
    """Allow only what comes from this host; Django's stock admin also needs inline styles."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        policy = ADMIN_PAGES if request.path.startswith("/admin/") else OWN_PAGES
        response.headers.setdefault("Content-Security-Policy", policy)
        return response
