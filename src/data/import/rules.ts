import type { Text } from '#core';

/** error: the line is not stored. warning: stored, but what is named here cannot be used. note: good to know. */
export type Severity = 'error' | 'warning' | 'note';

/** What the importer looks for. The texts say what is allowed and what to do; the finding says what was found. */
export interface Rule {
  readonly severity: Severity;
  readonly allowed: Text;
  readonly nextStep: Text;
  /** How many rows a file may fill with it; the count is exact all the same. */
  readonly rowsMax: number;
}

const rowsMax = 1000;

const correctAtSource: Text = {
  en: 'Correct it in the source system and import the file again.',
  sv: 'Rätta i källsystemet och importera filen igen.',
};

export const rules = {
  'json-broken': {
    severity: 'error',
    allowed: {
      en: 'One whole JSON object on each line (NDJSON).',
      sv: 'Ett helt JSON-objekt på varje rad (NDJSON).',
    },
    nextStep: {
      en: 'Look at that place of the line: it may have been cut off, or written over several lines. Export the file again.',
      sv: 'Se på det stället på raden: den kan ha klippts av eller skrivits på flera rader. Exportera filen igen.',
    },
    rowsMax,
  },
  'not-an-object': {
    severity: 'error',
    allowed: { en: 'A JSON object.', sv: 'Ett JSON-objekt.' },
    nextStep: {
      en: 'Export one resource per line, not lists or single values.',
      sv: 'Exportera en resurs per rad, inte listor eller enskilda värden.',
    },
    rowsMax,
  },
  'key-repeated': {
    severity: 'error',
    allowed: {
      en: 'Each key once in an object.',
      sv: 'Varje nyckel en gång i ett objekt.',
    },
    nextStep: {
      en: 'The line is not stored, for it says two things. Ask the source to write each element once, and import again.',
      sv: 'Raden lagras inte, för den säger två saker. Be källan skriva varje element en gång och importera igen.',
    },
    rowsMax,
  },
  'type-missing': {
    severity: 'error',
    allowed: {
      en: "A 'resourceType' with the name of a FHIR resource.",
      sv: "En 'resourceType' med namnet på en FHIR-resurs.",
    },
    nextStep: correctAtSource,
    rowsMax,
  },
  'id-missing': {
    severity: 'error',
    allowed: {
      en: "An 'id' of letters, digits, '-' and '.', at most 64 characters.",
      sv: "Ett 'id' av bokstäver, siffror, '-' och '.', högst 64 tecken.",
    },
    nextStep: correctAtSource,
    rowsMax,
  },
  'id-unusual': {
    severity: 'warning',
    allowed: {
      en: "Letters, digits, '-' and '.', at most 64 characters.",
      sv: "Bokstäver, siffror, '-' och '.', högst 64 tecken.",
    },
    nextStep: {
      en: 'It is stored as it is; ask the source for ids that follow FHIR.',
      sv: 'Det lagras som det är; be källan om id:n som följer FHIR.',
    },
    rowsMax,
  },
  'type-unknown': {
    severity: 'warning',
    allowed: { en: 'A resource type of FHIR R4.', sv: 'En resurstyp i FHIR R4.' },
    nextStep: {
      en: 'It is kept but not read. Check the spelling, or the FHIR version of the source.',
      sv: 'Den sparas men läses inte. Kontrollera stavningen eller källans FHIR-version.',
    },
    rowsMax,
  },
  'type-without-table': {
    severity: 'note',
    allowed: {
      en: 'Any FHIR resource; those with a view in library/views can be used in measures.',
      sv: 'Alla FHIR-resurser; de som har en vy i library/views kan användas i mått.',
    },
    nextStep: {
      en: 'The resources are kept. Add a view for the type when a measure needs it.',
      sv: 'Resurserna sparas. Lägg till en vy för typen när ett mått behöver den.',
    },
    rowsMax: 1,
  },
  'element-wrong-type': {
    severity: 'warning',
    allowed: { en: 'The type FHIR R4 gives the element.', sv: 'Den typ FHIR R4 ger elementet.' },
    nextStep: correctAtSource,
    rowsMax,
  },
  'element-unknown': {
    severity: 'note',
    allowed: { en: 'Elements of FHIR R4.', sv: 'Element i FHIR R4.' },
    nextStep: {
      en: 'It is kept but not read. Check the spelling, or the FHIR version of the source.',
      sv: 'Det sparas men läses inte. Kontrollera stavningen eller källans FHIR-version.',
    },
    rowsMax,
  },
  'date-impossible': {
    severity: 'warning',
    allowed: {
      en: 'A date of the calendar, like 2024-03-01 or 2024-03-01T12:00:00+01:00.',
      sv: 'Ett datum i kalendern, som 2024-03-01 eller 2024-03-01T12:00:00+01:00.',
    },
    nextStep: correctAtSource,
    rowsMax,
  },
  'date-partial': {
    severity: 'note',
    allowed: {
      en: 'Year or year and month are allowed; they mean any day within.',
      sv: 'År eller år och månad är tillåtet; det betyder vilken dag som helst däri.',
    },
    nextStep: {
      en: 'Nothing. Measures count it only when the whole span fits.',
      sv: 'Ingenting. Mått räknar det bara när hela spannet ryms.',
    },
    rowsMax,
  },
  'time-without-zone': {
    severity: 'note',
    allowed: {
      en: 'A time with an offset, like +01:00 or Z.',
      sv: 'En tid med avvikelse från UTC, som +01:00 eller Z.',
    },
    nextStep: {
      en: 'It is read as local time. Ask the source to add the offset.',
      sv: 'Den läses som lokal tid. Be källan lägga till avvikelsen.',
    },
    rowsMax,
  },
  'period-reversed': {
    severity: 'warning',
    allowed: {
      en: 'An end that is not before its start.',
      sv: 'Ett slut som inte är före starten.',
    },
    nextStep: correctAtSource,
    rowsMax,
  },
  'reference-unknown': {
    severity: 'warning',
    allowed: {
      en: 'A reference to a resource that is in the store.',
      sv: 'En referens till en resurs som finns i lagret.',
    },
    nextStep: {
      en: 'Import the resources it refers to; until then rows that need them are not counted.',
      sv: 'Importera resurserna den hänvisar till; tills dess räknas inte rader som behöver dem.',
    },
    rowsMax,
  },
  duplicate: {
    severity: 'note',
    allowed: { en: 'Each resource once.', sv: 'Varje resurs en gång.' },
    nextStep: {
      en: 'Nothing: the same content is stored once.',
      sv: 'Ingenting: samma innehåll lagras en gång.',
    },
    rowsMax,
  },
  'duplicate-conflicting': {
    severity: 'warning',
    allowed: {
      en: 'One content for each version of a resource.',
      sv: 'Ett innehåll för varje version av en resurs.',
    },
    nextStep: {
      en: "The last one in the import was kept. Ask the source to fill 'meta.lastUpdated' or 'meta.versionId'.",
      sv: "Den sista i importen behölls. Be källan fylla i 'meta.lastUpdated' eller 'meta.versionId'.",
    },
    rowsMax,
  },
  'deletion-unmarked': {
    severity: 'warning',
    allowed: {
      en: "A deleted resource has only identity and meta, with the tag 'deleted'.",
      sv: "En borttagen resurs har bara identitet och meta, med taggen 'deleted'.",
    },
    nextStep: {
      en: 'It was read as a deletion. If it was none, import the resource again with its content and a newer version.',
      sv: 'Den lästes som en borttagning. Var den inte det: importera resursen igen med innehåll och nyare version.',
    },
    rowsMax,
  },
  'deletion-unreadable': {
    severity: 'error',
    allowed: {
      en: "A DELETE entry with a url like 'Patient/123'.",
      sv: "En DELETE-post med en url som 'Patient/123'.",
    },
    nextStep: correctAtSource,
    rowsMax,
  },
  'bundle-not-unpacked': {
    severity: 'warning',
    allowed: { en: 'One resource per line.', sv: 'En resurs per rad.' },
    nextStep: {
      en: 'Export NDJSON instead of Bundles; what is inside the Bundle is not used.',
      sv: 'Exportera NDJSON i stället för Bundles; det som finns i en Bundle används inte.',
    },
    rowsMax,
  },
  'row-broken': {
    severity: 'error',
    allowed: {
      en: 'As many values as the header has columns, with quotes closed.',
      sv: 'Lika många värden som rubriken har kolumner, med stängda citattecken.',
    },
    nextStep: correctAtSource,
    rowsMax,
  },
  'value-missing': {
    severity: 'error',
    allowed: { en: 'A value.', sv: 'Ett värde.' },
    nextStep: correctAtSource,
    rowsMax,
  },
  'amount-not-a-number': {
    severity: 'error',
    allowed: { en: 'A number like 1250 or 1250.50.', sv: 'Ett tal som 1250 eller 1250.50.' },
    nextStep: correctAtSource,
    rowsMax,
  },
} as const satisfies Record<string, Rule>;

export type RuleCode = keyof typeof rules;

/** What was found at one place of one line; its text may hold what the row said, so it stays in the clinical store. */
export interface LineFinding {
  readonly rule: RuleCode;
  /** The element, as FHIR names it; empty when the whole line is meant. */
  readonly element: string;
  readonly found: string;
}

const foundCharactersMax = 80;

export const lineFinding = (rule: RuleCode, element: string, found: string): LineFinding => ({
  rule,
  element,
  found: found.length > foundCharactersMax ? `${found.slice(0, foundCharactersMax - 1)}…` : found,
});
