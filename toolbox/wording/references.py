"""The writings the methods text names: each marked by whether the text itself was read while this toolbox was specified.

What was not read is named as recalled, so that nobody takes our memory for a source that was checked.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Reference:
    """One writing: how it is called in a sentence, what it is about, and whether it was read."""

    short: str
    about: str
    read: bool = False


REFERENCES: dict[str, Reference] = {
    # ── read ──
    "jars": Reference(short="APA Journal Article Reporting Standards (JARS-Quant)", about="what a report of a quantitative study states", read=True),
    "consort": Reference(short="CONSORT extension to cluster trials", about="flow of clusters and persons, clustering in the analysis", read=True),
    "wwc_baseline": Reference(short="What Works Clearinghouse, baseline equivalence", about="0.05 and 0.25 standard deviations at the start", read=True),
    "goulet": Reference(short="Cousineau & Goulet-Pelletier (2021)", about="intervals of standardised mean differences of pairs", read=True),
    "morris": Reference(short="Morris (2008)", about="effect sizes of designs with before, after and comparison group", read=True),
    "mackinnon_webb": Reference(short="MacKinnon & Webb", about="the wild cluster bootstrap with few treated clusters", read=True),
    "leyrat": Reference(short="Leyrat et al. (2018)", about="cluster trials with a small number of clusters", read=True),
    "kahan": Reference(short="Kahan et al. (2016)", about="type I errors of cluster trials with few clusters", read=True),
    # ── recalled ──
    "wwc_attrition": Reference(short="What Works Clearinghouse, attrition standard", about="the boundary of overall and differential attrition"),
    "pustejovsky": Reference(short="Pustejovsky & Tipton (2018)", about="CR2 standard errors and Satterthwaite degrees of freedom"),
    "algina": Reference(short="Algina & Keselman (2003)", about="interval of a standardised mean difference of pairs"),
    "cumming": Reference(short="Cumming (2012)", about="d_av, the average of both spreads as standardiser"),
    "becker": Reference(short="Becker (1988)", about="standardised mean change over the spread before"),
    "hedges_1981": Reference(short="Hedges (1981)", about="the small-sample correction of standardised differences"),
    "hedges_2007": Reference(short="Hedges (2007)", about="effect sizes in cluster-randomised designs"),
    "welch": Reference(short="Welch (1947)", about="two groups of unequal variance"),
    "kerby": Reference(short="Kerby (2014)", about="matched-pairs rank-biserial correlation"),
    "cliff": Reference(short="Cliff (1993)", about="dominance statistics of two groups"),
    "donner": Reference(short="Donner & Zou (2012)", about="an interval of a ratio from the intervals of its parts (MOVER)"),
    "pratt": Reference(short="Pratt (1959)", about="zeros in the signed-rank test"),
    "rosner": Reference(short="Rosner, Glynn & Lee (2006)", about="the signed-rank test for clustered pairs"),
    "hodges": Reference(short="Hodges & Lehmann (1963)", about="the median of Walsh averages"),
    "kenward": Reference(short="Kenward & Roger (1997)", about="small-sample inference from REML"),
    "bates": Reference(short="Bates et al. (2015)", about="mixed models"),
    "callaway": Reference(short="Callaway & Sant'Anna (2021)", about="difference-in-differences with several starting dates"),
    "goodman": Reference(short="Goodman-Bacon (2021)", about="why two-way fixed effects mislead with several starting dates"),
    "lin": Reference(short="Lin (2013)", about="regression adjustment with interactions"),
    "rubin": Reference(short="Rubin (1987); Barnard & Rubin (1999)", about="pooling over imputations"),
    "jacobson": Reference(short="Jacobson & Truax (1991)", about="reliable change"),
    "oldham": Reference(short="Oldham (1962)", about="change against the mean of both times"),
    "feldt": Reference(short="Feldt (1965)", about="interval of coefficient alpha"),
    "mcdonald": Reference(short="McDonald (1999)", about="omega of a one-factor model"),
    "james": Reference(short="James, Demaree & Wolf (1984)", about="agreement within groups, r_wg(j)"),
    "bliese": Reference(short="Bliese (2000)", about="ICC(1) and ICC(2)"),
    "chen": Reference(short="Chen (2007)", about="cut-offs for measurement invariance, which are contested"),
    "terwee": Reference(short="Terwee et al. (2007)", about="15 % at an end of a scale"),
    "goldstein": Reference(short="Goldstein & Healy (1995)", about="intervals that can be compared by eye"),
    "holm": Reference(short="Holm (1979)", about="adjusting several tests"),
    "bh": Reference(short="Benjamini & Hochberg (1995)", about="the false discovery rate"),
    "schuirmann": Reference(short="Schuirmann (1987)", about="two one-sided tests"),
    "rouder": Reference(short="Rouder et al. (2009)", about="the Bayes factor of a t statistic"),
    "bloom": Reference(short="Bloom (1995); Dong & Maynard (2013)", about="the smallest detectable change"),
    "efron": Reference(short="Efron (1987)", about="the BCa bootstrap interval"),
    "wilson": Reference(short="Wilson (1927)", about="interval of a share"),
    "howard": Reference(short="Howard (1980)", about="the then-test and response shift"),
}  # fmt: skip


def listed(keys: list[str]) -> list[str]:
    """The writings behind these keys as two lists in Markdown: read, and only recalled.

    Example:
        >>> print("\\n".join(listed(["pustejovsky", "jars"])))
        Read while the toolbox was specified:
        <BLANKLINE>
        - APA Journal Article Reporting Standards (JARS-Quant): what a report of a quantitative study states
        <BLANKLINE>
        As recalled, not checked against the source (look them up before quoting):
        <BLANKLINE>
        - Pustejovsky & Tipton (2018): CR2 standard errors and Satterthwaite degrees of freedom
    """
    named = sorted((REFERENCES[key] for key in dict.fromkeys(keys)), key=lambda each: each.short.casefold())
    made: list[str] = []
    for read, heading in (
        (True, "Read while the toolbox was specified:"),
        (False, "As recalled, not checked against the source (look them up before quoting):"),
    ):
        these = [f"- {each.short}: {each.about}" for each in named if each.read == read]
        if these:
            made += ["", heading, "", *these] if made else [heading, "", *these]
    return made
