import { demoOrganisation } from '#data';
import { type FictiveCase, type Structure, unitTree } from '#organisation';
import type { Database } from '#store';
import { organisationInForce } from '../context.ts';
import { readDemoStructure } from '../demo/demo-structure.ts';
import { organisationIn, readOrganisation } from '../organisation/take-organisation.ts';

/** A structure with what it is tested and simulated with. */
export interface TestedStructure extends Structure {
  readonly cases: readonly FictiveCase[];
}

/** The structure that an organisation file describes; the demo's, from library/demo, where no file is named. */
export async function readStructure(file: string | null): Promise<TestedStructure> {
  const organisation = file === null ? await demoStructureRead() : await readOrganisation(file);
  return { ...organisation, tree: unitTree(organisation.units) };
}

/** The structure in use. */
export const loadStructure = (db: Database): Promise<TestedStructure> => organisationInForce(db);

const demoStructureRead = async () =>
  organisationIn(JSON.stringify(demoOrganisation(await readDemoStructure())), 'library/demo');
