"""The views of one set of pictures: grid and map."""
