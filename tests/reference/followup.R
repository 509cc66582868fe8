# Invented persons over four rounds, some of whom leave, one then-test; what lavaan, mice, BayesFactor, clubSandwich and
# base R say of the change, of its leavers, of starting levels, of margins and of the next round.
suppressMessages({library(lavaan); library(mice); library(BayesFactor); library(clubSandwich)})
source("said.R")
set.seed(20260407)
sizes <- c(3, 5, 8, 9, 11, 12, 13, 14, 15, 16, 18, 20, 22, 26)
school <- rep(seq_along(sizes), sizes); n <- length(school)
quarter <- function(x) pmin(5, pmax(1, round(4 * x) / 4))
trait <- rnorm(n, 3.2, 0.6) + rnorm(length(sizes), 0, 0.2)[school]
rounds <- sapply(0:3, function(r) quarter(trait + 0.08 * r + rnorm(length(sizes), 0, 0.1)[school] + rnorm(n, 0, 0.4)))
colnames(rounds) <- paste0("r", 1:4)
then <- quarter(rounds[, 1] - 0.3 + rnorm(n, 0, 0.3))
seen <- quarter(rounds[, 1] - 0.6 * pmax(0, rounds[, 1] - 3) - 0.1 + rnorm(n, 0, 0.3))   # those who stood high fell most
whole <- rounds
for (r in 2:4) rounds[runif(n) < plogis(-1.2 - 0.8 * (rounds[, 1] - 3)), r] <- NA        # leaving depends on the first round
rounds[sample(n, 12), 1] <- NA
rounds[c(5, 90), ] <- NA
d <- data.frame(school, rounds, before = whole[, 1], after = whole[, 4], then, seen)
first <- paste("#", R.version.string)
writeLines(c(first, capture.output(write.csv(d, row.names = FALSE, quote = FALSE, na = ""))), file.path(folder, "four_rounds.csv"))

saturated_lines <- function(vs)
  paste(c(paste0(vs, " ~ m_", vs, " * 1"),
          sapply(seq_along(vs), function(i) paste(vs[i], "~~", paste(vs[i:length(vs)], collapse = " + "))),
          paste0("delta := m_", vs[length(vs)], " - m_", vs[1])), collapse = "\n")
saturated <- function(vs) {
  f <- suppressWarnings(lavaan::lavaan(saturated_lines(vs), d, missing = "fiml", fixed.x = FALSE,
                                       information = "observed", control = list(rel.tol = 1e-13)))
  p <- parameterEstimates(f); at <- p$label == "delta"
  both <- d[complete.cases(d[, c(vs[1], vs[length(vs)])]), ]
  c(mean = as.list(p$est[match(paste0("m_", vs), p$label)]), se = as.list(p$se[match(paste0("m_", vs), p$label)]),
    list(delta = p$est[at], delta_se = p$se[at], low = p$ci.lower[at], high = p$ci.upper[at], p = p$pvalue[at],
         log_likelihood = as.numeric(logLik(f)), n_any = lavInspect(f, "nobs"),
         pairs = mean(both[[vs[length(vs)]]] - both[[vs[1]]]), n_pairs = nrow(both),
         sd_first = sqrt(p$est[p$op == "~~" & p$lhs == vs[1] & p$rhs == vs[1]])))
}
fiml <- c(four = saturated(paste0("r", 1:4)), two = saturated(c("r1", "r4")))
by_school <- function(vs) {
  f <- suppressWarnings(lavaan::lavaan(saturated_lines(vs), d, missing = "fiml", fixed.x = FALSE, information = "observed",
                                       estimator = "MLR", cluster = "school", control = list(rel.tol = 1e-13)))
  p <- parameterEstimates(f); at <- p$label == "delta"; df <- length(unique(school)) - 1
  list(estimate = p$est[at], se = p$se[at], df = df, p = 2 * pt(-abs(p$est[at] / p$se[at]), df),
       ci_low = p$est[at] - qt(.975, df) * p$se[at], ci_high = p$est[at] + qt(.975, df) * p$se[at])
}
any <- rowSums(!is.na(rounds)) > 0
lowered <- fiml$four.delta - c(.1, .3, .5) * fiml$four.sd_first * mean(is.na(rounds[any, 4]))

# Five completed sets of one coefficient.
q <- c(0.41, 0.52, 0.33, 0.47, 0.60); u <- c(0.11, 0.13, 0.10, 0.12, 0.14)^2
rubin <- function(...) { o <- pool.scalar(q, u, ...); list(estimate = o$qbar, se = sqrt(o$t), df = o$df, within = o$ubar,
  between = o$b, increase = o$r, missing_information = o$fmi, p = 2 * pt(-abs(o$qbar / sqrt(o$t)), o$df)) }

before <- d$before; after <- d$after; change <- after - before
rci <- function(rel, minus = 0) {
  s <- sd(before) * sqrt(2 * (1 - rel)); i <- (change - minus) / s; z <- qnorm(.975)
  list(sd_before = sd(before), error = s / sqrt(2), difference_error = s, mdc95 = z * s, mdc90 = qnorm(.95) * s,
       improved = sum(i > z), worse = sum(i < -z), unchanged = sum(abs(i) <= z), first = i[1], last = i[n])
}

