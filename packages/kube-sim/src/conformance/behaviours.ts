import { applyRows } from './applyRows';
import type { Behaviour } from './Behaviour';
import { clientNodeRows } from './clientNodeRows';
import { discoveryRows } from './discoveryRows';
import { effectRows } from './effectRows';
import { errorRows, identityRows } from './errorRows';
import { formRows } from './formRows';
import { kubectlRows } from './kubectlRows';
import { listRows } from './listRows';
import { podRows } from './podRows';
import { watchRows } from './watchRows';
import { watchStartRows } from './watchStartRows';
import { writeRows } from './writeRows';

/** The conformance table: what this suite and its tools rely on, row by row. */
export const behaviours: Behaviour[] = [
  ...discoveryRows,
  ...listRows,
  ...formRows,
  ...watchRows,
  ...watchStartRows,
  ...identityRows,
  ...writeRows,
  ...effectRows,
  ...applyRows,
  ...podRows,
  ...errorRows,
  ...kubectlRows,
  ...clientNodeRows,
];
