package hefu.consent_test

import data.hefu.consent

granted := {
	"state": "GRANTED",
	"linked": true,
	"validFrom": 1000,
	"validUntil": 2000,
	"purpose": "recommendation",
	"highestTier": "PSEUDONYMOUS",
}

asked := {
	"now": 1500,
	"purpose": "recommendation",
	"tier": "PSEUDONYMOUS",
	"consent": granted,
}

reasons(patch) := result if {
	result := consent.reasons with input as object.union(asked, patch)
}

test_granted if reasons({}) == set()

test_none if reasons({"consent": null}) == {"not-permitted"}

test_empty_consent if {
	result := consent.reasons with input as {"consent": {}}
	result == {
		"not-permitted",
		"consent-revoked",
		"consent-not-in-force",
		"consent-expired",
		"purpose-not-consented",
		"tier-not-consented",
	}
}

test_only_requested if reasons({"consent": {"state": "REQUESTED"}}) == {"not-permitted"}

test_denied if reasons({"consent": {"state": "DENIED"}}) == {"not-permitted"}

test_revoked if reasons({"consent": {"state": "REVOKED"}}) == {"consent-revoked"}

test_unlinked if reasons({"consent": {"linked": false}}) == {"consent-revoked"}

test_paused if reasons({"consent": {"state": "PAUSED"}}) == {"consent-paused"}

test_swept_as_expired if reasons({"consent": {"state": "EXPIRED"}}) == {"consent-expired"}

test_first_moment if reasons({"now": 1000}) == set()

test_before_first_moment if reasons({"now": 999}) == {"consent-not-in-force"}

test_last_moment if reasons({"now": 1999}) == set()

test_after_last_moment if reasons({"now": 2000}) == {"consent-expired"}

test_other_purpose if reasons({"purpose": "marketing"}) == {"purpose-not-consented"}

test_higher_tier if reasons({"tier": "IDENTIFIED"}) == {"tier-not-consented"}

test_lower_tier if reasons({"tier": "AGGREGATE"}) == set()

test_paused_and_expired if {
	reasons({"now": 2000, "consent": {"state": "PAUSED"}}) == {"consent-paused", "consent-expired"}
}
