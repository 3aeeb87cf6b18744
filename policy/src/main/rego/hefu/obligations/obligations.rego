# What must be done with what is released.
package hefu.obligations

import data.hefu.duties
import data.hefu.tiers

# Fewest persons that a released figure may describe.
smallest_group := 20

# A figure about fewer persons tells of each of them: nobody may see it.
reasons contains "not-permitted" if not enough

enough if input.subjects >= group

obligations := {
	"pseudonymise": pseudonymise,
	"smallestGroup": group,
	"dataLifeDays": input.consent.dataLifeDays,
	"approval": approval,
}

default pseudonymise := true

pseudonymise := false if input.tier == "IDENTIFIED"

group := 1 if duties.individual

group := smallest_group if not duties.individual

# The two companies signed that the provider approves each person first. Figures are about nobody who
# could be approved; terms that name no approvals ask for none.
default approval := false

approval if {
	duties.individual
	input.dataset in input.agreement.approvals.datasets
	tiers.within(input.agreement.approvals.fromTier, input.tier)
}
