# What the two companies have agreed. Each condition is a rule of its own, negated as a whole: a
# fact that is missing then speaks against the exchange instead of leaving a reason undefined.
package hefu.agreement

import data.hefu.tiers

reasons contains "agreement-missing" if not found

reasons contains "agreement-not-in-force" if {
	found
	not in_force
}

reasons contains "dataset-not-agreed" if {
	found
	not dataset_agreed
}

reasons contains "purpose-not-agreed" if {
	found
	not purpose_agreed
}

reasons contains "tier-not-agreed" if {
	found
	not tier_agreed
}

# In whatever state.
found if is_object(input.agreement)

in_force if {
	input.agreement.state == "SIGNED"
	input.agreement.validFrom <= input.now
	input.now < input.agreement.validUntil
}

dataset_agreed if input.dataset in input.agreement.datasets

purpose_agreed if input.purpose in input.agreement.purposes

tier_agreed if tiers.within(input.tier, input.agreement.highestTier)
