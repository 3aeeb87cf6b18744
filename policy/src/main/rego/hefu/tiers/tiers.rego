# How identifiable an answer may be, from least to most.
package hefu.tiers

rank := {"AGGREGATE": 0, "PSEUDONYMOUS": 1, "IDENTIFIED": 2}

# The asked tier is within the highest that is allowed; a tier without a rank is within none.
within(asked, highest) if rank[asked] <= rank[highest]
