import type { DecisionSupportTables } from './tables/decision-support.ts';
import type { FeedTables } from './tables/feed.ts';
import type { InstrumentTables } from './tables/instruments.ts';
import type { KnowledgeTables } from './tables/knowledge.ts';
import type { LedgerTables } from './tables/ledger.ts';
import type { MessageTables } from './tables/messages.ts';
import type { OrganisationTables } from './tables/organisation.ts';
import type { OwnMeasureTables } from './tables/own-measures.ts';
import type { PracticeTables } from './tables/practice.ts';
import type { QualityTables } from './tables/quality.ts';
import type { SpreadTables } from './tables/spread.ts';

/** Every table of the operational store. */
export interface OperationalTables
  extends LedgerTables,
    OrganisationTables,
    PracticeTables,
    SpreadTables,
    KnowledgeTables,
    OwnMeasureTables,
    InstrumentTables,
    DecisionSupportTables,
    MessageTables,
    QualityTables,
    FeedTables {}
