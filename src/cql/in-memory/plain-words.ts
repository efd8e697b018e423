import { libraryHeader } from '../translate/library-header.ts';

/** The comment lines that stand directly above a definition, as one text; null when there are none. */
export function plainWords(
  cql: readonly { readonly text: string }[],
): (library: string, name: string) => string | null {
  const byLibrary = new Map(cql.map(({ text }) => [libraryHeader(text).id, commentsAbove(text)]));
  return (library, name) => byLibrary.get(library)?.get(name) ?? null;
}

function commentsAbove(text: string): ReadonlyMap<string, string> {
  const comments = new Map<string, string>();
  const pattern = /((?:^[ \t]*\/\/[^\n]*\n)+)[ \t]*define\s+(?:"((?:[^"\\]|\\.)*)"|(\w+))\s*:/gm;
  for (const [, lines = '', quoted, plain] of text.matchAll(pattern)) {
    const words = lines
      .replace(/^[ \t]*\/\/[ \t]?/gm, '')
      .trim()
      .replace(/\s+/g, ' ');
    comments.set(quoted ?? plain ?? '', words);
  }
  return comments;
}
