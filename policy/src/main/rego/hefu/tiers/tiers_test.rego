package hefu.tiers_test

import data.hefu.tiers

test_a_tier_is_within_itself if {
	every name, _ in tiers.rank {
		tiers.within(name, name)
	}
}

test_lower_is_within_higher if {
	tiers.within("AGGREGATE", "PSEUDONYMOUS")
	tiers.within("PSEUDONYMOUS", "IDENTIFIED")
}

test_higher_is_not_within_lower if {
	not tiers.within("PSEUDONYMOUS", "AGGREGATE")
	not tiers.within("IDENTIFIED", "PSEUDONYMOUS")
}

test_unknown_is_within_nothing if {
	not tiers.within("EVERYTHING", "IDENTIFIED")
	not tiers.within("AGGREGATE", "EVERYTHING")
}
