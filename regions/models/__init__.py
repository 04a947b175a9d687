"""Places, agencies and national codes."""

from .agency import Agency
from .nomenclature import Nomenclature
from .places import City, Kecamatan, Kelurahan

__all__ = ["Agency", "City", "Kecamatan", "Kelurahan", "Nomenclature"]
