"""Letter texts of a standard: our small markup with placeholders from a closed list, made into HTML that can do no harm."""
