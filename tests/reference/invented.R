# Invented persons of invented schools: quarter-point scale means of two rounds, 16 schools of 1 to 17 persons.
source("said.R")
set.seed(20251006)
sizes <- c(1, 1, 3, 4, 5, 6, 6, 7, 8, 8, 9, 10, 11, 12, 14, 17)
school <- rep(seq_along(sizes), sizes)
n <- length(school)
mentored <- as.integer(school %% 2 == 0)
hub <- c("north", "south", "west")[school %% 3 + 1]
own <- rnorm(length(sizes), 0, 0.35)[school]
quarter <- function(x) pmin(5, pmax(1, round(4 * x) / 4))
trait <- rnorm(n, 3 + own, 0.6)
before <- quarter(trait + rnorm(n, 0, 0.4))
after <- quarter(trait + 0.2 + 0.25 * mentored + rnorm(length(sizes), 0, 0.2)[school] + rnorm(n, 0, 0.4))
hours <- round(rgamma(n, 2, 0.2))
answers <- data.frame(school, hub, mentored, hours, before, after)
first <- paste("#", R.version.string)
writeLines(c(first, capture.output(write.csv(answers, row.names = FALSE, quote = FALSE))), file.path(folder, "invented.csv"))

# Invented answers of two rounds for the comparison: two groups, two areas of three and four items on 1 to 5, A2 reversed,
# B4 reworded; codes below -100 are the states of a missing answer. Some persons answer once, some have no key.
round_of <- function(trait, who, name) {
  items <- sapply(1:7, function(i) pmin(5, pmax(1, round(trait + rnorm(length(trait), 0, 0.8)))))
  items[, 2] <- 6 - items[, 2]
  gone <- matrix(runif(length(items)) < 0.12, nrow(items))
  items[gone] <- sample(c(-101, -102, -103, -105), sum(gone), replace = TRUE)
  colnames(items) <- c("A1", "A2", "A3", "B1", "B2", "B3", "B4")
  data.frame(round = name, who, items)
}
place <- rbind(data.frame(school = rep(1:12, c(3, 5, 6, 6, 7, 7, 8, 9, 9, 10, 11, 12)), group = "teachers"),
               data.frame(school = rep(1:3, c(15, 18, 20)), group = "pupils"))
place$person <- sprintf("P-%03d", seq_len(nrow(place)))
place$person[seq(7, nrow(place), 11)] <- NA
level <- rnorm(nrow(place), 3, 0.6) + rnorm(12, 0, 0.3)[place$school]
grown <- level + 0.3 + rnorm(12, 0, 0.2)[place$school]
stayed <- runif(nrow(place)) > 0.15
late <- runif(nrow(place)) > 0.10
both <- rbind(round_of(level[late], place[late, ], "before"), round_of(grown[stayed], place[stayed, ], "after"))
writeLines(c(first, capture.output(write.csv(both, row.names = FALSE, quote = FALSE, na = ""))), file.path(folder, "answers.csv"))
