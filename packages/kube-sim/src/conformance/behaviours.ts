import { applyRows } from './applyRows';
import type { Behaviour } from './Behaviour';
import { clientNodeRows } from './clientNodeRows';
import { discoveryRows } from './discoveryRows';
import { errorRows, identityRows } from './errorRows';
import { kubectlRows } from './kubectlRows';
import { listRows } from './listRows';
import { podRows } from './podRows';
import { watchRows } from './watchRows';
import { writeRows } from './writeRows';

/** The conformance table: what this suite and its tools rely on, row by row. */
export const behaviours: Behaviour[] = [
  ...discoveryRows,
  ...listRows,
  ...watchRows,
  ...identityRows,
  ...writeRows,
  ...applyRows,
  ...podRows,
  ...errorRows,
  ...kubectlRows,
  ...clientNodeRows,
];
