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
	of("AGGREGATE", null) == {"pseudonymise": true, "smallestGroup": 20, "dataLifeDays": null}
}

test_pseudonymous if {
	of("PSEUDONYMOUS", 30) == {"pseudonymise": true, "smallestGroup": 1, "dataLifeDays": 30}
}

test_identified if {
	of("IDENTIFIED", 7) == {"pseudonymise": false, "smallestGroup": 1, "dataLifeDays": 7}
}
