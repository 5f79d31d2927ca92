"""The version of hostdoc: stated once, read by the build and by what is printed."""

__version__ = "0.1.0"
