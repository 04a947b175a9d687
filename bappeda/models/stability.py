"""How firmly each place of a run stands when the weights are drawn again and again around the chosen ones."""

from django.db import models


class Stability(models.Model):
    """One measurement of a run (see `robustness`). `hits`: in how many of `draws` each proposal was in, by position.

    The same seed, draws and concentration over the same run give the same numbers.
    """

    run = models.OneToOneField("bappeda.RankingRun", models.CASCADE, related_name="stability")
    job = models.ForeignKey("jobs.Job", models.SET_NULL, null=True, blank=True, related_name="+")
    seed = models.PositiveBigIntegerField("benih")
    draws = models.PositiveIntegerField("undian")
    concentration = models.PositiveIntegerField("kepekatan")
    ceiling = models.BigIntegerField("pagu kota (rupiah)")
    hits = models.JSONField("masuk dalam", default=list)
    at = models.DateTimeField("dihitung")

    class Meta:
        verbose_name = "ketahanan peringkat"
        verbose_name_plural = "ketahanan peringkat"

    def __str__(self) -> str:
        return f"{self.run}: {self.draws}"
