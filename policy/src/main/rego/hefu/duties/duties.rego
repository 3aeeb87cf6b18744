# The separate consents that the Personal Information Protection Law asks for. What describes only
# groups is not personal information (Art. 4, 73).
package hefu.duties

import data.hefu.consent

reasons contains "separate-consent-missing" if count(missing) > 0

# To provide to another handler (Art. 23).
missing contains "recipient" if {
	consent.found
	individual
	not input.consent.separate.recipient == true
}

# To transfer abroad (Art. 39).
missing contains "abroad" if {
	consent.found
	individual
	not input.abroad == false
	not input.consent.separate.abroad == true
}

# To process data of a person under 14: the guardian's consent (Art. 31), at every tier.
missing contains "guardian" if {
	consent.found
	not input.minor == false
	not input.consent.separate.guardian == true
}

# Sensitive data may be released (Art. 29).
sensitive if not individual

sensitive if input.consent.separate.sensitive == true

# Whatever is not known to describe groups describes persons.
individual if not input.tier == "AGGREGATE"
