"""Invented but believable streets, rivers and RT/RW within a real kelurahan."""

from random import Random

STREETS = (
    "Jl. Melati",
    "Jl. Kenanga",
    "Jl. Mawar",
    "Jl. Anggrek Raya",
    "Jl. Cempaka",
    "Jl. Pembangunan I",
    "Jl. Pembangunan III",
    "Jl. Maulana Hasanudin",
    "Jl. H. Mean",
    "Jl. KH. Hasyim Ashari",
    "Jl. Garuda",
    "Jl. Rajawali",
    "Jl. Merpati V",
    "Jl. Beringin Raya",
    "Jl. Flamboyan",
    "Jl. Dahlia",
    "Jl. Pondok Bahar",
    "Jl. Kampung Baru",
    "Jl. Sukamulya",
    "Jl. Masjid Al-Ikhlas",
    "Jl. Kavling DPR",
    "Jl. Irigasi Sipon",
    "Jl. Tanah Gocap",
    "Jl. Benua Raya",
    "Gg. H. Saman",
    "Gg. Mawar",
    "Gg. Kelinci",
    "Gg. H. Jaya",
    "Gg. Swadaya",
    "Gg. Musholla",
    "Gg. Rambutan",
    "Gg. Manggis II",
    "Gg. Bambu",
    "Gg. Cempaka",
    "Gg. H. Naim",
    "Gg. Pesantren",
    "Gg. Kramat",
    "Gg. Nangka",
    "Gg. Salak",
    "Gg. Bhineka",
)
RIVERS = ("Sipon", "Angke", "Sabi", "Cirarab", "Mookervart", "Wetan", "Cantiga", "Ledug")
FLOWERS = (
    "Anggrek",
    "Melati",
    "Mawar",
    "Dahlia",
    "Kenanga",
    "Teratai",
    "Flamboyan",
    "Cempaka",
    "Seruni",
    "Bougenville",
)
PROPOSERS = ("RW {rw}", "RW {rw}", "RW {rw}", "LPM", "PKK", "Karang Taruna", "Posyandu", "Forum RW")


def pick_address(random: Random) -> dict[str, str]:
    """Street, RT and RW; now and then a list of RT, as kelurahan write it."""
    rw = random.randint(1, 14)
    numbers = sorted(random.sample(range(1, 9), random.choice((1, 1, 1, 2, 3))))
    return {
        "street": random.choice(STREETS),
        "rt": ", ".join(f"{number:02d}" for number in numbers),
        "rw": f"{rw:02d}",
    }


def pick_position(random: Random, place) -> tuple[float, float]:
    """A point some hundred metres around the kelurahan's centroid, in degrees."""
    return (
        round(float(place.latitude) + random.gauss(0, 0.0024), 6),
        round(float(place.longitude) + random.gauss(0, 0.0024), 6),
    )
