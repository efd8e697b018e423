/** A probability and its complement, each with its own digits. */
export interface Tails {
  readonly lower: number;
  readonly upper: number;
}
