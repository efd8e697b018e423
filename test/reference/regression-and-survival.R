# Makes regression-and-survival.json: Rscript regression-and-survival.R
# Synthetic numbers only (fixed seeds, rounded); R 4.2.2 with nlme 3.1-162 and survival 3.5-3.
suppressPackageStartupMessages({ library(nlme); library(survival) })

number <- function(x) ifelse(is.na(x), 'null', format(x, digits = 15, scientific = FALSE, trim = TRUE))
json <- function(x) {
  if (is.null(x)) return('null')
  if (is.list(x)) return(paste0('{', paste(sprintf('"%s":%s', names(x), sapply(x, json)), collapse = ','), '}'))
  text <- if (is.character(x)) sprintf('"%s"', x) else sapply(x, function(v) format(v, digits = 15))
  text[is.na(x)] <- 'null'
  if (inherits(x, 'AsIs') || length(x) > 1) paste0('[', paste(text, collapse = ','), ']') else text
}
column <- function(x) I(as.vector(unname(x)))

## least squares with covariates on very different scales
set.seed(101)
n <- 40
small <- round(rnorm(n), 3) * 1e-5
large <- round(rnorm(n, 3e6, 1e5))
y <- round(2 + 4e4 * small + 1e-6 * large + rnorm(n), 3)
w <- round(runif(n, .5, 3), 2)
plain <- lm(y ~ small + large)
weighted <- lm(y ~ small + large, weights = w)
scales <- list(
  y = column(y), small = column(small), large = column(large), weights = column(w),
  coefficients = column(coef(plain)), errors = column(sqrt(diag(vcov(plain)))), hat = column(hatvalues(plain)),
  weightedCoefficients = column(coef(weighted)), weightedErrors = column(sqrt(diag(vcov(weighted)))))

## binomial counts and their quasi form
set.seed(102)
cases <- sample(3:40, 30, TRUE)
x <- round(rnorm(30), 2)
events <- rbinom(30, cases, plogis(-.5 + .8 * x + rnorm(30, 0, .5)))
binomial_fit <- glm(cbind(events, cases - events) ~ x, binomial)
quasi_fit <- glm(cbind(events, cases - events) ~ x, quasibinomial)
counts <- list(
  events = column(events), cases = column(cases), x = column(x),
  coefficients = column(coef(binomial_fit)), errors = column(sqrt(diag(vcov(binomial_fit)))),
  quasiErrors = column(sqrt(diag(vcov(quasi_fit)))), deviance = deviance(binomial_fit),
  nullDeviance = binomial_fit$null.deviance, aic = AIC(binomial_fit), logLikelihood = as.numeric(logLik(binomial_fit)))

## errors tied to their neighbour, with gaps in time (nlme's continuous AR(1))
set.seed(103)
all_times <- 1:60
series <- 10 + .1 * all_times + as.numeric(arima.sim(list(ar = .6), 60))
kept <- sort(sample(all_times, 44))
gapped <- data.frame(y = round(series[kept], 3), time = kept)
gap_fit <- function(method) {
  fit <- gls(y ~ time, gapped, correlation = corCAR1(form = ~time), method = method,
    control = glsControl(msTol = 1e-12, tolerance = 1e-12))
  list(coefficients = column(coef(fit)), errors = column(sqrt(diag(vcov(fit)))),
    phi = unname(coef(fit$modelStruct$corStruct, unconstrained = FALSE)), sigma = fit$sigma, logLikelihood = as.numeric(logLik(fit)))
}
gaps <- list(y = column(gapped$y), time = column(gapped$time), ML = gap_fit('ML'), REML = gap_fit('REML'))

## random intercepts with unequal groups
set.seed(104)
group <- rep(letters[1:7], c(2, 9, 4, 6, 1, 8, 5))
dose <- round(runif(35), 2)
level <- rnorm(7)
outcome <- round(5 + 2 * dose + level[match(group, letters)] + rnorm(35), 3)
mixed_fit <- function(method) {
  fit <- lme(outcome ~ dose, random = ~ 1 | group, method = method, control = lmeControl(msTol = 1e-12, tolerance = 1e-12))
  list(coefficients = column(fixef(fit)), between = as.numeric(getVarCov(fit)), within = fit$sigma^2,
    logLikelihood = as.numeric(logLik(fit)), levels = column(ranef(fit)[, 1]))
}
mixed <- list(y = column(outcome), dose = column(dose), group = column(group), ML = mixed_fit('ML'), REML = mixed_fit('REML'))

## follow-up with many ties, censoring and three groups
set.seed(105)
m <- 60
arm <- sample(c('A', 'B', 'C'), m, TRUE)
severity <- round(rnorm(m), 1)
time <- ceiling(rexp(m, .1 * exp(.5 * severity + .4 * (arm == 'C'))))
status <- rbinom(m, 1, .7)
km <- survfit(Surv(time, status) ~ 1)
quantiles <- quantile(km, c(.1, .25, .5, .75, .9))
test <- survdiff(Surv(time, status) ~ arm)
peto <- survdiff(Surv(time, status) ~ arm, rho = 1)
cox <- function(ties) {
  fit <- coxph(Surv(time, status) ~ severity + I(arm == 'C'), ties = ties)
  list(coefficients = column(coef(fit)), errors = column(sqrt(diag(vcov(fit)))), logLikelihood = column(fit$loglik),
    concordance = unname(fit$concordance['concordance']))
}
table_at <- function(tau) unname(summary(km, rmean = tau)$table[c('rmean', 'se(rmean)')])
follow_up <- list(
  time = column(time), status = column(status), arm = column(arm), severity = column(severity),
  times = column(km$time), survival = column(km$surv), lower = column(km$lower), upper = column(km$upper),
  quantileTimes = column(quantiles$quantile), quantileLower = column(quantiles$lower), quantileUpper = column(quantiles$upper),
  restrictedMean5 = column(table_at(5)), restrictedMean40 = column(table_at(40)),
  logRank = test$chisq, peto = peto$chisq, efron = cox('efron'), breslow = cox('breslow'))

## competing causes
cause <- ifelse(status == 1, sample(1:3, m, TRUE), 0)
states <- survfit(Surv(time, factor(cause, 0:3)) ~ 1)
at <- summary(states, times = c(1, 3, 8, 20))
causes <- list(time = column(time), cause = column(cause), times = column(c(1, 3, 8, 20)),
  eventFree = column(at$pstate[, 1]), first = column(at$pstate[, 2]), second = column(at$pstate[, 3]), third = column(at$pstate[, 4]),
  firstError = column(at$std.err[, 2]), thirdError = column(at$std.err[, 4]), eventFreeError = column(at$std.err[, 1]))

## power of a t test and of proportions
power <- list(
  halfSd = power.t.test(delta = .5, sd = 1, power = .9, tol = 1e-10)$n,
  large = power.t.test(delta = 2, sd = 1, power = .8, sig.level = .01, tol = 1e-10)$n,
  small = power.t.test(delta = .05, sd = 1, power = .8, tol = 1e-10)$n,
  noncentral = 1 - pt(2.1, 7.5, 1.3),
  proportions = power.prop.test(p1 = .5, p2 = .65, power = .8, tol = 1e-12)$n)

writeLines(json(list(scales = scales, counts = counts, gaps = gaps, mixed = mixed, followUp = follow_up, causes = causes, power = power)),
  'regression-and-survival.json')
