# Whether two officers may resolve one leaf to a participant's own id of the person. It opens no
# data and changes no consent: what the person revoked stays revoked. Each condition is a rule of its
# own, negated as a whole: a fact that is missing then speaks against it.
package hefu.breakglass

# A reason that somebody can check later has more than a word.
shortest_reason := 20

# Seventy-two hours, in milliseconds: an emergency that lasts longer is asked for again.
longest_ms := 259200000

reasons contains "two-officers-needed" if not two_officers

reasons contains "reason-too-short" if not reasoned

reasons contains "time-not-bounded" if not bounded

reasons contains "not-in-time" if not in_time

reasons contains "one-leaf-only" if not one_leaf

# Different persons, each an officer, and neither of them the person that it is about.
officers contains officer.id if {
	some officer in input.officers
	officer.role == "compliance-officer"
	not officer.id == input.subject
}

two_officers if count(officers) >= 2

reasoned if count(input.reason) >= shortest_reason

bounded if {
	input.from < input.until
	input.until - input.from <= longest_ms
}

in_time if {
	input.from <= input.now
	input.now < input.until
}

one_leaf if {
	is_number(input.leaf)
	input.leaf >= 0
}

decision := {"permit": true, "officers": officers} if count(reasons) == 0

decision := {"permit": false, "reasons": reasons} if count(reasons) > 0
