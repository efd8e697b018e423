/** Lists in a record, single items and records of several types: name, FHIR type of the rows, CQL. */
export const itemsTried: readonly (readonly [name: string, basis: string, cql: string])[] = [
  [
    'a diagnosis of the first rank',
    'Encounter',
    '[Encounter] E where exists (E.diagnosis D where D.rank = 2)',
  ],
  [
    'no diagnosis for the bill',
    'Encounter',
    '[Encounter] E where not exists (E.diagnosis D where D.use ~ "Billing")',
  ],
  [
    'a diagnosis in a value set',
    'Encounter',
    '[Encounter] E where exists (E.diagnosis D where exists ([Condition] C where C.id = Last(Split(D.condition.reference, \'/\')) and C.code in "Depression"))',
  ],
  ['many diagnoses', 'Encounter', '[Encounter] E where Count(E.diagnosis) > 1'],
  ['the last diagnosis', 'Encounter', '[Encounter] E where Last(E.diagnosis).rank = 2'],
  [
    'the first diagnosis that has a rank',
    'Encounter',
    '[Encounter] E where First(E.diagnosis D where D.rank is not null).rank < 3',
  ],
  [
    'the only diagnosis of its rank',
    'Encounter',
    '[Encounter] E where (singleton from (E.diagnosis D where D.rank = 2)).use ~ "Billing"',
  ],
  [
    'the condition of the main diagnosis',
    'Encounter',
    `[Encounter] E where (singleton from ((E.diagnosis D where D.rank = 3) M
      return singleton from ([Condition] C where C.id = Last(Split(M.condition.reference, '/'))))).code in "Depression"`,
  ],
  [
    'no main diagnosis',
    'Encounter',
    '[Encounter] E where (singleton from (E.diagnosis D where D.rank = 2)) is null',
  ],
  [
    'a place during the period',
    'Encounter',
    '[Encounter] E where exists (E.location L where L.period during "Measurement Period")',
  ],
  [
    'the last place began in the period',
    'Encounter',
    '[Encounter] E where Last(E.location L where start of L.period is not null return start of L.period sort asc) in day of "Measurement Period"',
  ],
  [
    'the upper part is high',
    'Observation',
    '[Observation] O where ((singleton from (O.component C where C.code ~ "Upper")).value as FHIR.integer).value > 10',
  ],
  [
    'the parts together',
    'Observation',
    '[Observation] O where Sum(O.component C return all (C.value as FHIR.integer).value) > 20',
  ],
  [
    'either kind of record',
    'Encounter',
    `[Encounter] E where exists (([Observation] O where O.status = 'final') union ([Condition] C where C.code in "Depression"))`,
  ],
  [
    'with either kind of its own',
    'Encounter',
    `[Encounter] E with ([Observation] union [Condition] union [Procedure]) X
      such that (X as FHIR.Condition).encounter.reference = 'Encounter/' + E.id
        or ((X as FHIR.Observation).encounter.reference = 'Encounter/' + E.id and X is FHIR.Observation)`,
  ],
  [
    'without either kind',
    'Encounter',
    `[Encounter] E without ([Observation] union [Condition]) X
      such that (case when X is FHIR.Condition then (X as FHIR.Condition).recordedDate else Care."Time of"(X as FHIR.Observation) end) in day of "Measurement Period"`,
  ],
  [
    'none of either kind',
    'Encounter',
    `[Encounter] E where not exists (([Condition] union [Observation]) X where (X as FHIR.Condition).recordedDate in day of "Measurement Period")`,
  ],
  [
    'any of them true',
    'Encounter',
    "[Encounter] E where AnyTrue([Observation] O return all O.status = 'final' and O.encounter.reference = 'Encounter/' + E.id)",
  ],
  [
    'none of them true',
    'Encounter',
    '[Encounter] E where not AnyTrue([Observation] O return all (O.value as FHIR.integer).value > 20)',
  ],
];
