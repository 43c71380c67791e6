"""Figures with sources, macros that print them, and an audit that lets no other number through."""
