"""Places, agencies and national codes."""

from .agency import Agency
from .boundary import Boundary
from .nomenclature import Nomenclature
from .places import City, Kecamatan, Kelurahan

__all__ = ["Agency", "Boundary", "City", "Kecamatan", "Kelurahan", "Nomenclature"]
