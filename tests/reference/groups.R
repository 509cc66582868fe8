# Mentored against waiting over two rounds, hours of mentoring, loss, and baselines: lm, clubSandwich, sandwich, effectsize.
suppressMessages({library(clubSandwich); library(sandwich)})
source("said.R")
d <- read.csv("invented.csv", comment.char = "#")
d$change <- d$after - d$before
d$centred <- d$before - mean(d$before)
d$south <- d$hub == "south"; d$west <- d$hub == "west"
J <- function(v) exp(lgamma(v / 2) - log(sqrt(v / 2)) - lgamma((v - 1) / 2))
ends <- function(x) c(x, ci_low = x[["estimate"]] - qt(.975, x[["df"]]) * x[["se"]],
                      ci_high = x[["estimate"]] + qt(.975, x[["df"]]) * x[["se"]])
robust <- function(m, term, school = d$school) {
  found <- coef_test(m, vcov = "CR2", cluster = school, test = "Satterthwaite")
  found <- found[rownames(found) == term, ]
  ends(c(estimate = found$beta, se = found$SE, df = found$df, p = found$p_Satt))
}
plain <- function(m, term, se = coef(summary(m))[term, 2]) {
  b <- coef(m)[[term]]; df <- m$df.residual
  ends(c(estimate = b, se = se, df = df, p = 2 * pt(-abs(b / se), df)))
}
hc <- function(m, term, kind) plain(m, term, sqrt(vcovHC(m, kind)[term, term]))

ancova <- lm(after ~ mentored + before, d)
hubs <- lm(after ~ mentored + before + hub, d)
change <- lm(change ~ mentored, d)
lin <- lm(after ~ mentored * centred, d)
# Hub dummies centred like every covariate, and crossed with the group like every covariate.
for (name in c("south", "west")) d[[paste0(name, "_c")]] <- d[[name]] - mean(d[[name]])
lin_hubs <- lm(after ~ mentored * (centred + south_c + west_c), d)

# Adjusted means: the constant of the centred model, with and without the group.
centred <- lm(after ~ I(1 - mentored) + centred, d)
waiting <- lm(after ~ mentored + centred, d)

treated <- d$mentored == 1
n <- c(sum(treated), sum(!treated))
pooled <- sqrt(((n[1] - 1) * var(d$before[treated]) + (n[2] - 1) * var(d$before[!treated])) / (sum(n) - 2))
one <- J(sum(n) - 2) * (mean(d$change[treated]) - mean(d$change[!treated])) / pooled
r <- weighted.mean(c(cor(d$before[treated], d$after[treated]), cor(d$before[!treated], d$after[!treated])), n - 1)
size <- sum(n) / prod(n)
v <- 2 * J(sum(n) - 2)^2 * (1 - r) * size * (sum(n) - 2) / (sum(n) - 4) * (1 + one^2 / (2 * (1 - r) * size)) - one^2
morris <- ends(c(estimate = one, se = sqrt(v), df = sum(n) - 2))
by_school <- robust(change, "mentored")[c("estimate", "se", "df")]
by_school[c("estimate", "se")] <- by_school[c("estimate", "se")] * J(sum(n) - 2) / pooled

dose <- lm(after ~ before + hours, d)
bent <- lm(after ~ before + hours + I(hours^2), d)
rank_of <- cor.test(d$hours, d$change, method = "spearman", exact = FALSE)
cut <- quantile(d$hours, c(1, 2) / 3)
third <- findInterval(d$hours, cut, left.open = TRUE)

# Every third waiting and every second mentored person of the list is lost, by a rule both languages can follow.
place <- seq_along(treated)
lost <- ifelse(treated, place %% 2 == 0, place %% 3 == 0)
wave <- paste0("wave", d$school %% 3)
left <- lm(lost ~ mentored, d)
g <- effectsize::hedges_g(d$before[!lost], d$before[lost])
two <- function(x, y) (1 - 3 / (4 * (length(x) + length(y)) - 9)) * (mean(x) - mean(y)) /
  sqrt(((length(x) - 1) * var(x) + (length(y) - 1) * var(y)) / (length(x) + length(y) - 2))
high <- d$before >= 3
odds <- function(x) mean(x) / (1 - mean(x))
cells <- c(table(high, treated))

say("groups.csv", c(
  ancova = as.list(robust(ancova, "mentored")), ancova_hubs = as.list(robust(hubs, "mentored")),
  did = as.list(robust(change, "mentored")), lin = as.list(robust(lin, "mentored")),
  lin_hubs = as.list(robust(lin_hubs, "mentored")), slopes = as.list(robust(lin, "mentored:centred")),
  plain_ancova = as.list(plain(ancova, "mentored")), plain_hubs = as.list(plain(hubs, "mentored")),
  hc2 = as.list(hc(ancova, "mentored", "HC2")), hc3 = as.list(hc(ancova, "mentored", "HC3")),
  plain_did = as.list(plain(change, "mentored")), lin_hc2 = as.list(hc(lin, "mentored", "HC2")),
  plain_slopes = list(p = anova(ancova, lin)$"Pr(>F)"[2]),
  mean_mentored = as.list(robust(centred, "(Intercept)")[-4]), mean_waiting = as.list(robust(waiting, "(Intercept)")[-4]),
  plain_mean = list(mentored = sum(coef(ancova) * c(1, 1, mean(d$before))), waiting = sum(coef(ancova) * c(1, 0, mean(d$before)))),
  ppc2 = as.list(morris), ppc2_by_school = as.list(ends(by_school)),
  dose = as.list(robust(dose, "hours")), bent = as.list(robust(bent, "I(hours^2)")),
  plain_bent = list(p = coef(summary(bent))[4, 4]),
  spearman = list(estimate = unname(rank_of$estimate), p = rank_of$p.value),
  third = as.list(c(mean = tapply(d$change, third, mean), n = table(third))),
  attrition = list(overall = mean(lost), waiting = mean(lost[!treated]), mentored = mean(lost[treated]),
                   p = chisq.test(table(treated, lost), correct = FALSE)$p.value,
                   p_three = chisq.test(table(wave, lost), correct = FALSE)$p.value,
                   g = g$Hedges_g, g_low = g$CI_low, g_high = g$CI_high),
  differential = as.list(robust(left, "mentored")),
  baseline = list(g = two(d$before[treated], d$before[!treated]),
                  ratio = var(d$before[treated]) / var(d$before[!treated]),
                  cox = log(odds(high[treated]) / odds(high[!treated])) / 1.65, cox_se = sqrt(sum(1 / cells)) / 1.65)
), c("clubSandwich", "sandwich", "effectsize"))
