package hefu.obligations_test

import data.hefu.obligations

of(tier, days) := result if {
	facts := {"tier": tier, "consent": {"dataLifeDays": days}}
	result := obligations.obligations with input as facts
}

reasons(facts) := result if {
	result := obligations.reasons with input as facts
}

test_one_person_is_no_group if {
	reasons({"tier": "AGGREGATE", "subjects": 1}) == {"not-permitted"}
}

test_one_less_is_no_group if {
	reasons({"tier": "AGGREGATE", "subjects": 19}) == {"not-permitted"}
}

test_a_group if reasons({"tier": "AGGREGATE", "subjects": 20}) == set()

test_one_person_is_enough_for_a_record if {
	reasons({"tier": "PSEUDONYMOUS", "subjects": 1}) == set()
}

test_an_unknown_number_is_not_enough if {
	reasons({"tier": "IDENTIFIED"}) == {"not-permitted"}
}

test_aggregate if {
	of("AGGREGATE", null) == {"pseudonymise": true, "smallestGroup": 20, "dataLifeDays": null, "approval": false}
}

test_pseudonymous if {
	of("PSEUDONYMOUS", 30) == {"pseudonymise": true, "smallestGroup": 1, "dataLifeDays": 30, "approval": false}
}

test_identified if {
	of("IDENTIFIED", 7) == {"pseudonymise": false, "smallestGroup": 1, "dataLifeDays": 7, "approval": false}
}

approval(patch) := result if {
	agreed := {"approvals": {"datasets": ["credit-offer/1"], "fromTier": "PSEUDONYMOUS"}}
	asked := {"dataset": "credit-offer/1", "tier": "PSEUDONYMOUS", "agreement": agreed}
	result := obligations.approval with input as object.union(asked, patch)
}

from(tier) := {"agreement": {"approvals": {"fromTier": tier}}}

test_an_approval_is_asked_for if approval({})

test_another_dataset_needs_none if not approval({"dataset": "credit-offer/2"})

test_a_higher_tier_needs_one_too if approval({"tier": "IDENTIFIED"})

test_a_lower_tier_needs_none if not approval(from("IDENTIFIED"))

test_the_tier_itself_needs_one if approval(object.union(from("IDENTIFIED"), {"tier": "IDENTIFIED"}))

test_a_figure_needs_none if not approval(object.union(from("AGGREGATE"), {"tier": "AGGREGATE"}))

test_terms_without_approvals_ask_for_none if not approval({"agreement": null})
