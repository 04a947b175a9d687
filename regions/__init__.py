"""City, kecamatan, kelurahan, agencies, nomenclature: the ground floor."""
