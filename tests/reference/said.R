# Shared by the scripts beside: writes named numbers with all their digits, versions in the first line.
# Run one with   cd tests/reference && Rscript paired.R [folder for the output]
folder <- c(commandArgs(trailingOnly = TRUE), ".")[1]

say <- function(file, values, packages = character()) {
  versions <- vapply(packages, function(p) paste(p, packageVersion(p)), "")
  first <- paste(c(paste("#", R.version.string), versions), collapse = "; ")
  rows <- sprintf("%s,%.17g", names(values), unlist(values))
  writeLines(c(first, "name,value", rows), file.path(folder, file))
}

# A change of clustered persons in units of a spread: limits of the change by CR2, of the unit by chi-square, put
# together by MOVER (Donner & Zou 2012).
ratio <- function(b, se, df, unit, own) {
  ends <- b + c(-1, 1) * qt(.975, df) * se; u <- unit * sqrt(own / qchisq(c(.975, .025), own)); m <- b * unit
  limit <- function(end, w, side) (m + side * sqrt(m^2 - end * w * (2 * b - end) * (2 * unit - w))) / (w * (2 * unit - w))
  c(limit(ends[1], u[1 + (ends[1] >= 0)], -1), limit(ends[2], u[1 + (ends[2] < 0)], 1))
}
