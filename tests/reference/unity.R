# Agreement inside one group, a share when part of those invited answered, a gap between two groups and how it moved.
# The answers are those measuring.R invented: each of its schools is a group.
suppressMessages(library(multilevel))
source("said.R")
d <- read.csv("measured.csv", comment.char = "#")
scale <- c("a1", "a2", "a3", "a4")
x <- d[, scale]
numbered <- function(values) as.list(setNames(as.numeric(values), seq_along(values)))

# With gaps package multilevel leaves persons out, and our answers do not: the same formulas, item by item.
y <- x[d$school == 24, ]
gone <- outer(seq_len(nrow(y)), 1:4, function(row, column) (7 * row + 3 * column) %% 11 == 0)
y[gone] <- NA
s2 <- mean(sapply(y, var, na.rm = TRUE))
room <- function(v, low = 1, high = 5) {
  v <- v[!is.na(v)]; n <- length(v); m <- mean(v)
  1 - 2 * var(v) / (((high + low) * m - m^2 - high * low) * n / (n - 1))
}
away <- function(centre) mean(sapply(y, function(v) mean(abs(v - centre(v, na.rm = TRUE)), na.rm = TRUE)))
given <- unlist(y)[!is.na(unlist(y))]

of <- function(count, n, N) {
  m <- n * (N - 1) / (N - n)
  w <- suppressWarnings(prop.test(count / n * m, m, correct = FALSE))
  list(low = w$conf.int[1], high = w$conf.int[2])
}

# Two groups in two rounds, four different sets of persons.
mean_of <- function(school) rowMeans(x[d$school == school, ])
four <- lapply(c(24, 23, 18, 17), mean_of)
now <- t.test(four[[1]], four[[2]]); before <- t.test(four[[3]], four[[4]])
moved <- unname(diff(rev(now$estimate))) - unname(diff(rev(before$estimate)))
v <- sapply(four, function(g) var(g) / length(g)); se <- sqrt(sum(v))
df <- sum(v)^2 / sum(v^2 / (lengths(four) - 1))
pooled <- sqrt(sum((lengths(four[1:2]) - 1) * sapply(four[1:2], var)) / (sum(lengths(four[1:2])) - 2))

say("unity.csv", unlist(list(
  even = numbered(rwg.j(x, d$school, ranvar = 2)$rwg.j), skewed = numbered(rwg.j(x, d$school, ranvar = 1.34)$rwg.j),
  star = numbered(rwg.j.lindell(x, d$school, ranvar = 2)$rwg.lindell), awg = numbered(awg(x, d$school, range = c(1, 5))$a.wg),
  mean = numbered(ad.m(x, d$school, type = "mean")$AD.M), median = numbered(ad.m(x, d$school, type = "median")$AD.M),
  gaps = list(even = 4 * (1 - s2 / 2) / (4 * (1 - s2 / 2) + s2 / 2), star = 1 - s2 / 2, awg = mean(sapply(y, room)),
              mean = away(mean), median = away(median), low = mean(given <= 2), high = mean(given >= 4)),
  wilson = c(part = of(4, 8, 25), most = of(17, 28, 30), none = of(0, 12, 40)),
  gap = list(estimate = unname(diff(rev(now$estimate))), se = now$stderr, df = unname(now$parameter),
             ci_low = now$conf.int[1], ci_high = now$conf.int[2]),
  g = unname(diff(rev(now$estimate))) / pooled * (1 - 3 / (4 * sum(lengths(four[1:2])) - 9)),
  moved = list(estimate = moved, se = se, df = df, ci_low = moved - qt(.975, df) * se, ci_high = moved + qt(.975, df) * se)
)), "multilevel")
