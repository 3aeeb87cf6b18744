package hefu.breakglass_test

import data.hefu.breakglass

first := {"id": "officer-1", "role": "compliance-officer"}

second := {"id": "officer-2", "role": "compliance-officer"}

asked := {
	"leaf": 4711,
	"subject": "person-1",
	"officers": [first, second],
	"reason": "Court order 2026-118 of 1 March",
	"from": 1000,
	"until": 259201000,
	"now": 1000,
}

reasons(patch) := result if {
	result := breakglass.reasons with input as object.union(asked, patch)
}

decision(patch) := result if {
	result := breakglass.decision with input as object.union(asked, patch)
}

test_two_officers_with_reason_and_time if {
	decision({}) == {"permit": true, "officers": {"officer-1", "officer-2"}}
}

test_one_officer if reasons({"officers": [first]}) == {"two-officers-needed"}

test_the_same_officer_twice if reasons({"officers": [first, first]}) == {"two-officers-needed"}

test_an_operator_is_no_officer if {
	operator := object.union(second, {"role": "operator"})
	reasons({"officers": [first, operator]}) == {"two-officers-needed"}
}

test_nobody_resolves_themselves if {
	reasons({"subject": "officer-2"}) == {"two-officers-needed"}
}

test_a_reason_of_twenty_characters if reasons({"reason": "12345678901234567890"}) == set()

test_a_shorter_reason if reasons({"reason": "1234567890123456789"}) == {"reason-too-short"}

test_no_reason if reasons({"reason": null}) == {"reason-too-short"}

test_longer_than_three_days if reasons({"until": 259201001}) == {"time-not-bounded"}

test_no_time_at_all if reasons({"until": 1000}) == {"time-not-bounded", "not-in-time"}

test_the_last_moment if reasons({"now": 259200999}) == set()

test_after_it if reasons({"now": 259201000}) == {"not-in-time"}

test_before_it if reasons({"now": 999}) == {"not-in-time"}

test_many_leaves if reasons({"leaf": [1, 2]}) == {"one-leaf-only"}

test_a_leaf_that_cannot_be if reasons({"leaf": -1}) == {"one-leaf-only"}

test_the_first_leaf if reasons({"leaf": 0}) == set()

test_a_refusal_says_why if {
	decision({"officers": []}) == {"permit": false, "reasons": {"two-officers-needed"}}
}

test_nothing_is_refused if {
	breakglass.reasons == {
		"two-officers-needed",
		"reason-too-short",
		"time-not-bounded",
		"not-in-time",
		"one-leaf-only",
	} with input as {}
}
