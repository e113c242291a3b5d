/** Days for which the functions' logs are kept: they say who was cut off, and why. */
export const LOG_DAYS = 365;
