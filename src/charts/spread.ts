/**
 * Moves labels apart along one line so that none overlap, each as near its wanted place as the others allow.
 * Labels keep their order. Where the room is too small for all, those that come last in `wanted` give way (null).
 */
export function spread(
  wanted: readonly number[],
  gap: number,
  room: { readonly from: number; readonly to: number },
): readonly (number | null)[] {
  const fits = Math.max(0, Math.floor((room.to - room.from) / gap + 1e-9) + 1);
  const kept = wanted.map((place, index) => ({ place, index })).slice(0, fits);
  const ordered = [...kept].sort((a, b) => a.place - b.place || a.index - b.index);
  const places: number[] = [];
  for (const { place } of ordered) {
    const previous = places.at(-1);
    const free = previous === undefined ? room.from : previous + gap;
    places.push(Math.max(place, free));
  }
  let limit = room.to;
  for (let i = places.length - 1; i >= 0; i -= 1) {
    places[i] = Math.min(places[i] ?? limit, limit);
    limit = (places[i] ?? limit) - gap;
  }
  const byIndex = new Map(ordered.map(({ index }, i) => [index, places[i] ?? null]));
  return wanted.map((_, index) => byIndex.get(index) ?? null);
}
