/** When the events of the bench begin: within the clock hour in which all objects reconciled last. Milliseconds. */
export const FIRST_RECONCILIATION = Date.parse('2026-11-20T10:30:00Z');
