"""Log in, log out, and change one's own password."""

from math import ceil

from django.conf import settings
from django.contrib.auth import views as auth_views
from django.shortcuts import render
from django.urls import reverse_lazy
from django.utils import timezone

from accounts.forms import LoginForm, OwnPasswordForm
from accounts.services.demo_accounts import PASSWORD, SHOWCASE


class LoginView(auth_views.LoginView):
    """/masuk/: 422 for what does not match, 429 with Retry-After while locked."""

    template_name = "accounts/login.html"
    form_class = LoginForm
    redirect_authenticated_user = True

    def form_invalid(self, form):
        response = self.render_to_response(self.get_context_data(form=form), status=422)
        if form.locked_until:
            response.status_code = 429
            wait = ceil((form.locked_until - timezone.now()).total_seconds())
            response.headers["Retry-After"] = str(max(1, wait))
        return response

    def get_context_data(self, **kwargs):
        if settings.DEMO:
            kwargs |= {"demo_accounts": SHOWCASE, "demo_password": PASSWORD}
        return super().get_context_data(**kwargs)


class LogoutView(auth_views.LogoutView):
    """/keluar/: POST ends the session, GET asks first."""

    http_method_names = ["get", "post", "options"]

    def get(self, request):
        return render(request, "accounts/logout.html")


class PasswordChangeView(auth_views.PasswordChangeView):
    """/akun/kata-sandi/: other sessions of the account end, this one stays."""

    template_name = "accounts/password_change.html"
    form_class = OwnPasswordForm
    success_url = reverse_lazy("accounts:password_changed")

    def post(self, request, *args, **kwargs):
        if request.user.is_demo:  # its password is printed on the log-in page
            return self.render_to_response(self.get_context_data(), status=403)
        return super().post(request, *args, **kwargs)

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)


class PasswordChangedView(auth_views.PasswordChangeDoneView):
    template_name = "accounts/password_changed.html"
