/** With more records than fill so many parts, parts grow: all of them are open while they are written. */
export const partsMax = 512;
