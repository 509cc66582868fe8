"""What no sentence says: words that claim more than a survey can, and words only a statistician reads as meant."""

from __future__ import annotations

#: Words that claim more than a before-and-after survey can: never said, in no sentence and no table.
CLAIMS = (
    # why something changed
    "caus", "effect", "impact", "thanks to", "because of mentoring", "due to", "owing to", "led to", "leads to", "results in",
    "as a result of", "works", "proves", "proven", "proof", "difference made", "made a difference", "helped", "helps",
    # how large, in adjectives
    "small change", "medium change", "large change", "small difference", "medium difference", "large difference", "small rise",
    "medium rise", "large rise", "small fall", "large fall", "huge", "strong change", "moderate", "dramatic",
    # ranks, and words that judge a school
    "rank", "league", "best school", "worst", "top school", "weak", "failed", "fail", "poor", "behind the others",
    # what a wide interval does not show, and what one teacher's answers do not
    "no change", "nothing changed", "unchanged", "did not change", "improved", "improvement", "got better", "got worse",
    "months of progress", "months' progress", "months ahead", "months behind", "weeks of progress", "years of progress",
    "significan", "insignifican", "% sure", "% certain", "% confiden",
)  # fmt: skip
#: Words that only a statistician reads as meant: for tables, never for a sentence.
JARGON = (
    "95 %", "95%", "p-value", "p value", "p =", "p <", "null hypothesis", "standard error", "confidence interval",
    "regression", "mixed model", "multilevel", "t-test", "t test", "welch", "sandwich", "cr2", "ancova", "anova", "wilcoxon",
    "kenward", "satterthwaite", "bootstrap", "bayes", "cohen", "hedges", "holm", "benjamini", "likelihood", "permutation",
    "standard deviation", "equivalence", "difference-in-differences", "difference in differences",
)  # fmt: skip
MUST_NOT_SAY = CLAIMS + JARGON

#: The same where a word alone does not tell: patterns of regular expressions.
MUST_NOT_MATCH = (
    r"\d\.\d\d",  # more than one decimal on a scale of five steps
    r"\d+(\.\d+)? (extra |further )?months? of ",
    r"\bp ?[<=>] ?0?\.\d",
    r"\bn\.s\.",
    r"\*{1,3}(?=[ .,)]|$)",  # stars
    r"\b\d+(st|nd|rd|th) (of|out of|place)",
)
