# What the person has consented to. How often a consent was used is not decided here: only the
# commit knows that. Each condition is a rule of its own, negated as a whole: a fact that is missing
# then speaks against the exchange instead of leaving a reason undefined.
package hefu.consent

import data.hefu.tiers

reasons contains "not-permitted" if not found

reasons contains "not-permitted" if {
	found
	not answered
}

reasons contains "consent-revoked" if input.consent.state == "REVOKED"

# A person who unlinks an account ends what rested on it.
reasons contains "consent-revoked" if {
	found
	not linked
}

reasons contains "consent-paused" if input.consent.state == "PAUSED"

reasons contains "consent-not-in-force" if {
	found
	not begun
}

reasons contains "consent-expired" if input.consent.state == "EXPIRED"

reasons contains "consent-expired" if {
	found
	not unexpired
}

reasons contains "purpose-not-consented" if {
	found
	not purpose_consented
}

reasons contains "tier-not-consented" if {
	found
	not tier_consented
}

# In whatever state.
found if is_object(input.consent)

# The person once said yes.
answered if input.consent.state in {"GRANTED", "PAUSED", "REVOKED", "EXPIRED"}

linked if input.consent.linked == true

begun if input.consent.validFrom <= input.now

unexpired if input.now < input.consent.validUntil

purpose_consented if input.consent.purpose == input.purpose

tier_consented if tiers.within(input.tier, input.consent.highestTier)
