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
	consent := {"categories": ["purchase", "identity"]}
	permitted({"consent": consent, "cells": [purchases, identity]}) == [plain(purchases)]
	permitted({"consent": consent, "tier": "IDENTIFIED", "cells": [identity]}) == [plain(identity)]
}

test_each_concealing_mask if {
	every mask in ["year", "region", "band"] {
		one := object.union(contact, {"masks": ["last4", mask]})
		permitted({"cells": [one]}) == [{"name": "contact.personal", "mask": mask}]
	}
}

test_only_sensitive_needs_its_flag if {
	every classification in ["PUBLIC", "INTERNAL", "PERSONAL"] {
		one := object.union(purchases, {"classification": classification})
		permitted({"cells": [one], "consent": {"separate": {"sensitive": false}}}) == [plain(one)]
	}
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

test_last_digits_are_enough_to_deliver if {
	permitted({"tier": "IDENTIFIED", "purpose": "delivery", "cells": [purchases, contact]}) == [
		plain(purchases),
		{"name": "contact.personal", "mask": "last4"},
	]
}

test_last_digits_are_for_contacts if {
	number := object.union(purchases, {"masks": ["last4"]})
	permitted({"tier": "IDENTIFIED", "purpose": "delivery", "cells": [number]}) == [plain(purchases)]
}

test_last_digits_must_be_allowed if {
	other := object.union(contact, {"masks": ["region"]})
	permitted({"tier": "IDENTIFIED", "purpose": "delivery", "cells": [other]}) == [plain(contact)]
}

test_last_digits_are_for_delivery if {
	permitted({"tier": "IDENTIFIED", "purpose": "service", "cells": [contact]}) == [plain(contact)]
}

test_last_digits_still_identify if {
	permitted({"purpose": "delivery", "cells": [contact]}) == [{
		"name": "contact.personal",
		"mask": "region",
	}]
}

place := {
	"name": "location.personal",
	"category": "location",
	"classification": "PERSONAL",
	"masks": ["region"],
}

at_place(masks, patch) := permitted(object.union(
	{
		"consent": {"categories": ["location"]},
		"cells": [object.union(place, {"masks": masks})],
	},
	patch,
))

test_places_are_told_by_region if {
	at_place(["region"], {}) == [{"name": "location.personal", "mask": "region"}]
}

test_places_without_a_concealing_mask if at_place(["last4"], {}) == [plain(place)]

test_places_identified if at_place(["region"], {"tier": "IDENTIFIED"}) == [plain(place)]

test_sensitive_is_told_by_band if {
	banded := object.union(spending, {"masks": ["band"]})
	permitted({"cells": [banded]}) == [{"name": "payment.sensitive", "mask": "band"}]
}

test_others_need_no_mask if {
	permitted({"cells": [object.union(purchases, {"masks": ["band"]})]}) == [plain(purchases)]
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
