"""The admin site: for the administrator alone, in Indonesian."""

from django.contrib.admin import AdminSite
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator


class AdministratorSite(AdminSite):
    site_header = "Administrasi E-Planning"
    site_title = "E-Planning"
    index_title = "Data acuan dan pengguna"
    site_url = "/"

    def has_permission(self, request) -> bool:
        user = request.user
        return bool(user.is_authenticated and user.is_active and user.is_superuser)

    @method_decorator(login_not_required)
    def login(self, request, extra_context=None):
        """The one log-in page is /masuk/; whoever is logged in without the right is told so instead of asked again."""
        if self.has_permission(request):
            return redirect("admin:index")
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect_to_login(request.GET.get("next") or reverse("admin:index"))

    def password_change(self, request, extra_context=None):
        """One's own password has one page, with the product's rules."""
        return redirect("accounts:password_change")
