"""Accounts, deputies and heads of offices in the administration; log-in attempts to look at."""

from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.utils import timezone

from accounts.admin_forms import AccountForm, AccountPasswordForm, DeputyForm, NewAccountForm
from accounts.models import Deputy, LoginAttempt, OfficeHead, User
from accounts.services import lockout

OFFICES = ["kelurahan", "kecamatan", "agency"]

admin.site.unregister(Group)  # rights come from the one role of an account


@admin.register(User)
class AccountAdmin(UserAdmin):
    """Accounts are switched off, not deleted: their names stand under decisions."""

    form = AccountForm
    add_form = NewAccountForm
    change_password_form = AccountPasswordForm
    list_display = ["username", "full_name", "role", "office_name", "is_active", "last_login"]
    list_filter = ["role", "is_active", "is_demo", "kecamatan"]
    list_select_related = OFFICES
    search_fields = ["username", "full_name", "email"]
    ordering = ["username"]
    autocomplete_fields = OFFICES
    filter_horizontal = []
    readonly_fields = ["last_login", "date_joined", "is_demo"]
    actions = ["unlock"]
    add_fieldsets = [
        (None, {"fields": ["username", "full_name", "email", "password1", "password2"]}),
        ("Peran dan kantor", {"fields": ["role", *OFFICES, "bidang"]}),
    ]
    fieldsets = [
        (None, {"fields": ["username", "full_name", "email", "password"]}),
        ("Peran dan kantor", {"fields": ["role", *OFFICES, "bidang", "is_active"]}),
        ("Catatan", {"fields": ["last_login", "date_joined", "is_demo"]}),
    ]

    @admin.display(description="kantor")
    def office_name(self, user) -> str:
        return user.office_name

    @admin.action(description="Buka kunci masuk")
    def unlock(self, request, queryset):
        count = lockout.unlock(users=queryset, by=request.user)
        self.message_user(
            request, f"{count} percobaan masuk dihapus. Pengguna dapat masuk lagi.", messages.SUCCESS
        )

    def has_delete_permission(self, request, obj=None) -> bool:
        return False


class InForce(admin.SimpleListFilter):
    """Deputies by whether their period includes today."""

    title = "masa berlaku"
    parameter_name = "berlaku"

    def lookups(self, request, model_admin):
        return [("ya", "Berlaku hari ini"), ("nanti", "Belum mulai"), ("lewat", "Sudah berakhir")]

    def queryset(self, request, queryset):
        today = timezone.localdate()
        rules = {
            "ya": {"starts_on__lte": today, "ends_on__gte": today},
            "nanti": {"starts_on__gt": today},
            "lewat": {"ends_on__lt": today},
        }
        return queryset.filter(**rules.get(self.value(), {}))


@admin.register(Deputy)
class DeputyAdmin(admin.ModelAdmin):
    form = DeputyForm
    list_display = ["person", "capacity", "role", "office", "letter_number", "starts_on", "ends_on"]
    list_filter = [InForce, "capacity", "role"]
    list_select_related = ["person", *OFFICES]
    search_fields = ["person__full_name", "person__username", "letter_number"]
    autocomplete_fields = ["person", *OFFICES]
    date_hierarchy = "starts_on"

    @admin.display(description="kantor", empty_value="Seluruh kota")
    def office(self, deputy):
        return deputy.kelurahan or deputy.kecamatan or deputy.agency


@admin.register(OfficeHead)
class OfficeHeadAdmin(admin.ModelAdmin):
    list_display = ["name", "nip", "office", "planning_year", "is_demo"]
    list_filter = ["planning_year", "is_demo"]
    list_select_related = OFFICES
    search_fields = ["name", "nip", "kelurahan__name", "kecamatan__name", "agency__name"]
    autocomplete_fields = OFFICES

    @admin.display(description="kantor")
    def office(self, head) -> str:
        if head.kelurahan_id:
            return f"Kelurahan {head.kelurahan}"
        return f"Kecamatan {head.kecamatan}" if head.kecamatan_id else head.agency.name


@admin.register(LoginAttempt)
class LoginAttemptAdmin(admin.ModelAdmin):
    list_display = ["at", "username", "address"]
    search_fields = ["username", "address"]
    date_hierarchy = "at"

    def has_add_permission(self, request) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False
