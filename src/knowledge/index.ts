export {
  casesPerGroupMin,
  compareGroup,
  type GroupGap,
  type GroupTotal,
  isGap,
} from './groups/compare-groups.ts';
export {
  addUp,
  type MonthlyResult,
  measuredValue,
  type UnitResult,
} from './results/monthly-result.ts';
export { type Branch, type RolledUp, rollUp } from './results/roll-up.ts';
export { type Episode, type FlaggedPoint, findEpisodes } from './signals/episode.ts';
