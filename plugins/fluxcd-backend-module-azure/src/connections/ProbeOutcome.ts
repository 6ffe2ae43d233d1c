import type { AzureTestStep } from '@flux-orchestrator/backstage-plugin-fluxcd-common';

/** What came of one step of a test. */
export type ProbeOutcome = Omit<AzureTestStep, 'step'>;
