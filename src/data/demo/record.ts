import type { Person } from './person.ts';

/** What happened to one patient, as plain events. Days count from the calendar's day 0, minutes from midnight. */
export interface Referral {
  readonly id: number;
  readonly unit: number;
  readonly day: number;
  readonly minute: number;
  readonly status: 'active' | 'completed' | 'revoked';
}

type ContactKind =
  | 'first-visit'
  | 'follow-up'
  | 'team-visit'
  | 'emergency-visit'
  | 'inpatient-stay';

export interface Contact {
  readonly id: number;
  readonly kind: ContactKind;
  readonly unit: number;
  readonly day: number;
  readonly minute: number;
  readonly endDay: number;
  readonly endMinute: number;
  readonly mode: 'AMB' | 'VR' | 'HH' | 'IMP';
  readonly status: 'finished' | 'missed' | 'planned' | 'in-progress';
  /** Ids within the patient; 0 when there is none. */
  readonly referral: number;
  readonly diagnosis: number;
  readonly practitioner: number;
  readonly discharge: 'home' | 'alt-home' | 'other-hcf' | 'aadvice' | '';
}

export interface Diagnosis {
  readonly id: number;
  /** ICD-10 code and its name. */
  readonly code: string;
  readonly name: string;
  readonly day: number;
  readonly minute: number;
  readonly contact: number;
  readonly resolved: boolean;
  readonly provisional: boolean;
}

export type FormKind = 'phq9' | 'gad7' | 'who5' | 'experience';

export interface Form {
  readonly id: number;
  readonly kind: FormKind;
  readonly day: number;
  readonly minute: number;
  readonly contact: number;
  /** PHQ-9 0–27, GAD-7 0–21, WHO-5 raw 0–25, experience overall 0–10. */
  readonly score: number;
  /** Which of the ways to reach the score. */
  readonly variant: number;
  readonly complete: boolean;
  readonly localCode: boolean;
}

type FindingKind = 'suicide-risk' | 'weight' | 'systolic' | 'functioning';

export interface ClinicalFinding {
  readonly kind: FindingKind;
  readonly day: number;
  readonly minute: number;
  readonly contact: number;
  /** kg, mm[Hg], score; for suicide risk 0 low, 1 raised, 2 high. */
  readonly value: number;
}

type ActKind =
  | 'care-plan-made-together'
  | 'psychotherapy-session'
  | 'ect'
  | 'seclusion'
  | 'mechanical-restraint'
  | 'safety-plan';

export interface Act {
  readonly kind: ActKind;
  readonly day: number;
  readonly minute: number;
  /** 0 for what is done at one moment. */
  readonly minutes: number;
  readonly contact: number;
}

export interface Prescription {
  readonly medicine: number;
  readonly day: number;
  readonly minute: number;
  readonly contact: number;
  readonly status: 'active' | 'completed' | 'stopped';
}

export interface Cost {
  readonly contact: number;
  readonly unit: number;
  readonly day: number;
  readonly kind: 'visit' | 'video-visit' | 'home-visit' | 'emergency-visit' | 'inpatient-care';
  readonly amountSek: number;
}

type WithoutId<T> = Omit<T, 'id'>;

/** Collects a patient's events and numbers them in the order in which they are recorded. */
export class PatientRecord {
  readonly index: number;
  readonly person: Person;
  readonly referrals: Referral[] = [];
  readonly contacts: Contact[] = [];
  readonly diagnoses: Diagnosis[] = [];
  readonly forms: Form[] = [];
  readonly findings: ClinicalFinding[] = [];
  readonly acts: Act[] = [];
  readonly prescriptions: Prescription[] = [];
  readonly costs: Cost[] = [];

  constructor(index: number, person: Person) {
    this.index = index;
    this.person = person;
  }

  refer(referral: WithoutId<Referral>): number {
    return this.referrals.push({ id: this.referrals.length + 1, ...referral });
  }

  /** The id the next contact will have, for what is recorded at it before it is known how it ended. */
  get nextContact(): number {
    return this.contacts.length + 1;
  }

  meet(contact: WithoutId<Contact>): number {
    return this.contacts.push({ id: this.contacts.length + 1, ...contact });
  }

  diagnose(diagnosis: WithoutId<Diagnosis>): number {
    return this.diagnoses.push({ id: this.diagnoses.length + 1, ...diagnosis });
  }

  fillIn(form: WithoutId<Form>): number {
    return this.forms.push({ id: this.forms.length + 1, ...form });
  }

  /** True when nothing at all happened while records were kept. */
  get isEmpty(): boolean {
    return this.contacts.length === 0 && this.referrals.length === 0;
  }
}
