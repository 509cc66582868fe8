# Random intercepts: rows in schools, rows of three rounds in persons in schools, variances at zero, what is read off them.
suppressMessages({library(lme4); library(lmerTest); library(pbkrtest)})
source("said.R")
tight <- lmerControl(optimizer = "bobyqa", optCtrl = list(rhobeg = 0.2, rhoend = 1e-10, maxfun = 1e5), check.conv.singular = "ignore")
set.seed(20251125)
sizes <- c(1, 1, 2, 3, 4, 5, 6, 6, 7, 8, 9, 10, 12, 14, 3, 5, 7, 9)
person <- data.frame(school = rep(seq_along(sizes), sizes))
person$person <- sequence(sizes)
person$mentored <- as.integer(person$school %% 2 == 0)
person$years <- rpois(nrow(person), 9)
own <- rnorm(length(sizes), 0, 0.4)[person$school] + rnorm(nrow(person), 0, 0.5)
rounds <- do.call(rbind, lapply(1:3, function(r) transform(person, round = r,
  y = round(3 + own + 0.15 * (r - 1) * mentored + rnorm(length(years), 0, 0.4), 2))))
rounds <- rounds[runif(nrow(rounds)) > 0.08 * rounds$round, ]
# Schools that do not differ: every outcome around the mean of its school is put back at the grand mean.
rounds$alike <- round(rounds$y - ave(rounds$y, rounds$school) + mean(rounds$y), 3)
write <- function(d, file) writeLines(c(paste("#", R.version.string), capture.output(write.csv(d, row.names = FALSE, quote = FALSE))), file.path(folder, file))
write(rounds, "three_rounds.csv")

d <- rounds
d$round <- factor(d$round)
people <- read.csv("invented.csv", comment.char = "#")

told <- function(m, term) {
  L <- as.numeric(names(fixef(m)) == term)
  A <- vcovAdj(m)
  satterthwaite <- contest1D(m, L)
  b <- sum(L * fixef(m))
  se <- sqrt(drop(t(L) %*% as.matrix(A) %*% L))
  df <- get_Lb_ddf(m, L)
  list(coef = unname(fixef(m)), se = unname(sqrt(diag(as.matrix(vcov(m))))), variance = as.data.frame(VarCorr(m))$vcov,
       loglik = as.numeric(logLik(m)),
       kr = list(estimate = b, se = se, df = df, p = 2 * pt(-abs(b / se), df), ci_low = b - qt(.975, df) * se, ci_high = b + qt(.975, df) * se),
       satterthwaite = list(estimate = b, se = satterthwaite[["Std. Error"]], df = satterthwaite$df, p = satterthwaite[["Pr(>|t|)"]]))
}
fit <- function(formula, data) suppressMessages(lmerTest::lmer(formula, data, control = tight))

# The interval of the share between schools: the ratio is in it when the F of the weighted school means is not surprising.
exact <- function(y, school) {
  n <- as.numeric(table(school)); m <- as.numeric(tapply(y, school, mean)); G <- length(n); N <- sum(n)
  within <- sum((y - ave(y, school))^2) / (N - G)
  f <- function(ratio) { w <- n / (1 + ratio * n); sum(w * (m - sum(w * m) / sum(w))^2) / (G - 1) / within }
  limit <- function(p) { q <- qf(p, G - 1, N - G); if (f(0) <= q) 0 else { r <- uniroot(function(x) f(exp(x)) - q, c(-30, 30), tol = 1e-13)$root; plogis(r) } }
  c(limit(.975), limit(.025))
}
share <- function(y, school) {
  v <- as.data.frame(VarCorr(fit(y ~ 1 + (1 | school), data.frame(y, school))))$vcov
  e <- exact(y, school)
  list(estimate = v[1] / sum(v), ci_low = e[1], ci_high = e[2])
}

m0 <- fit(after ~ 1 + (1 | school), people)
re <- ranef(m0, condVar = TRUE)$school
v0 <- as.data.frame(VarCorr(m0))$vcov
m1 <- fit(after ~ mentored + before + (1 | school), people)
v1 <- as.data.frame(VarCorr(m1))$vcov
b <- fixef(m1)[["mentored"]]

# Hedges 2007, the total-variance effect with unequal schools.
hedges <- function(d, rho, nt, nc) {
  NT <- sum(nt); NC <- sum(nc); N <- NT + NC; mt <- length(nt); mc <- length(nc)
  ut <- (NT^2 - sum(nt^2)) / (NT * (mt - 1)); uc <- (NC^2 - sum(nc^2)) / (NC * (mc - 1))
  g <- d * sqrt(1 - rho * (N - ut * mt - uc * mc + ut + uc - 2) / (N - 2))
  n <- NC * sum(nt^2) / (NT * N) + NT * sum(nc^2) / (NC * N)
  A <- (NT^2 * sum(nt^2) + sum(nt^2)^2 - 2 * NT * sum(nt^3)) / NT^2 + (NC^2 * sum(nc^2) + sum(nc^2)^2 - 2 * NC * sum(nc^3)) / NC^2
  B <- ut * (mt - 1) + uc * (mc - 1)
  v <- N / (NT * NC) * (1 + (n - 1) * rho) + g^2 * ((N - 2) * (1 - rho)^2 + A * rho^2 + 2 * B * rho * (1 - rho)) / (2 * (N - 2) * ((N - 2) - rho * (N - 2 - B)))
  list(estimate = g, se = sqrt(v), ci_low = g - qnorm(.975) * sqrt(v), ci_high = g + qnorm(.975) * sqrt(v))
}
d0 <- b / sqrt(sum(v0))
per <- function(arm) { n <- table(people$school[people$mentored == arm]); as.numeric(n[n > 0]) }

say("mixed.csv", unlist(list(
  schools = told(m1, "mentored"),
  schools_alike = told(fit(alike ~ mentored + (1 | school), d), "mentored"),
  rounds = told(fit(y ~ mentored * round + years + (1 | school/person), d), "mentored:round3"),
  rounds_alike = told(fit(alike ~ round + (1 | school/person), d), "round3"),
  icc = share(people$after, people$school),
  icc_alike = share(d$alike, d$school),
  means = list(raw = as.numeric(tapply(people$after, people$school, mean)), shrunken = fixef(m0)[[1]] + re[, 1], sd = sqrt(attr(re, "postVar")[1, 1, ])),
  total = c(list(d = d0, d_within = b / sqrt(v1[2]), d_conditional = b / sqrt(sum(v1)), icc = v0[1] / sum(v0)), effect = hedges(d0, v0[1] / sum(v0), per(1), per(0)))
)), c("lme4", "lmerTest", "pbkrtest"))
