/** A text in the languages Gyrus speaks. */
export interface Text {
  readonly en: string;
  readonly sv: string;
}

export const languages = ['en', 'sv'] as const;
export type Language = (typeof languages)[number];
