"""From a labelled document to attributed claims: one module a stage, `assemble` puts them together."""
