# How well items measure: reliability, one and two factors over groups, agreement in schools, ordered answers.
# Invented: 24 schools of 4 to 30 persons, four items of one thing, three of another, answers 1 to 5; a second answer to c.
suppressMessages({library(psych); library(lavaan); library(multilevel); library(ordinal)})
source("said.R")
set.seed(20261103)
sizes <- c(4, 5, 7, 9, 11, 12, 14, 15, 16, 18, 18, 19, 20, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30)
school <- rep(seq_along(sizes), sizes)
n <- length(school)
arm <- as.integer(seq_len(n) %% 2 == 0)
answer <- function(x) as.integer(pmin(5, pmax(1, round(x))))
a <- rnorm(n) + rnorm(24, 0, 0.5)[school] + 0.2 * arm
b <- 0.5 * a + rnorm(n, 0, 0.9)
item <- function(level, loading, spread, trait) answer(level + loading * trait + rnorm(n, 0, spread))
d <- data.frame(school, arm,
  a1 = item(3.0, 0.8, 0.7, a), a2 = item(3.2, 0.7, 0.8, a), a3 = item(2.8, 0.6 + 0.2 * arm, 0.9, a),
  a4 = item(3.4 - 0.3 * arm, 0.7, 0.8, a),
  b1 = item(3.1, 0.7, 0.8, b), b2 = item(2.9, 0.8, 0.7, b), b3 = item(3.3, 0.6, 0.9, b))
d$c <- answer(d$a1 + 0.3 + 0.4 * arm + rnorm(n, 0, 0.8))
first <- paste("#", R.version.string)
writeLines(c(first, capture.output(write.csv(d, row.names = FALSE, quote = FALSE))), file.path(folder, "measured.csv"))

scale <- c("a1", "a2", "a3", "a4")
numbered <- function(values) as.list(setNames(as.numeric(values), seq_along(values)))
of <- function(x) {
  k <- ncol(x)
  f <- suppressWarnings(psych::alpha(x, check.keys = FALSE, warnings = FALSE))
  q <- 1 - (1 - f$total$raw_alpha) * qf(c(.975, .025), nrow(x) - 1, (nrow(x) - 1) * (k - 1))
  C <- cov(x); o <- C; diag(o) <- 0
  list(alpha = f$total$raw_alpha, standardised = f$total$std.alpha, low = q[1], high = q[2], ase = f$total$ase,
       average_r = f$total$average_r, rest = numbered(f$item.stats$r.drop),
       lambda2 = (sum(o) + sqrt(k / (k - 1) * sum(o^2))) / sum(C),
       error = sd(rowMeans(x)) * sqrt(1 - f$total$raw_alpha))
}
x <- d[, scale]
one <- lavaan::cfa(paste("F =~", paste(scale, collapse = "+")), x, std.lv = TRUE, control = list(rel.tol = 1e-10))
pe <- parameterEstimates(one); l <- pe$est[pe$op == "=~"]; th <- pe$est[pe$op == "~~" & pe$lhs %in% scale]
m <- abs(psych::fa(x, 1, fm = "minres", rotate = "none")$loadings[, 1])
fit <- function(f) setNames(as.list(as.numeric(fitMeasures(f,
  c("chisq", "df", "pvalue", "cfi", "rmsea", "rmsea.ci.lower", "rmsea.ci.upper", "srmr")))),
  c("chi2", "df", "p", "cfi", "rmsea", "rmsea_low", "rmsea_high", "srmr"))
steps <- function(model) {
  go <- function(...) fit(lavaan::cfa(model, d, group = "arm", group.label = c("0", "1"), control = list(rel.tol = 1e-10), ...))
  list(configural = go(), metric = go(group.equal = "loadings"), scalar = go(group.equal = c("loadings", "intercepts")))
}
v <- aov(rowMeans(x) ~ factor(d$school))
even <- multilevel::rwg.j(x, d$school, ranvar = 2)$rwg.j
skewed <- multilevel::rwg.j(x, d$school, ranvar = 1.34)$rwg.j
lone <- multilevel::rwg(d$c, d$school, ranvar = 2)$rwg
away <- multilevel::ad.m(x, d$school)$AD.M
tight <- nlme::lmeControl(msTol = 1e-14, tolerance = 1e-12)
lmes <- sapply(scale, function(name) {
  t <- nlme::lme(as.formula(paste(name, "~ 1")), random = ~ 1 | school, data = d, control = tight)
  as.numeric(nlme::VarCorr(t)[1, 1]) / (as.numeric(nlme::VarCorr(t)[1, 1]) + t$sigma^2)
})
d$y <- factor(d$c, ordered = TRUE)
odds <- clm(y ~ arm + b1, data = d, control = list(gradTol = 1e-12))
mixed <- clmm(y ~ arm + b1 + (1 | school), data = transform(d, school = factor(school)), nAGQ = 25)
s <- coef(summary(odds)); ms <- coef(summary(mixed))
# By school: sums of the scores of clm's own gradient, from differences of its log-likelihood, person by person.
person <- function(p) {
  cut <- c(-Inf, p[1:4], Inf); eta <- d$arm * p[5] + d$b1 * p[6]
  log(plogis(cut[d$c + 1] - eta) - plogis(cut[d$c] - eta))
}
at <- c(odds$alpha, odds$beta)
score <- sapply(1:6, function(i) { h <- replace(numeric(6), i, 1e-5); (person(at + h) - person(at - h)) / 2e-5 })
sums <- rowsum(score, d$school)
V <- vcov(odds) %*% crossprod(sums) %*% vcov(odds) * 24 / 23
moves <- table(factor(d$a1, 1:5), factor(d$c, 1:5))
say("measuring.csv", unlist(list(
  four = of(x), dropped = numbered(psych::alpha(x)$alpha.drop$raw_alpha), two = of(d[, c("a1", "a2")]),
  spearman_brown = 2 * cor(d$a1, d$a2) / (1 + cor(d$a1, d$a2)),
  omega = sum(l)^2 / (sum(l)^2 + sum(th)), omega_minres = sum(m)^2 / (sum(m)^2 + sum(1 - m^2)), loading = numbered(l),
  one = fit(one), items4 = steps("F =~ a1 + a2 + a3 + a4"), items7 = steps("A =~ a1 + a2 + a3 + a4 \n B =~ b1 + b2 + b3"),
  icc1 = multilevel::ICC1(v), icc2 = multilevel::ICC2(v), f = summary(v)[[1]][1, 4], f_p = summary(v)[[1]][1, 5],
  item_icc = numbered(lmes), even = numbered(even), skewed = numbered(skewed), lone = numbered(lone), away = numbered(away),
  threshold = numbered(odds$alpha), beta = numbered(odds$beta), se = numbered(s[, 2]), loglik = as.numeric(logLik(odds)),
  school_se = numbered(sqrt(diag(V))), mixed_threshold = numbered(mixed$alpha), mixed_beta = numbered(mixed$beta),
  mixed_se = numbered(ms[, 2]), mixed_sd = as.numeric(mixed$ST[[1]]), mixed_loglik = as.numeric(logLik(mixed)),
  move = numbered(t(moves))
)), c("psych", "lavaan", "multilevel", "ordinal", "nlme"))
