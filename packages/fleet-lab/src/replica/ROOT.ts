import path from 'node:path';

/** Of the repository. */
export const ROOT = path.resolve(__dirname, '../../../..');
