package hefu.cells_test

import data.hefu.cells

purchases := {
	"name": "purchase.personal",
	"category": "purchase",
	"classification": "PERSONAL",
	"masks": [],
}

spending := {
	"name": "payment.sensitive",
	"category": "payment",
	"classification": "SENSITIVE",
	"masks": [],
}

contact := {
	"name": "contact.personal",
	"category": "contact",
	"classification": "PERSONAL",
	"masks": ["last4", "region", "year"],
}

asked := {
	"tier": "PSEUDONYMOUS",
	"consent": {
		"categories": ["purchase", "payment", "contact"],
		"separate": {"sensitive": true},
	},
	"cells": [purchases, spending, contact],
}

permitted(patch) := result if {
	result := cells.permitted with input as object.union(asked, patch)
}

reasons(patch) := result if {
	result := cells.reasons with input as object.union(asked, patch)
}

plain(cell) := {"name": cell.name, "mask": null}

test_in_the_order_of_the_dataset if {
	permitted({"tier": "IDENTIFIED"}) == [plain(purchases), plain(spending), plain(contact)]
}

test_identifying_is_masked_below_identified if {
	permitted({}) == [
		plain(purchases),
		plain(spending),
		{"name": "contact.personal", "mask": "region"},
	]
}

test_identifying_without_a_concealing_mask_is_left_out if {
	permitted({"cells": [purchases, object.union(contact, {"masks": ["last4"]})]}) == [plain(purchases)]
}

test_identity_is_identifying if {
	identity := object.union(contact, {"category": "identity", "masks": []})
	permitted({"cells": [purchases, identity]}) == [plain(purchases)]
}

test_other_categories_are_left_out if {
	permitted({"consent": {"categories": ["payment"]}}) == [plain(spending)]
}

test_sensitive_needs_its_flag if {
	permitted({"tier": "IDENTIFIED", "consent": {"separate": {"sensitive": false}}}) == [
		plain(purchases),
		plain(contact),
	]
}

test_sensitive_of_groups if {
	permitted({
		"tier": "AGGREGATE",
		"cells": [spending],
		"consent": {"separate": {"sensitive": false}},
	}) == [plain(spending)]
}

test_something_is_left if reasons({}) == set()

test_no_consent_is_no_reason_of_cells if reasons({"consent": null}) == set()

test_nothing_consented if {
	reasons({"consent": {"categories": ["visit"]}}) == {"category-not-consented"}
}

test_only_sensitive_without_flag if {
	reasons({
		"cells": [spending],
		"consent": {"separate": {"sensitive": false}},
	}) == {"separate-consent-missing"}
}

test_only_identifying_below_identified if {
	reasons({"cells": [object.union(contact, {"masks": []})]}) == {"category-not-consented"}
}

test_dataset_without_cells if {
	reasons({"cells": []}) == {"category-not-consented"}
}
