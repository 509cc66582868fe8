# Times itself: Rscript estimators.R FOLDER SIZE WHAT ("mixed" or "robust"). One line a step: step, wall, busy, peak MB, result.
asked <- commandArgs(trailingOnly = TRUE)
peak <- function() {
  status <- tryCatch(readLines("/proc/self/status"), error = function(e) character())
  line <- grep("^VmHWM", status, value = TRUE)
  if (length(line)) as.numeric(gsub("\\D", "", line)) * 1024 / 1e6 else NA
}
step <- function(name, expr) {
  gc()
  spent <- system.time(value <- expr)
  cat(name, spent[["elapsed"]], spent[["user.self"]] + spent[["sys.self"]], peak(), sprintf("%.12g", value()), sep = ",")
  cat("\n")
}
if (asked[3] == "mixed") {
  suppressMessages({library(lme4); library(lmerTest); library(pbkrtest)})
  d <- read.csv(file.path(asked[1], paste0("rounds_", asked[2], ".csv")))
  L <- c(0, 0, 0, 1)
  step("lme4", { m <- lme4::lmer(y ~ mentored * round + (1 | school/person), d); function() sum(fixef(m)[4], as.numeric(logLik(m))) })
  step("pbkrtest", { A <- vcovAdj(m); df <- get_Lb_ddf(m, L); function() sum(fixef(m)[4], sqrt(drop(L %*% as.matrix(A) %*% L)), df) })
  step("lmerTest", { s <- coef(summary(lmerTest::lmer(y ~ mentored * round + (1 | school/person), d))); function() sum(s[4, 1:3]) })
} else {
  suppressMessages(library(clubSandwich))
  d <- read.csv(file.path(asked[1], paste0("pairs_", asked[2], ".csv")))
  m <- lm(after ~ mentored + before, d)
  step("clubSandwich", { s <- coef_test(m, vcov = "CR2", cluster = d$school, test = "Satterthwaite"); function() s$beta[2] + s$SE[2] + s$df_Satt[2] })
}
