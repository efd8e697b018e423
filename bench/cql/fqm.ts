// fqm-execution beside us: the same measure, libraries, value sets and patients in the bundles that it takes.
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { Calculator } from 'fqm-execution';

type Json = Readonly<Record<string, unknown>>;

export interface FqmRun {
  readonly cpuMs: number;
  /** How many count in each population, over all groups in their order. */
  readonly totals: readonly number[];
}

/** Counts a pack's measure for patients with fqm-execution, its reports and highlighting turned off. */
export async function runFqm(
  packFile: string,
  patients: readonly (readonly Json[])[],
): Promise<FqmRun> {
  const pack = JSON.parse(gunzipSync(readFileSync(packFile)).toString('utf8'));
  const [{ period }] = pack.cases;
  const before = process.cpuUsage();
  const { results } = await Calculator.calculate(measureBundle(pack), patients.map(patientBundle), {
    measurementPeriodStart: period.start,
    measurementPeriodEnd: period.end,
    trustMetaProfile: true,
    calculateHTML: false,
    calculateSDEs: false,
    calculateClauseCoverage: false,
    verboseCalculationResults: false,
  });
  const { user, system } = process.cpuUsage(before);
  return {
    cpuMs: (user + system) / 1000,
    totals: results.reduce<number[]>((totals, { detailedResults = [] }) => {
      const counts = detailedResults.flatMap(({ populationResults = [] }) =>
        populationResults.map(({ result }) => Number(result)),
      );
      return counts.map((count, at) => (totals[at] ?? 0) + count);
    }, []),
  };
}

function measureBundle(pack: {
  measure: Json;
  main: string;
  elm: readonly { library: { identifier: { id: string; version?: string } } }[];
  valueSets: Readonly<Record<string, readonly (readonly [string, string])[]>>;
}) {
  const canonical = (id: string) => `http://example.org/Library/${id}`;
  const libraries = pack.elm.map((elm) => {
    const { id, version } = elm.library.identifier;
    return {
      ...{ resourceType: 'Library', id, name: id, version, url: canonical(id), status: 'active' },
      content: [
        {
          contentType: 'application/elm+json',
          data: Buffer.from(JSON.stringify(elm)).toString('base64'),
        },
      ],
    };
  });
  const valueSets = Object.entries(pack.valueSets).map(([url, codes], index) => ({
    ...{ resourceType: 'ValueSet', id: `vs-${index}`, url, status: 'active' },
    expansion: {
      timestamp: '2026-01-01',
      contains: codes.map(([system, code]) => ({ system, code })),
    },
  }));
  const measure = { ...pack.measure, library: [canonical(pack.main)] };
  return bundle([measure, ...libraries, ...valueSets]);
}

const patientBundle = (resources: readonly Json[]) => bundle(resources);

// biome-ignore lint/suspicious/noExplicitAny: fqm-execution's own bundle type
const bundle = (resources: readonly unknown[]): any => ({
  resourceType: 'Bundle',
  type: 'collection',
  entry: resources.map((resource) => ({ resource })),
});
