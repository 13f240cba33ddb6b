"""Areas of the country, their boundaries, and what an area can build on."""
