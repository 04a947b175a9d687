"""The boxes of a decision that no browser has by itself: a list to pick from, a code, what becomes of merged ones."""

from urllib.parse import urlencode

from django import forms
from django.urls import reverse

from proposals import workflow
from proposals.merged import name_sender
from proposals.services import releasing


class ListedInput(forms.TextInput):
    """A text box with suggestions; without any script the browser itself searches them."""

    template_name = "proposals/widgets/listed_input.html"

    def __init__(self, options=(), attrs=None):
        super().__init__({"autocomplete": "off", **(attrs or {})})
        self.options = options

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        list_id = f"{context['widget']['attrs'].get('id', name)}_daftar"
        context["widget"]["attrs"]["list"] = list_id
        return {**context, "list_id": list_id, "options": self.options}


class CodeInput(forms.TextInput):
    """A box for a code with suggestions as it is typed (static/js/code-pick.js) and a way to the tree of all codes."""

    template_name = "proposals/widgets/code_input.html"

    def __init__(self, row):
        self.url = reverse("proposals:codes", args=[row.uuid])
        self.back = reverse("proposals:act", args=[row.uuid, "verify"])  # where the tree takes a code to
        super().__init__({"maxlength": 400, "autocomplete": "off"})

    def get_context(self, name, value, attrs):
        tree_url = f"{self.url}?{urlencode({'next': self.back})}"
        return {**super().get_context(name, value, attrs), "url": self.url, "tree_url": tree_url}


class MergedChoices(forms.Widget):
    """For each proposal that was merged, two radios: it follows or is released. Its value: choice by UUID."""

    template_name = "proposals/widgets/merged_choices.html"
    use_fieldset = True

    def __init__(self, rows, words: str):
        super().__init__()
        self.rows, self.words = rows, words

    def value_from_datadict(self, data, files, name):
        found = {str(row.uuid): data.get(f"{name}-{row.uuid}", "") for row in self.rows}
        return {uuid: choice for uuid, choice in found.items() if choice}

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        chosen, lines = value if isinstance(value, dict) else {}, []
        for row in self.rows:
            back = workflow.STATUSES[row.closed_from].label if row.closed_from in workflow.STATUSES else ""
            choices = [
                (releasing.FOLLOW, self.words, "Tetap digabung; pengusulnya diberi tahu alasannya."),
                (
                    releasing.RELEASE,
                    "Keluarkan dari gabungan",
                    f"Kembali ke {back} dengan waktu 3 hari kerja.",
                ),
            ]
            lines.append(
                {
                    "row": row,
                    "sender": name_sender(row),
                    "name": f"{name}-{row.uuid}",
                    "choices": choices,
                    "chosen": chosen.get(str(row.uuid), ""),
                }
            )
        return {**context, "lines": lines}
