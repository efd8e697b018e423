declare module '@lhncbc/ucum-lhc' {
  interface Conversion {
    readonly status: 'succeeded' | 'failed' | 'error';
    readonly toVal: number | null;
    readonly msg: readonly string[];
  }
  interface Validation {
    readonly status: 'valid' | 'invalid' | 'error';
    readonly msg: readonly string[];
  }
  interface Units {
    convertUnitTo(from: string, value: number, to: string): Conversion;
    validateUnitString(unit: string): Validation;
  }
  export const UcumLhcUtils: { getInstance(): Units };
}
