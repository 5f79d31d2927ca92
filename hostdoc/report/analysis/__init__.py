"""Pages that gather from all documents: each turns a site into a view, which a template of the same name shows."""
