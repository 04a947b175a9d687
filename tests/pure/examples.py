"""The examples of hypothesis where a verdict must be the same every time: few, always the same, none shrunk."""

from hypothesis import Phase, settings

settings.register_profile(
    "pure",
    deadline=None,
    derandomize=True,
    max_examples=25,
    phases=[Phase.explicit, Phase.generate],
)
settings.load_profile("pure")
