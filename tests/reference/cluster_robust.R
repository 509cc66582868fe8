# Any regression with school-clustered standard errors: a school-level regressor, covariates, dummies that fit schools exactly.
suppressMessages(library(clubSandwich))
source("said.R")
d <- read.csv("invented.csv", comment.char = "#")
d$south <- as.integer(d$hub == "south")
d$west <- as.integer(d$hub == "west")
one <- function(m, term, kind) {
  ct <- coef_test(m, vcov = kind, cluster = d$school, test = "Satterthwaite")
  ct <- ct[rownames(ct) == term, ]
  list(estimate = ct$beta, se = ct$SE, df = ct$df, p = ct$p_Satt)
}
ancova <- lm(after ~ mentored + before + south + west, d)
dose <- lm(after ~ before + hours + I(hours^2), d)
within <- lm(after ~ before + factor(school), d)
kinds <- c("CR0", "CR1", "CR1S", "CR2", "CR3")
L <- c(0, 1, 0, -1, 1)
lin <- Wald_test(ancova, constraints = matrix(L, 1), vcov = "CR2", cluster = d$school, test = "HTZ")
V <- vcovCR(ancova, cluster = d$school, type = "CR2")
say("cluster_robust.csv", c(
  unlist(lapply(setNames(kinds, kinds), function(k) one(ancova, "mentored", k)), recursive = FALSE),
  dose = one(dose, "hours", "CR2"), within = one(within, "before", "CR2"),
  contrast = list(estimate = sum(L * coef(ancova)), se = sqrt(drop(t(L) %*% V %*% L)), df = lin$df_denom, p = lin$p_val),
  ols = list(se = coef(summary(ancova))["mentored", 2])
), "clubSandwich")
