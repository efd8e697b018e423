const value = { ',': /"((?:[^"]|"")*)"|[^",]*/y, ';': /"((?:[^"]|"")*)"|[^";]*/y } as const;

/** The values of one line of CSV; undefined when a quote is not closed or stands inside a value. */
export function splitRow(line: string, separator: ',' | ';'): readonly string[] | undefined {
  if (!line.includes('"')) return line.split(separator);
  const values: string[] = [];
  const pattern = value[separator];
  for (let at = 0; at <= line.length; at = pattern.lastIndex + 1) {
    pattern.lastIndex = at;
    const found = pattern.exec(line);
    if (found === null) return undefined;
    const end = at + found[0].length;
    if (end < line.length && line[end] !== separator) return undefined;
    values.push(found[1]?.replaceAll('""', '"') ?? found[0]);
    pattern.lastIndex = end;
  }
  return values;
}
