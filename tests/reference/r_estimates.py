"""What R's functions of one number say, said by ours: tests, power, Bayes factors, pooled sets, models of missing rounds.

A command is run as it stands and its last list answered entry by entry, whatever the entries are called: a function
named here returns our estimate, and what stands around it (a part, a root, a difference) is R's arithmetic.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from tests.reference.r_data import Formula, Model, Workspace
from tests.reference.r_language import Node, NotInThisR
from toolbox.model import Estimate
from toolbox.statistics import (
    all_available,
    bayes_factor,
    equivalence,
    independent_change,
    mee_chua,
    oldham,
    paired_change,
    pooling,
    power_of,
    sample_size,
    smallest_detectable,
    smallest_effect,
)
from toolbox.statistics.cluster_robust import fit

#: R's names for widths of the prior of an effect.
WIDTHS = {"medium": 2**0.5 / 2, "wide": 1.0, "ultrawide": 2**0.5}


class Labelled:
    """A vector or square matrix whose places have names."""

    def __init__(self, values: np.ndarray, names: tuple[str, ...]) -> None:
        self.values, self.names = values, names

    def __array__(self, dtype=None, copy=None):
        return np.asarray(self.values, dtype)

    def __len__(self) -> int:
        return len(self.values)

    def at(self, keys: list[Any]) -> Any:
        places = [np.array([self._place(one) for one in np.atleast_1d(np.asarray(key, object))]) for key in keys]
        found = self.values[np.ix_(*places)]
        return found.item() if found.size == 1 else found.squeeze()

    def _place(self, key: Any) -> int:
        return self.names.index(key) if isinstance(key, str) else int(key) - 1


def answers(command: str, folder: Path, **known: object) -> dict[str, Any]:
    """Every entry of the command's last list that this R can work out. ``known`` replaces values by ours."""
    workspace = Estimates(folder)
    statements = workspace.run(command)
    workspace.values |= known
    found: dict[str, Any] = {}
    for name, node in statements[-1][2]:
        try:
            found[name] = workspace.value(node)
        except (NotInThisR, KeyError, TypeError, ValueError, AttributeError, IndexError):
            continue
    return found


