"""Charts drawn at build from the figures: text in, SVG out, no number typed."""
