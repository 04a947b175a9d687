"""Template tags for the look: icons, badges, fields, error summaries, gauges and bars (no inline styles)."""

from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html

from eplanning import charts

register = template.Library()


# Icons and badges stand in every row of a list and are few: each is drawn once in a process
# (`typed`: a text that is marked safe is not the same text that is not).


@register.simple_tag
@lru_cache(maxsize=1000, typed=True)
def icon(name: str, label: str = ""):
    """An icon of the sprite; decorative unless a label is given."""
    href = f"{static('vendor/bootstrap-icons/sprite.svg')}#{name}"
    if label:
        return format_html(
            '<svg class="icon" role="img" aria-label="{}"><use href="{}"></use></svg>', label, href
        )
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}"></use></svg>', href
    )


@register.simple_tag
def status_badge(status_key: str, label: str = ""):
    """Tint, icon and word of a status of the workflow; `label` says it more precisely ("Dikembalikan Lurah")."""
    from proposals.workflow import STATUSES

    status = STATUSES[status_key]
    return badge(label or status.label, status.tone, status.icon)


@register.simple_tag
@lru_cache(maxsize=1000, typed=True)
def badge(label: str, tone: str = "muted", icon: str = ""):
    """A badge that is no status. Tones: draft, process, warning, good, reserve, bad, muted."""
    return render_to_string("components/badge.html", {"label": label, "icon_name": icon, "tone": tone})


@register.inclusion_tag("components/field.html")
def field(bound, prefix: str = "", suffix: str = "", hint: str = "", width: str = "", optional: bool = False):
    """A form field as label, hint, error, input. Prefix, suffix and width may also stand on the widget as
    `data-prefix`, `data-suffix`, `data-width`; a rupiah field says Rp by itself."""
    if hint:
        bound.help_text = hint  # so that the input is described by it, too
    attrs = bound.field.widget.attrs
    rupiah = "data-rupiah" in attrs
    numeric = attrs.get("inputmode") in ("numeric", "decimal")
    kind = getattr(bound.field.widget, "input_type", "")
    return {
        "field": bound,
        "prefix": prefix or attrs.get("data-prefix", "Rp" if rupiah else ""),
        "suffix": suffix or attrs.get("data-suffix", ""),
        "width": str(width or attrs.get("data-width", "6" if rupiah else "4" if numeric else "")),
        "optional": optional,
        "is_check": kind == "checkbox" and not bound.use_fieldset,
    }


@register.inclusion_tag("components/error_summary.html")
def error_summary(*forms):
    """The list of everything to be mended, each linking to its field; nothing when all is well."""
    entries, general = [], []
    for form in forms:
        if form is None or not form.errors:
            continue
        general += form.non_field_errors()
        for bound in form:
            target = f"{bound.auto_id}_0" if bound.use_fieldset else bound.id_for_label or bound.auto_id
            entries += [{"target": target, "label": bound.label, "message": text} for text in bound.errors]
    return {"entries": entries, "general": general, "count": len(entries) + len(general)}


@register.inclusion_tag("components/gauge.html")
def gauge(label: str, spent: int, ceiling: int, id: str = ""):
    """A ceiling in whole rupiah: amber from 95 %, red above 100 %."""
    return {"label": label, "spent": spent, "ceiling": ceiling, **charts.measure(spent, ceiling)}


@register.inclusion_tag("components/bar.html")
def progress_bar(done: int, total: int, label: str = ""):
    """How much of a pile is done; say the numbers beside it."""
    return {"parts": charts.stack([{"value": done, "tone": "primary"}], total), "label": label}


@register.inclusion_tag("components/bar.html")
def bar(value: int, whole: int, tone: str = "primary", centred: bool = False):
    """One bar without a track, `value` of `whole` long; say the number beside it. Centred ones make a funnel."""
    return {"parts": charts.place(value, whole, tone=tone, centred=centred), "clear": True}


@register.inclusion_tag("components/bar.html")
def stacked_bar(parts, label: str = ""):
    """Parts are mappings with `value` and `tone` (a fill class); their sum is the whole bar."""
    return {"parts": charts.stack(parts, sum(part["value"] for part in parts)), "label": label, "tall": True}


@register.inclusion_tag("components/bar_list.html")
def bar_list(rows, caption: str = ""):
    """A table of label, bar and figure. Rows are mappings with `label`, `value`, `text` and maybe `url`."""
    return {"rows": charts.scale(rows), "caption": caption}


@register.inclusion_tag("components/criterion_bars.html")
def criterion_bars(rows, total: str):
    """Points per criterion inside a frame of their maximum.

    Rows are mappings with `label`, `level` (text), `points`, `maximum` (numbers) and `text` (points as shown).
    """
    return {"rows": charts.frame(rows), "total": total}


@register.inclusion_tag("components/live_total.html")
def live_total(
    segments, total: str, range_text: str = "", label: str = "Selesai, usulan berikutnya", blocked: str = ""
):
    """The dark bar under a marking sheet. Segments are mappings with `label`, `value` (points of 100), `state`."""
    return {
        "parts": charts.stack(segments, 100),
        "total": total,
        "range_text": range_text,
        "label": label,
        "blocked": blocked,
    }
