/** Facts that all kinds have: they stand beside the age of the resource, not with what is special to it. */
export const SCHEDULE_FACTS = ['interval', 'retryInterval', 'timeout'];
