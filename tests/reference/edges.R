# The G largest schools at the edges of the decision tree: below four the spread of these persons, from four on CR2.
# paired:      m <- lm(after - before ~ 1);  coef_test(m, vcov = "CR2", cluster = school)      (below four: t.test)
# independent: m <- lm(y ~ round);           coef_test(m, vcov = "CR2", cluster = school)      (below four: Welch)
# effect:      J(2 (n - 1) / (1 + r^2)) * mean(d) / s_av; limits of Algina and Keselman, from four schools on `ratio` of said.R
# lopsided:    four schools of 30, 2, 2 and 2 persons: fewer than 4 degrees of freedom
suppressMessages(library(clubSandwich))
source("said.R")
d <- read.csv("invented.csv", comment.char = "#")
J <- function(v) exp(lgamma(v / 2) - log(sqrt(v / 2)) - lgamma((v - 1) / 2))
limits <- function(t, df) suppressWarnings(vapply(c(.975, .025), function(p)
  uniroot(function(nc) pt(t, df, nc) - p, c(t - 20, t + 20), tol = 1e-12)$root, 0))
ends <- function(x) c(x, ci_low = x[["estimate"]] - qt(.975, x[["df"]]) * x[["se"]],
                      ci_high = x[["estimate"]] + qt(.975, x[["df"]]) * x[["se"]])
robust <- function(m, school, k) {
  found <- coef_test(m, vcov = "CR2", cluster = school, test = "Satterthwaite")[k, ]
  ends(c(estimate = found$beta, se = found$SE, df = found$df, p = found$p_Satt))
}
of <- function(d) {
  change <- d$after - d$before; n <- length(change); G <- length(unique(d$school))
  y <- c(d$before, d$after); later <- rep(0:1, each = n)
  if (G >= 4) {
    paired <- robust(lm(change ~ 1), d$school, 1); independent <- robust(lm(y ~ later), rep(d$school, 2), 2)
  } else {
    paired <- ends(c(estimate = mean(change), se = sd(change) / sqrt(n), df = n - 1))
    w <- t.test(d$after, d$before)
    independent <- ends(c(estimate = unname(diff(rev(w$estimate))), se = w$stderr, df = unname(w$parameter)))
  }
  s_av <- sqrt((var(d$before) + var(d$after)) / 2); own <- 2 * (n - 1) / (1 + cor(d$before, d$after)^2)
  both <- if (G >= 4) ratio(paired[["estimate"]], paired[["se"]], paired[["df"]], s_av, own) else
    limits(paired[["estimate"]] / paired[["se"]], paired[["df"]]) * paired[["se"]] / s_av
  effect <- c(estimate = J(own) * mean(change) / s_av, ci_low = both[1], ci_high = both[2])
  c(n = n, paired = paired, independent = independent, effect = effect)
}
found <- list()
for (G in c(3, 4, 9, 10)) found[[paste0("G", G)]] <- of(d[d$school %in% tail(sort(unique(d$school)), G), ])
many <- d[order(-d$school), ]
many$school <- NA; many$school[1:36] <- rep(1:4, c(30, 2, 2, 2))
found$lopsided <- of(many[1:36, ])
found$ten <- c(of(transform(many[1:10, ], school = 1)))
say("edges.csv", unlist(found), "clubSandwich")
