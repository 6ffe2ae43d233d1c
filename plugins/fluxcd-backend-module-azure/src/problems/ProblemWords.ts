import type { AzureProblem } from '@flux-orchestrator/backstage-plugin-fluxcd-common';

/** What is said about an error of Azure; its code and its subscription are added by whoever read them. */
export type ProblemWords = Pick<AzureProblem, 'message' | 'remedy' | 'command'>;
