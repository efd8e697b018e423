/** Rows a batch of an import fills, so that what is written once is not written again with the next batch. */
export const rowGroupRows = 30_720;
