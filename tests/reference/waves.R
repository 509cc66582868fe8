# Waves of schools that began one after another, on invented persons: ATT(g, t), its sums and influence functions written
# out in base R, person by person (no package), and clubSandwich for one cell.
# waves_data.csv: 22 schools of 3 to 9 persons, five rounds 1, 2, 3, 5, 6; waves begin at 3 (6 schools), 5 (5), 6 (4), at 4
# (2 schools: a start between rounds), never (5).
suppressMessages(library(clubSandwich))
source("said.R")
set.seed(20251125)
times <- c(1, 2, 3, 5, 6)
start_of <- rep(c(3, 5, 6, 4, 0), c(6, 5, 4, 2, 5))
sizes <- sample(3:9, length(start_of), replace = TRUE)
school <- rep(seq_along(sizes), sizes)
person <- seq_along(school)
d <- expand.grid(time = times, person = person)
d$school <- school[d$person]; d$start <- start_of[d$school]
since <- ifelse(d$start > 0 & d$time >= d$start, d$time - d$start + 1, 0)
d$y <- round(3 + rnorm(length(sizes), 0, .3)[d$school] + rnorm(length(person), 0, .5)[d$person] + .05 * d$time * (1 + d$start / 6) +
             .2 * since + matrix(rnorm(length(sizes) * 6, 0, .15), ncol = 6)[cbind(d$school, d$time)] + rnorm(nrow(d), 0, .3), 2)
first <- paste("#", R.version.string)
d <- d[c("person", "school", "start", "time", "y")]
writeLines(c(first, capture.output(write.csv(d, row.names = FALSE, quote = FALSE))), file.path(folder, "waves_data.csv"))

