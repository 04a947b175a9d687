"""Invented people for the demo: names, titles and NIP that look real and belong to nobody. Pure and seeded."""

from random import Random
from typing import NamedTuple


def _names(text: str) -> tuple[str, ...]:
    return tuple(text.split("|"))


WOMEN = _names(
    "Siti Aisyah|Nurhayati|Dewi Lestari|Rina Marlina|Sri Wahyuni|Yuyun Yuningsih|Neneng Hasanah|Fitri Handayani|Lilis"
    "|Eka Purnama|Maya Sari|Ratna Komala|Tuti Alawiyah|Wiwin|Indah Permata|Euis Kartika|Halimah|Nining|Dian Anggraeni"
    "|Ani Suryani|Mulyati|Rohaeti|Yanti Susanti|Endang|Titin Supriatin|Hj. Maesaroh|Lina Herlina|Rosdiana|Umi Kulsum"
)
MEN = _names(
    "Ahmad|Budi|Dedi|Asep|Muhamad Ridwan|Agus|Hendra|Rudi|Yusuf|Iwan|Slamet|Taufik|Wahyu|Eko|Bambang|Dadang|Firman"
    "|Hasan|Irfan|Joko|Saepudin|Mulyadi|Nana|Rahmat|Suryadi|Tatang|Ujang|Zainal|Arif|Cecep|H. Abdul|Maman|Faisal|Teguh"
)
FAMILY = _names(
    "Hidayat|Saputra|Gunawan|Kurniawan|Setiawan|Hermawan|Nugraha|Firdaus|Maulana|Permana|Sudrajat|Wibowo|Rahmatullah"
    "|Syarifudin|Iskandar|Fauzi|Wijaya|Santoso|Ramdani|Suhendar|Sasmita|Hakim|Suparman|Alamsyah|Mubarok|Prasetyo|Hamid"
    "|Sanusi|Anwar|Rosadi|Kosasih|Supriyadi|Junaedi|Marzuki|Sobari|Yudhistira|Nasution|Siregar|Adiwijaya|Subagja"
)
STAFF_TITLES = ("", "", "", "A.Md.", "S.Sos.", "S.E.", "S.Kom.", "S.IP.")
HEAD_TITLES = (
    "S.Sos., M.Si.",
    "S.STP., M.Si.",
    "S.E., M.M.",
    "S.IP., M.A.P.",
    "S.H., M.Si.",
    "S.AP.",
    "S.Sos.",
)


class Person(NamedTuple):
    name: str
    nip: str


class People:
    """Draws people from one seed; no name or NIP comes twice."""

    def __init__(self, seed: int):
        self._random = Random(seed)  # noqa: S311 (names, not secrets)
        self._names: set[str] = set()
        self._numbers: set[str] = set()

    def draw(self, *, head: bool = False) -> Person:
        """One person; heads of offices are older and carry the titles of heads."""
        woman = self._random.random() < (0.3 if head else 0.5)
        titles = HEAD_TITLES if head else STAFF_TITLES
        while True:
            given = self._random.choice(WOMEN if woman else MEN)
            bare = given if woman and " " in given else f"{given} {self._random.choice(FAMILY)}"
            if woman and self._random.random() < 0.4:
                bare = f"{given} {self._random.choice(FAMILY)}"
            if bare not in self._names:
                self._names.add(bare)
                break
        title = self._random.choice(titles)
        return Person(f"{bare}, {title}" if title else bare, self._draw_nip(woman=woman, head=head))

    def _draw_nip(self, *, woman: bool, head: bool) -> str:
        """18 digits: date of birth, month of appointment, sex, serial number."""
        while True:
            born = self._random.randint(1962, 1976) if head else self._random.randint(1970, 1992)
            appointed = min(born + self._random.randint(23, 32), 2018)
            nip = (
                f"{born}{self._random.randint(1, 12):02}{self._random.randint(1, 28):02}"
                f"{appointed}{self._random.choice((1, 3, 12)):02}{2 if woman else 1}{self._random.randint(1, 15):03}"
            )
            if nip not in self._numbers:
                self._numbers.add(nip)
                return nip
