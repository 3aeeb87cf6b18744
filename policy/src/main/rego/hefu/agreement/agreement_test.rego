package hefu.agreement_test

import data.hefu.agreement

signed := {
	"state": "SIGNED",
	"validFrom": 1000,
	"validUntil": 2000,
	"datasets": ["purchase-history/1"],
	"purposes": ["recommendation"],
	"highestTier": "PSEUDONYMOUS",
}

asked := {
	"now": 1500,
	"dataset": "purchase-history/1",
	"purpose": "recommendation",
	"tier": "PSEUDONYMOUS",
	"agreement": signed,
}

reasons(patch) := result if {
	result := agreement.reasons with input as object.union(asked, patch)
}

test_fits if reasons({}) == set()

test_missing if reasons({"agreement": null}) == {"agreement-missing"}

test_empty_agreement if {
	result := agreement.reasons with input as {"agreement": {}}
	result == {
		"agreement-not-in-force",
		"dataset-not-agreed",
		"purpose-not-agreed",
		"tier-not-agreed",
	}
}

test_proposed if reasons({"agreement": {"state": "PROPOSED"}}) == {"agreement-not-in-force"}

test_terminated if reasons({"agreement": {"state": "TERMINATED"}}) == {"agreement-not-in-force"}

test_first_moment if reasons({"now": 1000}) == set()

test_before_first_moment if reasons({"now": 999}) == {"agreement-not-in-force"}

test_last_moment if reasons({"now": 1999}) == set()

test_after_last_moment if reasons({"now": 2000}) == {"agreement-not-in-force"}

test_other_dataset if reasons({"dataset": "payment-profile/1"}) == {"dataset-not-agreed"}

test_other_version if reasons({"dataset": "purchase-history/2"}) == {"dataset-not-agreed"}

test_other_purpose if reasons({"purpose": "marketing"}) == {"purpose-not-agreed"}

test_higher_tier if reasons({"tier": "IDENTIFIED"}) == {"tier-not-agreed"}

test_lower_tier if reasons({"tier": "AGGREGATE"}) == set()

test_every_reason_at_once if {
	reasons({"now": 1, "dataset": "x/1", "purpose": "y", "tier": "IDENTIFIED"}) == {
		"agreement-not-in-force",
		"dataset-not-agreed",
		"purpose-not-agreed",
		"tier-not-agreed",
	}
}
