/** Texts of the Clusters page. */
export const clusters = {} as const;
