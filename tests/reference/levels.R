# Agreed ratings on levels 1 to 5: their median, and which profiles of one level throughout lie nearest (taxicab distance).
source("said.R")
ratings <- list(odd = c(1, 3, 2, 5, 3), even = c(1, 2, 3, 5), ends = c(1, 1, 5, 5), alike = c(4, 4, 4), one = 2,
                many = (0:37 * 7 + 3) %% 5 + 1, low = c(1, 1, 1, 1, 2, 5, 5))
one <- function(x) {
  far <- sapply(1:5, function(level) sum(abs(x - level)))
  near <- which(far == min(far))
  list(median = median(x), low = min(near), high = max(near), away = min(far))
}
say("levels.csv", unlist(lapply(ratings, one)))