class Estimates(Workspace):
    """A workspace whose estimating functions are ours."""

    def _index(self, of: Node, arguments: list) -> object:
        found = self.value(of)
        if isinstance(found, Labelled):
            return found.at([self.value(node) for _, node in arguments])
        return super()._index(of, arguments)

    def _item(self, of: Node, arguments: list) -> object:
        found, key = self.value(of), self.value(arguments[0][1])
        if isinstance(found, Labelled):
            return found.at([key])
        key = np.asarray(key).item()
        if isinstance(found, pd.DataFrame):
            return found[key if isinstance(key, str) else found.columns[int(key) - 1]].to_numpy()
        if isinstance(found, dict):
            return found[key] if key in found else list(found.values())[int(key) - 1]
        return found[int(key) - 1]

    def _r_coef(self, model: Model) -> Labelled:
        return Labelled(_fit(model).coefficients, model.names)

    def _r_vcov(self, model: Model) -> Labelled:
        fitted = _fit(model)
        spread = fitted.residual_sum / (fitted.n - len(model.names)) * (fitted.root @ fitted.root.T)
        return Labelled(spread, model.names)

    def _r_pool_scalar(self, Q, U, n=np.inf, k=1, rule="rubin1987") -> dict:
        if rule != "rubin1987":
            raise NotInThisR(f"rule {rule}")
        found = pooling(np.asarray(Q, float), np.sqrt(np.asarray(U, float)), n, k)
        return {
            "m": found.n_imputations, "qhat": Q, "u": U, "qbar": found.found.estimate, "ubar": found.within,
            "b": found.between, "t": found.found.se**2, "df": found.found.df, "r": found.increase,
            "fmi": found.missing_information,
        }  # fmt: skip

    def _t_test(self, arguments: list) -> dict:
        """``t.test`` by our change of pairs or of two samples, one-sided tests by our equivalence."""
        samples, named = self._sides([one for one in arguments if one[0] not in ("alternative", "conf.level")])
        settings = {keyword: self.value(node) for keyword, node in arguments}
        mu, side = float(settings.get("mu", 0.0)), settings.get("alternative", "two.sided")
        level = float(settings.get("conf.level", 0.95))
        found = self._difference(samples, bool(named.get("paired")), bool(named.get("var.equal")))
        ends = (
            equivalence(found, (mu, mu + abs(mu) + 1), alpha=(1 - level) / 2),
            equivalence(found, (mu - abs(mu) - 1, mu)),
        )
        p = {"greater": ends[0].p_lower, "less": ends[1].p_upper}
        p["two.sided"] = 2 * min(p.values())
        return {
            "statistic": (found.estimate - mu) / found.se, "parameter": found.df, "p.value": p[side],
            "estimate": found.estimate, "stderr": found.se, "conf.int": np.array([ends[0].found.ci_low, ends[0].found.ci_high]),
        }  # fmt: skip

    def _difference(self, samples: list[np.ndarray], paired: bool, equal: bool) -> Estimate:
        if len(samples) == 2 and not paired:
            second, first = (one[np.isfinite(one)] for one in samples)
            if equal:
                raise NotInThisR("a pooled variance")
            return independent_change(first, second)
        first = samples[1] if len(samples) == 2 else np.zeros(len(samples[0]))
        known = np.isfinite(first) & np.isfinite(samples[0])
        return paired_change(first[known], samples[0][known])

    def _r_cor_test(self, x, y, method: str = "pearson", **_) -> dict:
        """Any correlation is Oldham's of a change x and a mean y."""
        if method != "pearson":
            raise NotInThisR(f"cor.test {method}")
        x, y = np.asarray(x, float), np.asarray(y, float)
        known = np.isfinite(x) & np.isfinite(y)
        found = oldham((y - x / 2)[known], (y + x / 2)[known])
        return {
            "estimate": found.estimate, "p.value": found.p, "parameter": found.df,
            "statistic": found.estimate * (found.df / (1 - found.estimate**2)) ** 0.5,
            "conf.int": np.array([found.ci_low, found.ci_high]),
        }  # fmt: skip

    def _r_mee_chua(self, pre, post, mu) -> dict:
        found = mee_chua(pre, post, float(mu))
        return {
            "effect_at_mu": found.effect.estimate, "se": found.effect.se, "p": found.effect.p, "df": found.effect.df,
            "t": found.effect.estimate / found.effect.se, "lo": found.effect.ci_low, "hi": found.effect.ci_high,
            "slope": found.slope.estimate, "slope_se": found.slope.se, "mu": mu,
        }  # fmt: skip

    def _r_ttestBF(self, x=None, y=None, formula=None, data=None, mu=0.0, paired=False, rscale="medium", **_) -> dict:
        width = WIDTHS[rscale] if isinstance(rscale, str) else float(rscale)
        if isinstance(formula, Formula):
            inner = self.with_columns(data)
            values, by = (np.asarray(inner.value(side)) for side in (formula.left, formula.right))
            x, y = (values[by == level].astype(float) for level in sorted(set(by)))
        if y is not None and not paired:
            x, y = np.asarray(x, float), np.asarray(y, float)
            pooled = ((x.size - 1) * x.var(ddof=1) + (y.size - 1) * y.var(ddof=1)) / (x.size + y.size - 2)
            t = (x.mean() - y.mean()) / (pooled * (1 / x.size + 1 / y.size)) ** 0.5
            sizes = x.size, y.size
        else:
            change = np.asarray(x, float) - (0 if y is None else np.asarray(y, float)) - mu
            found = paired_change(np.zeros(change.size), change)
            t, sizes = found.estimate / found.se, (change.size, 0)
        log = bayes_factor(float(t), *sizes, width=width).log
        return {"log": log, "error": stopped_early(float(t), *sizes, width, log)}

    def _r_extractBF(self, of: dict, logbf: bool = False, onlybf: bool = False) -> object:
        value = of["log"] if logbf else np.exp(of["log"])
        return value if onlybf else {"bf": value, "error": of["error"]}

    def _r_power_t_test(self, n=None, delta=None, sd=1.0, sig_level=0.05, power=None, type="two.sample",
                        alternative="two.sided", strict=False, tol=None) -> dict:  # fmt: skip
        how: dict[str, Any] = {
            "kind": "two_samples" if type == "two.sample" else "paired", "alpha": sig_level,
            "sides": 1 if alternative == "one.sided" else 2, "both_tails": bool(strict),
        }  # fmt: skip
        if sum(one is None for one in (n, delta, sd, power)) != 1:
            raise NotInThisR("power.t.test for another unknown")
        if tol is None and power is not None:
            # R stops its search early unless told otherwise: the same search, on our power.
            tol = np.finfo(float).eps ** 0.25
            if n is None:
                n = r_root(lambda at: power_of(at, delta / sd, **how).estimate - power, 2.0, 1e7, tol)
            elif delta is None:
                delta = r_root(lambda at: power_of(n, at / sd, **how).estimate - power, sd * 1e-7, sd * 1e7, tol)
            else:
                sd = r_root(lambda at: power_of(n, delta / at, **how).estimate - power, delta * 1e-7, delta * 1e7, tol)
        elif power is None:
            power = power_of(n, delta / sd, **how).estimate
        elif n is None:
            n = sample_size(delta / sd, power=power, **how).estimate
        elif delta is None:
            delta = smallest_effect(n, power=power, **how).estimate * sd
        else:
            sd = delta / smallest_effect(n, power=power, **how).estimate
        return {"n": n, "delta": delta, "sd": sd, "sig.level": sig_level, "power": power}

    def _r_mdes_cra2(self, J, n, rho, p=0.5, r1=0.0, r2=0.0, g=0, power=0.8, alpha=0.05, two_tailed=True) -> float:
        return smallest_detectable(
            int(J), n, rho, treated=p, explained_person=r1, explained_school=r2, covariates=int(g), power=power,
            alpha=alpha, sides=2 if two_tailed else 1,
        ).estimate  # fmt: skip

    def _r_mdes_cra3(self, K, J, n, rho2, rho3, p=0.5, r1=0.0, r2=0.0, r3=0.0, g=0, power=0.8, alpha=0.05,
                     two_tailed=True) -> float:  # fmt: skip
        return smallest_detectable(
            int(K), n, rho2, schools_per_hub=J, rho_hub=rho3, treated=p, explained_person=r1, explained_school=r2,
            explained_hub=r3, covariates=int(g), power=power, alpha=alpha, sides=2 if two_tailed else 1,
        ).estimate  # fmt: skip

    def _r_sem(self, model: str, data: pd.DataFrame, missing: str = "", information: str = "", **_) -> dict:
        """A saturated model of means named m_ROUND, with differences of them defined by ``:=``."""
        if missing != "fiml":
            raise NotInThisR(f"missing {missing!r}")
        rounds = re.findall(r"^\s*(\S+)\s*~\s*(\S+)\s*\*\s*1\s*$", model, re.MULTILINE)
        columns = data[[name for name, _ in rounds]].to_numpy(float)
        labels, found = [label for _, label in rounds], all_available(columns, least_pairs=2)
        rows = dict(zip(labels, found.means, strict=True))
        for name, last, first in re.findall(r"^\s*(\S+)\s*:=\s*(\S+)\s*-\s*(\S+)\s*$", model, re.MULTILINE):
            # The change is of the last round and the first: put the two that are asked for there, the model is the same.
            ends = [labels.index(first), labels.index(last)]
            others = [place for place in range(len(labels)) if place not in ends]
            rows[name] = all_available(columns[:, [ends[0], *others, ends[1]]], least_pairs=2).change
        return {"rows": rows, "found": found}

    _r_lavaan = _r_cfa = _r_growth = _r_sem

    def _r_parameterEstimates(self, of: dict, **_) -> pd.DataFrame:
        rows = of["rows"].values()
        return pd.DataFrame(
            {
                "label": list(of["rows"]),
                "est": [each.estimate for each in rows],
                "se": [each.se for each in rows],
                "z": [each.estimate / each.se for each in rows],
                "pvalue": [each.p for each in rows],
                "ci.lower": [each.ci_low for each in rows],
                "ci.upper": [each.ci_high for each in rows],
            }
        )

    def _r_logLik(self, of: dict) -> float:
        return of["found"].log_likelihood

    def _r_lavInspect(self, of: dict, what: str) -> object:
        if what not in ("nobs", "ntotal"):
            raise NotInThisR(f"lavInspect {what}")
        return of["found"].n_any

    def _r_match(self, wanted, among) -> np.ndarray:
        among = list(among)
        return np.array([among.index(one) + 1 for one in np.atleast_1d(wanted)])

    def _r_cor(self, x, y, **_) -> float:
        return float(np.corrcoef(np.asarray(x, float), np.asarray(y, float))[0, 1])

    def _r_quantile(self, x, probs=(0, 0.25, 0.5, 0.75, 1), type=7, **_):
        kinds = ["inverted_cdf", "averaged_inverted_cdf", "closest_observation", "interpolated_inverted_cdf", "hazen",
                 "weibull", "linear", "median_unbiased", "normal_unbiased"]  # fmt: skip
        values = np.asarray(x, float)
        found = np.quantile(values[~np.isnan(values)], probs, method=kinds[int(type) - 1])
        return found.item() if np.ndim(found) == 0 else found

    def _r_qnorm(self, p):
        from scipy.special import ndtri

        return ndtri(p)

    def _r_pnorm(self, q, mean=0.0, sd=1.0, lower_tail=True):
        from scipy.special import ndtr

        z = (np.asarray(q) - mean) / sd
        return ndtr(z if lower_tail else -z)

    def _r_pt(self, q, df, lower_tail=True):
        from scipy.special import stdtr

        return stdtr(df, np.asarray(q) if lower_tail else -np.asarray(q))

    def _r_qt(self, p, df, lower_tail=True):
        from scipy.special import stdtrit

        return stdtrit(df, p if lower_tail else 1 - np.asarray(p))


