# The same work as bench/statistics.ts in base R (and nlme), timed in milliseconds. Reads the made-up data from the
# folder given; prints one line "name milliseconds" per piece of work.
folder <- commandArgs(TRUE)[1]
read <- function(name) scan(file.path(folder, name), quiet = TRUE)
timed <- function(name, times, work) {
  work()
  elapsed <- system.time(for (i in seq_len(times)) work())[["elapsed"]]
  cat(name, 1000 * elapsed / times, "\n")
}

# XmR chart with the four rules of NHS Making Data Count, vectorised
run_of <- function(states, length) {
  runs <- rle(states)
  rep(runs$values != 0 & runs$lengths >= length, runs$lengths)
}
chart <- function(y) {
  centre <- mean(y)
  ranges <- abs(diff(y))
  sigma <- mean(ranges[ranges < 3.267 * mean(ranges)]) / 1.128
  side <- sign(y - centre)
  outside <- abs(y - centre) > 3 * sigma
  near <- !outside & abs(y - centre) > 2 * sigma
  steps <- run_of(sign(diff(y)), 6)
  windows <- rowSums(embed(near, 3)) >= 2 & abs(rowSums(embed(side, 3))) == 3
  list(outside, c(FALSE, steps) | c(steps, FALSE), windows, run_of(side, 7))
}

# One week by the flexible Farrington method: quasi-Poisson with season and trend, fitted twice, refitted without trend
season_of <- function(k, years, w, levels, frequency) {
  block <- rep(NA, k)
  between <- frequency - 2 * w - 1
  length <- between %/% (levels - 1) + (seq_len(levels - 1) <= between %% (levels - 1))
  for (i in years:1) {
    reference <- k - i * frequency
    block[(reference - w):(reference + w)] <- levels
    block[reference + w + seq_len(between)] <- rep(seq_len(levels - 1), length)
  }
  block
}
fit_twice <- function(formula, past) {
  first <- glm(formula, quasipoisson, past)
  mu <- fitted(first)
  phi <- max(1, summary(first)$dispersion)
  s <- 1.5 * (past$y^(2 / 3) * mu^(-1 / 6) - sqrt(mu)) / sqrt(phi * (1 - hatvalues(first)))
  past$omega <- ifelse(s > 2.58, s^-2, 1)
  past$omega <- past$omega * nrow(past) / sum(past$omega)
  glm(formula, quasipoisson, past, weights = omega)
}
farrington <- function(y, k) {
  block <- season_of(k, 5, 3, 10, 52)
  block[(k - 26):k] <- NA
  rows <- which(!is.na(block))
  past <- data.frame(y = y[rows], time = rows, season = factor(block[rows]))
  fit <- fit_twice(y ~ time + season, past)
  if (coef(summary(fit))["time", 4] >= 0.05) fit <- fit_twice(y ~ season, past)
  prediction <- predict(fit, data.frame(time = k, season = factor(10)), se.fit = TRUE)
  phi <- max(1, summary(fit)$dispersion)
  qnbinom(0.995, exp(prediction$fit) / max(1e-9, phi - 1), 1 / max(1 + 1e-9, phi))
}

y <- read("chart.txt")
timed("chart", 20, function() chart(y))
counts <- read("counts.txt")
timed("farrington", 20, function() farrington(counts, length(counts)))
if (requireNamespace("nlme", quietly = TRUE)) {
  rows <- data.frame(y = read("response.txt"), x = read("x.txt"), group = factor(read("group.txt")))
  timed("mixed", 3, function() nlme::lme(y ~ x, rows, ~ 1 | group))
}
