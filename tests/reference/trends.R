# Items beside their areas, and two groups of which only number, mean and standard deviation are known: base R.
source("said.R")
of <- function(change, area) { dev <- change - ave(change, area); z <- (dev - median(dev)) / mad(dev)
  c(dev = dev, z = z) }
with <- function(n, m, s) { x <- seq_len(n)^1.3; m + s * (x - mean(x)) / sd(x) }      # any sample with these numbers
welch <- function(m1, s1, n1, m2, s2, n2) { t <- t.test(with(n1, m1, s1), with(n2, m2, s2))
  list(estimate = unname(t$estimate[1] - t$estimate[2]), se = t$stderr, df = unname(t$parameter), ci_low = t$conf.int[1], ci_high = t$conf.int[2]) }
say("trends.csv", c(
  drift = of(c(.1, .2, .9, .1, .3, .2, .1, .4), rep(1:2, each = 4)),
  many = of(c(.12, -.05, .31, .08, .22, .17, -.9, .02, .4, .11, .19, .25, .07), c(1, 1, 1, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3)),
  school = welch(3.4, .8, 24, 3.1, .9, 420),
  icils = welch(48, 9, 31, 45.54, 9.38, 420),
  even = welch(2.5, 1.1, 10, 2.5, .4, 10)))
