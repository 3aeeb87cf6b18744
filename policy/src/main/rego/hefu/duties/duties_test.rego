package hefu.duties_test

import data.hefu.duties

all_given := {"recipient": true, "sensitive": true, "abroad": true, "guardian": true}

asked := {
	"tier": "PSEUDONYMOUS",
	"abroad": true,
	"minor": true,
	"consent": {"separate": all_given},
}

without(duty, patch) := object.union_n([asked, {"consent": {"separate": {duty: false}}}, patch])

missing(facts) := result if {
	result := duties.missing with input as facts
}

reasons(facts) := result if {
	result := duties.reasons with input as facts
}

test_all_given if reasons(asked) == set()

test_no_consent_no_duty if reasons(object.union(asked, {"consent": null})) == set()

test_recipient if missing(without("recipient", {})) == {"recipient"}

test_recipient_identified if missing(without("recipient", {"tier": "IDENTIFIED"})) == {"recipient"}

test_recipient_of_groups if missing(without("recipient", {"tier": "AGGREGATE"})) == set()

test_abroad if missing(without("abroad", {})) == {"abroad"}

test_abroad_at_home if missing(without("abroad", {"abroad": false})) == set()

test_abroad_of_groups if missing(without("abroad", {"tier": "AGGREGATE"})) == set()

test_guardian if missing(without("guardian", {})) == {"guardian"}

test_guardian_of_adult if missing(without("guardian", {"minor": false})) == set()

test_guardian_of_groups if missing(without("guardian", {"tier": "AGGREGATE"})) == {"guardian"}

test_one_missing_is_a_reason if {
	some duty in ["recipient", "abroad", "guardian"]
	reasons(without(duty, {})) == {"separate-consent-missing"}
}

test_unknown_place_and_age_speak_against if {
	missing({"tier": "IDENTIFIED", "consent": {"separate": {"recipient": true}}}) == {
		"abroad",
		"guardian",
	}
}

test_sensitive_given if {
	duties.sensitive with input as asked
}

test_sensitive_not_given if {
	not duties.sensitive with input as without("sensitive", {})
}

test_sensitive_of_groups if {
	duties.sensitive with input as without("sensitive", {"tier": "AGGREGATE"})
}
