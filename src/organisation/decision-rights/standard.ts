import { type ForumKind, standardForumKinds } from '../forum.ts';
import type { Attribute, DecisionRule } from './structure.ts';

/** What rules look at in an organisation that names no attributes of its own. */
export const standardAttributes: readonly Attribute[] = [
  {
    id: 'kind',
    name: { en: 'kind', sv: 'slaget' },
    values: [
      { id: 'idea', name: { en: 'an idea', sv: 'en idé' } },
      { id: 'need', name: { en: 'a need', sv: 'ett behov' } },
      { id: 'innovation', name: { en: 'an innovation', sv: 'en innovation' } },
    ],
    usual: 'idea',
  },
  {
    id: 'reach',
    name: { en: 'reach', sv: 'räckvidden' },
    values: [
      { id: 'unit', name: { en: 'one unit', sv: 'en enhet' } },
      {
        id: 'department',
        name: { en: 'several units of a department', sv: 'flera enheter i en klinik' },
      },
      { id: 'division', name: { en: 'several departments', sv: 'flera kliniker' } },
      { id: 'beyond', name: { en: 'beyond the division', sv: 'utanför divisionen' } },
    ],
    usual: 'unit',
  },
  {
    id: 'cost',
    name: { en: 'cost', sv: 'kostnaden' },
    values: [
      { id: 'none', name: { en: 'nothing', sv: 'ingen' } },
      { id: 'own-budget', name: { en: 'within the unit’s budget', sv: 'inom enhetens budget' } },
      { id: 'new-money', name: { en: 'new money', sv: 'nya pengar' } },
    ],
    usual: 'none',
  },
  {
    id: 'risk',
    name: { en: 'risk', sv: 'risken' },
    values: [
      { id: 'low', name: { en: 'low', sv: 'låg' } },
      { id: 'raised', name: { en: 'raised', sv: 'förhöjd' } },
      { id: 'high', name: { en: 'high', sv: 'hög' } },
    ],
    usual: 'low',
  },
  {
    id: 'evidence',
    name: { en: 'evidence', sv: 'evidensen' },
    values: [
      { id: 'none', name: { en: 'none yet', sv: 'ingen ännu' } },
      { id: 'local', name: { en: 'tried here', sv: 'prövat här' } },
      {
        id: 'strong',
        name: {
          en: 'research, or tried in several places',
          sv: 'forskning, eller prövat på flera håll',
        },
      },
    ],
    usual: 'none',
  },
  {
    id: 'mandate',
    name: { en: 'mandate', sv: 'mandatet' },
    values: [
      { id: 'free', name: { en: 'free to choose', sv: 'fritt att välja' } },
      {
        id: 'required',
        name: { en: 'required by law or by the region', sv: 'krav i lag eller från regionen' },
      },
    ],
    usual: 'free',
  },
];

/**
 * The rules of an organisation that writes none: who is touched decides, wider matters go up, and a matter that is
 * only one unit's goes back down to it.
 */
export const standardRules: readonly DecisionRule[] = [
  {
    id: 'unit-decides',
    at: ['local-forum'],
    when: { reach: ['unit'] },
    answer: { action: 'decide' },
    standing: 1,
    because: { en: 'it touches this unit only', sv: 'det berör bara den här enheten' },
  },
  {
    id: 'wider-goes-up',
    at: ['local-forum'],
    when: { reach: ['department', 'division', 'beyond'] },
    answer: { action: 'up', to: 'coordinating-group' },
    standing: 1,
    because: { en: 'other units are touched too', sv: 'även andra enheter berörs' },
  },
  {
    id: 'group-decides',
    at: ['coordinating-group'],
    when: { reach: ['unit', 'department'] },
    answer: { action: 'decide' },
    standing: 1,
    because: { en: 'it stays within the department', sv: 'det stannar inom kliniken' },
  },
  {
    id: 'division-goes-up',
    at: ['coordinating-group'],
    when: { reach: ['division', 'beyond'] },
    answer: { action: 'up', to: 'prioritisation-board' },
    standing: 1,
    because: { en: 'several departments are touched', sv: 'flera kliniker berörs' },
  },
  {
    id: 'board-decides',
    at: ['prioritisation-board'],
    when: {},
    answer: { action: 'decide' },
    standing: 1,
    because: { en: 'it has the whole in view', sv: 'det ser till helheten' },
  },
  {
    id: 'support-gives-back',
    at: ['support-unit'],
    when: {},
    answer: { action: 'back' },
    standing: 1,
    because: {
      en: 'the support unit advises and does not decide',
      sv: 'stödenheten ger råd och beslutar inte',
    },
  },
];

interface DecisionRights {
  readonly forumKinds: readonly ForumKind[];
  readonly attributes: readonly Attribute[];
  readonly rules: readonly DecisionRule[];
}

type Given = { readonly [K in keyof DecisionRights]?: DecisionRights[K] | undefined };

/** What an organisation gives; where it names no kinds, attributes or rules, the standard ones. */
export const orStandard = ({ forumKinds, attributes, rules }: Given): DecisionRights => ({
  forumKinds: orElse(forumKinds, standardForumKinds),
  attributes: orElse(attributes, standardAttributes),
  rules: orElse(rules, standardRules),
});

const orElse = <T>(given: readonly T[] | undefined, standard: readonly T[]): readonly T[] =>
  given === undefined || given.length === 0 ? standard : given;