def _fit(model: Model):
    found = fit(model.y, model.x, np.arange(len(model.y)))
    if found is None:
        raise NotInThisR("a model with columns that are combinations of others")
    return found


def r_root(f: Callable[[float], float], low: float, high: float, tol: float) -> float:
    """Where ``f`` is zero, as far as R's ``uniroot`` goes with this tolerance: Brent's method, his steps in his order."""
    a, b = low, high
    fa, fb = f(a), f(b)
    c, fc = a, fa
    for _ in range(1000):
        before = b - a
        if abs(fc) < abs(fb):
            a, b, c = b, c, b
            fa, fb, fc = fb, fc, fb
        reach = 2 * np.finfo(float).eps * abs(b) + tol / 2
        step = (c - b) / 2
        if abs(step) <= reach or fb == 0:
            break
        if abs(before) >= reach and abs(fa) > abs(fb):
            across = c - b
            if a == c:
                p, q = across * fb / fa, 1 - fb / fa
            else:
                q, first, second = fa / fc, fb / fc, fb / fa
                p = second * (across * q * (q - first) - (b - a) * (first - 1))
                q = (q - 1) * (first - 1) * (second - 1)
            p, q = (p, -q) if p > 0 else (-p, q)
            if p < 0.75 * across * q - abs(reach * q) / 2 and p < abs(before * q / 2):
                step = p / q
        if abs(step) < reach:
            step = reach if step > 0 else -reach
        a, fa = b, fb
        b += step
        fb = f(b)
        if (fb > 0) == (fc > 0):
            c, fc = a, fa
    return b


