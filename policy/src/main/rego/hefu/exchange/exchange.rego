# The decision on one exchange: the only thing that is asked from outside.
package hefu.exchange

import data.hefu.agreement
import data.hefu.cells
import data.hefu.consent
import data.hefu.duties
import data.hefu.obligations

reasons := (((agreement.reasons | consent.reasons) | duties.reasons) | cells.reasons) | obligations.reasons

# METADATA
# entrypoint: true
decision := {
	"permit": true,
	"cells": cells.permitted,
	"obligations": obligations.obligations,
} if {
	count(reasons) == 0
}

decision := {"permit": false, "reasons": reasons} if count(reasons) > 0
