import { groupBy } from '#core';
import type { Forum, Level, Organisation, Person, Unit } from '#organisation';
import type { Changes, Database } from './database.ts';
import { loadDecisionRights, saveDecisionRights } from './decision-rights.ts';

/**
 * Brings the stored organisation to this state. Units, people and forums that are no longer named stay, because
 * threads and the ledger speak of them; people who are no longer named hold no role any more.
 */
export async function saveOrganisation(tx: Changes, organisation: Organisation): Promise<void> {
  await saveLevels(tx, organisation.levels);
  await saveUnits(tx, organisation.units);
  await savePeople(tx, organisation.people);
  await saveDecisionRights(tx, organisation);
  await saveForums(tx, organisation.forums);
}

async function saveLevels(tx: Changes, levels: readonly Level[]): Promise<void> {
  for (const [position, { id, name }] of levels.entries()) {
    const values = { position, name_en: name.en, name_sv: name.sv };
    await tx
      .insertInto('level')
      .values({ id, ...values })
      .onConflict((same) => same.column('id').doUpdateSet(values))
      .execute();
  }
}

async function saveUnits(tx: Changes, units: readonly Unit[]): Promise<void> {
  for (const [position, { id, name, parentId, level }] of units.entries()) {
    const names = { name_en: name.en, name_sv: name.sv };
    const values = { position, parent_id: parentId, level_id: level, ...names };
    await tx
      .insertInto('unit')
      .values({ id, ...values })
      .onConflict((same) => same.column('id').doUpdateSet(values))
      .execute();
  }
}

async function savePeople(tx: Changes, people: readonly Person[]): Promise<void> {
  await tx.deleteFrom('role_held').execute();
  await tx.updateTable('person').set({ persona: false }).execute();
  for (const [position, { id, name, title, roles, persona }] of people.entries()) {
    const values = { position, name, persona, title_en: title.en, title_sv: title.sv };
    await tx
      .insertInto('person')
      .values({ id, ...values })
      .onConflict((same) => same.column('id').doUpdateSet(values))
      .execute();
    for (const { role, unitId } of roles)
      await tx.insertInto('role_held').values({ person_id: id, role, unit_id: unitId }).execute();
  }
}

async function saveForums(tx: Changes, forums: readonly Forum[]): Promise<void> {
  await tx.deleteFrom('forum_member').execute();
  for (const [position, forum] of forums.entries()) {
    const { id, members } = forum;
    const values = forumRow(forum, position);
    await tx
      .insertInto('forum')
      .values({ id, ...values })
      .onConflict((same) => same.column('id').doUpdateSet(values))
      .execute();
    for (const { personId, chair, votes } of members)
      await tx
        .insertInto('forum_member')
        .values({ forum_id: id, person_id: personId, chair, votes })
        .execute();
  }
}

const forumRow = (forum: Forum, position: number) => ({
  position,
  unit_id: forum.unitId,
  kind: forum.kind,
  name_en: forum.name.en,
  name_sv: forum.name.sv,
  cadence_days: forum.cadenceDays,
  meets_from: forum.meetsFrom,
  matters_per_meeting: forum.mattersPerMeeting,
  quorum: forum.quorum,
});

/** Holds the organisation until the transaction ends: two who change it at once take turns. */
export async function lockOrganisation(tx: Changes): Promise<void> {
  await tx.selectFrom('organisation_state').select('mark').forUpdate().execute();
}

/** Another text whenever anything about the organisation has changed, in any database. */
export async function organisationMark(db: Database): Promise<string> {
  const { mark } = await db
    .selectFrom('organisation_state')
    .select('mark')
    .executeTakeFirstOrThrow();
  return mark;
}

export async function loadOrganisation(db: Database): Promise<Organisation> {
  const [levels, units, people, forums, decisionRights] = await Promise.all([
    db.selectFrom('level').selectAll().orderBy('position').orderBy('id').execute(),
    db.selectFrom('unit').selectAll().orderBy('position').orderBy('id').execute(),
    loadPeople(db),
    loadForums(db),
    loadDecisionRights(db),
  ]);
  return {
    levels: levels.map((row) => ({ id: row.id, name: { en: row.name_en, sv: row.name_sv } })),
    units: units.map((row) => ({
      id: row.id,
      parentId: row.parent_id,
      level: row.level_id,
      name: { en: row.name_en, sv: row.name_sv },
    })),
    people,
    forums,
    ...decisionRights,
  };
}

async function loadPeople(db: Database): Promise<readonly Person[]> {
  const [people, roles] = await Promise.all([
    db.selectFrom('person').selectAll().orderBy('position').orderBy('id').execute(),
    db.selectFrom('role_held').selectAll().orderBy('role').orderBy('unit_id').execute(),
  ]);
  const heldBy = groupBy(roles, ({ person_id }) => person_id);
  return people.map((row) => ({
    id: row.id,
    name: row.name,
    title: { en: row.title_en, sv: row.title_sv },
    persona: row.persona,
    roles: (heldBy.get(row.id) ?? []).map(({ role, unit_id }) => ({ role, unitId: unit_id })),
  }));
}

async function loadForums(db: Database): Promise<readonly Forum[]> {
  const [forums, members] = await Promise.all([
    db.selectFrom('forum').selectAll().orderBy('position').orderBy('id').execute(),
    db.selectFrom('forum_member').selectAll().orderBy('person_id').execute(),
  ]);
  const membersOf = groupBy(members, ({ forum_id }) => forum_id);
  return forums.map((row) => ({
    id: row.id,
    unitId: row.unit_id,
    kind: row.kind,
    name: { en: row.name_en, sv: row.name_sv },
    cadenceDays: row.cadence_days,
    meetsFrom: row.meets_from,
    mattersPerMeeting: row.matters_per_meeting,
    quorum: row.quorum,
    members: (membersOf.get(row.id) ?? []).map(({ person_id, chair, votes }) => ({
      personId: person_id,
      chair,
      votes,
    })),
  }));
}
