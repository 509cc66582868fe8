# Signed ranks of the change (coin, exactRankTests), order of two groups (effectsize), and how differences are spread.
suppressMessages({library(coin); library(exactRankTests); library(effectsize)})
source("said.R")
d <- read.csv("invented.csv", comment.char = "#")
d$change <- round(d$after - d$before, 8)
walsh <- function(x) { w <- outer(x, x, "+") / 2; median(w[upper.tri(w, diag = TRUE)]) }
signed <- function(x) {
  pair <- data.frame(before = 0 * x, after = x)
  test <- function(zeros, how) wilcoxsign_test(after ~ before, data = pair, zero.method = zeros, distribution = how)
  form <- function(zeros) {
    kept <- if (zeros == "Pratt") x else x[x != 0]
    r <- rank(abs(kept)); rose <- sum(r[kept > 0]); fell <- sum(r[kept < 0])
    list(rose = rose, fell = fell, z = as.numeric(statistic(test(zeros, "asymptotic"))),
         p_normal = as.numeric(pvalue(test(zeros, "asymptotic"))), p_exact = as.numeric(pvalue(test(zeros, "exact"))),
         biserial = (rose - fell) / sum(r))
  }
  b <- binom.test(sum(x > 0), sum(x != 0))
  list(pratt = form("Pratt"), wilcoxon = form("Wilcoxon"), shift = walsh(x), median = median(x),
       sign = list(estimate = unname(b$estimate), p = b$p.value), zeros = sum(x == 0),
       p_other = wilcox.exact(x[x != 0], exact = TRUE)$p.value,
       biserial = suppressWarnings(rank_biserial(x[x != 0]))$r_rank_biserial)
}
by_school <- function(rows) {
  x <- d$change[rows]
  s <- tapply(sign(x) * rank(abs(x)), d$school[rows], sum); t <- t.test(s)
  list(estimate = unname(t$estimate), se = unname(t$stderr), df = unname(t$parameter),
       ci_low = t$conf.int[1], ci_high = t$conf.int[2], p = t$p.value)
}
x <- d$after[d$mentored == 1]; y <- d$after[d$mentored == 0]
cliff <- cliffs_delta(x, y); glass <- glass_delta(x, y); g <- hedges_g(x, y)$Hedges_g
c0 <- d$after - d$before; n <- length(c0); z <- c0 - mean(c0); m2 <- mean(z^2); sh <- shapiro.test(c0)
away <- abs(c0 - ave(c0, d$hub, FUN = median)); bf <- anova(lm(away ~ factor(d$hub))); pm <- cor.test(c0, d$after + d$before)
say("ranks.csv", unlist(list(
  # Half a point off the change: as many zeros and ties, and a p in the middle.
  all = signed(d$change), half = signed(d$change - 0.5), one = signed(d$change[d$school == 16] - 0.75),
  clustered = by_school(rep(TRUE, n)), clustered_six = by_school(d$school > 10),
  order = list(delta = cliff$r_rank_biserial, low = cliff$CI_low, high = cliff$CI_high,
               p = wilcox.test(x, y, exact = FALSE)$p.value, superiority = mean(outer(x, y, ">")) + .5 * mean(outer(x, y, "==")),
               common_language = pnorm((mean(x) - mean(y)) / sqrt(var(x) + var(y))), glass = glass$Glass_delta,
               glass_low = glass$CI_low, glass_high = glass$CI_high, u3 = pnorm(g), improvement = 100 * pnorm(g) - 50, g = g),
  spread = list(w = unname(sh$statistic), p = sh$p.value, skewness = mean(z^3) / m2^1.5,
                skewness_adjusted = mean(z^3) / m2^1.5 * sqrt(n * (n - 1)) / (n - 2), kurtosis = mean(z^4) / m2^2 - 3,
                outliers = sum(abs(c0 - median(c0)) > 3 * mad(c0)), pitman = unname(pm$estimate), pitman_p = pm$p.value,
                brown_forsythe = bf[1, 4], brown_forsythe_p = bf[1, 5])
)), c("coin", "exactRankTests", "effectsize"))
