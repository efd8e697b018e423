/** How the files are named in which posts go to the importer. */
export const feedFilePrefix = 'live-feed-';
