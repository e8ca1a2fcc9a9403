"""Files → typed values: read strictly, judged by schema, with findings and where they stand."""
