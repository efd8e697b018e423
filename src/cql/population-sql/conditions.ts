/** Conditions joined by AND and OR, without the parts that decide nothing. */
export function allOf(parts: readonly string[]): string {
  if (parts.includes('FALSE')) return 'FALSE';
  const deciding = parts.filter((part) => part !== 'TRUE');
  if (deciding.length === 0) return 'TRUE';
  return deciding.length === 1 ? (deciding[0] ?? '') : deciding.map(grouped).join(' AND ');
}

export function anyOf(parts: readonly string[]): string {
  if (parts.includes('TRUE')) return 'TRUE';
  const deciding = [...new Set(parts.filter((part) => part !== 'FALSE'))];
  if (deciding.length === 0) return 'FALSE';
  return deciding.length === 1 ? (deciding[0] ?? '') : deciding.map(grouped).join(' OR ');
}

/** In brackets unless it is one comparison or call already. */
const grouped = (sql: string): string =>
  / (AND|OR) /.test(sql) || sql.startsWith('CASE') ? `(${sql})` : sql;
