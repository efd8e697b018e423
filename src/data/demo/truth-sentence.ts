import type { Month, Text } from '#core';
import type { DemoPlan } from './plan.ts';
import type { RateName } from './structure.ts';
import type { UnitPlan } from './unit-plan.ts';

interface Told {
  readonly unit?: UnitPlan;
  readonly measure?: RateName;
  readonly month?: Month;
  readonly endMonth?: Month;
  readonly startDate?: string;
  readonly endDate?: string;
  readonly practice?: Text;
  readonly infection?: Text;
  readonly from?: number;
  readonly to?: number;
  readonly size?: number | Text;
}

/** Fills in a sentence of planted.yaml. */
export function tell(plan: DemoPlan, sentence: Text, told: Told): Text {
  const inLanguage = (language: keyof Text): string => {
    const measure =
      told.measure === undefined ? undefined : plan.structure.planted.measures[told.measure];
    const number = (value: number | undefined): string | undefined =>
      value === undefined ? undefined : formatted(value, measure?.format ?? 'percent', language);
    const words: Readonly<Record<string, string | undefined>> = {
      unit: told.unit?.name[language],
      measure: measure?.name[language],
      month: told.month,
      endMonth: told.endMonth,
      startDate: told.startDate,
      endDate: told.endDate,
      practice: told.practice?.[language],
      infection: told.infection?.[language],
      from: number(told.from),
      to: number(told.to),
      size: typeof told.size === 'object' ? told.size[language] : told.size?.toString(),
    };
    return sentence[language].replace(
      /\{(\w+)\}/g,
      (placeholder, word: string) => words[word] ?? placeholder,
    );
  };
  return { en: inLanguage('en'), sv: inLanguage('sv') };
}

function formatted(value: number, format: 'percent' | 'days', language: keyof Text): string {
  if (format === 'percent')
    return language === 'sv' ? `${Math.round(100 * value)} %` : `${Math.round(100 * value)}%`;
  return `${Math.round(value)} ${language === 'sv' ? 'dagar' : 'days'}`;
}
