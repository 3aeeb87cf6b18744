# What must be done with what is released.
package hefu.obligations

import data.hefu.duties

# Fewest persons that a released figure may describe.
smallest_group := 20

# A figure about fewer persons tells of each of them: nobody may see it.
reasons contains "not-permitted" if not enough

enough if input.subjects >= group

obligations := {
	"pseudonymise": pseudonymise,
	"smallestGroup": group,
	"dataLifeDays": input.consent.dataLifeDays,
}

default pseudonymise := true

pseudonymise := false if input.tier == "IDENTIFIED"

group := 1 if duties.individual

group := smallest_group if not duties.individual
