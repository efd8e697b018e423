import { addMonths, type Language, type Text } from '#core';
import type { Measure } from '#cql';
import { leadOf, type Person } from '#organisation';
import { measuresInUse } from '#store';
import {
  type Application,
  type Context,
  type OrganisationInForce,
  organisationInForce,
} from '../context.ts';
import { found } from '../trouble.ts';
import type { KnownChange } from './known-history.ts';

/** Who tells the demo's history: people as they were, on the days when it happened. */
export interface Story {
  readonly application: Application;
  readonly organisation: OrganisationInForce;
  readonly measures: ReadonlyMap<string, Measure>;
  readonly as: (person: Person, at: string) => Context;
  /** The language its people write in. */
  readonly language: Language;
  readonly say: (text: Text) => string;
  readonly unitName: (unitId: string) => string | undefined;
}

/** Where the demo's files lie, and the language its people write in. */
export interface DemoTold {
  readonly folder: string;
  readonly language: Language;
}

export async function storyOf(application: Application, language: Language): Promise<Story> {
  const organisation = await organisationInForce(application.db);
  return {
    application,
    organisation,
    measures: await measuresInUse(application.db),
    as: (person, at) => ({ ...application, person, clock: () => at }),
    language,
    say: (text) => text[language],
    unitName: (unitId) => organisation.tree.byId.get(unitId)?.name[language],
  };
}

/** The same request id each time: a step that was taken is not taken again. */
export const step = ({ unit, month, measure }: KnownChange, name: string) => ({
  requestId: `demo-${unit}-${measure}-${month}-${name}`,
});

/** A day and hour in the month so many months after the change's own. */
export const dayIn = ({ month }: KnownChange, monthsAfter: number, dayAndHour: string): string =>
  `${addMonths(month, monthsAfter)}-${dayAndHour}:00.000Z`;

export function leadOfUnit({ organisation }: Story, unitId: string): Person {
  return found(leadOf(organisation.people, organisation.tree, unitId), 'lead of the unit', unitId);
}

export function nurseOf(story: Story, change: KnownChange): Person {
  const { people } = story.organisation;
  const nurse = people.find(({ roles }) =>
    roles.some(({ role, unitId }) => role === 'nurse' && unitId === change.unit),
  );
  return nurse ?? leadWanted(story, change);
}

export const leadWanted = (story: Story, { unit }: KnownChange): Person => leadOfUnit(story, unit);

export function stored(id: string | null): string {
  if (id === null) throw new Error('a command of the demo answered without the id it makes');
  return id;
}

export const plusMinutes = (instant: string, minutes: number): string =>
  new Date(Date.parse(instant) + minutes * 60_000).toISOString();
