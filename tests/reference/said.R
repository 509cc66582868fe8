# Shared by the scripts beside: writes named numbers with all their digits, versions in the first line.
# Run one with   cd tests/reference && Rscript paired.R [folder for the output]
folder <- c(commandArgs(trailingOnly = TRUE), ".")[1]

say <- function(file, values, packages = character()) {
  versions <- vapply(packages, function(p) paste(p, packageVersion(p)), "")
  first <- paste(c(paste("#", R.version.string), versions), collapse = "; ")
  rows <- sprintf("%s,%.17g", names(values), unlist(values))
  writeLines(c(first, "name,value", rows), file.path(folder, file))
}