att <- function(d, control, base = "varying") {
  units <- sort(unique(d$person)); n <- length(units)
  start <- d$start[match(units, d$person)]; start[start == 0] <- Inf
  school <- d$school[match(units, d$person)]
  times <- sort(unique(d$time))
  Y <- matrix(NA, n, length(times))
  Y[cbind(match(d$person, units), match(d$time, times))] <- d$y
  cells <- NULL; phi <- list(); parts <- list()
  for (g in sort(unique(start[is.finite(start)]))) for (k in 2:length(times)) {
    b <- if (times[k] < g && base == "varying") k - 1 else max(which(times < g))
    if (b == k) next
    change <- Y[, k] - Y[, b]; both <- !is.na(change)
    T <- both & start == g
    C <- both & (if (control == "never") is.infinite(start) else start > max(times[k], times[b]) & start != g)
    if (!any(C)) next
    up <- ifelse(T, (change - mean(change[T])) / sum(T), 0) * n
    down <- ifelse(C, (change - mean(change[C])) / sum(C), 0) * n
    few <- c(length(unique(school[T])), length(unique(school[C])))
    cells <- rbind(cells, c(g, times[k], mean(change[T]) - mean(change[C]), min(few)))
    phi[[nrow(cells)]] <- up - down
    share <- function(side) ave(as.numeric(side), school, FUN = sum) / sum(side)
    parts[[nrow(cells)]] <- ifelse(T, up / sqrt(1 - share(T)), 0) - ifelse(C, down / sqrt(1 - share(C)), 0)
  }
  list(cells = cells, phi = simplify2array(phi), parts = simplify2array(parts), start = start, school = school, n = n)
}
# A weighted mean of cells and its influence, the shares of the waves being estimated too.
sum_up <- function(a, chosen, by, phi) {
  p <- sapply(by, function(g) mean(a$start == g)); w <- p / sum(p)
  value <- sapply(chosen, function(k) mean(a$cells[k, 3]))
  own <- sapply(chosen, function(k) rowMeans(phi[, k, drop = FALSE])) %*% w
  drawn <- sapply(by, function(g) (a$start == g)) - rep(p, each = a$n)
  theta <- sum(w * value)
  list(theta = theta, phi = drop(own + drawn %*% (value - theta) / sum(p)))
}
unit_se <- function(phi) sqrt(sum(phi^2)) / length(phi)
# Degrees of CR2 for a mean: tr(B)^2 / tr(B^2) of the school sums' variance, were persons independent.
mean_df <- function(n) {
  if (length(n) < 2) return(1)
  A <- diag(1 / sqrt(1 - n / sum(n)))
  B <- A %*% (diag(n) - outer(n, n) / sum(n)) %*% A
  sum(diag(B))^2 / sum(diag(B %*% B))
}
# By school: sums of the influence, and Welch's degrees over the waves.
school_se <- function(a, phi) {
  s <- tapply(phi, a$school, sum) / a$n
  of <- tapply(a$start, a$school, unique)
  v <- tapply(s^2, of, sum); k <- tapply(c(table(a$school)), of, mean_df)
  c(se = sqrt(sum(s^2)), df = sum(v)^2 / sum(v^2 / k))
}
told <- function(a, phi, se) {
  g <- a$cells[, 1]; since <- a$cells[, 2] >= g; far <- a$cells[, 2] - g
  waves <- unique(g[since])
  name <- function(x, v) setNames(list(v), x)
  row <- function(x, f) setNames(as.list(c(f$theta, se(f$phi))), paste0(x, ".", c("estimate", "se", "df")[seq_len(1 + length(se(f$phi)))]))
  one <- function(x, k) row(x, sum_up(a, as.list(k), g[k], phi))
  out <- list()
  for (k in seq_along(g)) out <- c(out, row(sprintf("cell.%g.%g", g[k], a$cells[k, 2]), list(theta = a$cells[k, 3], phi = phi[, k])))
  for (w in waves) { k <- which(since & g == w); out <- c(out, row(sprintf("wave.%g", w), list(theta = mean(a$cells[k, 3]), phi = rowMeans(phi[, k, drop = FALSE])))) }
  out <- c(out, row("overall", sum_up(a, lapply(waves, function(w) which(since & g == w)), waves, phi)))
  out <- c(out, one("simple", which(since)), one("pre", which(!since)))
  for (f in sort(unique(far))) out <- c(out, one(sprintf("far.%g", f), which(far == f)))
  out
}
under <- function(x, values) setNames(values, paste0(x, ".", names(values)))
said <- list()
for (control in c("never", "notyet")) for (base in c("varying", "universal")) {
  a <- att(d, control, base)
  said <- c(said, under(paste("unit", control, base, sep = "."), told(a, a$phi, unit_se)))
}
# By school, waves of under four schools left out of the sums (and of nothing else): drop the cells, not the schools.
for (control in c("never", "notyet")) {
  a <- att(d, control)
  small <- sapply(unique(a$cells[, 1]), function(g) any(a$cells[a$cells[, 1] == g & a$cells[, 2] >= g, 4] < 4))
  for (kind in c("parts", "phi")) {
    phi <- a[[kind]]; keep <- a$cells[, 4] >= 4; b <- a
    b$cells <- a$cells[keep, ]
    said <- c(said, under(paste(if (kind == "parts") "school" else "school_plain", control, sep = "."),
                          told(b, phi[, keep], function(p) school_se(a, p))))
  }
}
# Persons who miss rounds: one of seven rows gone.
gaps <- d[(seq_len(nrow(d)) * 5) %% 7 != 0, ]
a <- att(gaps, "notyet")
said <- c(said, under("gaps.notyet.varying", told(a, a$phi, unit_se)))
# The corrected standard error of a cell is CR2 of the difference of two mean changes.
wide <- reshape(d, idvar = c("person", "school", "start"), timevar = "time", direction = "wide")
wide <- wide[wide$start %in% c(3, 0), ]
cr2 <- coef_test(lm(y.5 - y.2 ~ I(start == 3), wide), vcov = "CR2", cluster = wide$school, test = "Satterthwaite")[2, ]
said <- c(said, cr2 = list(estimate = cr2$beta, se = cr2$SE, df = cr2$df))
alone <- coef_test(lm(y.5 - y.2 ~ 1, wide[wide$start == 3, ]), vcov = "CR2", cluster = wide$school[wide$start == 3])
said <- c(said, mean_df = list(df = alone$df_Satt))
say("waves.csv", unlist(said, recursive = FALSE), "clubSandwich")
