# Which cells of the dataset may be released, and under which mask.
package hefu.cells

import data.hefu.consent
import data.hefu.duties

# They say by themselves who a person is.
identifying := {"identity", "contact"}

# What is left under these no longer does.
concealing := {"year", "region", "band"}

consented contains cell.name if {
	some cell in input.cells
	cell.category in input.consent.categories
}

lawful contains cell.name if {
	some cell in input.cells
	cell.name in consented
	cell.classification in {"PUBLIC", "INTERNAL", "PERSONAL"}
}

lawful contains cell.name if {
	some cell in input.cells
	cell.name in consented
	duties.sensitive
}

# Released as they are, or under the first mask that conceals who it is.
permitted := [{"name": cell.name, "mask": masked[0]} |
	some cell in input.cells
	cell.name in lawful
	masked := masks(cell)
	count(masked) > 0
]

# Any one of the masks that a cell must be released under; [null] where it may be as it is, none
# where it may not be released.
masks(cell) := [null] if {
	input.tier == "IDENTIFIED"
	not last_digits(cell)
}

masks(cell) := ["last4"] if last_digits(cell)

masks(cell) := concealed(cell) if {
	not input.tier == "IDENTIFIED"
	cell.category in identifying
}

masks(cell) := concealed(cell) if {
	not input.tier == "IDENTIFIED"
	narrowing(cell)
}

masks(cell) := [null] if {
	not input.tier == "IDENTIFIED"
	not cell.category in identifying
	not narrowing(cell)
}

# Whoever delivers calls through the provider's desk: a number's last digits are enough.
last_digits(cell) if {
	input.tier == "IDENTIFIED"
	input.purpose == "delivery"
	cell.category == "contact"
	"last4" in cell.masks
}

# Places and sensitive data narrow down who a person may be; where they can be told less exactly,
# they are.
narrowing(cell) if {
	cell.category == "location"
	count(concealed(cell)) > 0
}

narrowing(cell) if {
	cell.classification == "SENSITIVE"
	count(concealed(cell)) > 0
}

concealed(cell) := [mask |
	some mask in cell.masks
	mask in concealing
]

reasons contains "category-not-consented" if {
	consent.found
	count(consented) == 0
}

reasons contains "separate-consent-missing" if {
	count(consented) > 0
	count(lawful) == 0
}

reasons contains "category-not-consented" if {
	count(lawful) > 0
	count(permitted) == 0
}
