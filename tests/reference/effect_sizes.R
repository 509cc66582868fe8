# Standardised change: noncentral t limits solved here to 1e-12; effectsize beside where it has the same quantity.
suppressMessages({library(clubSandwich); library(effectsize)})
source("said.R")
d <- read.csv("invented.csv", comment.char = "#")
J <- function(v) exp(lgamma(v / 2) - log(sqrt(v / 2)) - lgamma((v - 1) / 2))
limits <- function(t, df) suppressWarnings(vapply(c(.975, .025), function(p)
  uniroot(function(nc) pt(t, df, nc) - p, c(t - 20, t + 20), tol = 1e-12)$root, 0))
forms <- function(before, after) {
  change <- after - before; n <- length(change); b <- mean(change); r <- cor(before, after); se <- sd(change) / sqrt(n)
  s_av <- sqrt((var(before) + var(after)) / 2); s_d <- sd(change); nc <- limits(b / se, n - 1)
  list(r = r, d_z = b / s_d, g_z = J(n - 1) * b / s_d, d_z_low = nc[1] * se / s_d, d_z_high = nc[2] * se / s_d,
       d_av = b / s_av, g_av = J(2 * (n - 1) / (1 + r^2)) * b / s_av,
       d_av_low = nc[1] * se / s_av, d_av_high = nc[2] * se / s_av,
       d_rm = b / s_d * sqrt(2 * (1 - r)), d_b = b / sd(before), g_b = J(n - 1) * b / sd(before))
}
clustered_forms <- function(before, after, se, df) {
  found <- forms(before, after); b <- mean(after - before); n <- length(before)
  s_av <- sqrt((var(before) + var(after)) / 2); s_d <- sd(after - before)
  z <- ratio(b, se, df, s_d, n - 1); av <- ratio(b, se, df, s_av, 2 * (n - 1) / (1 + found$r^2))
  found[c("d_z_low", "d_z_high", "d_av_low", "d_av_high")] <- list(z[1], z[2], av[1], av[2])
  found
}
one <- d[d$school == 16, ]
change <- d$after - d$before
ct <- coef_test(lm(change ~ 1), vcov = "CR2", cluster = d$school, test = "Satterthwaite")
pkg <- cohens_d(one$after, one$before, paired = TRUE)
x <- d$after[d$mentored == 1]; y <- d$after[d$mentored == 0]
omega <- 1 - 3 / (4 * (length(x) + length(y)) - 9)
two <- cohens_d(x, y, pooled_sd = TRUE)
clustered <- coef_test(lm(d$after ~ d$mentored), vcov = "CR2", cluster = d$school, test = "Satterthwaite")[2, ]
s_p <- sd_pooled(x, y)
mover <- ratio(clustered$beta, clustered$SE, clustered$df, s_p, length(x) + length(y) - 2)
say("effect_sizes.csv", c(
  one_school = forms(one$before, one$after), all_schools = clustered_forms(d$before, d$after, ct$SE, ct$df),
  package = list(d_z = pkg$Cohens_d, d_z_low = pkg$CI_low, d_z_high = pkg$CI_high),
  two = list(g = omega * two$Cohens_d, low = omega * two$CI_low, high = omega * two$CI_high,
             se = omega * sqrt(1 / length(x) + 1 / length(y) + two$Cohens_d^2 / (2 * (length(x) + length(y))))),
  two_clustered = list(g = omega * clustered$beta / s_p, low = omega * mover[1], high = omega * mover[2])
), c("clubSandwich", "effectsize"))
