# A whole comparison of two rounds in R: half rule on the common items, pairs by key within school and group,
# change with CR2 by school (or the spread of these persons below four schools), g_av, counts, Holm over the areas.
suppressMessages(library(clubSandwich))
source("said.R")
d <- read.csv("answers.csv", comment.char = "#")
d[, 5:11][d[, 5:11] < -100] <- NA
d$A2 <- 6 - d$A2
areas <- list(A = c("A1", "A2", "A3"), B = c("B1", "B2", "B3"))   # B4 was reworded
for (area in names(areas)) {
  items <- d[, areas[[area]]]
  d[[area]] <- ifelse(rowSums(!is.na(items)) >= ceiling(ncol(items) / 2), rowMeans(items, na.rm = TRUE), NA)
}
J <- function(v) exp(lgamma(v / 2) - log(sqrt(v / 2)) - lgamma((v - 1) / 2))
limits <- function(t, df) suppressWarnings(vapply(c(.975, .025), function(p)
  uniroot(function(nc) pt(t, df, nc) - p, c(t - 20, t + 20), tol = 1e-12)$root, 0))
found <- list()
p_paired <- p_independent <- c()
for (group in c("teachers", "pupils")) for (area in names(areas)) {
  one <- d[d$group == group & !is.na(d[[area]]), ]
  b <- one[one$round == "before", ]; a <- one[one$round == "after", ]
  pairs <- merge(b[b$person != "", ], a[a$person != "", ], by = c("person", "school"))
  x <- pairs[[paste0(area, ".x")]]; y <- pairs[[paste0(area, ".y")]]; change <- y - x; n <- length(change)
  many <- length(unique(pairs$school)) >= 4
  key <- paste(group, area, sep = ".")
  if (many) {
    ct <- coef_test(lm(change ~ 1), vcov = "CR2", cluster = pairs$school, test = "Satterthwaite")
    est <- list(estimate = ct$beta, se = ct$SE, df = ct$df, p = ct$p_Satt)
    z <- c(b[[area]], a[[area]]); later <- rep(0:1, c(nrow(b), nrow(a)))
    ci <- coef_test(lm(z ~ later), vcov = "CR2", cluster = c(b$school, a$school), test = "Satterthwaite")[2, ]
    ind <- list(estimate = ci$beta, se = ci$SE, df = ci$df, p = ci$p_Satt)
    p_paired[key] <- est$p; p_independent[key] <- ind$p
  } else {
    est <- list(estimate = mean(change), se = sd(change) / sqrt(n), df = n - 1)
    w <- t.test(a[[area]], b[[area]])
    ind <- list(estimate = unname(w$estimate[1] - w$estimate[2]), se = w$stderr, df = unname(w$parameter))
  }
  est$ci_low <- est$estimate - qt(.975, est$df) * est$se; est$ci_high <- est$estimate + qt(.975, est$df) * est$se
  ind$ci_low <- ind$estimate - qt(.975, ind$df) * ind$se; ind$ci_high <- ind$estimate + qt(.975, ind$df) * ind$se
  s_av <- sqrt((var(x) + var(y)) / 2); own <- 2 * (n - 1) / (1 + cor(x, y)^2)
  both <- if (many) ratio(est$estimate, est$se, est$df, s_av, own) else limits(est$estimate / est$se, est$df) * est$se / s_av
  effect <- list(estimate = J(own) * mean(change) / s_av, ci_low = both[1], ci_high = both[2])
  moved <- round(change, 8)
  row <- list(n_pairs = n, n_before = nrow(b), n_after = nrow(a), mean_before = mean(x), mean_after = mean(y),
              sd_before = sd(x), sd_after = sd(y), median_before = median(x), median_after = median(y),
              higher = sum(moved > 0), same = sum(moved == 0), lower = sum(moved < 0))
  found[[key]] <- c(paired = row, paired.change = est, paired.effect = effect, independent.change = ind,
                    independent = list(mean_before = mean(b[[area]]), mean_after = mean(a[[area]])))
}
adjust <- function(p) setNames(as.list(p.adjust(p, "holm")), names(p))
say("comparison.csv", c(unlist(found), paired_holm = adjust(p_paired), independent_holm = adjust(p_independent)), "clubSandwich")
