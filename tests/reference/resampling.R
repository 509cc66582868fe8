# Schools rearranged, in base R by going through every arrangement; persons by exactRankTests; schools drawn by boot.
suppressMessages({library(exactRankTests); library(boot)})
source("said.R")
d <- read.csv("invented.csv", comment.char = "#")
change <- round(d$after - d$before, 8)
every <- function(k, values = c(1, -1)) as.matrix(expand.grid(rep(list(values), k)))
flip <- function(rows) {
  s <- tapply(change[rows], d$school[rows], sum)
  mean(abs(every(length(s)) %*% s) >= abs(sum(s)) - 1e-10)
}
relabel <- function(rows) {
  m <- tapply(change[rows], d$school[rows], mean); tr <- tapply(d$mentored[rows], d$school[rows], mean) == 1
  seen <- mean(m[tr]) - mean(m[!tr])
  t <- combn(length(m), sum(tr), function(k) mean(m[k]) - mean(m[-k]))
  list(estimate = seen, p = mean(abs(t) >= abs(seen) - 1e-10), arrangements = length(t),
       smallest_p = mean(abs(t) >= max(abs(t)) - 1e-10))
}
wild <- function(y, X, k, school, null = 0, values = c(1, -1)) {
  school <- match(school, unique(school)); G <- max(school); n <- length(y); p <- ncol(X); M <- solve(crossprod(X))
  t_of <- function(y, against) {
    b <- M %*% crossprod(X, y); e <- drop(y - X %*% b)
    S <- rowsum(X * e, school)
    V <- M %*% crossprod(S) %*% M * G / (G - 1) * (n - 1) / (n - p)
    c((b[k] - against) / sqrt(V[k, k]), b[k], sqrt(V[k, k]))
  }
  seen <- t_of(y, null)
  held <- y - null * X[, k]; R <- X[, -k, drop = FALSE]
  fitted <- if (ncol(R)) drop(R %*% solve(crossprod(R), crossprod(R, held))) else 0 * y
  u <- held - fitted
  W <- every(G, values)
  t <- apply(W, 1, function(w) t_of(fitted + w[school] * u, 0)[1])
  list(estimate = seen[2], se = seen[3], p = mean(abs(t) >= abs(seen[1]) - 1e-10), arrangements = nrow(W))
}
ancova <- function(rows) with(d[rows, ], cbind(1, mentored, before))
twelve <- d$school > 4; nine <- d$school > 7; six <- d$school > 10
# Schools drawn with everybody in them; boot is given the jackknife, as it would use regression otherwise.
set.seed(20251125)
rows <- split(seq_len(nrow(d)), d$school)
g <- function(r) { c <- d$after[r] - d$before[r]; mean(c) / sqrt((var(d$before[r]) + var(d$after[r])) / 2) }
jack <- sapply(seq_along(rows), function(j) g(unlist(rows[-j]))); lean <- mean(jack) - jack
drawn <- boot(seq_along(rows), function(s, i) g(unlist(rows[i])), R = 9999)
ci <- boot.ci(drawn, type = c("perc", "bca"), L = lean * (length(rows) - 1))
say("resampling.csv", c(
  flip_persons.p = perm.test(as.integer(round(4 * d$after)), as.integer(round(4 * d$before)), paired = TRUE, exact = TRUE)$p.value,
  flip_one.p = { o <- d$school == 16; perm.test(as.integer(round(4 * d$after[o])), as.integer(round(4 * d$before[o])), paired = TRUE, exact = TRUE)$p.value },
  flip_schools.p = flip(d$school > 0), flip_nine.p = flip(nine),
  relabel = relabel(d$school > 0), relabel_nine = relabel(nine),
  wild_twelve = wild(d$after[twelve], ancova(twelve), 2, d$school[twelve]),
  wild_null = wild(d$after[twelve], ancova(twelve), 2, d$school[twelve], null = 0.3),
  wild_nine = wild(d$after[nine], ancova(nine), 2, d$school[nine]),
  wild_mean = wild(change[six], matrix(1, sum(six), 1), 1, d$school[six]),
  webb = wild(change[six], matrix(1, sum(six), 1), 1, d$school[six], values = c(-1, 1) %x% sqrt(c(.5, 1, 1.5))),
  boot = list(estimate = g(seq_len(nrow(d))), acceleration = sum(lean^3) / (6 * sum(lean^2)^1.5), ci_low = ci$bca[4],
              ci_high = ci$bca[5], percentile_low = ci$percent[4], percentile_high = ci$percent[5])
), c("exactRankTests", "boot"))
