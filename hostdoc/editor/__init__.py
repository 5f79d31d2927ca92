"""The language server: what `hostdoc check` says of a document, in the editor, while it is written."""
