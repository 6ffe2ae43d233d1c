/** The channel on which PostgreSQL wakes those who follow the changes. */
export const CHANGES_CHANNEL = 'fluxcd_changes';