def stopped_early(t: float, n: int, n_second: int, width: float, log: float) -> float:
    """The error BayesFactor states for its own sum, which stops at R's tolerance: its integral, run as it runs it.

    Not an estimate of ours: it is the answer to "how sure is R", and a wrong Bayes factor would not reproduce it.
    """
    from scipy.integrate import quad
    from scipy.special import nctdtr

    df = n + n_second - 2 if n_second else n - 1
    size = n * n_second / (n + n_second) if n_second else n
    middle, spread, tolerance = t / size**0.5, size**-0.5, np.finfo(float).eps ** 0.25

    def density(effect: float) -> float:
        shift = effect * size**0.5
        if abs(t) < 1e-10:
            constant = math.lgamma((df + 1) / 2) - math.lgamma(df / 2)
            like = math.exp(constant - (math.log(math.pi * df) + shift**2) / 2)
        else:
            ends = nctdtr(df + 2, shift, t * ((df + 2) / df) ** 0.5), nctdtr(df, shift, t)
            like = df / abs(t) * abs(float(ends[0]) - float(ends[1]))
        prior = 1 / (np.pi * width * (1 + (effect / width) ** 2))
        return like * prior if np.isfinite(like) else 0.0

    top = density(middle)
    error = quad(
        lambda z: density(middle + spread * z) / top, -np.inf, np.inf, epsabs=tolerance, epsrel=tolerance, limit=100
    )[1]
    return float(error / np.exp(log))
