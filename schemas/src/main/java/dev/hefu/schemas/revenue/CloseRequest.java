package dev.hefu.schemas.revenue;

import java.time.YearMonth;

/** The period to end: a calendar month in the agreement's zone. */
public record CloseRequest(YearMonth period) {}
