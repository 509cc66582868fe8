# Who moved, who stood at the end of the scale, adjusted p, and the interval of a mean with part of the group asked.
source("said.R")
d <- read.csv("invented.csv", comment.char = "#")
change <- round(d$after - d$before, 8)
end <- function(count) { w <- prop.test(count, nrow(d), correct = FALSE); list(share = unname(w$estimate), low = w$conf.int[1], high = w$conf.int[2]) }
p <- c(0.001, 0.04, 0.03, 0.2, 0.011, 0.6)
adjust <- unlist(lapply(c("bonferroni", "holm", "hochberg", "BH", "BY"), function(k) setNames(p.adjust(p, k), paste(k, seq_along(p), sep = "."))))
x <- d$before; n <- length(x); N <- 200
reach <- qt(.975, n - 1) * sd(x) / sqrt(n) * sqrt(1 - n / N)
say("shares.csv", c(
  moved = list(higher = sum(change > 0), same = sum(change == 0), lower = sum(change < 0),
               superiority = mean(change > 0) + .5 * mean(change == 0)),
  floor = end(sum(d$after <= 2)), ceiling = end(sum(d$after >= 4)),
  adjust, mean = list(estimate = mean(x), ci_low = mean(x) - reach, ci_high = mean(x) + reach)
))
