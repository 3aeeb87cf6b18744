# What must be done with what is released.
package hefu.obligations

import data.hefu.duties

# Fewest persons that a released figure may describe.
smallest_group := 20

obligations := {
	"pseudonymise": pseudonymise,
	"smallestGroup": group,
	"dataLifeDays": input.consent.dataLifeDays,
}

default pseudonymise := true

pseudonymise := false if input.tier == "IDENTIFIED"

group := 1 if duties.individual

group := smallest_group if not duties.individual
