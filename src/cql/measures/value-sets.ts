/** Value sets by canonical url, each expanded to its codes. */
export type ValueSetCodes = ReadonlyMap<string, readonly SystemCode[]>;

export interface SystemCode {
  readonly system: string;
  readonly code: string;
}
