package hefu.obligations_test

import data.hefu.obligations

of(tier, days) := result if {
	facts := {"tier": tier, "consent": {"dataLifeDays": days}}
	result := obligations.obligations with input as facts
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
