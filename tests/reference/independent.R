# Two rounds as separate samples: Welch, and a regression on the round with CR2 by school.
suppressMessages(library(clubSandwich))
source("said.R")
d <- read.csv("invented.csv", comment.char = "#")
first <- d[-(1:20), ]   # some persons answered the first round only, some the second only: sizes differ
second <- d[-(60:75), ]
one <- t.test(second$after[second$school == 16], first$before[first$school == 16])
y <- c(first$before, second$after)
later <- rep(0:1, c(nrow(first), nrow(second)))
school <- c(first$school, second$school)
m <- lm(y ~ later)
ct <- coef_test(m, vcov = "CR2", cluster = school, test = "Satterthwaite")[2, ]
say("independent.csv", c(
  one_school = list(estimate = unname(one$estimate[1] - one$estimate[2]), se = one$stderr, df = unname(one$parameter),
                    p = one$p.value, ci_low = one$conf.int[1], ci_high = one$conf.int[2]),
  all_schools = list(estimate = ct$beta, se = ct$SE, df = ct$df, p = ct$p_Satt,
                     ci_low = ct$beta - qt(.975, ct$df) * ct$SE, ci_high = ct$beta + qt(.975, ct$df) * ct$SE)
), "clubSandwich")
