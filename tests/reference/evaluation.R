# A whole evaluation worked out a second time, from single answers to every block: three rounds of an invented hub of 18
# schools in three waves. evaluation_data.csv holds the answers, evaluation_schools.csv hub, first round with mentoring
# (0: not yet) and hours. Formulas are the literature's; no line of the toolbox was looked at for them.
suppressMessages({ library(lme4); library(pbkrtest); library(clubSandwich); library(psych); library(lavaan) })
source("said.R")
invent <- function() {
  set.seed(20251126)
  G <- 18; sizes <- rep(c(18, 13, 16, 9, 22, 15), 3)
  start <- c(rep(2, 6), rep(3, 6), rep(0, 6)); hub <- rep(c("north", "south"), 9); hours <- round(runif(G, 4, 40))
  school <- rep(seq_len(G), sizes); n <- length(school); level <- rnorm(G, 0, .25)[school] + rnorm(n, 0, .55)
  d <- do.call(rbind, lapply(1:3, function(t) {
    rise <- .05 * t + ifelse(start[school] > 0 & t >= start[school], .3, 0) + rnorm(G, 0, .12)[school] + rnorm(n, 0, .3)
    items <- sapply(1:8, function(k) pmin(5, pmax(1, round(2.9 + level + .15 * (k %% 4) - .2 + rise * (k < 5) + .3 * (k > 4 & start[school] == 2) + rnorm(n, 0, .75)))))
    items[runif(length(items)) < .02] <- NA
    colnames(items) <- c(paste0("A_A", 1:4), paste0("B_B", 1:4))
    data.frame(round = t, school = sprintf("S%02d", school), person = sprintf("p%03d", seq_len(n)), items)[runif(n) > c(.06, .12, .16)[t], ]
  }))
  write <- function(x, file) writeLines(c(paste("#", R.version.string), capture.output(write.csv(x, row.names = FALSE, quote = FALSE, na = ""))), file.path(folder, file))
  write(d, "evaluation_data.csv")
  write(data.frame(school = sprintf("S%02d", 1:G), hub, start, hours), "evaluation_schools.csv")
}
from <- Sys.getenv("EVALUATION_DATA")
if (from == "") { invent(); from <- folder }
read <- function(file) read.csv(file.path(from, file), comment.char = "#", na.strings = "", colClasses = c(school = "character", person = "character")[seq_len(1 + (file == "evaluation_data.csv"))])
rows <- read("evaluation_data.csv"); facts <- read("evaluation_schools.csv")
optional <- strsplit(Sys.getenv("EVALUATION_OPTIONAL"), " ")[[1]]; reworded <- strsplit(Sys.getenv("EVALUATION_REWORDED"), " ")[[1]]
items <- setdiff(names(rows), c("round", "school", "person")); area_of <- sub("_.*", "", items)
said <- list()
plan <- ""; blocks <- ""
tell <- function(block, contrast, area = "", arm = "", round = "", item = "", values) {
  values <- unlist(values); values <- values[!is.na(values) & (blocks == "" | grepl(block, blocks))]
  if (length(values)) said[paste(plan, block, contrast, area, arm, round, item, names(values), sep = "|")] <<- as.list(values)
}
# --- scores: the mean of the valid items where at least half of those asked are valid
scores <- function(r, area, comparing) {
  own <- items[area_of == area]
  if (comparing) own <- setdiff(own, reworded)
  x <- as.matrix(r[own]); asked <- matrix(TRUE, nrow(x), length(own))
  for (k in seq_along(own)) if (own[k] %in% optional) {
    here <- if (comparing) Reduce(intersect, lapply(split(rows, rows$round), function(z) unique(z$school[!is.na(z[[own[k]]])]))) else unique(r$school[!is.na(x[, k])])
    asked[, k] <- r$school %in% here
  }
  x[!asked] <- NA
  ok <- rowSums(!is.na(x)) >= rowSums(asked) / 2 & rowSums(!is.na(x)) > 0
  ifelse(ok, rowMeans(x, na.rm = TRUE), NA)
}
wide <- function(r, value, rounds) {     # persons x rounds; a key is a person of its school
  id <- paste(r$school, r$person); both <- paste(r$round, id)   # no key, or one twice in a round: a person of one round
  id <- ifelse(is.na(r$person) | both %in% both[duplicated(both)], paste(r$school, "alone", seq_along(id)), id); ids <- unique(id)
  Y <- sapply(rounds, function(t) value[r$round == t][match(ids, id[r$round == t])])
  keep <- rowSums(!is.na(Y)) > 0
  list(Y = matrix(Y, ncol = length(rounds))[keep, , drop = FALSE], school = sub(" .*", "", ids)[keep])
}
J <- function(v) exp(lgamma(v / 2) - log(sqrt(v / 2)) - lgamma((v - 1) / 2))
pick <- function(b, se, df, p = TRUE) {
  ends <- b + c(-1, 1) * qt(.975, df) * se
  c(estimate = b, se = se, df = df, ci_low = ends[1], ci_high = ends[2], p = if (p && df >= 4 - 1e-9) 2 * pt(-abs(b / se), df) else NA)
}
club <- function(m, cluster, which, p = TRUE) {
  f <- if (inherits(m, "lm")) coef_test(m, vcov = "CR2", cluster = cluster, test = "Satterthwaite") else coef_test(m, vcov = "CR2", test = "Satterthwaite")
  pick(f$beta[which], f$SE[which], f$df_Satt[which], p)
}
ctrl <- lmerControl(check.nobs.vs.nlev = "ignore", check.nobs.vs.nRE = "ignore", check.conv.singular = "ignore", optimizer = "bobyqa", optCtrl = list(maxfun = 1e5, rhoend = 1e-10, rhobeg = .02))
icc_of <- function(y, s) {
  if (length(unique(s)) < 10 || length(unique(s)) == length(s) || max(y) - min(y) < 1e-9) return(NA)
  v <- as.data.frame(VarCorr(lmer(y ~ 1 + (1 | s), control = ctrl)))$vcov
  n <- table(s); G <- length(n); N <- length(y); m <- tapply(y, s, mean); within <- sum((y - ave(y, s))^2) / (N - G)
  f <- function(rho) { w <- n / (1 - rho + rho * n); (1 - rho) * sum(w * (m - sum(w * m) / sum(w))^2) / (G - 1) / within }
  end <- function(p) { aim <- qf(p, G - 1, N - G); if (f(0) <= aim) 0 else uniroot(function(r) f(r) - aim, c(0, 1 - 1e-12), tol = 1e-14)$root }
  c(estimate = v[1] / sum(v), ci_low = end(.975), ci_high = end(.025))
}
change_of <- function(d, s, p = TRUE) {       # the tree for one group: < 10 nothing, < 4 schools t of these persons, else CR2
  n <- length(d); G <- length(unique(s))
  if (n < 10) return(NULL)
  if (G < 4) return(pick(mean(d), sd(d) / sqrt(n), n - 1, FALSE))
  club(lm(d ~ 1), s, 1, p)
}
two_samples <- function(y1, y2, s1, s2) {
  n <- min(length(y1), length(y2)); s <- c(s1, s2); y <- c(y1, y2); late <- rep(0:1, c(length(y1), length(y2)))
  if (n < 10) return(NULL)
  N <- length(y); pooled <- sqrt(((length(y1) - 1) * var(y1) + (length(y2) - 1) * var(y2)) / (N - 2))
  if (length(unique(s)) < 4) return(NULL)
  a <- club(lm(y ~ late), s, 2); omega <- 1 - 3 / (4 * N - 9); e <- ratio(a["estimate"], a["se"], a["df"], pooled, N - 2) * omega
  list(a = a, es = c(es = unname(omega * a["estimate"] / pooled), es_low = unname(e[1]), es_high = unname(e[2])))
}
at_top <- function(x) mean(x >= 5 - 1e-9)
wilson <- function(k, n) { f <- prop.test(k, n, correct = FALSE)$conf.int; c(estimate = k / n, ci_low = f[1], ci_high = f[2]) }
model <- function(W, X, at, robust = TRUE) {  # random intercepts of persons in schools over all rounds
  k <- which(!is.na(t(W$Y))); person <- rep(seq_len(nrow(W$Y)), each = ncol(W$Y))[k]; when <- rep(seq_len(ncol(W$Y)), nrow(W$Y))[k]
  d <- data.frame(y = t(W$Y)[k], school = W$school[person], person = person)
  d$x <- X(when, d$school); colnames(d$x) <- paste0("c", seq_len(ncol(d$x)))
  m <- lmer(y ~ 0 + x + (1 | school / person), d, control = ctrl)
  if (robust) return(c(club(m, NULL, at), n = nrow(d)))
  L <- rep(0, ncol(d$x)); L[at] <- 1
  V <- vcovAdj(m); df <- unname(Lb_ddf(L, vcov(m), V))
  pick(sum(L * fixef(m)), sqrt(V[at, at]), df)
}
# --- blocks
change_block <- function(area, P, W, T) {
  d <- P$y2 - P$y1; n <- length(d); G <- length(unique(P$s)); s <- P$s
  a <- change_of(d, s)
  v <- list(n = n, n_pairs = n, n_schools = G, n_before = sum(!is.na(W$Y[, 1])), n_after = sum(!is.na(W$Y[, ncol(W$Y)])))
  if (is.null(a)) { tell("change", "change", area, values = v); return(invisible()) }
  s1 <- sd(P$y1); s2 <- sd(P$y2); r <- cor(P$y1, P$y2); sav <- sqrt((s1^2 + s2^2) / 2); own <- 2 * (n - 1) / (1 + r^2)
  narrow <- at_top(P$y1) >= .15 || at_top(P$y2) >= .15 || s1 < .6
  icc <- icc_of(d, s)
  nct <- function(t, df) sapply(c(.975, .025), function(q) uniroot(function(nc) pt(t, df, nc) - q, t + c(-9, 9), tol = 1e-12)$root)
  e <- if (G >= 4) ratio(a["estimate"], a["se"], a["df"], sav, own) else nct(mean(d) / (sd(d) / sqrt(n)), n - 1) / sqrt(n) * sd(d) / sav
  tell("change", "change", area, values = c(v, a, mean_before = mean(P$y1), mean_after = mean(P$y2), sd_before = s1, sd_after = s2, median_before = median(P$y1), median_after = median(P$y2),
    higher = sum(d > 1e-9), same = sum(abs(d) <= 1e-9), lower = sum(d < -1e-9), if (!narrow) c(es = J(own) * mean(d) / sav, es_low = unname(e[1]), es_high = unname(e[2])),
    icc = icc[[1]], deff = if (!is.na(icc[[1]])) 1 + (n / G - 1) * icc[[1]] else NA))
  z <- nct(mean(d) / (sd(d) / sqrt(n)), n - 1) / sqrt(n)
  tell("change", "d_z", area, values = c(es = mean(d) / sd(d), es_low = z[1], es_high = z[2]))
  tell("change", "d_rm", area, values = c(es = mean(d) / sd(d) * sqrt(2 * (1 - r)), r = r)); tell("change", "g_b", area, values = c(es = J(n - 1) * mean(d) / s1))
  tell("change", "superiority", area, values = c(estimate = mean(d > 1e-9) + mean(abs(d) <= 1e-9) / 2))
  q <- round(d, 8); R <- ifelse(q == 0, 0, sign(q) * rank(abs(q))); walsh <- outer(q, q, "+") / 2
  S <- tapply(R, s, sum); t1 <- if (G >= 6) t.test(S) else NULL
  tell("change", "signed_rank", area, values = c(estimate = median(walsh[upper.tri(walsh, TRUE)]), p = if (G >= 6) t1$p.value else NA, zeros = sum(q == 0)))
  u <- q[q != 0]; tell("change", "rank_biserial", area, values = c(es = sum(sign(u) * rank(abs(u))) / sum(rank(abs(u)))))
  if (2^G <= 50000 && G >= 4) { f <- tapply(d, s, sum); w <- as.matrix(expand.grid(rep(list(c(-1, 1)), G))) %*% f
    tell("change", "sign_flip", area, values = c(p = mean(abs(w) >= abs(sum(f)) - 1e-10), smallest_p = mean(abs(w) >= max(abs(w)) - 1e-10))) }
  tell("change", "equivalence", area, values = c(margin = .2 * s1, if (G >= 4) c(p = if (a["df"] < 4) NA else unname(max(pt(-(a["estimate"] + .2 * s1) / a["se"], a["df"]), pt((a["estimate"] - .2 * s1) / a["se"], a["df"]))),
    ci_low = unname(a["estimate"] - qt(.95, a["df"]) * a["se"]), ci_high = unname(a["estimate"] + qt(.95, a["df"]) * a["se"]))))
  for (k in 1:3) { x <- icc_of(list(P$y1, P$y2, d)[[k]], s); if (!is.na(x[[1]])) tell("change", c("icc_before", "icc_after", "icc_change")[k], area, values = c(x, deff = 1 + (n / G - 1) * x[[1]])) }
  part <- findInterval(P$y1, quantile(P$y1, 1:2 / 3) + 1e-9, left.open = TRUE) + 1
  for (k in 1:3) { i <- part == k; b <- if (any(i)) change_of(d[i], s[i], FALSE); if (!is.null(b)) tell("change", c("third_low", "third_middle", "third_high")[k], area, values = c(b, n = sum(i), expected_change = (1 - r) * (mean(P$y1) - mean(P$y1[i])), start_mean = mean(P$y1[i]))) }
  zd <- scale(d)[, 1]; zm <- scale((P$y1 + P$y2) / 2)[, 1]; tell("change", "start_and_change", area, values = c(estimate = cor(d, zm), if (G >= 4) club(lm(zd ~ zm), s, 2)["p"]))
  if (at_top(P$y1) < .15 && G >= 4) { e <- d - (1 - r) * (mean(P$y1) - P$y1); top <- P$y1 > quantile(P$y1, 2 / 3) + 1e-9; if (min(sum(top), sum(!top)) < 10) top <- P$y1 >= quantile(P$y1, 2 / 3) - 1e-9
    if (min(sum(top), sum(!top)) >= 10) tell("change", "recalibration", area, values = club(lm(e ~ top), s, 2)) }
  # Bayesian view: normal likelihood, prior N(0, (.5 s_pre)^2)
  if (G >= 4) { pv <- 1 / (1 / (.5 * s1)^2 + 1 / a["se"]^2); pm <- pv * a["estimate"] / a["se"]^2; e <- pm + c(-1, 1) * qnorm(.975) * sqrt(pv)
    tell("change", "posterior", area, values = c(estimate = unname(pm), se = unname(sqrt(pv)), ci_low = e[1], ci_high = e[2], if (a["df"] >= 4) c(probability = unname(pnorm(pm / sqrt(pv))), probability_margin = unname(1 - pnorm(.2 * s1, pm, sqrt(pv)))))) }
  full <- W$Y; loss <- 1 - n / sum(!is.na(full[, 1]))
  if (G >= 10 && (T > 2 || loss > .05)) tell("change", "mixed", area, values = model(W, function(when, s) sapply(1:T, function(k) as.numeric(if (k == 1) when > 0 else when == k)), T))
}
sides_block <- function(area, W, block = "change", item = "") {
  x <- W$Y[, 1]; y <- W$Y[, ncol(W$Y)]; i <- !is.na(x); j <- !is.na(y)
  t2 <- two_samples(x[i], y[j], W$school[i], W$school[j]); narrow <- at_top(x[i]) >= .15 || at_top(y[j]) >= .15 || sd(x[i]) < .6
  if (!is.null(t2)) tell(block, "two_samples", area, item = item, values = c(t2$a, n_before = sum(i), n_after = sum(j), if (item == "" && !narrow) t2$es))
  if (item == "") for (k in 1:2) { v <- list(x[i], y[j])[[k]]; nm <- c("R1", "last")[k]
    tell(block, "at_top", area, round = nm, values = wilson(sum(v >= 5 - 1e-9), length(v))); tell(block, "at_bottom", area, round = nm, values = wilson(sum(v <= 1 + 1e-9), length(v))) }
}
missing_block <- function(area, P, W, T) {
  n1 <- sum(!is.na(W$Y[, 1])); last <- ncol(W$Y); G <- length(unique(W$school)); left <- n1 - length(P$y1)
  if (nrow(W$Y) == length(P$y1)) return(invisible())
  a <- change_of(P$y2 - P$y1, P$s); if (is.null(a)) return(invisible())
  tell("missing", "complete_pairs", area, values = c(a, missing_share = left / n1, n_leavers = left))
  X <- function(when, s) sapply(1:T, function(k) as.numeric(if (k == 1) when > 0 else when == k))
  if (G >= 6) { r <- model(W, X, T); tell("missing", "all_available", area, values = c(r, difference = unname(r["estimate"] - a["estimate"])))
    tell("missing", "all_available_model", area, values = model(W, X, T, FALSE)) }
  # saturated normal maximum likelihood, standard error from scores added up by school
  d <- as.data.frame(W$Y); names(d) <- paste0("y", 1:T); d$school <- W$school
  v <- paste0("y", 1:T); pairs <- combn(v, 2)
  f <- lavaan(paste(c(sprintf("%s ~~ v%s*%s", v, v, v), sprintf("%s ~~ %s", pairs[1, ], pairs[2, ]), sprintf("%s ~ m%s*1", v, v), sprintf("delta := my%d - my1", T)), collapse = "\n"), d, missing = "fiml", information = "observed",
    estimator = if (G >= 4) "MLR" else "ML", cluster = if (G >= 4) "school", control = list(rel.tol = 1e-14, iter.max = 5000))
  q <- parameterEstimates(f); q <- q[q$label == "delta", ]; sd1 <- sqrt(coef(f)["vy1"]); c1 <- if (G >= 4) pick(q$est, q$se, G - 1) else c(estimate = q$est)
  tell("missing", "full_information", area, values = c1)
  for (h in 1:5) if (left > 0) tell("missing", "delta_shift", area, round = paste0("shift", h), values = if (G >= 4) pick(unname(q$est - h / 10 * sd1 * mean(is.na(W$Y[, last]))), q$se, G - 1))
}
attrition_block <- function(area, W, arms) {
  i <- !is.na(W$Y[, 1]); y <- W$Y[i, 1]; lost <- is.na(W$Y[i, ncol(W$Y)]); s <- W$school[i]
  tell("attrition", "lost", area, values = c(wilson(sum(lost), length(lost)), n_schools = length(unique(s)), lost = sum(lost)))
  for (a in names(arms)) { k <- s %in% arms[[a]]; if (any(k)) tell("attrition", "lost", area, a, values = c(wilson(sum(lost[k]), sum(k)), lost = sum(lost[k]))) }
  if (setequal(names(arms), c("mentored", "waiting"))) { k <- s %in% unlist(arms); t <- as.numeric(s[k] %in% arms$mentored); g <- tapply(s[k], t, function(z) length(unique(z)))
    if (min(g) >= 4) { b <- club(lm(as.numeric(lost[k]) ~ t), s[k], 2, FALSE); tell("attrition", "lost_difference", area, values = b) } }
  if (min(sum(lost), sum(!lost)) >= 5) { N <- length(y); pooled <- sqrt(((sum(lost) - 1) * var(y[lost]) + (sum(!lost) - 1) * var(y[!lost])) / (N - 2)); stay <- as.numeric(!lost)
    b <- club(lm(y ~ stay), s, 2); e <- ratio(b["estimate"], b["se"], b["df"], pooled, N - 2) * J(N - 2)
    tell("attrition", "stayers_leavers", area, values = c(es = unname(J(N - 2) * b["estimate"] / pooled), es_low = unname(e[1]), es_high = unname(e[2]))) }
}
groups_block <- function(area, P, W, T, arms) {
  k <- P$s %in% unlist(arms); y1 <- P$y1[k]; y2 <- P$y2[k]; s <- P$s[k]; t <- as.numeric(s %in% arms$mentored); d <- y2 - y1; c1 <- y1 - mean(y1); N <- length(d)
  for (a in names(arms)) { i <- s %in% arms[[a]]; b <- change_of(d[i], s[i], FALSE); if (!is.null(b)) tell("groups", "change", area, a, values = c(b, mean_before = mean(y1[i]), mean_after = mean(y2[i]), sd_before = sd(y1[i]), sd_after = sd(y2[i]), n = sum(i))) }
  n <- c(sum(t), sum(1 - t)); G <- c(length(unique(s[t == 1])), length(unique(s[t == 0])))
  # The start: mentored minus waiting in pooled spreads
  pooled <- sqrt((sum((y1[t == 1] - mean(y1[t == 1]))^2) + sum((y1[t == 0] - mean(y1[t == 0]))^2)) / (N - 2)); omega <- 1 - 3 / (4 * N - 9)
  g <- omega * (mean(y1[t == 1]) - mean(y1[t == 0])) / pooled
  if (min(n) >= 5) { b <- club(lm(y1 ~ t), s, 2); e <- ratio(b["estimate"], b["se"], b["df"], pooled, N - 2) * omega
  tell("baseline", "baseline", area, values = c(es = g, es_low = unname(e[1]), es_high = unname(e[2]), n_mentored = n[1], n_waiting = n[2], mean_mentored = mean(y1[t == 1]), mean_waiting = mean(y1[t == 0]), variance_ratio = var(y1[t == 1]) / var(y1[t == 0]))) }
  if (min(n) < 10 || min(G) < 4) return(invisible())
  a <- club(lm(y2 ~ t + c1), s, 2); b <- club(lm(d ~ t), s, 2)
  claim <- abs(g) <= .25
  head <- function(v) { if (!claim) v["p"] <- NA; v }
  ppc <- J(N - 2) / pooled * b
  es <- c(es = unname(ppc["estimate"]), es_low = unname(ppc["ci_low"]), es_high = unname(ppc["ci_high"]))
  tell("groups", "ancova", area, values = if (T == 2) c(head(a), es) else head(a)); tell("groups", "difference_in_changes", area, values = head(b)); tell("groups", "lin", area, values = head(club(lm(y2 ~ t * c1), s, 2)))
  if (T > 2) { X <- function(when, s) { m <- as.numeric(s %in% arms$mentored); cbind(1, m, sapply(2:T, function(k) when == k), sapply(2:T, function(k) m * (when == k))) }
    W2 <- list(Y = W$Y[W$school %in% unlist(arms), , drop = FALSE], school = W$school[W$school %in% unlist(arms)]); W2$Y <- W2$Y
    m <- model(W2, X, 2 * T); side <- function(v) sign(v["ci_low"]) * (sign(v["ci_low"]) == sign(v["ci_high"])); if (side(m) != side(b) || b["df"] < 4) m["p"] <- NA
    tell("groups", "mixed_groups", area, values = c(head(m), es)) }
  if (T == 2 && choose(sum(G), G[1]) <= 50000) { f <- tapply(d, s, mean); own <- tapply(t, s, mean) == 1; x <- combn(length(f), G[1]); b <- mean(f[own]) - mean(f[!own])
    diff <- apply(x, 2, function(i) mean(f[i]) - mean(f[-i])); tell("groups", "label_permutation", area, values = head(c(estimate = b, p = mean(abs(diff) >= abs(b) - 1e-10)))) }
  h <- facts$hours[match(s, facts$school)]; i <- t == 1 & !is.na(h)
  if (sum(i) >= 30 && length(unique(s[i])) >= 8) { z <- data.frame(y2 = y2[i], y1 = y1[i], h = h[i] - mean(h[i])); tell("groups", "dose", area, values = club(lm(y2 ~ y1 + h, z), s[i], 3)); tell("groups", "dose_curve", area, values = club(lm(y2 ~ y1 + h + I(h^2), z), s[i], 4))
    tell("groups", "dose_order", area, values = c(estimate = cor(h[i], d[i], method = "spearman"))) }
}
persons_block <- function(area, W, arms) {   # nobody followed: everybody of each round, round by group
  T <- ncol(W$Y); use <- W$school %in% unlist(arms); i <- use & !is.na(W$Y[, 1]); j <- use & !is.na(W$Y[, T])
  y <- c(W$Y[i, 1], W$Y[j, T]); s <- c(W$school[i], W$school[j]); late <- rep(0:1, c(sum(i), sum(j))); t <- as.numeric(s %in% arms$mentored)
  x1 <- y[late == 0 & t == 1]; x0 <- y[late == 0 & t == 0]; N <- length(x1) + length(x0)
  g <- (1 - 3 / (4 * N - 9)) * (mean(x1) - mean(x0)) / sqrt(((length(x1) - 1) * var(x1) + (length(x0) - 1) * var(x0)) / (N - 2))
  tell("groups", "two_samples_groups", area, values = c(club(lm(y ~ late * t), s, 4, abs(g) <= .25), n = length(y), n_schools = length(unique(s))))
}
waves_block <- function(area, W, T, P, arms) {
  # The start of every wave beside those waiting at the end, in the persons of the first and the last round.
  far <- sapply(setdiff(names(arms), "waiting"), function(g) { x <- P$y1[P$s %in% arms[[g]]]; y <- P$y1[P$s %in% arms$waiting]; N <- length(x) + length(y)
    abs((1 - 3 / (4 * N - 9)) * (mean(x) - mean(y)) / sqrt(((length(x) - 1) * var(x) + (length(y) - 1) * var(y)) / (N - 2))) > .25 })
  claim <- function(v, apart) { if (apart) v["p"] <- NA; v }
  st <- facts$start[match(W$school, facts$school)]; keep <- st != 1; Y <- W$Y[keep, , drop = FALSE]; s <- W$school[keep]; st <- st[keep]; st[st == 0] <- Inf; n <- nrow(Y)
  # Degrees: Welch's over the waves, each wave's those of CR2 for a mean of its schools.
  mean_df <- function(n) { A <- diag(1 / sqrt(1 - n / sum(n))); B <- A %*% (diag(n) - outer(n, n) / sum(n)) %*% A; sum(diag(B))^2 / sum(diag(B %*% B)) }
  of <- tapply(st, s, unique); each <- tapply(c(table(s)), of, mean_df)
  done <- function(est, infl) { q <- tapply(infl, s, sum)^2; v <- tapply(q, of, sum); pick(est, sqrt(sum(q)), sum(v)^2 / sum(v^2 / each)) }
  cells <- list()
  for (g in sort(unique(st[is.finite(st)]))) for (t in 2:T) {
    b <- if (t < g) t - 1 else g - 1; d <- Y[, t] - Y[, b]; ok <- !is.na(d); A <- ok & st == g; C <- ok & st > max(t, b) & st != g
    if (!any(C)) next
    infl <- numeric(n); sh <- function(z) ave(as.numeric(z), s, FUN = sum) / sum(z)
    infl[A] <- ((d - mean(d[A])) / sum(A) / sqrt(1 - sh(A)))[A]; infl[C] <- -((d - mean(d[C])) / sum(C) / sqrt(1 - sh(C)))[C]
    cells[[length(cells) + 1]] <- list(g = g, t = t, est = mean(d[A]) - mean(d[C]), infl = infl)
    tell("waves", if (t < g) "before_cell" else "wave_effect", area, paste0("R", g), paste0("R", b, "R", t), values = c(done(mean(d[A]) - mean(d[C]), infl), n_wave = sum(A), n_compared = sum(C)))
  }
  share <- function(g) mean(st == g)
  add <- function(list_of, name, arm = "", round = "") { w <- sapply(list_of, function(z) share(z$g)); w <- w / sum(w); est <- sum(w * sapply(list_of, function(z) z$est)); tot <- sum(sapply(list_of, function(z) share(z$g)))
    drawn <- rowSums(sapply(list_of, function(z) ((st == z$g) - share(z$g)) * (z$est - est) / tot / n)); infl <- drawn + as.vector(sapply(list_of, function(z) z$infl) %*% w)
    tell("waves", name, area, arm, round, values = claim(done(est, infl), name == "all_waves" && any(far))) }
  waves <- list()
  for (g in unique(sapply(cells, function(z) z$g))) { own <- Filter(function(z) z$g == g && z$t >= g, cells); if (!length(own)) next
    one <- list(g = g, est = mean(sapply(own, function(z) z$est)), infl = rowMeans(sapply(own, function(z) z$infl))); waves[[length(waves) + 1]] <- one
    tell("waves", "wave_average", area, paste0("R", g), values = claim(done(one$est, one$infl), far[[paste0("R", g)]])) }
  if (length(waves)) add(waves, "all_waves")
  early <- Filter(function(z) z$t < z$g, cells); if (length(early)) add(early, "pre_trend")
  for (k in unique(sapply(cells, function(z) z$t - z$g))) add(Filter(function(z) z$t - z$g == k, cells), if (k < 0) "before_start" else "since_start", round = paste0("far", k))
}
reliability_block <- function(area, r, T) {
  own <- items[area_of == area]
  if (length(own) < 2) return(invisible())
  for (t in seq_len(T)) {
    z <- r[r$round == t, ]; x <- as.matrix(z[own]); x <- x[rowSums(is.na(x)) == 0, , drop = FALSE]; n <- nrow(x); k <- ncol(x); if (n < 30) next
    C <- cov(x); alpha <- k / (k - 1) * (1 - sum(diag(C)) / sum(C)); df1 <- n - 1; df2 <- (n - 1) * (k - 1)
    tell("reliability", "alpha", area, round = paste0("R", t), values = c(estimate = alpha, ci_low = 1 - (1 - alpha) * qf(.975, df1, df2), ci_high = 1 - (1 - alpha) * qf(.025, df1, df2), n = n))
    if (k >= 3) { f <- cfa(paste("f =~", paste(own, collapse = "+")), as.data.frame(x), std.lv = TRUE); e <- lavInspect(f, "est"); l <- sum(e$lambda)^2
      tell("reliability", "omega", area, round = paste0("R", t), values = c(estimate = l / (l + sum(diag(e$theta)))))
      for (i in seq_len(k)) { rest <- C[-i, -i]; tell("reliability", "item", area, round = paste0("R", t), item = own[i], values = c(item_rest = cor(x[, i], rowSums(x[, -i, drop = FALSE])), alpha_without = (k - 1) / (k - 2) * (1 - sum(diag(rest)) / sum(rest)))) } }
  }
  own <- setdiff(own, reworded); z <- r[r$round %in% c(1, T), ]; z <- z[rowSums(is.na(z[own])) == 0, ]
  if (T > 1 && length(own) >= 4 && min(table(z$round)) >= 200) { last <- NULL
    for (k in 1:3) { f <- cfa(paste("f =~", paste(own, collapse = "+")), z, group = "round", std.lv = FALSE, meanstructure = TRUE, group.equal = list("", "loadings", c("loadings", "intercepts"))[[k]]); m <- fitMeasures(f, c("chisq", "df", "cfi", "rmsea"))
      dif <- if (k > 1) c(chi2 = m[["chisq"]] - last[["chisq"]], df = m[["df"]] - last[["df"]], change_cfi = m[["cfi"]] - last[["cfi"]], change_rmsea = m[["rmsea"]] - last[["rmsea"]]) else c(chi2 = m[["chisq"]], df = m[["df"]])
      tell("reliability", c("configural", "metric", "scalar")[k], area, values = c(dif, cfi = m[["cfi"]], rmsea = m[["rmsea"]], p = 1 - pchisq(dif[["chi2"]], dif[["df"]]))); last <- m } }
}
profile_block <- function(area, r, T) for (t in seq_len(T)) {
  z <- r[r$round == t, ]; y <- scores(z, area, FALSE); s <- z$school[!is.na(y)]; y <- y[!is.na(y)]; big <- ave(y, s, FUN = length) >= 5
  if (length(unique(s[big])) < 2) next
  m <- lmer(y ~ 1 + (1 | s), data.frame(y = y[big], s = s[big]), control = ctrl); e <- ranef(m, condVar = TRUE)$s; sdv <- sqrt(attr(e, "postVar")[1, 1, ])
  for (i in seq_len(nrow(e))) { at <- fixef(m) + e[i, 1]; v <- as.data.frame(VarCorr(m))$vcov; n <- sum(s == rownames(e)[i])
    tell("profile", "school", area, rownames(e)[i], paste0("R", t), values = c(estimate = unname(at), se = sdv[i], ci_low = unname(at - qnorm(.975) * sdv[i]), ci_high = unname(at + qnorm(.975) * sdv[i]), mean = mean(y[s == rownames(e)[i]]), top_share = mean(y[s == rownames(e)[i]] >= 4 - 1e-9), n = n, reliability = v[1] / (v[1] + v[2] / n), compare_low = unname(at - 1.39 * sdv[i]))) }
}
power_block <- function(area, P, W, arms) {
  d <- P$y2 - P$y1; if (length(d) < 10) return(invisible()); n <- table(P$s); icc <- icc_of(d, P$s); if (is.na(icc[[1]])) return(invisible())
  one <- function(name, Jn, n) { f <- function(rho) (qt(.975, Jn - 1) + qt(.8, Jn - 1)) * sqrt((1 + (n - 1) * rho) / (Jn * n)); tell("power", name, area, values = c(es = f(icc[[1]]), es_low = f(icc[[2]]), es_high = f(icc[[3]]), smallest_points = f(icc[[1]]) * sd(d), persons_planned = n, schools_planned = Jn, icc = icc[[1]])) }
  one("smallest_now", length(n), 1 / mean(1 / n))
  last <- table(W$school[!is.na(W$Y[, ncol(W$Y)])]); one("smallest_next", length(last), 1 / mean(1 / last) * length(d) / sum(!is.na(W$Y[, 1])))
  if (!is.null(arms$mentored) && length(arms) == 2) { k <- P$s %in% unlist(arms); s <- P$s[k]; y1 <- P$y1[k]; y2 <- P$y2[k]; nn <- table(s); p <- length(intersect(arms$mentored, s)) / length(nn); Jn <- length(nn); n <- 1 / mean(1 / nn); rho <- icc_of(y2, s)[[1]]; if (is.na(rho)) return(invisible())
    r1 <- cor(y1 - ave(y1, s), y2 - ave(y2, s))^2; r2 <- cor(tapply(y1, s, mean), tapply(y2, s, mean))^2
    tell("power", "smallest_groups", area, values = c(es = (qt(.975, Jn - 3) + qt(.8, Jn - 3)) * sqrt(rho * (1 - r2) / (p * (1 - p) * Jn) + (1 - rho) * (1 - r1) / (p * (1 - p) * Jn * n)), r2_persons = r1, r2_schools = r2)) }
}
evaluation <- function(name, T, comparison = "one_group", schools = NULL, keys = TRUE, only = "") {
  plan <<- name; blocks <<- only; all <- rows[rows$round <= T & (is.null(schools) | rows$school %in% schools), ]; if (!keys) all$person <- sprintf("x%05d", seq_len(nrow(all)))
  arms <- list(); here <- intersect(facts$school, all$school); st <- facts$start[match(here, facts$school)]; st[st > T] <- 0
  if (comparison == "two_groups") arms <- list(mentored = here[st > 1], waiting = here[st == 0])
  if (comparison == "waves") { arms <- lapply(sort(unique(st[st > 1])), function(g) here[st == g]); names(arms) <- paste0("R", sort(unique(st[st > 1]))); arms$waiting <- here[st == 0] }
  for (t in seq_len(T)) tell("flow", "answered", round = paste0("R", t), values = c(n = sum(all$round == t), n_schools = length(unique(all$school[all$round == t]))))
  for (area in unique(area_of)) {
    W <- wide(all, scores(all, area, TRUE), seq_len(T)); both <- !is.na(W$Y[, 1]) & !is.na(W$Y[, T]); P <- list(y1 = W$Y[both, 1], y2 = W$Y[both, T], s = W$school[both])
    if (T > 1) { sides_block(area, W)
      if (keys) { change_block(area, P, W, T); missing_block(area, P, W, T); attrition_block(area, W, arms); power_block(area, P, W, arms); if (comparison == "two_groups") groups_block(area, P, W, T, arms); if (comparison == "waves") waves_block(area, W, T, P, arms)
        tell("flow", "analysed", area, values = c(n = length(P$y1), n_schools = length(unique(P$s)))) }
      for (item in setdiff(items[area_of == area], reworded)) { V <- wide(all, all[[item]], seq_len(T)); b <- !is.na(V$Y[, 1]) & !is.na(V$Y[, T]); if (keys) { a <- change_of(V$Y[b, T] - V$Y[b, 1], V$school[b]); if (!is.null(a)) tell("items", "change", area, item = item, values = c(a, n = sum(b))) }; sides_block(area, V, "items", item) } }
    if (!keys && length(arms)) persons_block(area, W, arms)
    reliability_block(area, all, T); profile_block(area, all, T)
  }
}
if (Sys.getenv("EVALUATION_DATA") == "") {
  five <- sort(unique(rows$school))[c(1, 3, 7, 9, 13)]
  evaluation("one", 2); evaluation("groups", 2, "two_groups", only = "attrition baseline groups power")
  evaluation("three", 3, "two_groups", only = "change groups missing"); evaluation("waves", 3, "waves", only = "waves")
  evaluation("single", 2, schools = "S05", only = "change items missing attrition"); evaluation("five", 2, schools = five, only = "change missing attrition power profile")
  evaluation("unkeyed", 2, "two_groups", keys = FALSE, only = "flow change items groups")
  say("evaluation.csv", said, c("lme4", "pbkrtest", "clubSandwich", "psych", "lavaan"))
} else {
  for (p in strsplit(Sys.getenv("EVALUATION_PLANS"), " ")[[1]]) switch(p, one = evaluation("one", 2), groups = evaluation("groups", 2, "two_groups"), single = evaluation("single", 2, schools = facts$school[1]), five = evaluation("five", 2, schools = facts$school[c(1, 3, 5, 7, 9)]), unkeyed = evaluation("unkeyed", 2, keys = FALSE))
  say("evaluation.csv", said, c("lme4", "pbkrtest", "clubSandwich", "psych", "lavaan"))
}
