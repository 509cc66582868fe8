# A nested model whose spread is taken by school: the rows are divided by the Cholesky root of lme4's covariance of their
# school, after which clubSandwich's CR2 of the least squares is what is wanted.
suppressMessages({library(lme4); library(clubSandwich)})
source("said.R")
d <- read.csv("invented.csv", comment.char = "#")
d$person <- seq_len(nrow(d))
long <- rbind(data.frame(d[c("school", "person", "mentored")], round = 0, y = d$before),
              data.frame(d[c("school", "person", "mentored")], round = 1, y = d$after))
long <- long[!(long$round == 1 & long$person %% 5 == 0) & !(long$round == 0 & long$person %% 7 == 0), ]
long <- long[order(long$school, long$person, long$round), ]
tight <- lmerControl(optimizer = "bobyqa", optCtrl = list(rhobeg = 0.2, rhoend = 1e-10, maxfun = 1e5))
robust <- function(formula, k) {
  m <- lmer(formula, long, control = tight)
  X <- getME(m, "X"); v <- as.data.frame(VarCorr(m)); within <- sigma(m)^2
  part <- function(name) { x <- v$vcov[v$grp == name]; if (length(x)) x else 0 }
  persons <- part("person:school") / within; schools <- part("school") / within
  whole <- do.call(rbind, lapply(split(seq_len(nrow(long)), long$school), function(rows) {
    V <- schools + persons * outer(long$person[rows], long$person[rows], "==") + diag(length(rows))
    forwardsolve(t(chol(V)), cbind(long$y[rows], X[rows, , drop = FALSE]))
  }))
  y <- whole[, 1]; W <- whole[, -1, drop = FALSE]
  ct <- coef_test(lm(y ~ W - 1), vcov = "CR2", cluster = long$school, test = "Satterthwaite")[k, ]
  list(estimate = ct$beta, se = ct$SE, df = ct$df, p = ct$p_Satt)
}
say("mixed_robust.csv", c(change = robust(y ~ round + (1 | school/person), 2),
                          groups = robust(y ~ mentored * round + (1 | school/person), 4),
                          two_levels = robust(y ~ round + (1 | school), 2)), c("lme4", "clubSandwich"))
