# Paired change: the plain t of a few persons, and CR2 by school.
suppressMessages(library(clubSandwich))
source("said.R")
d <- read.csv("invented.csv", comment.char = "#")
one <- d[d$school == 16, ]
t1 <- t.test(one$after, one$before, paired = TRUE)
clustered <- function(d) {
  d$change <- d$after - d$before
  m <- lm(change ~ 1, d)
  ct <- coef_test(m, vcov = "CR2", cluster = d$school, test = "Satterthwaite")
  list(estimate = ct$beta, se = ct$SE, df = ct$df, p = ct$p_Satt,
       ci_low = ct$beta - qt(.975, ct$df) * ct$SE, ci_high = ct$beta + qt(.975, ct$df) * ct$SE)
}
say("paired.csv", c(
  one_school = list(estimate = mean(one$after - one$before), se = unname(t1$stderr), df = unname(t1$parameter),
                    p = t1$p.value, ci_low = t1$conf.int[1], ci_high = t1$conf.int[2]),
  all_schools = clustered(d), six_schools = clustered(d[d$school %in% 8:13, ])
), "clubSandwich")