clustered <- function(m, k = 1, cluster = school) {
  ct <- coef_test(m, vcov = "CR2", cluster = cluster, test = "Satterthwaite")[k, ]
  list(estimate = ct$beta, se = ct$SE, df = ct$df, p = ct$p_Satt, ci_low = ct$beta - qt(.975, ct$df) * ct$SE,
       ci_high = ct$beta + qt(.975, ct$df) * ct$SE)
}
parts <- function(k) {
  level <- cut(before, quantile(before, 0:k / k), include.lowest = TRUE)
  unlist(lapply(seq_len(k), function(l) { q <- as.integer(level) == l
    m <- lm(change[q] ~ 1)
    c(list(n = sum(q), mean_before = mean(before[q]), expected = (1 - cor(before, after)) * (mean(before) - mean(before[q]))),
      observed = clustered(m, 1, school[q])) }), recursive = FALSE)
}
thirds <- parts(3); names(thirds) <- paste(rep(0:2, each = 9), names(thirds), sep = ".")
quarters <- parts(4); names(quarters) <- paste(rep(0:3, each = 9), names(quarters), sep = ".")
o <- cor.test(change, (before + after) / 2)
scaled <- function(x) (x - mean(x)) / sd(x)
start <- list(r = cor(before, change), oldham.estimate = unname(o$estimate), oldham.df = unname(o$parameter), oldham.p = o$p.value,
              oldham.ci_low = o$conf.int[1], oldham.ci_high = o$conf.int[2])
two <- clustered(lm(scaled(change) ~ scaled((before + after) / 2)), 2)
mc <- lm(I(after - 3) ~ I(before - 3)); s <- coef(summary(mc)); ci <- confint(mc)
mee <- list(effect.estimate = s[1, 1], effect.se = s[1, 2], effect.p = s[1, 4], effect.ci_low = ci[1, 1], effect.ci_high = ci[1, 2],
            slope.estimate = s[2, 1], slope.se = s[2, 2])
left <- d$seen - before - (1 - cor(before, d$seen)) * (mean(before) - before)
top <- before > quantile(before, 2 / 3)

eps <- 0.3; lo <- t.test(change, mu = -eps, alternative = "greater"); hi <- t.test(change, mu = eps, alternative = "less")
ci90 <- t.test(change, conf.level = .9)$conf.int; cl <- clustered(lm(change ~ 1))
tost <- list(t_lower = unname(lo$statistic), p_lower = lo$p.value, t_upper = unname(hi$statistic), p_upper = hi$p.value,
             low = ci90[1], high = ci90[2])
tost_clustered <- list(p_lower = pt((cl$estimate + eps) / cl$se, cl$df, lower.tail = FALSE), p_upper = pt((cl$estimate - eps) / cl$se, cl$df),
                       low = cl$estimate - qt(.95, cl$df) * cl$se, high = cl$estimate + qt(.95, cl$df) * cl$se)

# The posterior by adding up prior times likelihood, not by the formula.
tau <- .5 * sd(before); dens <- function(x) dnorm(x, 0, tau) * dnorm(cl$estimate, x, cl$se)
area <- function(f, from) integrate(f, from, cl$estimate + 12 * cl$se, rel.tol = 1e-12, subdivisions = 1000)$value
bottom <- cl$estimate - 12 * cl$se; whole_area <- area(dens, bottom); m <- area(function(x) x * dens(x), bottom) / whole_area
post <- list(mean = m, sd = sqrt(area(function(x) (x - m)^2 * dens(x), bottom) / whole_area), above_zero = area(dens, 0) / whole_area,
             above_smallest = area(dens, .2) / whole_area, sd_before = sd(before), smallest = .2)
bf <- function(...) ttest.tstat(..., simple = FALSE)$bf
factors <- list(pairs = bf(2.4, 30), none = bf(0, 12), strong = bf(6, 80), wide = bf(2.4, 30, rscale = 1),
                two = bf(2.1, 25, 40), negative = bf(-3.1, 295), data = log(extractBF(ttestBF(x = change))$bf))

p <- function(...) power.t.test(..., tol = 1e-12)
plan <- list(power_pairs = p(n = 40, delta = .3, type = "paired")$power, power_two = p(n = 40, delta = .3)$power,
             power_one_sided = p(n = 25, delta = .4, alternative = "one.sided")$power, power_strict = p(n = 8, delta = .1, strict = TRUE)$power,
             n_pairs = p(delta = .3, power = .8, type = "paired")$n, n_two = p(delta = .25, power = .9, sig.level = .01)$n,
             effect_pairs = p(n = 60, power = .8, type = "paired")$delta, effect_two = p(n = 35, power = .8, alternative = "one.sided")$delta)
times <- function(df, power = .8, alpha = .05) qt(1 - alpha / 2, df) + qt(power, df)
plan <- c(plan, list(
  two_levels = times(40 - 1 - 2) * sqrt(.12 * (1 - .5) / (.4 * .6 * 40) + .88 * (1 - .3) / (.4 * .6 * 40 * 9)),
  three_levels = times(14 - 2) * sqrt(.05 / (.25 * 14) + .10 / (.25 * 14 * 5) + .85 / (.25 * 14 * 5 * 8)),
  one_group = times(14 - 1) * sqrt((1 + (9 - 1) * .1) / (14 * 9))))

say("followup.csv", unlist(c(
  list(fiml = fiml, fiml_school = by_school(paste0("r", 1:4)), lowered = as.list(lowered), rubin = rubin(n = 60, k = 3), rubin_large = rubin(), rci = rci(.8),
       rci_less = rci(.75, .15), thirds = thirds, quarters = quarters, start = start, oldham_clustered = two, mee = mee,
       mee_effect = clustered(mc, 1), mee_slope = clustered(mc, 2), shift = clustered(lm(I(d$then - before) ~ 1)),
       from_then = clustered(lm(I(after - d$then) ~ 1)), change = cl, seen = clustered(lm(I(d$seen - before) ~ 1)),
       concentration = clustered(lm(left ~ top), 2), tost = tost, tost_clustered = tost_clustered, posterior = post,
       factor = factors, plan = plan))), c("lavaan", "mice", "BayesFactor", "clubSandwich"))
