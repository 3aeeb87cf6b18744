package hefu.exchange_test

import data.hefu.exchange

asked := {
	"now": 1500,
	"subjects": 1,
	"dataset": "purchase-history/1",
	"purpose": "recommendation",
	"tier": "PSEUDONYMOUS",
	"abroad": false,
	"minor": false,
	"agreement": {
		"state": "SIGNED",
		"validFrom": 1000,
		"validUntil": 2000,
		"datasets": ["purchase-history/1"],
		"purposes": ["recommendation"],
		"highestTier": "PSEUDONYMOUS",
	},
	"consent": {
		"state": "GRANTED",
		"linked": true,
		"validFrom": 1000,
		"validUntil": 2000,
		"purpose": "recommendation",
		"highestTier": "PSEUDONYMOUS",
		"categories": ["purchase"],
		"separate": {"recipient": true, "sensitive": false, "abroad": false, "guardian": false},
		"dataLifeDays": 30,
	},
	"cells": [{
		"name": "purchase.personal",
		"category": "purchase",
		"classification": "PERSONAL",
		"masks": [],
	}],
}

decision(patch) := result if {
	result := exchange.decision with input as object.union(asked, patch)
}

test_permit if {
	decision({}) == {
		"permit": true,
		"cells": [{"name": "purchase.personal", "mask": null}],
		"obligations": {"pseudonymise": true, "smallestGroup": 1, "dataLifeDays": 30, "approval": false},
	}
}

test_reason_of_the_agreement if {
	decision({"agreement": null}) == {"permit": false, "reasons": {"agreement-missing"}}
}

test_reason_of_the_consent if {
	decision({"consent": {"state": "PAUSED"}}) == {"permit": false, "reasons": {"consent-paused"}}
}

test_reason_of_a_duty if {
	decision({"abroad": true}) == {"permit": false, "reasons": {"separate-consent-missing"}}
}

test_reason_of_the_cells if {
	decision({"cells": []}) == {"permit": false, "reasons": {"category-not-consented"}}
}

test_reason_of_the_obligations if {
	decision({"tier": "AGGREGATE"}) == {"permit": false, "reasons": {"not-permitted"}}
}

test_all_reasons_are_given if {
	decision({"agreement": null, "consent": null}) == {
		"permit": false,
		"reasons": {"agreement-missing", "not-permitted"},
	}
}

test_an_empty_input_permits_nothing if {
	d := exchange.decision with input as {}
	d.permit == false
}
