"""Files as files: where they may be, how they are written whole, and what is kept between runs."""
