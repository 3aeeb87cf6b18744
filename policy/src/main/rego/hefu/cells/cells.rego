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

masks(cell) := [null] if not cell.category in identifying

masks(cell) := [null] if {
	cell.category in identifying
	input.tier == "IDENTIFIED"
}

masks(cell) := [mask | some mask in cell.masks; mask in concealing] if {
	cell.category in identifying
	not input.tier == "IDENTIFIED"
}

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
