/** Throws when any value is NaN or infinite: such a value is a mistake of the caller. */
export function requireFinite(values: readonly number[], name: string): void {
  const wrong = values.findIndex((value) => !Number.isFinite(value));
  if (wrong >= 0) {
    throw new RangeError(
      `${name}: value ${wrong + 1} is ${values[wrong]}; give finite numbers only`,
    );
  }
}

/** Numbers up to this can be squared and summed a million times over. */
export const LARGEST_MAGNITUDE = 1e145;

/** Is a number too large to compute with (or not a number at all)? Gaps are passed over. */
export const isBeyondRange = (values: readonly (number | null)[]): boolean =>
  values.some((value) => value !== null && !(Math.abs(value) <= LARGEST_MAGNITUDE));

/** Is a number that will be divided by too small, or too large, to compute with? 0 is neither. */
export const isBeyondDividing = (values: readonly (number | null)[]): boolean =>
  isBeyondRange(values) ||
  values.some((value) => value !== null && value !== 0 && Math.abs(value) < 1 / LARGEST_MAGNITUDE);

export function requireSameLength(
  first: readonly unknown[],
  second: readonly unknown[],
  name: string,
): void {
  if (first.length !== second.length) {
    throw new RangeError(
      `${name}: ${first.length} and ${second.length} values; they must be paired`,
    );
  }
}

export function requirePositive(value: number, name: string): void {
  if (!(value > 0 && Number.isFinite(value))) {
    throw new RangeError(`${name} is ${value}; it must be a finite number above 0`);
  }
}

export function requireProbability(value: number, name: string): void {
  if (!(value >= 0 && value <= 1)) {
    throw new RangeError(`${name} is ${value}; a probability lies within 0…1`);
  }
}
