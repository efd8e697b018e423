/**
 * Whether valid JSON holds one half of a surrogate pair alone ('\\ud800'). JavaScript reads it, but it is no
 * character: databases and other programs refuse the whole text.
 */
export function hasHalfCharacter(json: string): boolean {
  let isHighOpen = false;
  let openAt = -1;
  for (let at = json.indexOf('\\'); at >= 0; at = json.indexOf('\\', at)) {
    const code = json[at + 1] === 'u' ? Number.parseInt(json.slice(at + 2, at + 6), 16) : 0;
    const isLow = code >= 0xdc00 && code <= 0xdfff;
    if (isHighOpen !== isLow || (isLow && at !== openAt + 6)) return true;
    isHighOpen = code >= 0xd800 && code <= 0xdbff;
    openAt = at;
    at += json[at + 1] === 'u' ? 6 : 2;
  }
  return isHighOpen;
}
